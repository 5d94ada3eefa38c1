"""Addresses of the certificates of approvals."""

from __future__ import annotations

from tasks.certificates import certify
from tests.approvals import ask, decide, drawn, unapproved_job


def _approved(session, cast):
    request = ask(session, drawn(session, unapproved_job(session, cast)).versions[0])
    decide(session, request, cast.ann)
    certify(request)
    session.commit()
    return {"pk": request.id}


EXAMPLES = {"certificates_fetch": _approved, "certificates_fetch_json": _approved}
