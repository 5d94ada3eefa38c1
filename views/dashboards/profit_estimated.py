"""What was reckoned for the quotes beside what the jobs cost."""

from __future__ import annotations

from decimal import Decimal

from models.profit.reading import Sums

from .declared import Column, Told, chart
from .figures import stacked
from .profitability import Profit, profit
from .spelling import counted, whole_money

_COLUMNS = (
    Column("Month"), Column("Jobs", "whole"), Column("Within 5 %", "whole"), Column("Estimated", "money"),
    Column("Actual", "money"), Column("Off by", "percent"),
)  # fmt: skip


@chart(profit, "estimate-against-actual", "Estimate against actual")
def estimate_against_actual(read: Profit) -> Told:
    """The two costs of each month's jobs that have an estimate, side by side."""
    figure = stacked(
        [
            read.bars("Estimated", "estimated_cost", "--grey"),
            read.bars("Actual", "compared_cost", "--accent"),
        ]
    )
    figure.update_layout(barmode="group")
    return Told(_told(read.total), _COLUMNS, read.lines(_values), figure)


def _values(sums: Sums) -> tuple[object, ...]:
    return sums.compared_jobs, sums.close_jobs, sums.estimated_cost, sums.compared_cost, off(sums)


def _told(total: Sums) -> str:
    if not total.compared_jobs:
        return "No job of this time has an estimate to compare with."
    return (
        f"{total.close_jobs:,} of {counted(total.compared_jobs, 'job')} cost what was estimated, within 5 %;"
        f" together they cost {whole_money(total.compared_cost)}, estimated were {whole_money(total.estimated_cost)}."
    )


def off(sums: Sums) -> Decimal | None:
    """By how much the costs are above the estimate, in percent of it; None without an estimate."""
    return (
        (sums.compared_cost - sums.estimated_cost) * 100 / sums.estimated_cost
        if sums.estimated_cost
        else None
    )
