"""The story of the shop from outside, by REST only: real processes, a real mail server, both databases and stores."""

import re
import sqlite3
import subprocess
from types import SimpleNamespace

import psycopg
import pytest
import requests

from app.config import ROOT
from tests.app.environments import FLASK, environment
from tests.app.running_shop import running_shop, until
from tests.databases import PostgresDatabase
from tests.mail_server import mail_server

from .outside import Caller

ADDRESS = "dana@lakeside.example"
ALTER = "update jobs set title = 'Regatta shirtz' where title = 'Regatta shirts'"


@pytest.fixture(params=["embedded", "by URL"])
def shop(request, tmp_path, workshop, store_url, demo_in):
    """A running demo shop: on SQLite and its own store, or on PostgreSQL and Redis by URL, filled as it starts."""
    with mail_server() as postbox:
        given = {"SMTP_URL": postbox.url, "DEMO": "1"}
        alter = _alter_sqlite(tmp_path / "data")
        stop = list
        if request.param == "by URL":
            (workshop / "story").mkdir(exist_ok=True)
            server = PostgresDatabase(workshop / "story")
            stop = server.stop
            given |= {
                "DATABASE_URL": server.url.replace("postgresql+psycopg", "postgresql"),
                "REDIS_URL": f"{store_url}?db=5",
                "DEMO_WEEKS": "1",
            }
            alter = _alter_postgres(given["DATABASE_URL"])
        else:
            demo_in(tmp_path / "data")
        try:
            with running_shop(tmp_path / "data", **given) as running:
                env = environment(tmp_path / "data", **given)
                yield SimpleNamespace(address=running.address, postbox=postbox, alter=alter, env=env)
        finally:
            stop()


def _alter_sqlite(data_dir):
    def alter(statement):
        with sqlite3.connect(data_dir / "shop.db") as connection:
            connection.execute(statement)

    return alter


def _alter_postgres(url):
    def alter(statement):
        with psycopg.connect(url) as connection:
            connection.execute(statement)

    return alter


def _verify_audit(shop):
    command = [FLASK, "--app", "wsgi", "shop", "verify-audit"]
    return subprocess.run(command, cwd=ROOT, env=shop.env, capture_output=True, text=True, check=False)


def _mail(shop, number):
    """Wait for the customer's mail of that number, since a later move would supersede one that still waits."""
    until(
        lambda: len(shop.postbox.subjects_to(ADDRESS)) >= number,
        30,
        lambda: shop.postbox.subjects_to(ADDRESS),
    )


def test_a_job_goes_from_quote_to_completed_and_its_customer_is_told(shop):
    office, printer = Caller(shop.address, "office"), Caller(shop.address, "printer")
    customer = office.add("customers", name="Lakeside", email=ADDRESS)
    job = office.add("jobs", title="Regatta shirts", customer_id=customer, quoted_amount="480.00")
    item = office.add("job_items", job_id=job, description="Shirt", unit_price="16.00")
    for size, quantity in (("M", 18), ("L", 12)):
        office.add("job_item_sizes", job_item_id=item, size=size, quantity=quantity)
    assert office.get("job_items", item)["quantity"] == 30
    assert office.get("jobs", job)["number"].startswith("J-")

    office.do("jobs", job, "send_quote")
    _mail(shop, 1)
    office.do("jobs", job, "accept_quote")
    _mail(shop, 2)
    office.do("jobs", job, "begin_prep")

    gates = {gate["gate"]: gate["id"] for gate in office.rows("job_gates", "job_id", job)}
    office.do("job_gates", gates["art"], "mark_passed")
    refused = printer.say("jobs", job, "mark_ready")
    assert refused.status_code == 409
    assert "blanks gate is BLOCKED" in refused.json()["message"]
    printer.do("job_gates", gates["blanks"], "mark_passed")

    printer.do("jobs", job, "mark_ready")
    printer.do("jobs", job, "start_production")
    _mail(shop, 3)
    printer.do("jobs", job, "send_to_quality_check")
    printer.do("jobs", job, "pack")
    printer.do("jobs", job, "ready_for_pickup")
    _mail(shop, 4)
    assert printer.say("jobs", job, "complete").status_code == 403
    office.do("jobs", job, "complete")
    _mail(shop, 5)

    assert office.get("jobs", job)["status"] == "COMPLETED"
    assert len(shop.postbox.subjects_to(ADDRESS)) == 5
    assert len({message["Message-ID"] for message in shop.postbox.messages}) == len(shop.postbox.messages)
    _the_link_shows_the_job(shop)
    _the_trail_verifies_until_somebody_goes_round_it(shop, job)


def _the_link_shows_the_job(shop):
    text = shop.postbox.messages[-1].get_body(("plain",)).get_content()
    (link,) = set(re.findall(rf"{shop.address}/d/[\w-]+", text))
    page = requests.get(link, timeout=10)
    assert page.status_code == 200
    assert "Regatta shirts" in page.text
    assert "Done" in page.text


def _the_trail_verifies_until_somebody_goes_round_it(shop, job):
    intact = _verify_audit(shop)
    assert intact.returncode == 0, intact.stdout + intact.stderr
    shop.alter(ALTER)
    damaged = _verify_audit(shop)
    assert damaged.returncode == 1
    assert f"jobs/{job}" in damaged.stdout + damaged.stderr
