"""Addresses of the door's own pages."""

from __future__ import annotations

from models.portal.sessions import open_session

from .examples import once
from .proofs import asked_about_two


def _session(session, cast):
    opened = open_session(session, cast.ann, browser="Firefox on Linux", address="192.0.2.8")
    session.commit()
    return {"pk": opened.id}


def _pictured_job(session, cast):
    return {"pk": once(session, cast, asked_about_two).job_id}


def _job(_session, cast):
    return {"pk": cast.job.id}


EXAMPLES = {
    "jobs_show": _job,
    "jobs_status": _job,
    "pictures_of_job": _pictured_job,
    "orders_again": _job,
    "orders_ask_again": _job,
    "quotes_answer": _job,
    "quotes_show": _job,
    "account_revoke": _session,
}
