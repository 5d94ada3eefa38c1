"""The same seed makes the same shop; a scale makes more of it, in bulk, and every fact of it agrees."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from app import demo
from app.demo.digest import digest
from models.core.base import db
from models.customers import Customer
from models.jobs import Job
from models.links import PortalLink, link_by_token
from models.notifications import NotificationQueue
from tests.app.demo import invariants

WEEKS = 1


on_sqlite = pytest.mark.parametrize("own_database", ["sqlite"], indirect=True)
"""PostgreSQL holds the same."""


@pytest.fixture(scope="module")
def first(make):
    """What the shop of the first seed holds, and what it holds after it was seeded again."""
    with make(weeks=WEEKS, seed=1) as app:
        held = digest(db.session())
        db.session.rollback()
        seeded = demo.seed(app, weeks=WEEKS)
        return SimpleNamespace(held=held, is_seeded_again=seeded, held_afterwards=digest(db.session()))


def test_a_shop_in_use_is_left_alone(first):
    assert not first.is_seeded_again
    assert first.held_afterwards == first.held


def test_the_same_seed_makes_the_same_shop_on_both_databases(first):
    KNOWN.add(first.held)
    assert len(KNOWN) == 1


KNOWN: set[str] = set()


@on_sqlite
def test_another_seed_makes_another_shop_and_with_a_mail_server_no_mail_waits(make, first, monkeypatch):
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:1")
    with make(weeks=WEEKS, seed=2):
        assert digest(db.session()) != first.held
        assert "PENDING" not in db.session.scalars(sa.select(NotificationQueue.status)).all()


SCALE = 3


@pytest.fixture(scope="module")
def scaled(make):
    """The session of a shop with three times the jobs of its past."""
    with make(weeks=WEEKS, scale=SCALE):
        yield db.session()


@pytest.mark.parametrize("check", invariants.CHECKS, ids=lambda check: check.__name__)
def test_a_scaled_shop_agrees_with_itself(check, scaled):
    check(scaled)


def test_a_scaled_shop_has_customers_of_many_names_and_addresses(scaled):
    names = scaled.scalars(sa.select(Customer.name)).all()
    addresses = scaled.scalars(sa.select(Customer.email)).all()
    assert len(set(names)) == len(names) == len(set(addresses))
    assert {"Acme", "Acme 2", f"Acme {SCALE}"} <= set(names)


def test_a_scaled_shop_sends_no_mail(scaled):
    assert "PENDING" not in scaled.scalars(sa.select(NotificationQueue.status)).all()


def test_each_link_of_a_scaled_shop_opens_its_own_job(scaled):
    links = scaled.scalars(sa.select(PortalLink)).all()
    assert len({link.job_id for link in links}) == len(links) > 0
    assert all(link_by_token(scaled, link.token()) is link for link in links)


def test_mails_of_a_scaled_shop_name_their_own_job(scaled):
    mails = scaled.scalars(sa.select(NotificationQueue).where(NotificationQueue.job_id.is_not(None))).all()
    told = [(mail.template_data["job"], mail.job.number) for mail in mails if "job" in mail.template_data]
    assert told
    assert all(named == number for named, number in told)


def test_the_next_job_of_a_scaled_shop_has_the_next_number(scaled):
    numbers = scaled.scalars(sa.select(Job.number)).all()
    job = Job(title="Caps", customer=scaled.scalars(sa.select(Customer)).first())
    scaled.add(job)
    scaled.flush()
    assert job.number == f"J-{1001 + len(numbers)}"
    scaled.rollback()
