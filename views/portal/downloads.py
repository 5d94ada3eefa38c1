"""Fetching a file of the customer's: logged as fetched by whoever really did."""

from __future__ import annotations

from flask import Response

from models.files import CustomerFile, DownloadDoor

from ..files.sending import download
from .visitor import visitor


def fetched(file: CustomerFile) -> Response:
    """The content of `file`, which must be the visitor's to see, under its name.

    Somebody of the staff who looks as a contact fetches as staff: the contact has not seen it.
    """
    inside = visitor()
    if inside.read_only:
        return download(file, DownloadDoor.STAFF, user_id=inside.session.staff_user_id)
    return download(file, DownloadDoor.PORTAL, contact_id=inside.contact.id)
