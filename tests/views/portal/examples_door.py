"""Addresses of the door's own pages."""

from __future__ import annotations

from models.portal.sessions import open_session


def _session(session, cast):
    opened = open_session(session, cast.ann, browser="Firefox on Linux", address="192.0.2.8")
    session.commit()
    return {"pk": opened.id}


EXAMPLES = {
    "account_revoke": _session,
}
