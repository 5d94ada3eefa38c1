"""Asking the running shop whether it is ready, and what it tells people when it is."""

from __future__ import annotations

import http.client
import json
from typing import Final
from urllib.parse import urlsplit

from flask import Flask

from . import first_start
from .config import Settings

DEMO_STAFF: Final = ("owner", "manager", "office", "artist", "printer", "bookkeeper")
DEMO_CUSTOMERS: Final = ("ann@acme.example (Acme)", "bob@rival.example (Rival)")
_EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (recognised, not listened on)


def problem(settings: Settings) -> str:
    """Why the running shop is not ready, or an empty string when it is."""
    connection = http.client.HTTPConnection(
        _EVERYWHERE.get(settings.host, settings.host), settings.port, timeout=5
    )
    try:
        connection.request("GET", "/readyz", headers={"Host": urlsplit(settings.base_url).netloc})
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return f"the web server does not answer ({error})."
    finally:
        connection.close()
    return "" if answer.status == 200 else _reasons(text)


def _reasons(text: str) -> str:
    try:
        parts = json.loads(text)
    except ValueError:
        return text[:200]
    return "; ".join(f"{name}: {state}" for name, state in parts.items() if state not in (True, False, "ok"))


def welcome(app: Flask, settings: Settings) -> str:
    """The address, and how to sign in."""
    lines = [f"{settings.shop_name} is ready: {settings.base_url}/"]
    if settings.demo:
        lines += [
            "",
            f"  Staff sign in at {settings.base_url}/login/ with the password {settings.demo_password}",
            f"    as {', '.join(DEMO_STAFF)}.",
            f"  Customers: {', '.join(DEMO_CUSTOMERS)},",
            f"    by a link found in {settings.base_url}/mailbox/.",
            f"  The floor: {settings.base_url}/floor/ as printer, or on a phone that manager registers",
            f"    under {settings.base_url}/floor-setup/: Rosa's number is 4071.",
        ]
    elif first_start.nobody_yet(app):
        lines += ["", f"  {first_start.INVITE_THE_FIRST}"]
    return "\n".join([*lines, "", "Ctrl-C stops it."])
