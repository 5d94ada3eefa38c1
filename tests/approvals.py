"""A design of Acme's job with its files, and answers to it, for the tests of approvals."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace

from sqlalchemy.orm import Session

from models.approvals import (
    ApprovalStep,
    ApprovalWorkflow,
    Decision,
    DesignApprovalRequest,
    Rule,
    StepApprover,
)
from models.core.base import new_id
from models.customers import CustomerContact
from models.designs import Design, DesignVersion
from models.files import CustomerFile, FileCategory
from models.jobs import Job

APPROVED, REJECTED, CHANGES = Decision.APPROVED, Decision.REJECTED, Decision.CHANGES_REQUESTED


def file_of(session: Session, job: Job, name: str = "trailhead.png", *, checked: bool = True) -> CustomerFile:
    """A file of the job's customer that passed its checks, known by the hash of its name."""
    file = CustomerFile(
        customer=job.customer,
        job=job,
        name=name,
        category=FileCategory.PROOF,
        file_url=f"tests/{new_id()}",
        file_name=name,
        file_size=1000,
    )
    session.add(file)
    session.flush()
    if checked:
        file.admit("image/png", hashlib.sha256(name.encode()).hexdigest())
    return file


def unapproved_job(session: Session, cast: SimpleNamespace) -> Job:
    """A confirmed job of Acme whose art gate is blocked."""
    job = Job(title="Trailhead 10K shirts", customer=cast.acme, contact=cast.ann)
    session.add(job)
    session.commit()
    job.accept_quote()
    session.commit()
    return job


def drawn(session: Session, job: Job, versions: int = 1) -> Design:
    """A design of `job` with so many versions."""
    design = Design(name="Trailhead", customer=job.customer, job=job)
    session.add(design)
    session.commit()
    for number in range(1, versions + 1):
        add_version(session, design, number)
    return design


def add_version(session: Session, design: Design, number: int) -> DesignVersion:
    """The next version, committed."""
    file = file_of(session, design.job, f"trailhead-v{number}.png")
    version = design.add_version(file.id, what_changed="The year is 2026" if number > 1 else "")
    session.commit()
    return version


def ask(
    session: Session, version: DesignVersion, workflow: ApprovalWorkflow | None = None
) -> DesignApprovalRequest:
    """A pending request about `version`, committed."""
    request = version.request_approval(workflow_id=workflow.id if workflow else "")
    session.commit()
    return request


def workflow_of(session: Session, rule: Rule, *contacts: CustomerContact) -> ApprovalWorkflow:
    """A workflow that asks these contacts, in this order."""
    workflow = ApprovalWorkflow(name=f"{rule} of {len(contacts)}", rule=rule, customer=contacts[0].customer)
    workflow.steps = [
        ApprovalStep(position=place, approver=StepApprover.NAMED_CONTACT, contact=contact)
        for place, contact in enumerate(contacts, start=1)
    ]
    session.add(workflow)
    session.commit()
    return workflow


def all_ticked(request: DesignApprovalRequest) -> list[str]:
    """What a page sends when every check is ticked."""
    return [check.mark for check in request.checks]


def decide(
    session: Session,
    request: DesignApprovalRequest,
    contact: CustomerContact,
    decision: Decision = APPROVED,
    comment: str = "",
) -> None:
    """The contact answers with every check ticked, committed."""
    comment = comment or ("Make the sun orange" if decision == CHANGES else "")
    request.decide(
        contact.id, decision, contact.name + " Becker", all_ticked(request), comment, "203.0.113.9"
    )
    session.commit()


def colleague(session: Session, contact: CustomerContact, name: str) -> CustomerContact:
    """Another person at the contact's company."""
    added = CustomerContact(customer=contact.customer, name=name, email=f"{name.lower()}@acme.example")
    session.add(added)
    session.commit()
    return added


def art_gate(job: Job):
    """The art gate of `job`."""
    return next(gate for gate in job.gates if gate.gate == "art")
