"""The panel “Costs” of a job's page: estimate beside actual, why they differ, and the rows behind each amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from flask import url_for

from models.core.types import round_half_up
from models.core.visibility import hidden_columns
from models.costing import EstimateKind, JobCosting
from models.costing.comparing import JobCosts, costs_of
from models.costing.spending import Spent
from models.costing.variance import Cause
from models.jobs import Job

from ..core.access.person import current_roles
from ..core.shown import shown as told
from ..jobs.panels import job_panel

CAUSES: Final[Mapping[Cause, tuple[str, str]]] = {
    Cause.PRICE: ("Price", "units and hours at other costs than estimated; shipping and expenses"),
    Cause.QUANTITY: ("Quantity", "more or less material in good pieces than estimated"),
    Cause.TIME: ("Time", "more or less hours than estimated"),
    Cause.WASTE: ("Waste", "what misprints used up"),
    Cause.SCOPE: ("Scope", "what change orders added"),
}
_GRIDS: Final = {
    EstimateKind.MATERIAL: ("Material", "MaterialUsageScreen"),
    EstimateKind.LABOR: ("Labor", "TimeEntryScreen"),
    EstimateKind.SHIPPING: ("Shipping", "ExpenseScreen"),
    EstimateKind.OTHER: ("Other", "ExpenseScreen"),
}


class Line(NamedTuple):
    """A line of the comparison, in words; "" where there is nothing to compare."""

    name: str
    actual: str
    estimate: str = ""
    difference: str = ""
    forecast: str = ""
    is_sum: bool = False


class Behind(NamedTuple):
    """A row behind an amount."""

    kind: str
    name: str
    quantity: str
    amount: str
    href: str = ""


@dataclass(frozen=True)
class CostPanel:
    """What the panel shows."""

    lines: list[Line]
    notes: list[str]
    causes: list[tuple[str, str, str]]
    difference: str
    spent: list[Behind]
    estimated: list[Behind]
    estimate_url: str
    waterfall_url: str


@job_panel("Costs", template="costing/_job.html", position=40)
def costs(job: Job) -> CostPanel | None:
    """What the job costs and earns, for those who see costs."""
    if "total_costs" in hidden_columns(JobCosting, current_roles()):
        return None
    known = costs_of(job)
    if known is None:
        return None
    return CostPanel(
        lines=[*_lines(known)],
        notes=[*_notes(known)],
        causes=[
            (*CAUSES[cause], _signed(amount)) for cause, amount in (known.variance or {}).items() if amount
        ],
        difference=_signed(sum((known.variance or {}).values(), Decimal(0))) if known.variance else "",
        spent=[_behind(job, each) for each in known.spent],
        estimated=[_reckoned(each) for each in known.lines],
        estimate_url=url_for("JobEstimateScreen.show", pk=known.estimate.id) if known.estimate else "",
        waterfall_url=url_for("dashboards.show", name="job", job=job.id),
    )


def _lines(known: JobCosts) -> Iterator[Line]:
    """Revenue, each kind of cost, what they sum to and what is left."""
    kept, will = known.costing, known.forecast
    has = known.estimate is not None
    reckoned = [
        sum((each.amount for each in known.lines if each.kind is kind), Decimal(0)) for kind in EstimateKind
    ]
    actual = (kept.material_cost, kept.labor_cost, kept.shipping_cost, kept.other_costs)
    coming = (will.material_cost, will.labor_cost, will.shipping_cost, will.other_costs)
    revenue = "Revenue, invoiced" if kept.actual_revenue is not None else "Revenue, quoted"
    yield Line(revenue, _money(kept.revenue), forecast=_money(will.revenue))
    for kind, done, planned, later in zip(EstimateKind, actual, reckoned, coming, strict=True):
        yield _compared(_GRIDS[kind][0], done, planned if has else None, later)
    total = sum(reckoned, Decimal(0)) if has else None
    yield _compared("Total costs", kept.total_costs, total, will.total_costs, is_sum=True)
    profit = None if total is None or kept.revenue is None else kept.revenue - total
    yield _compared("Profit", kept.gross_profit, profit, will.gross_profit, is_sum=True)
    margin = None if profit is None or not kept.revenue else profit * 100 / kept.revenue
    yield Line("Margin", _percent(kept.profit_margin), _percent(margin), "", _percent(will.profit_margin))
    yield Line("Markup", _percent(kept.markup))


def _compared(
    name: str, actual: Decimal, estimate: Decimal | None, forecast: Decimal, *, is_sum: bool = False
) -> Line:
    difference = "" if estimate is None else _signed(actual - estimate)
    return Line(name, _money(actual), _money(estimate), difference, _money(forecast), is_sum)


def _notes(known: JobCosts) -> Iterator[str]:
    """What else is known of the whole: a piece, an hour, the materials' markup."""
    kept = known.costing
    if kept.cost_per_item is not None:
        earned = f", and earns {_money(kept.revenue_per_item)}" if kept.revenue_per_item is not None else ""
        yield f"Each of {kept.good_pieces:,} good pieces costs {_money(kept.cost_per_item)}{earned}."
    if kept.misprinted_pieces:
        yield f"{kept.misprinted_pieces:,} more were misprinted."
    if kept.avg_hourly_rate is not None:
        yield f"{told(kept.labor_hours, 'h')} of work cost {told(kept.avg_hourly_rate, '$/h')} on average."
    if kept.material_margin is not None:
        charged = _money(kept.materials_charged)
        yield f"Materials are charged at {charged}, a markup of {_percent(kept.material_margin)}."


def _behind(job: Job, spent: Spent) -> Behind:
    name, grid = _GRIDS[spent.kind]
    if not spent.unit:
        grid = "ExpenseScreen"
    hours = Decimal(spent.quantity) / 3600
    quantity = told(hours.quantize(Decimal("0.0001")), "h") if spent.unit == "s" else ""
    if spent.unit and spent.unit != "s":
        quantity = told(spent.quantity, spent.unit)
    waste = (
        f"{spent.name}, {told(spent.spoiled_cost, '$')} of it spoiled" if spent.spoiled_cost else spent.name
    )
    return Behind(name, waste, quantity, told(spent.amount, "$"), url_for(f"{grid}.list", _flt_0_job=job.id))


def _reckoned(line: Any) -> Behind:
    name = f"{line.description}, by a change order" if line.change_order_id else line.description
    return Behind(_GRIDS[line.kind][0], name, told(line.quantity, line.unit), told(line.amount, "$"))


def _money(amount: Decimal | None) -> str:
    return "–" if amount is None else told(round_half_up(amount), "$")  # a sum of no rows has no cents


def _percent(share: Decimal | None) -> str:
    return "–" if share is None else f"{share:,.2f} %".replace("-", "−")


def _signed(amount: Decimal) -> str:
    return f"+{told(amount, '$')}" if amount > 0 else told(amount, "$")
