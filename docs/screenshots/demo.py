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

from app.config import ROOT
from models.core import clock
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
        approval, file = shop.execute(
            "select r.id, v.file_id from design_approval_requests r join jobs j on j.id = r.job_id "
            "join design_versions v on v.id = r.version_id "
            "where r.status = 'PENDING' and j.title = ?",
            [ASKED],
        ).fetchone()
    mail, link = _mail_about(WATCHED, data_dir / "mail")
    return Known(
        job=job,
        customer=customer,
        entry=entry,
        link=link,
        invitation=_invitation(data_dir),
        mail=mail,
        portal=cookie_of(address, data_dir / "mail", "ann@acme.example"),
        portal_job=portal_job,
        monday=_monday(clock.shop_day()).isoformat(),
        approval=approval,
        file=file,
    )


def _monday(day: dt.date) -> dt.date:
    """That of the week in which there is still work to be done."""
    return day + dt.timedelta(days=7 - day.weekday() if day.weekday() > 4 else -day.weekday())


def _mail_about(title: str, folder: Path) -> tuple[str, str]:
    """The name of the newest mail about the job `title`, and the secret of the link in it."""
    found: list[tuple[str, str]] = []

    def look() -> bool:
        for file in sorted(folder.glob("*.eml"), key=os.path.getmtime, reverse=True):
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            text = message.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
            link = re.search(r"/d/([\w-]+)", text)
            if title in text and link:
                found.append((file.name, link[1]))
                return True
        return False

    until(look, 30, lambda: f"no mail about {title} in {folder}")
    return found[0]


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
