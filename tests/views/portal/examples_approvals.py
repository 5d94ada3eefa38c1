"""Addresses of the pages of approvals."""

from __future__ import annotations

from .examples import once
from .proofs import asked_about_two


def _request(session, cast):
    return {"pk": once(session, cast, asked_about_two).id}


def _version(session, cast):
    return {"pk": once(session, cast, asked_about_two).id, "number": 2}


EXAMPLES = {
    "approvals_show": _request,
    "approvals_picture": _version,
    "approvals_artwork": _version,
    "deciding_note": _request,
    "deciding_decide": _request,
}
