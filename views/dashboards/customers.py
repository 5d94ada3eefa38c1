"""Customers: what they bring, how they answer and ask, whether they are content, and what they owe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from models.core import clock
from models.core.actor import current_actor
from models.core.base import db
from models.core.periods import Period
from models.core.roles import BOOKKEEPER, MANAGER, OFFICE
from models.core.visibility import reads_costs
from models.insight import Compared, Row, ask, compared_of, customers, owing
from models.insight.customers import Poor
from models.metrics import KPIS, rows_of
from models.metrics.measuring import measured
from models.metrics.spans import so_far
from models.metrics.windows import Asked as Windows

from .against import Kept, Point, facts_of, points_of
from .asked import Asked
from .declared import Fact, dashboard
from .profitability import MONTHS
from .spelling import whole_money

SHOWN: Final = 12
"""So many customers are drawn."""
LISTED: Final = 40
"""So many customers are listed behind a chart."""
NAMED: Final = 12
"""So many poor ratings are told of."""

SATISFACTION, ADOPTION, INQUIRIES, CONVERSION, TURNAROUND, ROUNDS = (
    "customer_satisfaction", "portal_adoption", "inquiries_per_100_jobs", "quote_conversion",
    "approval_turnaround_hours", "approval_rounds",
)  # fmt: skip
_FACTS: Final = (CONVERSION, TURNAROUND, SATISFACTION, ADOPTION, INQUIRIES)
_KEPT: Final = (*_FACTS, ROUNDS)
_OF_ONE: Final = (SATISFACTION, INQUIRIES, CONVERSION)
"""Told by month of one customer as well."""


@dataclass(frozen=True)
class Customers:
    """What the charts of customers are made of."""

    asked: Asked
    compared: Compared
    months: Sequence[Period]
    kept: Kept
    found: Mapping[str, list[Row]]
    poor: Sequence[Poor]
    sees_costs: bool

    @property
    def is_of_one(self) -> bool:
        """Whether it is narrowed to one customer."""
        return self.asked.narrowed.customer_id is not None

    def points(self, name: str) -> list[Point]:
        """A key figure by month: as it is kept, or of the one customer from the facts."""
        if not self.is_of_one:
            return points_of(self.kept, name, self.months)
        today, rows = clock.shop_day(), {row.key: row for row in self.found.get(name, ())}
        found = []
        for month in self.months:
            row = rows.get(so_far(month, today).key)
            told = measured(KPIS[name], row[0], row[1]) if row else None
            found.append(
                Point(month, *((told.value, None, None, told.top, told.bottom) if told else (None,)))
            )
        return found

    def now(self, name: str) -> list[Row]:
        """The rows of an answer that are of the period."""
        return self.compared.of(self.found[name])[0]


def facts(read: Customers) -> list[Fact]:
    """Revenue, what is owed, and the key figures of customers, beside the period before and the year before."""
    now, before, year = (first_of(read.found[name], 1) for name in ("all", "all before", "all year"))
    owed = read.found["owed"]
    together = sum((sum(row.numbers, Decimal(0)) for row in owed), Decimal(0))
    late = sum((sum(row.numbers[1:], Decimal(0)) for row in owed), Decimal(0))
    told = [
        Fact("Revenue", whole_money(now), f"was {whole_money(before)}; a year before {whole_money(year)}"),
        Fact("Owed now", whole_money(together), f"{whole_money(late)} past its day"),
    ]
    return told if read.is_of_one else [*told, *facts_of(read.kept, _FACTS, read.compared)]


def first_of(rows: Sequence[Row], place: int) -> Decimal:
    """A number of an answer of one row; 0 without it."""
    return rows[0][place] if rows else Decimal(0)


@dashboard(
    "customers",
    "Customers",
    about="Who brings what, who answers, asks and pays how, who is content, and who is not.",
    by={MANAGER, OFFICE, BOOKKEEPER},
    filters=("customer",),
    facts=facts,
    spans=(),
)
def customers_read(asked: Asked) -> Customers:
    """All charts in three statements."""
    session, period, one = db.session(), asked.period, asked.narrowed.customer_id
    compared, months = compared_of(period), asked.until.months(MONTHS)
    sees_costs = reads_costs(current_actor())
    questions = _questions(compared, months, one, sees_costs=sees_costs)
    kept = {} if one else rows_of(session, _KEPT, {period, *months})
    poor = customers.poor_ratings(session, compared.now, one, NAMED)
    return Customers(asked, compared, months, kept, ask(session, questions), poor, sees_costs)


def _questions(
    compared: Compared, months: Sequence[Period], one: str | None, *, sees_costs: bool
) -> dict[str, Any]:
    spans = Windows(compared.windows, one, name="spans")
    now, before, year = compared.windows
    own = Windows([now], one, name="own")
    questions = {
        "revenue": customers.revenue(now, one, with_margin=sees_costs),
        "revenue before": customers.revenue_of_the_same(before, now, one),
        "revenue year": customers.revenue_of_the_same(year, now, one),
        "all": customers.revenue_altogether(now, one),
        "all before": customers.revenue_altogether(before, one),
        "all year": customers.revenue_altogether(year, one),
        "quotes": customers.quotes(spans),
        "confirmed": customers.confirmed(own),
        "inquiries": customers.inquiries(own),
        "ratings": customers.ratings(own),
        "answers": customers.answers(spans),
        "owing": owing.owing(one),
        "owed": owing.owing(one) if one else owing.owed_altogether(),
    }
    if not one:
        return questions | {"new": customers.new_and_returning(months)}
    today = clock.shop_day()
    by_month = Windows([so_far(month, today) for month in months], one, name="months")
    return questions | {name: customers.of_one(KPIS[name], by_month) for name in _OF_ONE}
