"""A running shop whose customers have their portals open: for the bench of live updates, and for its short version."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from flask import Flask

from app import create_app
from app.config import Settings
from models.core.actor import SYSTEM, act_as
from models.core.base import db
from models.customers import Customer, CustomerContact
from models.jobs import Job
from models.portal.sessions import open_session
from tasks import running as shops
from tests.app.running_shop import RunningShop, running_shop

from .listening import Listeners

KEYS = {"SECRET_KEY": "a secret that is long enough", "ENCRYPTION_KEYS": "A" * 43 + "="}
OF_A_CUSTOMER = 5
"""People of a customer who look at the same time."""

Asked = tuple[str, dict[str, str]]


class LiveShop:
    """The running shop, and an application of this process on the same database and store."""

    def __init__(self, running: RunningShop, app: Flask) -> None:
        self.running = running
        self.port = running.port
        self.app = app
        self.jobs: list[Job] = []

    def open_portals(self, count: int) -> list[Asked]:
        """What `count` browsers ask for, each of a contact of its own; `jobs` are then their customers', in order."""
        for number in range(count // OF_A_CUSTOMER):
            customer = Customer(name=f"Customer {number}")
            self.jobs.append(Job(title=f"Job {number}", customer=customer))
        db.session.add_all(self.jobs)
        sessions = [
            open_session(db.session(), _contact(job, number), browser="Bench", address="192.0.2.1")
            for job in self.jobs
            for number in range(OF_A_CUSTOMER)
        ]
        asked = [("/portal/events", {"Cookie": f"portal={session.token()}"}) for session in sessions]
        db.session.commit()
        return asked

    def change(self, job: Job, title: str) -> str:
        """Commit a change of a job; the data of the event that its customer's browsers are sent."""
        told = f"portal/{job.customer_id}"
        job.title = title
        db.session.commit()
        return told

    def wait_until_told(self, browsers: Listeners) -> None:
        """Wait until the server listens for changes, which it begins to do when the first stream opens."""
        for attempt in range(30):
            self.change(self.jobs[0], f"Attempt {attempt}")
            with contextlib.suppress(queue.Empty):
                browsers.heard(OF_A_CUSTOMER, patience=2)
                return
        raise AssertionError("No stream was told of a change within a minute.")

    def database_connections(self) -> int:
        """How many connections the web processes have to the database, in use or in their pools."""
        family = psutil.Process(self.running.process.pid).children(recursive=True)
        server = [each for each in family if _listens(each, int(self.port))]
        if self.app.extensions["shop_settings"].uses_sqlite:
            return sum(each.path.endswith("/shop.db") for one in server for each in one.open_files())
        kept = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        with db.engine.connect() as connection:
            return int(connection.exec_driver_sql(kept).scalar_one())


def _contact(job: Job, number: int) -> CustomerContact:
    return CustomerContact(customer=job.customer, name=f"Contact {number}", email=f"n{number}@x.example")


def _listens(process: psutil.Process, port: int) -> bool:
    return any(each.laddr and each.laddr.port == port for each in process.net_connections("tcp"))


@contextmanager
def live_shop(directory: Path, **given: str) -> Iterator[LiveShop]:
    """A shop without data that is ready, started with the variables `given`."""
    settings: dict[str, Any] = {name.lower(): value for name, value in given.items()}
    with running_shop(directory / "data", DEMO="0", **KEYS, **given) as running:
        own = Settings.load(
            data_dir=directory / "data",
            demo=False,
            secret_key=KEYS["SECRET_KEY"],
            encryption_keys=KEYS["ENCRYPTION_KEYS"],
            **settings,
        )
        before = shops._shop
        app = create_app(own)
        with app.app_context():
            act_as(SYSTEM)
            yield LiveShop(running, app)
            db.session.remove()
            db.engine.dispose()
        if before is not None:  # that of the other tests of this process
            shops.remember(before)
