"""The job life of domain.md, written out by hand: what the program declares is tested against this, not against itself.

From a state, by a verb, to a state; and the roles that may speak it. `Admin` may speak every verb that has roles.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from models.customers import Customer
from models.jobs import Job, JobStatus

ACTIVE = ["APPROVED", "PREP", "READY", "IN_PRODUCTION", "QUALITY_CHECK", "PACKED", "READY_FOR_PICKUP"]

ROLES = {
    "send_quote": "Office Manager",
    "accept_quote": "Office Manager",
    "decline": "Office Manager",
    "expire": "",
    "revise_quote": "Office Manager",
    "change_order": "Office Manager",
    "accept_rush": "Office Manager",
    "begin_prep": "Office Artist Production Manager",
    "mark_ready": "Office Production Manager",
    "lose_readiness": "",
    "start_production": "Production Manager",
    "send_to_quality_check": "Production Manager",
    "remake": "Production Manager",
    "pack": "Production Manager",
    "ready_for_pickup": "Office Production Manager",
    "ship": "Office Production Manager",
    "complete": "Office Manager",
    "hold": "Office Production Manager",
    "resume": "Office Manager",
    "cancel": "Office Manager",
    "step_back": "Manager",
    "reopen": "Manager",
    "import_as": "",
}
"""Who may speak a verb; an empty entry is for the program alone."""

ONLY_A_MANAGER_CANCELS = ["IN_PRODUCTION", "QUALITY_CHECK", "PACKED", "READY_FOR_PICKUP"]

MOVES = {
    ("QUOTE", "send_quote"): "QUOTE_SENT",
    ("QUOTE", "accept_quote"): "APPROVED",
    ("QUOTE_SENT", "accept_quote"): "APPROVED",
    ("QUOTE_SENT", "decline"): "DECLINED",
    ("QUOTE_SENT", "expire"): "EXPIRED",
    ("QUOTE_SENT", "revise_quote"): "QUOTE",
    ("DECLINED", "revise_quote"): "QUOTE",
    ("EXPIRED", "revise_quote"): "QUOTE",
    ("APPROVED", "begin_prep"): "PREP",
    ("PREP", "mark_ready"): "READY",
    ("READY", "lose_readiness"): "PREP",
    ("READY", "start_production"): "IN_PRODUCTION",
    ("IN_PRODUCTION", "send_to_quality_check"): "QUALITY_CHECK",
    ("QUALITY_CHECK", "remake"): "IN_PRODUCTION",
    ("QUALITY_CHECK", "pack"): "PACKED",
    ("PACKED", "ready_for_pickup"): "READY_FOR_PICKUP",
    ("PACKED", "ship"): "SHIPPED",
    ("READY_FOR_PICKUP", "ship"): "SHIPPED",
    ("READY_FOR_PICKUP", "complete"): "COMPLETED",
    ("SHIPPED", "complete"): "COMPLETED",
    **{(state, "hold"): "ON_HOLD" for state in ACTIVE},
    ("ON_HOLD", "resume"): "PREP",
    **{(state, "cancel"): "CANCELLED" for state in ["QUOTE", "QUOTE_SENT", *ACTIVE, "ON_HOLD"]},
    **{(state, "change_order"): state for state in ACTIVE if state != "READY_FOR_PICKUP"},
    **{(state, "accept_rush"): state for state in ["QUOTE", "QUOTE_SENT", "APPROVED", "PREP", "READY"]},
    **{(state.name, "step_back"): "PREP" for state in JobStatus if state.name not in ("QUOTE", "PREP")},
    ("PREP", "step_back"): "APPROVED",
    ("COMPLETED", "reopen"): "PREP",
    ("CANCELLED", "reopen"): "PREP",
    ("QUOTE", "import_as"): "SHIPPED",
}
"""Legal moves of a job made by `job_in`: it came to its state from PREP (or, in PREP, from APPROVED)."""

ARGUMENTS: dict[str, dict[str, Any]] = {
    "decline": {"reason": "Too dear"},
    "change_order": {"what": "Ten more", "amount": "12.50", "accepted_by": "Ann"},
    "remake": {"cause": "Smeared", "quantity": 2},
    "ship": {"carrier": "UPS", "tracking": "1Z"},
    "hold": {"reason": "Waiting for the customer"},
    "cancel": {"reason": "Called off"},
    "step_back": {"reason": "Mistaken"},
    "reopen": {"reason": "Mistaken"},
    "import_as": {"status": "SHIPPED"},
}


def job_in(session: Session, state: str, customer: Customer) -> Job:
    """A committed job of `customer` in `state`, its gates passed, which was in PREP before."""
    job = Job(title=f"Job in {state}", customer=customer)
    session.add(job)
    session.commit()
    for gate in job.gates:
        if gate.is_blocked:
            gate.mark_passed()
    if state != "QUOTE":
        _move_through_prep(job, state)
    session.commit()
    return job


def _move_through_prep(job: Job, state: str) -> None:
    """Write the state and its history as an import and a past would have left them."""
    from models.core.doors import open_door, speaking
    from models.core.events import announce

    job.accept_quote()
    job.begin_prep()
    old, new = job.status, JobStatus[state]
    if new == old:
        return
    with open_door(job, "status", new), speaking(job):
        job.status = new
        job.held_from = old if state == "ON_HOLD" else None
    announce(job, "a_past_of_the_test", old=old, new=new)
