"""Holidays, written into the work calendar for years ahead; what the shop takes away does not come back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Final

import sqlalchemy as sa
from pydantic import AfterValidator
from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..core import clock
from ..core.base import Base
from ..core.doors import GIVEN_ONCE
from ..core.errors import InvalidValue
from ..core.events import Fact, on_fact
from ..settings import Setting, declare, value_of
from .days import WorkDay

YEARS_AHEAD: Final = 2
"""Besides the running year."""


def _a_country(text: str) -> str:
    from holidays import list_supported_countries

    country = text.upper()
    if country and country not in list_supported_countries():
        raise ValueError(
            f"“{text[:20]}” is no country whose holidays are known: give two letters, such as US."
        )
    return country


COUNTRY: Final = declare(
    "holiday_country",
    "US",
    "Whose public holidays are written into the work calendar, by two letters; empty: nobody's.",
    Annotated[str, AfterValidator(_a_country)],
    drawn="text",
).name
REGION: Final = declare(
    "holiday_region",
    "",
    "The state or region of that country that has holidays of its own, such as TX; empty: the whole country's alone.",
    drawn="text",
).name


class HolidayYear(Base):
    """That the holidays of a year were written: they are not written again, though some were taken away since."""

    __tablename__ = "holiday_years"
    __table_args__ = (sa.UniqueConstraint("year", "country", "region"),)

    year: Mapped[int] = mapped_column(info=GIVEN_ONCE)
    country: Mapped[str] = mapped_column(String(10), info=GIVEN_ONCE)
    region: Mapped[str] = mapped_column(String(20), default="", info=GIVEN_ONCE)

    def __str__(self) -> str:
        return f"Holidays of {self.year}, {self.country} {self.region}".rstrip()


def write_holidays(session: Session) -> int:
    """Write the holidays of this year and the two next that were not written yet, from today on; how many are new.

    A day that the work calendar has already stays as it is. Does not commit.
    """
    country, region = value_of(session, COUNTRY), value_of(session, REGION)
    if not country:
        return 0
    this_year = clock.shop_day().year
    written = sa.select(HolidayYear.year).where(
        HolidayYear.country == country, HolidayYear.region == region, HolidayYear.year >= this_year
    )
    missing = sorted({this_year + more for more in range(YEARS_AHEAD + 1)} - set(session.scalars(written)))
    return sum(_write(session, country, region, year) for year in missing)


def _write(session: Session, country: str, region: str, year: int) -> int:
    session.add(HolidayYear(year=year, country=country, region=region))
    holidays = {day: name for day, name in holidays_of(country, region, year) if day >= clock.shop_day()}
    known = set(session.scalars(sa.select(WorkDay.day).where(WorkDay.day.in_(holidays))))
    new = [
        WorkDay(day=day, name=name, hours=Decimal(0)) for day, name in holidays.items() if day not in known
    ]
    session.add_all(new)
    return len(new)


def holidays_of(country: str, region: str, year: int) -> list[tuple[dt.date, str]]:
    """The public holidays of a year with their names, days kept instead of them included."""
    from holidays import country_holidays

    return sorted(
        (day, name[:120]) for day, name in country_holidays(country, region or None, years=year).items()
    )


@on_fact(Setting)
def refuse_an_unknown_region(session: Session, facts: list[Fact]) -> None:
    """A region must be one of its country: otherwise no holiday would be written any more."""
    if not any(fact.values["name"] in (COUNTRY, REGION) and "value" in fact.before for fact in facts):
        return
    country, region = value_of(session, COUNTRY), value_of(session, REGION)
    if not country or not region:
        return
    from holidays import list_supported_countries

    regions = list_supported_countries(include_aliases=True)[country]
    if region not in regions:
        known = ", ".join(regions[:60]) or "none"
        raise InvalidValue(
            "value", f"{country} has no region “{region[:20]}” with holidays of its own. It has: {known}."
        )
