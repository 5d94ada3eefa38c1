"""The key figures of one customer, who has no kept rows: measured from the facts as the shop's are."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from sqlalchemy.orm import Session

from models.core import clock
from models.core.periods import Period
from models.metrics import Kpi, Window, measure
from models.metrics.keeping import first_day
from models.metrics.spans import compared, so_far, year_before

Numbers = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]
"""The value, that of the period before, that of the year before, and the goal of the period."""


def measured_points(
    session: Session, kpi: Kpi, periods: Collection[Period], asked: Period, customer_id: str
) -> dict[str, Numbers]:
    """The numbers of `periods` by their keys: before the shop's first day there is nothing to tell.

    Only of `asked` it is told what the period before came to; none has a goal.
    """
    opened, today = first_day(session), clock.shop_day()
    if opened is None:
        return {}
    own = {each: so_far(each, today) for each in periods if opened <= each.last and each.first <= today}
    last_year = {each: compared(each, year_before(each), today) for each in own}
    before = {asked: compared(asked, asked.before(), today)}
    windows = {window for each in (own, last_year, before) for window in each.values()}
    found = measure(session, kpi, {each for each in windows if each.last >= opened}, customer_id)

    def told(window: Window | None) -> Decimal | None:
        return found[window].value if window in found else None

    return {each.key: (told(own[each]), told(before.get(each)), told(last_year[each]), None) for each in own}
