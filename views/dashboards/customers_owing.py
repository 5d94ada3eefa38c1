"""Who is new, what becomes of quotes, and who owes how much for how long."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from models.insight.owing import AGES
from models.metrics import Window

from ..core.charts import Figure
from .against import share, whole_axis
from .customers import SHOWN, Customers, customers_read
from .declared import Column, Line, Told, chart
from .drill import rows_of as rows_behind
from .figures import bars, lying, marks_of, named, short, stacked
from .spelling import counted, spelled, whole_money

_COLOURS: Final = ("--grey", "--series-1", "--series-2", "--amber-dot", "--red")
_ENDS: Final = {"APPROVED": "Accepted", "DECLINED": "Declined", "EXPIRED": "Expired"}
_TONES: Final = {"APPROVED": "--accent", "DECLINED": "--series-2", "EXPIRED": "--grey"}


@chart(customers_read, "receivables-by-age", "What customers owe, by age")
def receivables_by_age(read: Customers) -> Told:
    """Open invoices now: those first who owe longest."""
    columns = (Column("Customer"), *(Column(age, "money") for age in AGES), Column("Together", "money"))
    rows = read.found["owing"]
    if not rows:
        return Told("Nobody owes anything.", columns, [])
    links = [rows_behind("invoices", customer=row.by, without=("status", ("DRAFT", "PAID"))) for row in rows]
    lines = [
        Line((row.label, *row.numbers, sum(row.numbers, Decimal(0))), link)
        for row, link in zip(rows, links, strict=True)
    ]
    late = sum((sum(row.numbers[1:], Decimal(0)) for row in read.found["owed"]), Decimal(0))
    first = rows[0]
    said = f"{whole_money(late)} is past its day."
    if any(first.numbers[1:]):
        said += f" {first.label} owes {whole_money(sum(first.numbers[1:], Decimal(0)))} of it."
    return Told(said, columns, lines, _owing_drawn(read, links))


def _owing_drawn(read: Customers, links: list[str]) -> Figure:
    """Lying bars, parted by age: what is not due is grey, what is oldest red."""
    rows = read.found["owing"][:SHOWN]
    shown = lying(
        [row.label for row in rows],
        [Decimal(0)] * len(rows),
        [""] * len(rows),
        colours=["--grey"] * len(rows),
    )
    shown.data = []
    for place, (age, colour) in enumerate(zip(AGES, _COLOURS, strict=True)):
        if not any(row[place] for row in rows):
            continue
        bar = bars(age, [], [row[place] for row in rows], colour=colour, links=links[:SHOWN])
        bar.update(
            x=[float(row[place]) for row in rows], y=list(range(len(rows))), orientation="h",
            hovertemplate="$%{x:,.2f}",
        )  # fmt: skip
        shown.add_trace(bar)
    names = [short(row.label) for row in rows]
    shown.update_layout(barmode="stack", showlegend=True, yaxis={"ticktext": names}, margin={"t": 8, "r": 16})
    return shown


@chart(customers_read, "new-and-returning", "New and returning customers")
def new_and_returning(read: Customers) -> Told:
    """What new customers brought in the month of their first invoice, beside all others."""
    columns = (
        Column("Month"), Column("Customers", "rounded"), Column("New", "rounded"), Column("Revenue", "money"),
        Column("Of new ones", "money"), Column("Share", "percent"),
    )  # fmt: skip
    if read.is_of_one:
        return Told("New customers are told of all together: clear the filter to see them.", columns, [])
    found = {row.key: row.numbers for row in read.found["new"]}
    nothing = (Decimal(0),) * 5
    numbers = [found.get(month.key, nothing) for month in read.months]
    links = [read.asked.address("customers", period=month.key) for month in read.months]
    lines = [
        Line((str(month), told[0], told[2], told[1], told[3], share(told[3], told[1])), link)
        for month, told, link in zip(read.months, numbers, links, strict=True)
    ]
    if not any(told[0] for told in numbers):
        return Told("No job was invoiced in these months.", columns, [])
    new, brought, together = (sum(told[place] for told in numbers) for place in (2, 3, 1))
    said = f"{counted(int(new), 'new customer')} in these months brought {whole_money(Decimal(brought))},"
    said += f" {spelled(share(brought, together), 'percent')} of the revenue."
    said = said if new else "All revenue of these months came from customers who had been here before."
    marks = marks_of(read.months)
    traces = [
        bars("Returning", marks, [told[1] - told[3] for told in numbers], colour="--grey", links=links),
        bars("New", marks, [told[3] for told in numbers], links=links),
    ]
    return Told(said, columns, lines, stacked(traces))


@chart(customers_read, "quotes-answered", "Quotes accepted, declined and expired")
def quotes_answered(read: Customers) -> Told:
    """What became of the quotes that ended in the period, beside the period before and the year before."""
    names = ("This period", "The period before", "A year before")
    columns = (
        Column("When"), *(Column(name, "rounded") for name in _ENDS.values()), Column("Accepted of all", "percent")
    )  # fmt: skip
    three = [{row.by: row[0] for row in rows} for rows in read.compared.of(read.found["quotes"])]
    windows = read.compared.windows
    lines = [
        Line(
            (
                name,
                *(found.get(end, 0) for end in _ENDS),
                share(found.get("APPROVED", 0), sum(found.values())),
            ),
            _ended_in(window),
        )
        for name, found, window in zip(names, three, windows, strict=True)
    ]
    now = three[0]
    if not any(any(found.values()) for found in three):
        return Told(
            f"No quote was answered in {read.asked.words}, nor in the times it is compared with.", columns, []
        )
    accepted, ended = now.get("APPROVED", Decimal(0)), sum(now.values())
    said = f"{accepted:,.0f} of {counted(int(ended), 'quote')} that ended in {read.asked.words} were accepted"
    said += f", {spelled(share(accepted, ended), 'percent')}." if ended else "."
    traces = [
        bars(words, names, [found.get(end, Decimal(0)) for found in three], colour=_TONES[end], dollars=False)
        for end, words in _ENDS.items()
    ]
    shown = named(traces)
    shown.update_layout(yaxis=whole_axis([sum(found.values(), Decimal(0)) for found in three]))
    return Told(said, columns, lines, shown)


def _ended_in(window: Window) -> str:
    return rows_behind("job_status_updates", old_status="QUOTE_SENT", created_at=window)
