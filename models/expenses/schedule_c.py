"""The expenses of Schedule C (Form 1040), as the form prints them.

Source: Department of the Treasury, Internal Revenue Service, Schedule C (Form 1040) 2024, OMB No. 1545-0074, Part II
lines 8 to 27b and Part III lines 36 to 39 (www.irs.gov/ScheduleC). The form of 2025 has the same lines. What a later
form changes is changed in the rows of its year, which begin as those of the year before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core import clock
from .kinds import ExpenseKind
from .tax_lines import TaxLine

FIRST_YEAR: Final = 2024

LINES: Final = (
    ("8", "Advertising"),
    ("9", "Car and truck expenses"),
    ("10", "Commissions and fees"),
    ("11", "Contract labor"),
    ("12", "Depletion"),
    ("13", "Depreciation and section 179 expense deduction"),
    ("14", "Employee benefit programs (other than on line 19)"),
    ("15", "Insurance (other than health)"),
    ("16a", "Interest: mortgage (paid to banks, etc.)"),
    ("16b", "Interest: other"),
    ("17", "Legal and professional services"),
    ("18", "Office expense"),
    ("19", "Pension and profit-sharing plans"),
    ("20a", "Rent or lease: vehicles, machinery, and equipment"),
    ("20b", "Rent or lease: other business property"),
    ("21", "Repairs and maintenance"),
    ("22", "Supplies (not included in Part III)"),
    ("23", "Taxes and licenses"),
    ("24a", "Travel"),
    ("24b", "Deductible meals"),
    ("25", "Utilities"),
    ("26", "Wages (less employment credits)"),
    ("27a", "Energy efficient commercial bldgs deduction (Form 7205)"),
    ("27b", "Other expenses (from line 48)"),
    ("36", "Purchases less cost of items withdrawn for personal use"),
    ("37", "Cost of labor"),
    ("38", "Materials and supplies"),
    ("39", "Other costs"),
)

USUAL: Final = {"22": ExpenseKind.MATERIAL, "27b": ExpenseKind.SHIPPING}
"""The line of a kind of expense, until the owner says otherwise. Garments and inks that are stocked come by purchase
orders and are no expenses: what is bought beside them are supplies."""


def lay_out_tax_lines(session: Session) -> None:
    """Add the lines of each year to the present one that has none: those of the year before. Does not commit."""
    known = set(session.scalars(sa.select(TaxLine.year).distinct()))
    for year in range(min([FIRST_YEAR, *known]), clock.shop_day().year + 1):
        if year not in known:
            session.add_all(_as_before(session, year))
            session.flush()


def _as_before(session: Session, year: int) -> Iterable[TaxLine]:
    before = session.scalars(
        sa.select(TaxLine).where(TaxLine.year == year - 1).order_by(TaxLine.position)
    ).all()
    if not before:
        return [
            TaxLine(year=year, line=line, title=title, position=position, default_for=USUAL.get(line))
            for position, (line, title) in enumerate(LINES, start=1)
        ]
    kept = ("form", "line", "title", "position", "default_for")
    return [TaxLine(year=year, **{name: getattr(row, name) for name in kept}) for row in before]
