"""The rows behind a key figure: what was counted in a period, what each row added, and the way to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask import abort, request

from models.core.base import db
from models.metrics import Behind, Kpi, MetricUnit, Part, Reckoning
from models.metrics.behind import PAGE, Row, Sum

from ..core.access.person import is_granted
from ..core.pages.cells import page_url
from ..core.representation import its_name_joined
from ..core.screen import Screen, screen_named
from .asked import Asked
from .declared import Column, Line, Told, chart, dashboard
from .figure_words import value_of
from .key_figure import OneFigure, one_figure_of, said, tiles
from .overview import READERS
from .spelling import spelled

LAST = 10_000
"""No list has more pages."""
AT_ONCE = 500
"""Rows of a file whose names are read together."""

_KINDS = {MetricUnit.DOLLARS: "money", MetricUnit.HOURS: "hours"}


@dataclass(frozen=True)
class RowsBehind(OneFigure):
    """The key figure with the sums of its rows, and which page of them was asked for."""

    behind: Behind
    sums: Sequence[Sum]
    number: int

    @property
    def open_to_reader(self) -> list[Sum]:
        """Of the tables whose rows the person at the door may open."""
        return [each for each in self.sums if is_granted("can_show", each.table)]


@dashboard(
    "behind",
    "What was counted",
    about="The rows behind a key figure, what each of them added, and the way to it.",
    by=READERS,
    filters=("figure", "customer"),
    is_listed=False,
    spans=(),
    tiles=tiles,
    said=said,
)
def rows_behind(asked: Asked) -> RowsBehind:
    """The sums of the rows, and which page of them: the page itself is read by its chart."""
    kpi, customer_id = asked.one_figure, asked.narrowed.customer_id
    if customer_id and not kpi.by_customer:
        abort(400, f"{kpi.title} is told of the whole shop alone: clear the customer.")
    shown = one_figure_of(asked)
    behind = Behind(db.session(), kpi, asked.period, customer_id)
    return RowsBehind(asked, shown.figure, shown.is_stale, behind, behind.sums(), _page())


def _page() -> int:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 0 < int(text) <= LAST):
        abort(400, f"“{text[:40]}” is no page of the list: they are counted from 1.")
    return int(text)


@chart(rows_behind, "rows-behind", "What was counted", wide=True)
def listed(read: RowsBehind) -> Told:
    """A page of the rows, the largest first, or the weakest where these are what somebody looks for."""
    kpi, mine = read.figure.kpi, read.open_to_reader
    tables = [each.table for each in mine]
    page = read.behind.page(tables, read.number)
    lines = [*_lines(kpi, page)]
    if read.number == 1:
        lines += [Line(_values(kpi, _closed(each), "", None, each)) for each in read.sums if each not in mine]
    days = [Column("Day", "day")] if _has_days(kpi) else []
    numbers = [Column(part.title, _kind_of(part)) for part in _parts(kpi)]
    columns = (Column("What"), Column("Kind"), *days, *numbers)
    return Told(_said(read), columns, lines, ways=_ways(read), every=lambda: _every(read, tables))


def _parts(kpi: Kpi) -> Sequence[Part]:
    """What is told of each row; of a median only what the rows are ordered by."""
    return kpi.parts[:1] if kpi.reckoning == Reckoning.MEDIAN else kpi.parts


def _kind_of(part: Part) -> str:
    return _KINDS.get(part.unit, "whole")


def _has_days(kpi: Kpi) -> bool:
    return kpi.reckoning == Reckoning.SUMMED


def _closed(rows: Sum) -> str:
    return f"{screen_named(rows.table).counted(rows.number)} that you may not open"


def _lines(kpi: Kpi, rows: Iterable[Row]) -> Iterator[Line]:
    """The rows with their names, which are read together."""
    told = list(rows)
    screens = {table: screen_named(table) for table in {row.table for row in told}}
    names = {table: _names(screen, [row.subject for row in told]) for table, screen in screens.items()}
    for row in told:
        screen, name = screens[row.table], names[row.table].get(row.subject, row.subject)
        values = _values(kpi, name, screen.noun().capitalize(), row.day, row)
        yield Line(values, page_url(screen, row.subject))


def _names(screen: type[Screen], ids: Collection[str]) -> dict[str, str]:
    rows = sa.select(screen.model).where(screen.model.id.in_(ids)).options(*its_name_joined(screen.model))
    return {row.id: str(row) for row in db.session.scalars(rows).unique()}


def _values(kpi: Kpi, name: str, kind: str, day: Any, added: Row | Sum) -> list[Any]:
    numbers = [
        _told(part, number) for part, number in zip(_parts(kpi), (added.top, added.bottom), strict=False)
    ]
    return [name, kind, *([day] if _has_days(kpi) else []), *numbers]


def _told(part: Part, number: Decimal) -> Decimal | int:
    value = number / part.scale
    return value if part.unit in _KINDS else int(value)


def _said(read: RowsBehind) -> str:
    kpi, asked = read.figure.kpi, read.asked
    if not read.sums:
        return f"Nothing was counted in {asked.words}."
    rows = " and ".join(screen_named(each.table).counted(each.number) for each in read.sums)
    if kpi.reckoning == Reckoning.MEDIAN:
        return f"{value_of(kpi, read.behind.value().value)} in {asked.words}: the middle of {rows}."
    totals = (
        sum((each.top for each in read.sums), Decimal(0)),
        sum((each.bottom for each in read.sums), Decimal(0)),
    )
    sums = [
        f"{part.title.lower()} {spelled(_told(part, total), _kind_of(part))}"
        for part, total in zip(kpi.parts, totals, strict=False)
    ]
    return f"{value_of(kpi, read.behind.value().value)} in {asked.words} from {rows}: {', '.join(sums)}."


def _ways(read: RowsBehind) -> list[tuple[str, str]]:
    def page(number: int) -> str:
        return read.asked.address("behind", page=str(number))

    ways = [("Page before", page(read.number - 1))] if read.number > 1 else []
    if sum(each.number for each in read.open_to_reader) > read.number * PAGE:
        ways.append(("Next page", page(read.number + 1)))
    return [*ways, (f"{read.figure.title} by month", read.asked.address("key-figure"))]


def _every(read: RowsBehind, tables: Collection[str]) -> Iterator[Sequence[Any]]:
    kpi, portion = read.figure.kpi, []
    for row in read.behind.every(tables):
        portion.append(row)
        if len(portion) == AT_ONCE:
            yield from (line.values for line in _lines(kpi, portion))
            portion = []
    yield from (line.values for line in _lines(kpi, portion))
    for each in read.sums:
        if each.table not in tables:
            yield _values(kpi, _closed(each), "", None, each)
