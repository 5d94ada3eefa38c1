"""What people do on the page of a request: they write notes, and decide."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from models.approvals import ApprovalStatus, Decision, DesignApprovalRequest
from models.core.base import db
from models.core.errors import NotAllowed, RuleBroken

from ..proofs import Reader, add_note, anchor_of, threads_of
from .approval_page import page_of
from .door import APPROVER, page
from .frame import render
from .visitor import theirs, visitor


@dataclass(frozen=True)
class Typed:
    """What somebody has filled in on the page, given back when it was refused."""

    ticked: frozenset[str] = frozenset()
    signature: str = ""
    changes: str = ""
    reason: str = ""
    refusal: str = ""


def drawn(asked: DesignApprovalRequest, typed: Typed = Typed()) -> str:
    """The page of the request, with what was `typed` when that was refused."""
    beside = request.args.get("beside", type=int)
    shown = page_of(db.session(), asked, visitor(), beside=beside)
    return render("portal/approval.html", page=shown, typed=typed)


@page("/approvals/<pk>/notes", who=APPROVER, methods=["POST"])
def note(pk: str) -> ResponseReturnValue:
    """Add a note to the version, perhaps at a place, or an answer to one."""
    asked = theirs(DesignApprovalRequest, pk)
    if asked.status in (ApprovalStatus.REVOKED, ApprovalStatus.SUPERSEDED):
        raise RuleBroken("Nothing was added: this request has ended. Write your note on the newer version.")
    added = add_note(asked.design_version)
    db.session.commit()
    return redirect(url_for("portal.approvals_show", pk=pk, _anchor=anchor_of(added)), 303)


@page("/approvals/<pk>/decide", who=APPROVER, methods=["POST"])
def decide(pk: str) -> ResponseReturnValue:
    """Approve, reject or ask for changes, signed with one's name. What was refused is given back as it was typed."""
    asked = theirs(DesignApprovalRequest, pk)
    typed = _typed()
    try:
        decision = Decision(request.form.get("decision", ""))
    except ValueError:
        abort(400, "Nothing was changed: choose whether to approve, to ask for changes or to reject.")
    if decision == Decision.CHANGES_REQUESTED and not typed.changes:
        typed = replace(typed, changes=_see_notes(asked))
    comment = {Decision.CHANGES_REQUESTED: typed.changes, Decision.REJECTED: typed.reason}.get(decision, "")
    try:
        asked.decide(
            visitor().contact.id,
            decision,
            typed.signature,
            ticked=sorted(typed.ticked),
            comment=comment,
            ip_address=request.remote_addr,
        )
        db.session.commit()
    except (RuleBroken, NotAllowed) as refused:
        db.session.rollback()
        return make_response(drawn(theirs(DesignApprovalRequest, pk), _typed(str(refused))), 409)
    return redirect(url_for("portal.approvals_show", pk=pk), 303)


def _see_notes(asked: DesignApprovalRequest) -> str:
    """What is wished for when it stands in the open notes; empty when there are none."""
    threads = threads_of(db.session(), asked.design, Reader())
    numbers = sorted(thread.number for thread in threads if not thread.is_solved)
    told = " and ".join(filter(None, [", ".join(map(str, numbers[:-1])), *map(str, numbers[-1:])]))
    return f"See note{'s' if len(numbers) > 1 else ''} {told}." if numbers else ""


def _typed(refusal: str = "") -> Typed:
    form = request.form
    ticked = frozenset(mark[:64] for mark in form.getlist("ticked")[:100])
    return Typed(
        ticked,
        form.get("signature", "").strip()[:120],
        form.get("changes", "").strip()[:2000],
        form.get("reason", "").strip()[:2000],
        refusal,
    )
