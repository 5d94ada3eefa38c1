"""An estimate is frozen when its quote goes out or is accepted, ends when that is revised, and grows by change orders.

What a change order adds is the estimate of the job as it stands, less what was estimated before, at the frozen costs.
What is changed of the order later, still belongs to the latest change order; a job that has none keeps its estimate,
and the difference shows as a variance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from ..core.doors import speaking
from ..core.events import Event, Fact, on_verb, when_quiet
from ..core.portions import portions
from ..jobs import Job, JobItem, JobItemDecoration, JobItemSize, JobStatus
from ..scheduling.routing import DESIGN, needs_art
from .change_orders import ChangeOrder
from .costs import NOTHING
from .estimates import EstimateKind, JobEstimate, JobEstimateLine
from .estimating import Reckoned, Subject, reckon_job


def estimate_of(session: Session, job_id: str) -> JobEstimate | None:
    """The estimate that holds for the job, with its lines; None when none is frozen."""
    holding = sa.select(JobEstimate).where(JobEstimate.job_id == job_id, JobEstimate.superseded_at.is_(None))
    loaded = holding.options(selectinload(JobEstimate.lines).joinedload(JobEstimateLine.stage))
    return session.scalars(loaded.execution_options(populate_existing=True)).one_or_none()


@on_verb(Job)
def follow_the_quote(session: Session, happened: Event) -> None:
    """Freeze an estimate with a quote that goes out, and end it with one that is taken back."""
    job, new = happened.subject, happened.details.get("new")
    if happened.verb in ("send_quote", "accept_quote") and estimate_of(session, job.id) is None:
        freeze(job, session)
    elif (
        happened.verb in ("revise_quote", "step_back")
        and new == JobStatus.QUOTE
        and (estimate := estimate_of(session, job.id)) is not None
    ):
        estimate.supersede()


def freeze(job: Job, session: Session) -> JobEstimate | None:
    """Keep what the job is reckoned to cost now; None when it has no pieces to reckon with."""
    lines = reckon_job(job, with_design=needs_art(job))
    if not lines:
        return None
    known = sa.select(sa.func.count()).where(JobEstimate.job_id == job.id)
    totals = {kind: _total(lines, kind) for kind in EstimateKind}
    estimate = JobEstimate(
        job_id=job.id,
        number=(session.scalar(known) or 0) + 1,
        quoted_amount=job.quoted_amount,
        pieces=sum(item.quantity for item in job.items),
        material_cost=totals[EstimateKind.MATERIAL],
        labor_cost=totals[EstimateKind.LABOR],
        labor_hours=sum((each.quantity for each in lines if each.unit == "h"), NOTHING),
        shipping_cost=totals[EstimateKind.SHIPPING],
        other_costs=totals[EstimateKind.OTHER],
        total_costs=sum(totals.values(), NOTHING),
        lines=[_line(each, each.amount) for each in lines],
    )
    session.add(estimate)
    return estimate


def _total(lines: Iterable[Reckoned], kind: EstimateKind) -> Decimal:
    return sum((each.amount for each in lines if each.subject.kind is kind), NOTHING)


def _line(reckoned: Reckoned, amount: Decimal, change_order_id: str | None = None) -> JobEstimateLine:
    kind, material_id, stage_id, method = reckoned.subject
    return JobEstimateLine(
        change_order_id=change_order_id,
        kind=kind,
        description=reckoned.description,
        material_id=material_id,
        stage_id=stage_id,
        decoration_method=method,
        quantity=reckoned.quantity,
        unit=reckoned.unit,
        unit_cost=reckoned.unit_cost,
        amount=amount,
    )


@on_verb(Job, "change_order")
def note_the_change(session: Session, happened: Event) -> None:
    """Keep what was changed, for how much, and who accepted it."""
    told = happened.details
    session.add(
        ChangeOrder(
            job_id=happened.subject.id,
            what=told["what"],
            amount=told["amount"],
            accepted_by=told["accepted_by"],
        )
    )


@when_quiet(ChangeOrder, JobItem, JobItemSize, JobItemDecoration)
def let_scope_follow(session: Session, facts: list[Fact]) -> None:
    """Bring what the latest change order adds to the estimate of each of these jobs up to date."""
    for order in _latest_orders(session, facts):
        estimate = estimate_of(session, order.job_id)
        if estimate is not None:
            _settle(session, estimate, order)


def _latest_orders(session: Session, facts: Iterable[Fact]) -> list[ChangeOrder]:
    """The latest change order of each job that these rows belong to and that has one, in the order of jobs."""
    told = [values for fact in facts for values in (fact.values, fact.before)]
    jobs = {each["job_id"] for each in told if each.get("job_id")}
    items = {each["job_item_id"] for each in told if each.get("job_item_id")}
    for portion in portions(items):
        jobs |= set(session.scalars(sa.select(JobItem.job_id).where(JobItem.id.in_(portion)).distinct()))
    found: list[ChangeOrder] = []
    for portion in portions(jobs):
        latest = sa.select(sa.func.max(ChangeOrder.id)).where(ChangeOrder.job_id.in_(portion))
        which = ChangeOrder.id.in_(latest.group_by(ChangeOrder.job_id))
        found += session.scalars(sa.select(ChangeOrder).where(which).order_by(ChangeOrder.job_id))
    return found


def _settle(session: Session, estimate: JobEstimate, order: ChangeOrder) -> None:
    """Let the lines of `order` be what the job as it stands takes beyond the other lines."""
    others = [line for line in estimate.lines if line.change_order_id != order.id]
    with_design = any(line.stage is not None and line.stage.key == DESIGN for line in others)
    present = {each.subject: each for each in reckon_job(estimate.job, with_design=with_design)}
    wanted = _differences(others, present)
    mine = [line for line in estimate.lines if line.change_order_id == order.id]
    if {(_subject(line), line.quantity, line.amount) for line in mine} == {
        (each.subject, each.quantity, amount) for each, amount in wanted
    }:
        return
    for line in mine:
        session.delete(line)
    for each, amount in wanted:
        line = _line(each, amount, order.id)
        line.estimate_id = estimate.id
        session.add(line)
    with speaking(order):
        order.cost_effect = sum((amount for _, amount in wanted), NOTHING)
    session.flush()


def _differences(
    others: Iterable[JobEstimateLine], present: dict[Subject, Reckoned]
) -> list[tuple[Reckoned, Decimal]]:
    """What is there beyond `others`, by subject: quantity and amount, at the frozen cost where one is frozen."""
    frozen: dict[Subject, list[JobEstimateLine]] = {}
    for line in others:
        frozen.setdefault(_subject(line), []).append(line)
    found = []
    for subject in {**frozen, **present}:
        lines = frozen.get(subject, [])
        now = present.get(subject) or _nothing_of(lines[0])
        if lines:
            now = replace(now, unit_cost=lines[0].unit_cost)
        quantity = now.quantity - sum((line.quantity for line in lines), NOTHING)
        amount = now.amount - sum((line.amount for line in lines), NOTHING)
        if quantity or amount:
            found.append((replace(now, quantity=quantity), amount))
    return found


def _nothing_of(line: JobEstimateLine) -> Reckoned:
    return Reckoned(_subject(line), line.description, NOTHING, line.unit, line.unit_cost)


def _subject(line: JobEstimateLine) -> Subject:
    return Subject(line.kind, line.material_id, line.stage_id, line.decoration_method)
