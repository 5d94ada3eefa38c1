"""A request for approval in the customer's words, and an answer in the artist's."""

from __future__ import annotations

from typing import Any, Final

from models.approvals import ApprovalApprover, ApprovalStatus, DesignApprovalRequest
from models.core import clock
from models.core.dates import day_and_hour, short_day
from models.jobs import Job, JobStatus

from . import job_words

S = ApprovalStatus

_COUNTS: Final = (
    "nothing",
    "one thing",
    "two things",
    "three things",
    "four things",
    "five things",
    "six things",
)


def of_request(approver: ApprovalApprover) -> dict[str, Any]:
    """The values of the mail that asks an approver for the first time."""
    request, version = approver.request, approver.request.design_version
    changed = f" {version.what_changed}" if version.what_changed else ""
    return _values(
        request,
        headline="Your design is ready for approval",
        name=approver.contact.name,
        sentence=f"version {version.number} of {_subject(request)} is ready.{changed}",
        more=f"{_what_to_do(request)}, and say yes or ask for changes. It takes about three minutes.",
        told=_facts(request),
    )


def of_reminder(approver: ApprovalApprover) -> dict[str, Any]:
    """The values of the mail that reminds an approver."""
    request = approver.request
    is_late = request.due_date <= clock.now()
    missing = "we still need your answer" if is_late else "we have not heard from you yet"
    return _values(
        request,
        headline="Your design still waits for your approval",
        name=approver.contact.name,
        sentence=f"{missing} about version {request.design_version.number} of {_subject(request)}.",
        more="We print nothing before you say yes.",
        told=_facts(request, "Answer was due" if is_late else "Answer by"),
    )


def of_outcome(request: DesignApprovalRequest, name: str) -> dict[str, Any]:
    """The values of the mail about what was decided; `name` is the reader's."""
    who = ", ".join(decision.signature_name for decision in request.decisions)
    number = request.design_version.number
    words = {
        S.APPROVED: ("Your design is approved", f"{who} approved version {number} of {_subject(request)}."),
        S.REJECTED: ("Your design was rejected", f"{who} rejected version {number} of {_subject(request)}."),
    }
    changes = (
        "Changes are on their way",
        f"{who} asked for changes of version {number} of {_subject(request)}.",
    )
    headline, sentence = words.get(request.status, changes)
    approved = request.status == S.APPROVED
    more = (
        "Its certificate, on the page, names the file, what was checked and who signed."
        if approved
        else "The artist has the notes. You get a mail when there is a new version."
    )
    told = [["File", request.design_version.file_name], ["SHA-256", request.design_version.sha256 or ""]]
    return _values(
        request,
        headline=headline,
        name=name,
        sentence=sentence,
        more=more,
        told=told,
        message=request.requested_changes or request.feedback,
    )


def of_answer(request: DesignApprovalRequest) -> dict[str, Any]:
    """The values of the mail that tells the artist of a no, or of changes to make."""
    last, version = request.decisions[-1], request.design_version
    rejected = request.status == S.REJECTED
    verb = "rejected" if rejected else "asked for changes of"
    values = _values(
        request,
        headline="A design was rejected" if rejected else "Changes are requested",
        name="",
        sentence=f"{last.signature_name} of {request.customer} {verb} {version}.",
        more="The notes are on the design’s page.",
        told=[["Customer", str(request.customer)], *([["Job", str(request.job)]] if request.job else [])],
        message=last.comment,
    )
    return values | {"greeting": "Hello", "progress": None}


def _values(
    request: DesignApprovalRequest,
    *,
    headline: str,
    name: str,
    sentence: str,
    more: str,
    told: list[list[str]],
    message: str | None = None,
) -> dict[str, Any]:
    job = request.job
    return {
        "headline": headline,
        "greeting": f"Hi {name.split()[0]}" if name.split() else f"Hi {request.customer}",
        "sentence": sentence,
        "more": more,
        "message": message or None,
        "facts": told,
        "progress": _progress(job),
        "job": {"number": job.number if job else "", "title": job.title if job else request.design.name},
    }


def _subject(request: DesignApprovalRequest) -> str:
    return request.job.title if request.job else request.design.name


def _what_to_do(request: DesignApprovalRequest) -> str:
    count = len(request.checks)
    things = _COUNTS[count] if count < len(_COUNTS) else f"{count} things"
    before = request.design_version.number - 1
    return f"Compare it with version {before}, check {things}" if before else f"Look at it, check {things}"


def _facts(request: DesignApprovalRequest, due: str = "Answer by") -> list[list[str]]:
    job = request.job
    told = [[due, day_and_hour(request.due_date)]]
    if job is not None:
        if job.due_on:
            told.append(["Then ready by", short_day(job.due_on)])
        pieces = sum(item.quantity for item in job.items)
        told.append(["Job", f"{job.number} · {pieces:,} pieces" if pieces else job.number])
    if request.message:
        told.append(["From us", request.message])
    return told


def _progress(job: Job | None) -> dict[str, Any] | None:
    if job is None or job.status == JobStatus.CANCELLED or job.step.ended:
        return None
    return job_words.progress(job.step.index, paused=job.step.paused)
