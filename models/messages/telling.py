"""Each new message tells the other side: the customer's people in the portal and by mail, the shop at its desk."""

from __future__ import annotations

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy.orm import Session

from ..core.events import Fact, on_fact
from ..core.roles import ADMIN, OFFICE
from ..customers import CustomerContact
from ..jobs import Job
from ..notifications import CustomerEvent, queue_mail, tell_contact
from ..people import StaffUser
from .message import Message, MessageChannel, excerpt, mark_thread_read


@on_fact(Message)
def tell_the_other_side(session: Session, facts: list[Fact]) -> None:
    """A new message is told to those who did not write it; what staff log of a call is known to them."""
    for fact in facts:
        message = session.get(Message, fact.id) if fact.kind == "new" else None
        if message is None:
            continue
        if not message.is_of_customer:
            _tell_the_customer(session, message)
            mark_thread_read(session, message.job)  # who answers has read what was asked
        elif message.channel == MessageChannel.PORTAL:
            _tell_the_shop(session, message)


def _tell_the_customer(session: Session, message: Message) -> None:
    writer = message.staff_user.first_name if message.staff_user else "The shop"
    for person in people_of_thread(session, message.job):
        tell_contact(
            session,
            person,
            CustomerEvent.NEW_MESSAGE,
            text=f"{writer} wrote about {message.job.title}: {excerpt(message.text)}",
            path=f"/portal/messages/{message.job_id}",
            dedup_key=f"message:{message.id}",
            data={"message_id": message.id},
            job=message.job,
        )


def people_of_thread(session: Session, job: Job) -> list[CustomerContact]:
    """Who of the customer hears what the shop says about `job`: its contact and those who wrote or asked about it.

    When there is none of them, whoever gets the job's mails, else all the customer's people.
    """
    wrote = sa.select(Message.contact_id).where(
        Message.job_id == job.id, Message.customer_id == job.customer_id
    )
    people = [each for each in job.customer.contacts if each.archived_at is None]
    part = {job.contact_id, *session.scalars(wrote)}
    address = (job.mail_address() or "").lower()
    reached = [each for each in people if each.email and each.email.lower() == address]
    return [each for each in people if each.id in part] or reached or people


def _tell_the_shop(session: Session, message: Message) -> None:
    """By mail alone: on the desk it waits by itself, until somebody has read it."""
    for user in _who_answers(session):
        queue_mail(
            session,
            "message_from_customer",
            user.email,
            {"message_id": message.id},
            f"message:{message.id}:staff:{user.id}",
            job_id=message.job_id,
        )


def _who_answers(session: Session) -> list[StaffUser]:
    """Who of the staff gets customers' messages by mail: the office, else the owner."""
    active = sa.select(StaffUser).where(StaffUser.active.is_(True), StaffUser.email != "")
    for role in (OFFICE, ADMIN):
        holders = list(session.scalars(active.where(StaffUser.roles.any(Role.name == role))))
        if holders:
            return holders
    return []
