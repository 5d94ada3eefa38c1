"""`flask shop …`: the first day without a demo, invitations, and the commands that only look."""

from __future__ import annotations

import subprocess

import pytest
import sqlalchemy as sa

from app.config import ROOT
from models.core.base import db
from models.notifications import NotificationQueue
from models.people import StaffUser, invitation_by_token

from .environments import FLASK, environment


@pytest.fixture
def command(shop):
    """Run `flask shop …` in the test's shop."""

    def run(*arguments: str):
        return shop.test_cli_runner().invoke(args=["shop", *arguments])

    return run


@pytest.fixture
def new_shop(tmp_path, store_url):
    """An application whose database has no tables yet, and its command line."""
    from app import create_app
    from app.config import Settings

    keys = {"secret_key": "a secret that is long enough", "encryption_keys": ("A" * 43 + "=",)}
    app = create_app(Settings.load(data_dir=tmp_path, redis_url=store_url, demo=False, **keys))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_first_day_without_demo(new_shop):
    runner = new_shop.test_cli_runner()
    first = runner.invoke(args=["shop", "init"])
    assert first.exit_code == 0, first.output
    assert "flask shop user" in first.output
    invited = runner.invoke(args=["shop", "user", "Rosa", "--role", "Admin", "--email", "rosa@shop.example"])
    assert invited.exit_code == 0, invited.output
    assert "flask shop user" not in runner.invoke(args=["shop", "init"]).output


def test_init_may_be_run_again_and_loses_nothing(new_shop):
    runner = new_shop.test_cli_runner()
    runner.invoke(args=["shop", "init"])
    runner.invoke(args=["shop", "user", "Rosa", "--role", "Admin", "--email", "rosa@shop.example"])
    assert runner.invoke(args=["shop", "init"]).exit_code == 0
    with new_shop.app_context():
        assert db.session.scalars(sa.select(StaffUser.username)).all() == ["Rosa"]


def test_an_invitation_is_printed_and_mailed(command, shop, session):
    done = command("user", "Rosa", "--role", "Office", "--email", "rosa@shop.example")
    assert done.exit_code == 0, done.output
    token = done.output.strip().rpartition("/")[2]
    invitation = invitation_by_token(session, token)
    assert invitation is not None
    assert invitation.user.email == "rosa@shop.example"
    mail = session.scalars(
        sa.select(NotificationQueue).where(NotificationQueue.type == "STAFF_INVITATION")
    ).one()
    assert mail.recipient_email == "rosa@shop.example"
    assert token not in str(mail.template_data)


def test_nobody_else_on_the_machine_reads_what_the_shop_writes(tmp_path):
    tmp_path.chmod(0o755)
    subprocess.run([FLASK, "shop", "init"], cwd=ROOT, env=environment(tmp_path, DEMO="1"), check=True)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert tmp_path / "shop.db" in written
    assert [path for path in written if path.stat().st_mode & 0o077] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Rosa", "--role", "King", "--email", "rosa@shop.example"], "There is no role “King”."),
        (["Rosa", "--role", "Office", "--email", "nowhere"], "--email address"),
        ([" ", "--role", "Office", "--email", "rosa@shop.example"], "--email address"),
    ],
)
def test_a_wrong_invitation_is_refused_in_a_sentence(command, session, arguments, sentence):
    refused = command("user", *arguments)
    assert refused.exit_code != 0
    assert sentence in refused.output
    assert session.scalar(sa.select(StaffUser).where(StaffUser.username == "Rosa")) is None


def test_a_name_that_somebody_has_is_refused(command):
    command("user", "Rosa", "--role", "Office", "--email", "rosa@shop.example")
    refused = command("user", "Rosa", "--role", "Office", "--email", "other@shop.example")
    assert refused.exit_code == 1
    assert "belongs to another user" in refused.output


def test_a_whole_audit_trail_passes(command):
    passed = command("verify-audit")
    assert passed.exit_code == 0, passed.output
    assert passed.output == "The audit trail is whole.\n"


def test_a_byte_changed_behind_the_back_is_named(command, session, cast):
    acme = cast.acme.id
    session.connection().execute(sa.text("UPDATE customers SET name = 'Acne' WHERE id = :id"), {"id": acme})
    session.commit()
    failed = command("verify-audit")
    assert failed.exit_code == 1
    assert f"customers/{acme} was altered: name" in failed.output


def test_the_demo_is_not_made_over_a_shop_in_use(command, session):
    refused = command("demo")
    assert refused.exit_code == 1
    assert "The shop is not empty" in refused.output


def test_the_demo_is_not_made_without_demo_1(new_shop):
    new_shop.test_cli_runner().invoke(args=["shop", "init"])
    refused = new_shop.test_cli_runner().invoke(args=["shop", "demo"])
    assert refused.exit_code == 1
    assert "set DEMO=1" in refused.output


def test_the_doctor_names_what_is_wrong(command, store_url):
    told = command("doctor")
    assert told.exit_code == 1
    states = dict(line.split("  ", 1) for line in told.output.splitlines())
    states = {part: state.strip() for part, state in states.items()}
    assert states["database"] == states["redis"] == states["storage"] == "is well."
    assert states["worker"] == "No worker has shown itself for 90 seconds."
    assert "SMTP_URL is not set" in states["mail"]


def test_sqlite_is_served_by_one_process(new_shop):
    refused = new_shop.test_cli_runner().invoke(args=["shop", "web", "--workers", "2"])
    assert refused.exit_code == 2
    assert "use PostgreSQL for more" in refused.output
