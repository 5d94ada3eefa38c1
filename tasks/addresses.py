"""The public addresses of pages, for mails and papers."""

from __future__ import annotations

from urllib.parse import quote as quoted

from flask import current_app

from models.notifications import ClaimedMail


def address(*path: str) -> str:
    """The public address of a page."""
    return "/".join([current_app.config["SHOP_BASE_URL"], *(quoted(part, safe="") for part in path)])


def address_of(path: str) -> str:
    """The public address of a path of the portal, such as `/portal/jobs/01ARZ…`."""
    return f"{current_app.config['SHOP_BASE_URL']}{path}"


def page(mail: ClaimedMail) -> str:
    """The address of the page that `tell_contact` named for this mail."""
    return address_of(mail.data["path"])
