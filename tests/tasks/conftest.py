"""What the tests of the workshop may ask for: an empty outbox, and a mail server."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import sqlalchemy as sa

from models.jobs import Job
from models.notifications import NotificationQueue, queue_mail
from tasks import mailer
from tests.ports import free_port

from .smtp import serving


@pytest.fixture
def outbox(session):
    """The mails of the outbox, oldest first. It begins empty."""
    for mail in session.scalars(sa.select(NotificationQueue)):
        session.delete(mail)
    session.commit()

    def mails(status=None):
        session.expire_all()
        found = sa.select(NotificationQueue).order_by(NotificationQueue.id)
        rows = list(
            session.scalars(found if status is None else found.where(NotificationQueue.status == status))
        )
        session.commit()
        return rows

    return mails


@pytest.fixture
def mail_through(shop, monkeypatch):
    """Let the shop send its mail to a port of this machine."""

    def configure(port):
        for name, value in {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": port, "MAIL_USERNAME": None}.items():
            monkeypatch.setitem(shop.config, name, value)
        mailer.init_app(shop)

    yield configure
    monkeypatch.undo()
    mailer.init_app(shop)


@pytest.fixture
def smtp(mail_through):
    """A real mail server that takes the shop's mail."""
    with serving() as (handler, port):
        mail_through(port)
        yield handler


@pytest.fixture
def no_server(mail_through):
    """A mail server that is down; gives its port."""
    port = free_port()
    mail_through(port)
    return port


@pytest.fixture
def quote(session, cast, outbox):
    """A job of Acme's that is still a quote."""
    job = Job(title="Trail shirts", customer=cast.acme)
    session.add(job)
    session.commit()
    return job


@pytest.fixture
def queue_invitations(session, outbox):
    """Queue so many mails that are about no job, each to its own address."""
    from models.people import invite_staff

    invitation, _ = invite_staff(session, name="charlie", role="Office", email="charlie@687merch.example")
    data = {"invitation_id": invitation.id, "name": "charlie", "role": "Office"}

    def queue(count):
        for number in range(count):
            queue_mail(
                session, "staff_invitation", f"c{number}@687merch.example", data, f"invitation/{number}"
            )
        session.commit()

    return queue


@pytest.fixture
def start(shop):
    """Start Python code in a process of its own with this shop's settings; it prints a line when it is ready."""
    settings = shop.extensions["shop_settings"]
    started = []

    def start(code, **environment):
        mine = {
            "DATA_DIR": str(settings.data_dir),
            "DATABASE_URL": shop.config["SQLALCHEMY_DATABASE_URI"],
            "REDIS_URL": shop.config["REDIS_URL"],
            "SECRET_KEY": settings.secret_key,
            "SMTP_URL": f"smtp://127.0.0.1:{shop.config['MAIL_PORT']}",
            "DEMO": "1",
        }
        command = [sys.executable, "-c", f"from app import create_app; app = create_app(); {code}"]
        child = subprocess.Popen(command, env={**os.environ, **mine, **environment}, stdout=subprocess.PIPE)
        started.append(child)
        child.stdout.readline()
        return child

    yield start
    for child in started:
        child.kill()
        child.wait()
        child.stdout.close()
