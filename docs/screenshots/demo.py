"""What the pictures are taken of: rows of the demo shop that show the most."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import os
import re
import sqlite3
import subprocess
from pathlib import Path

import sqlalchemy as sa

from app import create_app
from app.config import ROOT, Settings
from models.core import clock
from models.core.base import db
from models.jobs import Job
from models.links import link_for
from tests.app.environments import FLASK, environment
from tests.app.running_shop import until
from tests.browser.page_types import Known
from tests.portal_by_mail import cookie_of

BLOCKED, WATCHED = "Trade-show hoodies", "Festival tees"
"""The job that a gate holds back, and the one whose customer looks at it."""
SHOWN, ASKED = "Staff tees, fall", "Open-house tees"
"""Jobs of Acme's: the one that Ann looks at in the portal, and the one whose art she is asked about."""


def known_of(data_dir: Path, address: str) -> Known:
    """The rows, links and mails of the demo shop in `data_dir`, served at `address`, that addresses of pages name."""
    with sqlite3.connect(f"file:{data_dir / 'shop.db'}?mode=ro", uri=True) as shop:
        job, customer = shop.execute(
            "select id, customer_id from jobs where title = ? order by id desc", [BLOCKED]
        ).fetchone()
        (entry,) = shop.execute(
            "select id from audit_entries where subject = ? order by id desc", [f"jobs/{job}"]
        ).fetchone()
    with sqlite3.connect(f"file:{data_dir / 'shop.db'}?mode=ro", uri=True) as shop:
        (portal_job,) = shop.execute("select id from jobs where title = ?", [SHOWN]).fetchone()
        (sheet,) = shop.execute("select id from timesheets order by week desc, id").fetchone()
        (report,) = shop.execute(
            "select id from reports where status = 'MADE' order by kind, last_day desc"
        ).fetchone()
        alert = shop.execute(
            "select id from business_alerts where status = 'OPEN' order by severity, id"
        ).fetchone()
        approval, file = shop.execute(
            "select r.id, v.file_id from design_approval_requests r join jobs j on j.id = r.job_id "
            "join design_versions v on v.id = r.version_id "
            "where r.status = 'PENDING' and j.title = ?",
            [ASKED],
        ).fetchone()
        (purchase_order,) = shop.execute(
            "select id from purchase_orders where status in ('SENT', 'PARTIALLY_RECEIVED') order by id desc"
        ).fetchone()
    return Known(
        job=job,
        customer=customer,
        entry=entry,
        link=_link_to(WATCHED, data_dir),
        invitation=_invitation(data_dir),
        mail=_mail_to_a_customer(data_dir / "mail"),
        portal=cookie_of(address, data_dir / "mail", "ann@acme.example"),
        portal_job=portal_job,
        monday=_monday(clock.shop_day()).isoformat(),
        approval=approval,
        file=file,
        purchase_order=purchase_order,
        alert=alert[0] if alert else "",
        sheet=sheet,
        report=report,
        failed_report=report,
    )


def _monday(day: dt.date) -> dt.date:
    """That of the week in which there is still work to be done."""
    return day + dt.timedelta(days=7 - day.weekday() if day.weekday() > 4 else -day.weekday())


def _mail_to_a_customer(folder: Path) -> str:
    """The file name of the newest mail about a job; the demo sends some as soon as it is served."""
    found: list[str] = []

    def look() -> bool:
        for file in sorted(folder.glob("*.eml"), key=os.path.getmtime, reverse=True):
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            if re.search(r"\bJ-\d+", message["Subject"]):
                found.append(file.name)
        return bool(found)

    until(look, 30, lambda: f"no mail about a job in {folder}")
    return found[0]


def _link_to(title: str, data_dir: Path) -> str:
    """The secret of the link by which the customer of the job `title` looks at it."""
    with create_app(Settings.load(data_dir=data_dir, demo=True)).app_context():
        jobs = sa.select(Job).where(Job.title == title).order_by(Job.id.desc())
        link = link_for(db.session(), db.session.scalars(jobs).first()).token()
        db.session.commit()
    return link


def _invitation(data_dir: Path) -> str:
    """The secret of a new invitation."""
    command = [
        FLASK,
        "--app",
        "wsgi",
        "shop",
        "user",
        "Theo",
        "--role",
        "Artist",
        "--email",
        "theo@687merch.example",
    ]
    env = environment(data_dir, DEMO="1")
    told = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
    return re.search(r"/invitation/([\w-]+)", told)[1]  # type: ignore[index]
