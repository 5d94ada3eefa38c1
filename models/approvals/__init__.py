"""Approvals of designs: who is asked, what they see and tick, what they decide, and what follows from it."""

from . import art, hashes, telling
from .approvers import ApprovalApprover
from .checks import ApprovalCheck, ApprovalChecklistItem, seed_checklist
from .comments import ApprovalComment, comment_on
from .decisions import ApprovalDecision
from .life import ApprovalStatus, ApproverStatus, Decision, Rule
from .requests import DesignApprovalRequest
from .workflows import ApprovalStep, ApprovalWorkflow, StepApprover, seed_workflows

__all__ = [
    "ApprovalApprover",
    "ApprovalCheck",
    "ApprovalChecklistItem",
    "ApprovalComment",
    "ApprovalDecision",
    "ApprovalStatus",
    "ApprovalStep",
    "ApprovalWorkflow",
    "ApproverStatus",
    "Decision",
    "DesignApprovalRequest",
    "Rule",
    "StepApprover",
    "art",
    "comment_on",
    "hashes",
    "seed_checklist",
    "seed_workflows",
    "telling",
]
