"""Materials: what is used and wasted, how long the stock lasts, what it costs, and what is to be ordered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from models.core.base import db
from models.core.periods import Period
from models.profit.material_reading import Moved, Stocked, daily_use, moved, stocked, wasted
from models.profit.materials import BOUGHT

from .asked import Asked
from .declared import dashboard
from .figures import marks_of
from .profitability import COST_READERS, MONTHS

MOST: Final = 5
"""Materials that are told apart in a picture; the others are one series."""


@dataclass(frozen=True)
class Materials:
    """What the charts of materials are made of."""

    asked: Asked
    months: Sequence[Period]
    moved: Sequence[Moved]
    lately: Mapping[str, Decimal]
    wasted: Mapping[str, Decimal]
    stocked: Sequence[Stocked]

    @property
    def marks(self) -> list[str]:
        """What the months are called on the axis."""
        return marks_of(self.months)

    def name(self, material_id: str) -> str:
        """What a material is called; one that was put away has no stock to tell its name."""
        return next((each.name for each in self.stocked if each.id == material_id), "Put away")

    def days_left(self, material: Stocked) -> Decimal | None:
        """How long what is available lasts at the use of late; None without any use."""
        use = self.lately.get(material.id)
        return max(material.available, Decimal(0)) / use if use else None

    def by_material(self, *, bought: bool) -> dict[str, dict[str, Moved]]:
        """What was bought, or used and wasted together, by material and month."""
        found: dict[str, dict[str, Moved]] = defaultdict(dict)
        for row in self.moved:
            if (row.cause == BOUGHT) != bought:
                continue
            old = found[row.material_id].get(row.month)
            quantity, value = (old.quantity, old.value) if old else (Decimal(0), Decimal(0))
            sums = Moved(row.month, row.material_id, "", quantity + row.quantity, value + row.value)
            found[row.material_id][row.month] = sums
        return found


def by_worth(rows: Mapping[str, Mapping[str, Moved]]) -> dict[str, Decimal]:
    """The sum of each material's values, the greatest first."""
    sums = {key: sum((row.value for row in months.values()), Decimal(0)) for key, months in rows.items()}
    return dict(sorted(sums.items(), key=lambda each: (-each[1], each[0])))


@dashboard(
    "materials",
    "Materials",
    about="What is used and wasted, how long the stock lasts, what it costs, and what to order.",
    by=COST_READERS,
    spans=("all",),
)
def materials(asked: Asked) -> Materials:
    """All charts in four statements at most."""
    session, months = db.session(), asked.until.months(MONTHS)
    rows = moved(session, months)
    return Materials(asked, months, rows, daily_use(rows), wasted(session, asked.span), stocked(session))
