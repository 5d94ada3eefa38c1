"""What the pictures are taken of: rows of the demo shop that show the most."""

from __future__ import annotations

import email
import email.policy
import os
import re
import sqlite3
import subprocess
from pathlib import Path

from app.config import ROOT
from tests.app.environments import FLASK, environment
from tests.app.running_shop import until
from tests.browser.page_types import Known

BLOCKED, WATCHED = "Trade-show hoodies", "Festival tees"
"""The job that a gate holds back, and the one whose customer looks at it."""


def known_of(data_dir: Path) -> Known:
    """The rows, links and mails of the demo shop in `data_dir` that addresses of pages name."""
    with sqlite3.connect(f"file:{data_dir / 'shop.db'}?mode=ro", uri=True) as shop:
        job, customer = shop.execute(
            "select id, customer_id from jobs where title = ? order by id desc", [BLOCKED]
        ).fetchone()
        (entry,) = shop.execute(
            "select id from audit_entries where subject = ? order by id desc", [f"jobs/{job}"]
        ).fetchone()
    mail, link = _mail_about(WATCHED, data_dir / "mail")
    return Known(
        job=job, customer=customer, entry=entry, link=link, invitation=_invitation(data_dir), mail=mail
    )


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
