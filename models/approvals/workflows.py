"""Whom a shop asks, and in which order: workflows as data, chosen by customer or decoration method."""

from __future__ import annotations

import enum
from typing import Final

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core.archiving import Archivable
from ..core.base import Versioned, session_of
from ..core.errors import RuleBroken
from ..core.types import Choice, Prose
from ..customers import Customer, CustomerContact
from ..designs import Design
from ..jobs import DecorationMethod, JobItem, JobItemDecoration
from .life import Rule

TERMS: Final = (
    "Your yes is for this version and this exact file. We print nothing before you say yes. "
    "Reprints for anything you ticked are at your cost."
)


class StepApprover(enum.StrEnum):
    """Whom a step asks: the job's contact (else the customer's first approver), all approvers, or a named one."""

    JOB_CONTACT = "JOB_CONTACT"
    EVERY_APPROVER = "EVERY_APPROVER"
    NAMED_CONTACT = "NAMED_CONTACT"


class ApprovalWorkflow(Archivable, Versioned):
    """A way of asking: whose yes is needed, how long they have, when they are reminded.

    The one of the customer and the method goes before the customer's, that before the method's, that before the
    one for neither.
    """

    __tablename__ = "approval_workflows"
    __sections__ = {
        "Workflow": ("name", "rule"),
        "When it is used": ("customer", "decoration_method"),
        "Days and reminders": (
            "days_to_answer",
            "remind_hours_before",
            "remind_when_due",
            "remind_hours_after",
            "expires_after_days",
        ),
        "Terms": ("terms",),
    }

    name: Mapped[str] = mapped_column(String(80), unique=True)
    rule: Mapped[Rule] = mapped_column(Choice(Rule), default=Rule.ONE)
    customer_id: Mapped[str | None] = mapped_column(
        ForeignKey("customers.id"), index=True, doc="Empty: for every customer."
    )
    decoration_method: Mapped[DecorationMethod | None] = mapped_column(
        Choice(DecorationMethod), doc="Empty: for every method."
    )
    days_to_answer: Mapped[int] = mapped_column(default=3, info={"unit": "days", "minimum": 0})
    remind_hours_before: Mapped[int] = mapped_column(
        default=24, info={"unit": "hours", "minimum": 0}, doc="Before the answer is due; 0: not."
    )
    remind_when_due: Mapped[bool] = mapped_column(default=True)
    remind_hours_after: Mapped[int] = mapped_column(
        default=24, info={"unit": "hours", "minimum": 0}, doc="After the answer was due; 0: not."
    )
    expires_after_days: Mapped[int] = mapped_column(
        default=14, info={"unit": "days", "minimum": 0}, doc="After the answer was due; 0: never."
    )
    terms: Mapped[str] = mapped_column(Prose(2000), default=TERMS, doc="What an approver agrees to.")

    customer: Mapped[Customer | None] = relationship()
    steps: Mapped[list[ApprovalStep]] = relationship(
        back_populates="workflow", cascade="all, delete-orphan", order_by="ApprovalStep.position"
    )

    def __str__(self) -> str:
        return self.name


class ApprovalStep(Versioned):
    """One person, or all approvers of the customer, whom a workflow asks. The order matters in a sequence."""

    __tablename__ = "approval_steps"
    __table_args__ = (sa.UniqueConstraint("workflow_id", "position"),)

    workflow_id: Mapped[str] = mapped_column(ForeignKey("approval_workflows.id"), index=True)
    position: Mapped[int] = mapped_column(default=1, info={"minimum": 1})
    approver: Mapped[StepApprover] = mapped_column(Choice(StepApprover), default=StepApprover.JOB_CONTACT)
    contact_id: Mapped[str | None] = mapped_column(
        ForeignKey("customer_contacts.id"), index=True, doc="For a named contact."
    )

    workflow: Mapped[ApprovalWorkflow] = relationship(back_populates="steps")
    contact: Mapped[CustomerContact | None] = relationship()

    def __str__(self) -> str:
        return f"{self.workflow}, step {self.position}"


def workflow_for(design: Design, workflow_id: str = "") -> ApprovalWorkflow:
    """The workflow with that id, else the one that fits `design` best."""
    session = session_of(design)
    if workflow_id:
        chosen = session.get(ApprovalWorkflow, workflow_id)
        if chosen is None or chosen.customer_id not in (None, design.customer_id):
            raise RuleBroken(f"Nobody was asked: there is no such workflow for {design.customer}.")
        return chosen
    fitting = [each for each in _in_use(session) if _fits(each, design, _methods_of(design))]
    if not fitting:
        raise RuleBroken("Nobody was asked: no workflow fits. Make one for every customer and every method.")
    return max(fitting, key=lambda each: (bool(each.customer_id), bool(each.decoration_method), each.id))


def _in_use(session: Session) -> list[ApprovalWorkflow]:
    return list(session.scalars(sa.select(ApprovalWorkflow).where(ApprovalWorkflow.archived_at.is_(None))))


def _fits(workflow: ApprovalWorkflow, design: Design, methods: set[DecorationMethod]) -> bool:
    of_customer = workflow.customer_id in (None, design.customer_id)
    return of_customer and (workflow.decoration_method is None or workflow.decoration_method in methods)


def _methods_of(design: Design) -> set[DecorationMethod]:
    """The methods of the design's job."""
    if design.job_id is None:
        return set()
    methods = (
        sa.select(JobItemDecoration.decoration_method).join(JobItem).where(JobItem.job_id == design.job_id)
    )
    return set(session_of(design).scalars(methods))


def approvers_of(workflow: ApprovalWorkflow, design: Design) -> dict[str, int]:
    """Whom `workflow` asks about `design`: contact ids with the position of their turn (1 but in a sequence)."""
    places: dict[str, int] = {}
    for step in workflow.steps:
        for contact in _contacts(step, design):
            places.setdefault(contact.id, step.position if workflow.rule == Rule.IN_SEQUENCE else 1)
    if workflow.rule == Rule.ONE:
        places = dict(list(places.items())[:1])
    if not places:
        raise RuleBroken(
            f"Nobody was asked: {design.customer} has no contact with an e-mail address who may approve. "
            "Add one, or give one the right to approve."
        )
    return places


def _contacts(step: ApprovalStep, design: Design) -> list[CustomerContact]:
    able = [contact for contact in design.customer.contacts if may_approve(contact)]
    if step.approver == StepApprover.EVERY_APPROVER:
        return able
    if step.approver == StepApprover.NAMED_CONTACT:
        return [contact for contact in able if contact.id == step.contact_id]
    ordering = [contact for contact in able if design.job and contact.id == design.job.contact_id]
    return (ordering or able)[:1]


def may_approve(contact: CustomerContact) -> bool:
    """Whether the contact can be asked: with an address, not archived, and with the right to approve."""
    return contact.may_decide and bool(contact.email) and contact.archived_at is None


def seed_workflows(session: Session) -> None:
    """The workflow for everybody, unless the shop has any. Does not commit."""
    if session.scalar(sa.select(sa.func.count()).select_from(ApprovalWorkflow)):
        return
    first = ApprovalWorkflow(name="Whoever ordered")
    first.steps = [ApprovalStep(position=1)]
    session.add(first)
