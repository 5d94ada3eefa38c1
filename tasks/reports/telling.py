"""Whom a report is mailed to, and what its mail says. Who has no address is told on their pages."""

from __future__ import annotations

import functools
import re
from typing import Any, Final

from sqlalchemy.orm import Session

from models.core.base import session_of
from models.notifications import StaffNotification, queue_mail
from models.people import StaffUser
from models.reports import Report, may_read, subscribers

from ..papers import PaperOf
from .kept import content_of, file_name_of

_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def tell_subscribers(session: Session, report: Report) -> None:
    """Queue a mail for everybody who subscribed. Does not commit."""
    for user in subscribers(session, report):
        if _ADDRESS.fullmatch(user.email or ""):
            data = {"report_id": report.id, "user_id": user.id}
            queue_mail(session, "report", user.email, data, f"report:{report.id}:{user.id}")
        else:
            text = f"{report} is here. It was not mailed to you: your profile has no address."
            session.add(StaffNotification(user_id=user.id, text=text, url=f"/reports/{report.id}/"))


def is_still_for(report: Report, user_id: int) -> bool:
    """Whether whom it was to be mailed to may still read it."""
    user = session_of(report).get(StaffUser, user_id)
    return user is not None and may_read(user, report.kind)


def words_of(report: Report) -> dict[str, Any]:
    """What the mail says."""
    return {"headline": str(report), "summary": report.summary or ""}


def papers_of(report: Report) -> dict[str, PaperOf]:
    """The PDF that goes with the mail: what is kept, as it is."""
    read = functools.partial(content_of, "pdf", report.pdf_url, report.pdf_sha256)
    return {file_name_of(report, "pdf"): read}
