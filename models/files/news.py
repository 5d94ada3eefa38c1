"""Telling a customer's people that the shop put a file where they find it."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.events import Fact, on_fact
from ..customers import CustomerContact
from ..notifications.contacts import tell_contact
from ..notifications.preferences import CustomerEvent
from .customer_file import CustomerFile, FileCategory, FileStatus

_TOLD_OTHERWISE: Final = frozenset({FileCategory.PROOF})
"""A proof is news when it is asked about: the request to approve it says so."""


@on_fact(CustomerFile)
def tell_of_a_new_file(session: Session, facts: list[Fact]) -> None:
    """What somebody of the shop added, once the customer may open it: at once, or when it is shared later."""
    for fact in facts:
        if fact.kind != "deleted" and {"status", "is_public"} & fact.before.keys():
            file = session.get(CustomerFile, fact.id)
            if file is not None and _is_news(file):
                _tell(session, file)


def _is_news(file: CustomerFile) -> bool:
    by_the_shop = file.user_id is not None and file.contact_id is None
    shared = file.is_public and file.status == FileStatus.AVAILABLE
    return by_the_shop and shared and file.category not in _TOLD_OTHERWISE


def _tell(session: Session, file: CustomerFile) -> None:
    where = f" for {file.job.title}" if file.job else ""
    path = f"/portal/jobs/{file.job_id}" if file.job_id else "/portal/files/"
    people = sa.select(CustomerContact).where(CustomerContact.customer_id == file.customer_id)
    for contact in session.scalars(people.order_by(CustomerContact.id)):
        tell_contact(
            session,
            contact,
            CustomerEvent.NEW_FILE,
            text=f"There is a new file{where}: {file.name}.",
            path=path,
            dedup_key=f"file/{file.id}",
            job=file.job,
        )
