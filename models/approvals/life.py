"""The life of a request, what an approver may answer, and how several answers make one outcome."""

from __future__ import annotations

import enum
from collections.abc import Collection
from typing import Final


class ApprovalStatus(enum.StrEnum):
    """Where a request stands. All but PENDING are ends."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    CHANGES_REQUESTED = "CHANGES_REQUESTED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
    SUPERSEDED = "SUPERSEDED"


class Decision(enum.StrEnum):
    """What an approver answers."""

    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    CHANGES_REQUESTED = "CHANGES_REQUESTED"


class ApproverStatus(enum.StrEnum):
    """Where one approver of a request stands. WAITING: it is not their turn; NOT_NEEDED: it ended without them."""

    WAITING = "WAITING"
    ASKED = "ASKED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    CHANGES_REQUESTED = "CHANGES_REQUESTED"
    NOT_NEEDED = "NOT_NEEDED"


class Rule(enum.StrEnum):
    """Whose yes is needed: one person's, everybody's at once, anybody's, or everybody's one after the other."""

    ONE = "ONE"
    ALL_OF = "ALL_OF"
    ANY_OF = "ANY_OF"
    IN_SEQUENCE = "IN_SEQUENCE"


ANSWERED: Final = {
    ApproverStatus.APPROVED: "approved version {number}",
    ApproverStatus.REJECTED: "rejected version {number}",
    ApproverStatus.CHANGES_REQUESTED: "asked for changes of version {number}",
}
"""What somebody did who has answered, after their name."""

UNANSWERED: Final = frozenset({ApproverStatus.WAITING, ApproverStatus.ASKED})


def outcome(rule: Rule, answers: Collection[ApproverStatus]) -> ApprovalStatus:
    """What `answers` make of a request: one no, or wish for changes, ends it; one yes may or may not suffice."""
    if ApproverStatus.REJECTED in answers:
        return ApprovalStatus.REJECTED
    if ApproverStatus.CHANGES_REQUESTED in answers:
        return ApprovalStatus.CHANGES_REQUESTED
    enough = any if rule in (Rule.ONE, Rule.ANY_OF) else all
    agreed = answers and enough(answer == ApproverStatus.APPROVED for answer in answers)
    return ApprovalStatus.APPROVED if agreed else ApprovalStatus.PENDING
