"""A page of every kind, in every look and in the states that people bring it to: axe finds nothing at all."""

from __future__ import annotations

import itertools
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.core.audit import AuditEntry
from models.jobs import Job
from models.links import link_for
from models.people import invite_staff
from tests import on_sqlite
from views.core.public.rate_limit import RateLimit

from .page_types import ROOMS, STRANGER, Known
from .signing_in import sign_in
from .walking import Walker

pytestmark = on_sqlite


@pytest.fixture
def known(shop, session, cast, tmp_path, monkeypatch) -> Known:
    """A shop with a job that waits for its art, a quote, an invitation and a mail that was kept."""
    monkeypatch.setitem(shop.config, "MAIL_FOLDER", tmp_path / "mail")
    monkeypatch.setitem(shop.config, "SEND_FILE_MAX_AGE_DEFAULT", 600)
    monkeypatch.setitem(shop.extensions, "public_job_limit", RateLimit(10_000, 60))
    job = Job(title="Trade-show hoodies", customer=cast.acme, quoted_amount="480.00")
    session.add_all([job, Job(title="Launch shirts", customer=cast.rival, quoted_amount="90.00")])
    session.commit()
    job.accept_quote()
    job.begin_prep()
    link = link_for(session, cast.job)
    _invited, token = invite_staff(session, name="theo", role="Artist", email="theo@687merch.example")
    session.commit()
    found = Known(
        job=job.id,
        customer=cast.acme.id,
        entry=session.scalars(sa.select(AuditEntry.id)).first(),
        link=link.token(),
        invitation=token,
        mail=_kept_mail(tmp_path / "mail"),
    )
    session.commit()  # the test keeps no transaction open, which the shop would wait for
    return found


def _kept_mail(folder: Path) -> str:
    folder.mkdir()
    message = EmailMessage()
    message["Subject"], message["To"] = "Your order is ready", "Ann <ann@acme.example>"
    message.set_content("It is ready: http://shop.example/d/token\n")
    message.add_alternative("<p>It is <b>ready</b></p>", subtype="html")
    (folder / "ready.eml").write_bytes(message.as_bytes())
    return "ready.eml"


@pytest.mark.parametrize("room", ROOMS)
def test_axe_finds_nothing_on_a_page_of_each_kind(room, page, address, troubles, known):
    walker, faults = Walker(page, address, troubles), []
    for reader, kinds in itertools.groupby(ROOMS[room], key=lambda kind: kind.by):
        page.context.clear_cookies()
        if reader != STRANGER:
            sign_in(page, address, reader)
        for kind in kinds:
            faults += walker.faults_as_read(kind, known)
    assert faults == []
