"""Good pieces and misprints of each person, shown so that nobody is judged by a handful, and entries to look after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from models.core.labels import choice_label
from models.insight import Row
from models.jobs import DecorationMethod

from .against import over, share
from .declared import Column, Line, Told, chart
from .drill import rows_of as rows_behind
from .figures import lying
from .spelling import counted, spelled
from .team import Team, team_read

ENOUGH: Final = 100
"""Pieces below which a share says nothing about a person."""

Key = tuple[str, str, str]
"""A person, a stage and a method."""


def _pace(rows: Sequence[Row]) -> dict[Key, Decimal | None]:
    return {(row.by, row.label, row.also): over(row[1], row[2], 1) for row in rows}


@chart(team_read, "pieces-per-hour", "Good pieces per hour")
def pieces_per_hour(read: Team) -> Told:
    """By stage and method, since these take unlike times: of work on which pieces were counted and time clocked."""
    columns = (
        Column("Work"), Column("Person"), Column("Good pieces", "rounded"), Column("Hours", "hours"),
        Column("Pieces an hour", "quantity"),
        Column("The period before", "quantity"), Column("A year before", "quantity"),
    )  # fmt: skip
    now, before, year = read.compared.of(read.found["pieces"])
    timed = sorted((row for row in now if row[2]), key=lambda row: (_work(row), read.names[row.by]))
    if not timed:
        return Told(f"No good pieces were counted on clocked work in {read.asked.words}.", columns, [])
    earlier, last_year = _pace(before), _pace(year)
    keys = [(row.by, row.label, row.also) for row in timed]
    links = [
        rows_behind("production_schedules", employee=row.by, completed_at=read.compared.now) for row in timed
    ]
    lines = [
        Line(
            (
                _work(row), read.names[row.by], row[1], row[2], over(row[1], row[2], 1),
                earlier.get(key), last_year.get(key),
            ),
            link,
        )
        for row, key, link in zip(timed, keys, links, strict=True)
    ]  # fmt: skip
    paces = [over(row[1], row[2], 1) or Decimal(0) for row in timed]
    said = f"{sum(row[1] for row in timed):,.0f} good pieces in {spelled(sum(row[2] for row in timed), 'hours')}."
    said += " Methods take unlike times: compare people within one kind of work."
    shown = lying(
        [f"{read.names[row.by].split()[0]}, {_method(row)}" for row in timed], paces,
        [f"{pace:,.1f}" for pace in paces],
        colours=["--accent"] * len(timed), links=links, unit="",
    )  # fmt: skip
    return Told(said, columns, lines, shown)


def _work(row: Row) -> str:
    """Such as “Printing, Screen print”."""
    return f"{row.label}, {_method(row)}" if row.also else row.label


def _method(row: Row) -> str:
    return choice_label(DecorationMethod[row.also]) if row.also else row.label


@chart(team_read, "misprints-by-person", "Misprints by person")
def misprints_by_person(read: Team) -> Told:
    """The share of their pieces that was spoiled. Below a hundred pieces none is told: it would be chance."""
    columns = (
        Column("Person"), Column("Misprinted", "rounded"), Column("Pieces", "rounded"), Column("Share", "percent"),
        Column("The period before", "percent"), Column("A year before", "percent"),
    )  # fmt: skip
    three = [_spoiled(*each) for each in zip(_good(read), read.three("misprinted"), strict=True)]
    people = sorted(
        (by for by, (_, pieces) in three[0].items() if pieces), key=lambda by: (read.names[by], by)
    )
    if not people:
        return Told(f"No pieces were counted in {read.asked.words}.", columns, [])
    links = {by: rows_behind("misprints", employee=by, created_at=read.compared.now) for by in people}
    lines = [
        Line((read.names[by], *three[0][by], *(_fair(each.get(by)) for each in three)), links[by])
        for by in people
    ]
    bad, pieces = (sum(three[0][by][place] for by in people) for place in (0, 1))
    said = f"{counted(int(bad), 'piece')} of {pieces:,.0f} spoiled, {spelled(share(bad, pieces), 'percent')}."
    said += f" A share is told from {ENOUGH} pieces on; whoever prints more kinds of work spoils more."
    told = sorted(
        (by for by in people if _fair(three[0][by]) is not None), key=lambda by: (-_share(three[0][by]), by)
    )
    if not told:
        return Told(said, columns, lines)
    shown = lying(
        [read.names[by] for by in told], [_share(three[0][by]) for by in told],
        [f"{spelled(_fair(three[0][by]), 'percent')}: {three[0][by][0]:,.0f} of {three[0][by][1]:,.0f}" for by in told],
        colours=["--accent"] * len(told), links=[links[by] for by in told], unit="",
    )  # fmt: skip
    shown.update_layout(xaxis={"ticksuffix": " %", "tickformat": "~f"}, margin={"r": 120})
    return Told(said, columns, lines, shown)


def _good(read: Team) -> list[dict[str, Decimal]]:
    """The good pieces of each person in the period, the one before and the year before."""
    found = []
    for rows in read.compared.of(read.found["pieces"]):
        sums: dict[str, Decimal] = {}
        for row in rows:
            sums[row.by] = sums.get(row.by, Decimal(0)) + row[0]
        found.append(sums)
    return found


def _spoiled(good: Mapping[str, Decimal], bad: Mapping[str, Row]) -> dict[str, tuple[Decimal, Decimal]]:
    """By person: misprinted pieces, and all pieces."""
    nothing = Decimal(0)
    spoiled = {by: bad[by][0] if by in bad else nothing for by in {*good, *bad}}
    return {by: (spoiled[by], spoiled[by] + good.get(by, nothing)) for by in spoiled}


def _share(told: tuple[Decimal, Decimal]) -> Decimal:
    return share(*told) or Decimal(0)


def _fair(told: tuple[Decimal, Decimal] | None) -> Decimal | None:
    """The share; None where too few pieces would tell nothing."""
    return share(*told) if told and told[1] >= ENOUGH else None


@chart(team_read, "entries-looked-after", "Entries capped or corrected", wide=True)
def entries_looked_after(read: Team) -> Told:
    """Entries that were forgotten and ended by the clock, and those whose times were changed by hand."""
    columns = (
        Column("Person"), Column("Entries", "rounded"), Column("Capped", "rounded"), Column("Corrected", "rounded"),
        Column("Of all", "percent"), Column("Of all, the period before", "percent"),
    )  # fmt: skip
    now, before, _ = read.three("clocked")
    rows = sorted(
        (row for row in now.values() if row[2] or row[3]), key=lambda row: (-row[2] - row[3], row.label)
    )
    if not rows:
        return Told(f"No entry of {read.asked.words} was capped or corrected.", columns, [])
    lines = [
        Line(
            (
                row.label,
                row[1],
                row[2],
                row[3],
                share(row[2] + row[3], row[1]),
                _looked_after(before.get(row.by)),
            ),
            read.entries_of(row.by, is_capped="y") if row[2] else read.entries_of(row.by),
        )
        for row in rows
    ]
    capped, corrected = (sum(row[place] for row in rows) for place in (2, 3))
    said = f"Of the entries, {capped:,.0f} were forgotten and ended by the clock, {corrected:,.0f} corrected by hand."
    return Told(said, columns, lines)


def _looked_after(row: Row | None) -> Decimal | None:
    return share(row[2] + row[3], row[1]) if row else None
