"""What was spoiled: by which cause, at which stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from models.core.labels import choice_label
from models.timekeeping import MisprintCause

from ..core.charts import Figure
from .against import whole_axis
from .declared import Column, Line, Told, chart
from .drill import rows_of as rows_behind
from .figures import SERIES, bars, named
from .production import Production, production_read
from .spelling import counted

Parts = Mapping[tuple[str, str], Decimal]
"""Pieces by cause and stage."""


@chart(production_read, "misprints-by-cause", "Misprints by cause and stage")
def misprints_by_cause(read: Production) -> Told:
    """Pieces that were spoiled in the period, beside the period before and the year before."""
    now, before, year = read.compared.of(read.found["misprints"])
    stages = sorted({row.label for row in now})
    columns = (
        Column("Cause"), *(Column(stage or "No stage", "rounded") for stage in stages), Column("Pieces", "rounded"),
        Column("The period before", "rounded"), Column("A year before", "rounded"),
    )  # fmt: skip
    sums = {cause: sum(row[0] for row in now if row.by == cause) for cause in {row.by for row in now}}
    causes = sorted(sums, key=lambda cause: (-sums[cause], cause))
    was = sum(row[0] for row in before)
    if not causes:
        said = f"No piece was spoiled in {read.asked.words}; {was:,.0f} were in the period before."
        return Told(said, columns, [])
    part = {(row.by, row.label): row[0] for row in now}
    links = [rows_behind("misprints", cause=cause, created_at=read.compared.now) for cause in causes]
    lines = [
        Line(
            (
                _name(cause), *(part.get((cause, stage), 0) for stage in stages), sums[cause],
                sum(row[0] for row in before if row.by == cause), sum(row[0] for row in year if row.by == cause),
            ),
            link,
        )
        for cause, link in zip(causes, links, strict=True)
    ]  # fmt: skip
    spoiled = counted(int(sum(sums.values())), "piece")
    said = f"{spoiled} spoiled in {read.asked.words}, {was:,.0f} in the period before."
    said += f" Most by {_name(causes[0]).lower()}: {sums[causes[0]]:,.0f}."
    shown = _drawn(part, causes, stages, links)
    shown.update_layout(yaxis=whole_axis([Decimal(each) for each in sums.values()]), showlegend=True)
    return Told(said, columns, lines, shown)


def _drawn(part: Parts, causes: Sequence[str], stages: Sequence[str], links: Sequence[str]) -> Figure:
    """A bar for each cause, parted by stage."""
    names = [_name(cause) for cause in causes]
    traces = [
        bars(
            stage or "No stage", names, [part.get((cause, stage)) for cause in causes],
            colour=colour, links=links, dollars=False,
        )
        for stage, colour in zip(stages, SERIES, strict=False)
    ]  # fmt: skip
    return named(traces)


def _name(cause: str) -> str:
    return choice_label(MisprintCause[cause])
