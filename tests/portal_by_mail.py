"""Coming into the portal of a running shop as customers do: by the link in a mail, which the shop keeps in a folder."""

from __future__ import annotations

import email
import email.policy
import re
from pathlib import Path

import requests

from tests.app.running_shop import until


def cookie_of(address: str, mail_folder: Path, customer: str) -> str:
    """Sign in at `address` as whoever has the e-mail address `customer`; the value of the portal's cookie."""
    with requests.Session() as browser:
        known = set(mail_folder.glob("*.eml"))
        _post(browser, f"{address}/portal/login", email=customer)
        links: list[str] = []

        def look() -> bool:
            links.extend(filter(None, map(_link_in, set(mail_folder.glob("*.eml")) - known)))
            return bool(links)

        until(look, 60, lambda: f"no link for {customer} in {mail_folder}")
        _post(browser, f"{address}/portal/enter/{links[0]}")
        return browser.cookies["portal"]


def _post(browser: requests.Session, address: str, **fields: str) -> None:
    shown = browser.get(address, timeout=30)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown.text)
    assert token, shown.text[:500]
    answer = browser.post(
        address, data=fields | {"csrf_token": token[1]}, headers={"Referer": address}, timeout=30
    )
    answer.raise_for_status()


def _link_in(file: Path) -> str:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    text = message.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    found = re.search(r"/portal/enter/([\w-]+)", text)
    return found[1] if found else ""
