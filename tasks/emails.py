"""Every mail that the shop sends, by name: what it is made of. How it reads is in `email_templates/<name>/`.

A mail is added by one function here and its folder there; the outbox holds its name in capitals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session, joinedload, selectinload

from models.core.audit import AuditSeal
from models.customers import Customer
from models.jobs import Job, JobStatusUpdate
from models.links import link_for
from models.notifications import ClaimedMail
from models.people import StaffInvitation

from . import job_words, templates


class Gone(Exception):
    """A mail that can never be written: nobody knows its name, or what it tells of is no more."""


@dataclass(frozen=True)
class Letter:
    """What a mail says: plain values for its template, and the secrets among them, which are not kept."""

    values: Mapping[str, Any]
    secrets: tuple[str, ...] = ()

    def masked(self, text: str) -> str:
        """`text` as it may be kept: each secret replaced by its first four characters and an ellipsis."""
        for secret in self.secrets:
            text = text.replace(secret, f"{secret[:4]}…")
        return text


Writer = Callable[[Session, ClaimedMail], Letter]

EMAILS: dict[str, Writer] = {}


def email(writer: Writer) -> Writer:
    """Register `writer` as the mail of its own name."""
    EMAILS[writer.__name__] = writer
    return writer


def check() -> None:
    """RuntimeError when a registered mail lacks a template."""
    for name in EMAILS:
        missing = [file for file in templates.FILES if not (templates.FOLDER / name / file).is_file()]
        if missing:
            raise RuntimeError(f"The mail {name} has no {', '.join(missing)} in email_templates/{name}/.")


def compose(session: Session, mail: ClaimedMail) -> Letter:
    """What `mail` says now; `Gone` when that cannot be told any more."""
    writer = EMAILS.get(mail.name)
    if writer is None:
        raise Gone(f"No mail is registered as {mail.name}.")
    letter = writer(session, mail)
    return Letter({"shop": _shop(), **letter.values}, letter.secrets)


def read_ahead(session: Session, mails: Sequence[ClaimedMail]) -> list[Any]:
    """Read the jobs and moves of a batch in a few statements. While the answer is held, the session knows them."""
    jobs = sa.select(Job).where(Job.id.in_({mail.job_id for mail in mails} - {None}))
    whole = (
        joinedload(Job.customer).selectinload(Customer.contacts),
        joinedload(Job.contact),
        selectinload(Job.items),
    )
    updates = sa.select(JobStatusUpdate).where(
        JobStatusUpdate.id.in_({m.status_update_id for m in mails} - {None})
    )
    return [*session.scalars(jobs.options(*whole)), *session.scalars(updates)]


@email
def job_status_update(session: Session, mail: ClaimedMail) -> Letter:
    """The job came to another status."""
    job, update = _job(session, mail), _update(session, mail)
    token = link_for(session, job).token()
    values = job_words.of_update(job, update, mail.recipient_email)
    return Letter({**values, "url": address("d", token)}, (token,))


@email
def job_completed(session: Session, mail: ClaimedMail) -> Letter:
    """The customer has the job."""
    return job_status_update(session, mail)


@email
def rush_job_accepted(session: Session, mail: ClaimedMail) -> Letter:
    """The job is done as a rush."""
    job = _job(session, mail)
    token = link_for(session, job).token()
    values = job_words.of_rush(job, mail.recipient_email)
    return Letter({**values, "url": address("d", token)}, (token,))


@email
def staff_invitation(session: Session, mail: ClaimedMail) -> Letter:
    """Somebody may sign in as staff and chooses a password; `data` has the invitation's id and the role."""
    invitation = session.get(StaffInvitation, mail.data["invitation_id"])
    if invitation is None:
        raise Gone("The invitation is gone.")
    token = invitation.token()
    values = {
        "name": invitation.user.username,
        "role": mail.data["role"],
        "expires": job_words.day(invitation.expires_at),
        "url": address("invitation", token),
    }
    return Letter(values, (token,))


@email
def audit_seal(session: Session, mail: ClaimedMail) -> Letter:
    """The latest seal of the audit trail, for the owner to keep outside of the shop's own database."""
    sealed = session.get(AuditSeal, mail.data["seal_id"])
    if sealed is None:
        raise Gone("The seal is gone.")
    made = job_words.moment(sealed.created_at)
    return Letter({"number": sealed.number, "rows": sealed.rows, "mac": sealed.mac, "made": made})


def address(*path: str) -> str:
    """The public address of a page."""
    return "/".join([current_app.config["SHOP_BASE_URL"], *(quote(part, safe="") for part in path)])


def _shop() -> dict[str, str]:
    name = current_app.config["SHOP_NAME"]
    mark, _, rest = name.partition(" ")
    return {"name": name, "mark": mark, "rest": rest}


def _job(session: Session, mail: ClaimedMail) -> Job:
    job = session.get(Job, mail.job_id) if mail.job_id else None
    if job is None:
        raise Gone("The job that the mail is about is gone.")
    return job


def _update(session: Session, mail: ClaimedMail) -> JobStatusUpdate:
    update = session.get(JobStatusUpdate, mail.status_update_id) if mail.status_update_id else None
    if update is None:
        raise Gone("The move that the mail is about is gone.")
    return update
