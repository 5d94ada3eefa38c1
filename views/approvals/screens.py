"""The grids, forms and REST resources of approvals."""

from __future__ import annotations

from models.approvals import (
    ApprovalApprover,
    ApprovalCheck,
    ApprovalChecklistItem,
    ApprovalComment,
    ApprovalDecision,
    ApprovalStep,
    ApprovalWorkflow,
    DesignApprovalRequest,
)
from models.core.roles import ARTIST, BOOKKEEPER, EVERYBODY, MANAGER, OFFICE, PRODUCTION

from ..core.screen import Screen, screen


@screen("Approvals", category="Production", icon="circle-check", read=EVERYBODY - {BOOKKEEPER})
class ApprovalRequestScreen(Screen, model=DesignApprovalRequest):
    """What customers are asked to approve."""

    list_columns = ["design_version", "customer", "job", "status", "due_date", "rule", "requested_by"]
    headings = {"design_version": "Version", "rule": "Whose yes"}
    named_by = ["requested_by"]
    related = ["approval_approvers", "approval_checks", "approval_decisions"]


@screen(
    "Approval workflows",
    category="Production",
    icon="tool",
    detail=True,
    read={ARTIST, OFFICE},
    write={MANAGER},
)
class ApprovalWorkflowScreen(Screen, model=ApprovalWorkflow):
    """Whose yes the shop asks for, how long they have, and when they are reminded."""

    list_columns = ["name", "rule", "customer", "decoration_method", "days_to_answer", "archived_at"]
    headings = {"rule": "Whose yes"}
    related = ["approval_steps"]


@screen(
    "Approval steps", category="Production", icon="list", detail=True, read={ARTIST, OFFICE}, write={MANAGER}
)
class ApprovalStepScreen(Screen, model=ApprovalStep):
    """Whom a workflow asks, in which order."""

    list_columns = ["workflow", "position", "approver", "contact"]


@screen(
    "Approval checklist",
    category="Production",
    icon="check",
    detail=True,
    read={ARTIST, OFFICE},
    write={MANAGER},
)
class ApprovalChecklistItemScreen(Screen, model=ApprovalChecklistItem):
    """What every approver is asked to check."""

    list_columns = ["position", "name", "value", "archived_at"]
    quick = ["value"]


@screen(
    "Approval checks",
    category="Production",
    icon="check",
    detail=True,
    read={PRODUCTION},
    write={ARTIST, OFFICE, MANAGER},
    without={"delete"},
)
class ApprovalCheckScreen(Screen, model=ApprovalCheck):
    """What one request asks its approvers to check."""

    list_columns = ["request", "position", "name", "value"]
    quick = ["value"]


@screen("Approvers", category="Production", icon="users", detail=True, read=EVERYBODY - {BOOKKEEPER})
class ApprovalApproverScreen(Screen, model=ApprovalApprover):
    """Who is asked, whose turn it is, and what they answered."""

    list_columns = ["request", "contact", "position", "status", "asked_at", "answered_at", "reminders"]


@screen("Decisions", category="Production", icon="shield-check", detail=True, read=EVERYBODY - {BOOKKEEPER})
class ApprovalDecisionScreen(Screen, model=ApprovalDecision):
    """What was decided, by whom, on which file."""

    list_columns = ["request", "decision", "signature_name", "contact", "decided_at", "sha256", "recorded_by"]


@screen("Notes on designs", category="Production", icon="message", detail=True, read=EVERYBODY - {BOOKKEEPER})
class ApprovalCommentScreen(Screen, model=ApprovalComment):
    """What customer and artist say about a design, and where."""

    list_columns = ["design", "number", "body", "author_name", "design_version", "resolved_at", "created_at"]
    headings = {"design_version": "Version", "author_name": "By"}
    named_by = ["body"]
