"""Addresses of the pages of approvals."""

from __future__ import annotations

from .proofs import asked_about_two


def _request(session, cast):
    return {"pk": asked_about_two(session, cast).id}


def _version(session, cast):
    return {"pk": asked_about_two(session, cast).id, "number": 2}


EXAMPLES = {
    "approvals_show": _request,
    "approvals_picture": _version,
    "approvals_artwork": _version,
    "deciding_note": _request,
    "deciding_decide": _request,
}
