"""`/jobs/<id>/price/`: a job's price worked out by the table, what it is expected to cost, and the quote's paper."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any, Final

from flask import Blueprint, Response, abort, current_app, render_template, url_for

from models.catalog import Material
from models.core.base import db
from models.core.visibility import hidden_columns
from models.costing import EstimateKind
from models.costing.estimating import Reckoned, reckon_job
from models.jobs import Job, JobStatus
from models.quoting import (
    Calculation,
    QuoteLineKind,
    QuoteVersion,
    lines_of,
    newest_version,
    priced,
    targets,
)
from models.quoting.targets import Target
from models.requirements import reckon
from models.scheduling.routing import needs_art
from models.stock.words import measured

from ..core.access.person import current_roles, is_granted, require
from ..core.rest.json_values import identity_of
from ..core.shown import shown as told
from ..jobs.panels import job_panel
from .paper import draft_paper, sent_paper

bp: Final = Blueprint("price", __name__, url_prefix="/jobs/<job_id>/price")

_TABLE: Final = "quote_lines"

_K = EstimateKind
_GROUPS: Final = (("Materials", (_K.MATERIAL,)), ("Work", (_K.LABOR,)), ("Besides", (_K.SHIPPING, _K.OTHER)))


@bp.get("/")
def page(job_id: str) -> str:
    """The lines of the price, and for those who see costs what margin it leaves."""
    job = _job(job_id)
    worked_out = priced(db.session(), job)
    return render_template(
        "quoting/price.html",
        appbuilder=current_app.extensions["appbuilder"],
        base_template="layout.html",
        job=job,
        price=worked_out,
        items=[_item(item, worked_out) for item in job.items if worked_out.of(item)],
        besides=[_line(line) for line in worked_out.lines if line.item is None],
        amount=_dollars(worked_out.amount),
        quoted=_dollars(job.quoted_amount),
        is_quoted=job.quoted_amount == worked_out.amount,
        may_use=job.status == JobStatus.QUOTE and not worked_out.gaps and is_granted("can_use_price", "jobs"),
        why_not=_why_not(job),
        money=_money(job, worked_out) if _sees_costs() else None,
        has_sent=newest_version(db.session(), job.id) is not None,
    )


@bp.get("/quote.pdf")
def paper(job_id: str) -> Response:
    """The quote: as it was sent last, or while it is at work as it would be."""
    job = _job(job_id)
    if job.status == JobStatus.QUOTE:
        return draft_paper(job)
    return sent_paper(job, may_answer=_may_answer()) or abort(
        404, f"No quote of {job.number} was sent: it has no paper."
    )


@bp.get("/quote-<int:number>.pdf")
def version(job_id: str, number: int) -> Response:
    """An earlier quote, as it was sent."""
    job = _job(job_id)
    kept = db.session.query(QuoteVersion).filter_by(job_id=job.id, number=number).one_or_none()
    found = sent_paper(job, kept, may_answer=_may_answer()) if kept is not None else None
    return found or abort(404, f"{job.number} has no quote {number}.")


def _job(job_id: str) -> Job:
    require("can_list", _TABLE)
    job = db.session.get(Job, identity_of(Job, job_id) or "")
    return job if job is not None else abort(404, "There is no such job, or no longer.")


def _sees_costs() -> bool:
    return "unit_cost" not in hidden_columns(Material, current_roles())


def _may_answer() -> bool:
    """Whether the person at the door may say that a customer accepts."""
    return is_granted("can_accept_quote", "jobs")


def _why_not(job: Job) -> str:
    """Why the price cannot be used, if so."""
    if job.status == JobStatus.QUOTE:
        return ""
    if job.status in (JobStatus.QUOTE_SENT, JobStatus.DECLINED, JobStatus.EXPIRED):
        return f"{job.number} was sent: revise the quote to change its price."
    return f"{job.number} is agreed on: a change order changes its price."


def _item(item: Any, worked_out: Calculation) -> dict[str, Any]:
    each = worked_out.unit_price(item)
    return {
        "name": str(item),
        "lines": [_line(line, str(item)) for line in worked_out.of(item)],
        "quantity": f"{item.quantity:,}",
        "each": _dollars(each),
        "amount": _dollars(each * item.quantity),
    }


def _line(line: Any, item: str = "") -> dict[str, str]:
    name = line.text.removeprefix(f"{item}: ") if item else line.text
    return {
        "name": name[:1].upper() + name[1:],
        "quantity": f"{line.quantity:,}" if line.kind is not QuoteLineKind.RUSH else "",
        "each": _dollars(line.unit_price),
        "amount": _dollars(line.amount),
    }


def _money(job: Job, worked_out: Calculation) -> dict[str, Any]:
    """Costs line by line, and the targets."""
    lines = reckon_job(job, with_design=needs_art(job))
    cost = sum((line.amount for line in lines), Decimal(0))
    return {
        "groups": [group for name, kinds in _GROUPS if (group := _group(name, kinds, lines))],
        "total": _dollars(cost),
        "gaps": [
            *_untold(job),
            *(f"{each.description}: nobody told what it costs." for each in lines if not each.unit_cost),
        ],
        "profit": _dollars(worked_out.amount - cost),
        "targets": [_target(each) for each in targets(db.session(), worked_out.amount, cost)],
    }


def _group(
    name: str, kinds: Collection[EstimateKind], lines: Sequence[Reckoned]
) -> tuple[str, list[dict[str, str]], str] | None:
    """The costs of these kinds with their sum; None where there are none."""
    mine = [line for line in lines if line.subject.kind in kinds]
    total = sum((line.amount for line in mine), Decimal(0))
    return (name, [_cost(line) for line in mine], _dollars(total)) if mine else None


def _target(target: Target) -> dict[str, Any]:
    return {
        "name": target.name,
        "percent": f"{target.percent:.2f} %",
        "actual": "–" if target.actual is None else f"{target.actual:.2f} %",
        "is_reached": target.is_reached,
        "price": _dollars(target.price),
        "plain": str(target.price),
    }


def _untold(job: Job) -> list[str]:
    """What the job needs that cannot be told yet, each thing once."""
    return list(dict.fromkeys(gap.sentence for gap in reckon(db.session(), [job.id])[job.id].gaps))


def _cost(line: Reckoned) -> dict[str, str]:
    return {
        "name": line.description,
        "quantity": measured(line.quantity, line.unit),
        "each": told(line.unit_cost, f"$/{line.unit}"),
        "cost": _dollars(line.amount),
    }


def _dollars(amount: Decimal | None) -> str:
    return told(amount, "$") if amount is not None else ""


@job_panel("Price", template="quoting/_job.html", position=10)
def price_of(job: Job) -> dict[str, Any] | None:
    """Ways to the price and to the quote's paper, for those who see prices; what explains the quoted amount."""
    if not is_granted("can_list", _TABLE):
        return None
    lines = lines_of(db.session(), job.id)
    newest = newest_version(db.session(), job.id)
    return {
        "lines": [{"name": each.text, "amount": _dollars(each.amount)} for each in lines],
        "total": _dollars(sum((each.amount for each in lines), Decimal(0))) if lines else "",
        "is_outdated": bool(lines) and sum(each.amount for each in lines) != job.quoted_amount,
        "quoted": _dollars(job.quoted_amount),
        "price_url": url_for("price.page", job_id=job.id),
        "paper_url": url_for("price.paper", job_id=job.id),
        "paper": "Draft of the quote" if job.status == JobStatus.QUOTE else "Quote as sent",
        "has_paper": job.status == JobStatus.QUOTE or newest is not None,
        "earlier": [
            url_for("price.version", job_id=job.id, number=number)
            for number in range(1, newest.number if newest else 1)
        ],
    }
