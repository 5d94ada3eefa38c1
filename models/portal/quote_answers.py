"""How a customer answers a quote: with a typed name, to the price that was shown, once."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.base import Base, lock, new_id
from ..core.dates import short_day
from ..core.errors import InvalidValue, RuleBroken
from ..core.types import Money, Prose
from ..core.visibility import PRICES
from ..customers import CustomerContact
from ..jobs import Job, JobStatus

NO_REASON = "No reason was given"


class QuoteAnswer(Base):
    """A customer's yes or no to a quote: who typed which name, to which price, when and from where."""

    __tablename__ = "quote_answers"
    __audited__ = True
    __live__ = True
    __portal__ = "job.customer_id"

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), index=True)
    contact_id: Mapped[str | None] = mapped_column(
        ForeignKey("customer_contacts.id"), index=True, doc="Empty: whoever had the link that was mailed."
    )
    is_accepted: Mapped[bool]
    name: Mapped[str] = mapped_column(String(120), doc="As it was typed to sign.")
    amount: Mapped[Decimal | None] = mapped_column(
        Money(), info=PRICES | {"unit": "$"}, doc="The price that was answered, without sales tax."
    )
    reason: Mapped[str | None] = mapped_column(Prose(500), doc="Why it was declined.")
    address: Mapped[str] = mapped_column(String(45), default="", doc="The network address it came from.")

    job: Mapped[Job] = relationship()
    contact: Mapped[CustomerContact | None] = relationship()

    def __str__(self) -> str:
        return f"{self.name} {'accepted' if self.is_accepted else 'declined'}"


def why_no_answer(job: Job) -> str:
    """Why the quote of `job` cannot be answered now, as a sentence for the customer; empty when it can."""
    if job.status == JobStatus.QUOTE:
        return f"We are still at work on the quote {job.number}: you get a mail as soon as it is ready."
    if job.status != JobStatus.QUOTE_SENT:
        return f"The quote {job.number} is not waiting for an answer: it was answered, or it is over."
    if job.quote_expires_on is not None and job.quote_expires_on < clock.shop_day():
        day = short_day(job.quote_expires_on)
        return f"The quote {job.number} was good until {day}: write to us and we renew it."
    return ""


def answer_quote(
    session: Session,
    job: Job,
    *,
    accepted: bool,
    name: str,
    amount: Decimal | None,
    contact: CustomerContact | None = None,
    reason: str = "",
    address: str = "",
) -> QuoteAnswer:
    """Accept or decline the quote of `job` for its customer, signed with `name`.

    `amount` is the price that was on the page. RuleBroken when the quote has another one by now, was answered, or is
    over; InvalidValue without a name.
    """
    lock(job)  # two who answer at the same moment
    signature = " ".join(name.split())
    if not signature:
        raise InvalidValue("name", "Type your full name to sign.")
    _refuse_what_has_changed(job, amount)
    answer = QuoteAnswer(
        id=new_id(),
        job_id=job.id,
        contact_id=contact.id if contact is not None else None,
        is_accepted=accepted,
        name=signature,
        amount=amount,
        reason=reason or None,
        address=address[:45],
    )
    session.add(answer)
    if accepted:
        job.accept_quote()
    else:
        job.decline(reason=reason or NO_REASON)
    return answer


def _refuse_what_has_changed(job: Job, amount: Decimal | None) -> None:
    if refusal := why_no_answer(job):
        raise RuleBroken(f"Nothing was changed. {refusal}")
    if job.quoted_amount != amount:
        raise RuleBroken(
            f"Nothing was changed: the price of {job.number} is another one since you opened the page. "
            "Look at it again, then answer."
        )
