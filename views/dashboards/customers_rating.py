"""How customers answer proofs, how often they ask, and whether they are content."""

from __future__ import annotations

from collections.abc import Sequence

from models.core import clock
from models.core.dates import short_day

from ..core.screen import screen_named
from .against import Point, by_key, over, trend_line
from .customers import ADOPTION, INQUIRIES, LISTED, SATISFACTION, SHOWN, Customers, customers_read
from .customers_attention import SLOW, hours_to_answer
from .declared import Column, Line, Told, chart
from .drill import rows_of as rows_behind
from .figures import lying
from .spelling import counted, spelled


@chart(customers_read, "approvals-by-customer", "Answers to proofs, by customer")
def approvals_by_customer(read: Customers) -> Told:
    """The hours in the middle from asking to the answer, and how many rounds an approval took: the slowest first."""
    now, before, year = read.compared.of(read.found["answers"])
    columns = (
        Column("Customer"), Column("Hours to the answer", "quantity"), Column("Answers", "rounded"),
        Column("Rounds to approval", "quantity"), Column("Hours, the period before", "quantity"),
        Column("Hours, a year before", "quantity"),
    )  # fmt: skip
    rows = sorted(now, key=lambda row: (-hours_to_answer(row), row.label))
    if not rows:
        return Told(f"No proof was answered in {read.asked.words}.", columns, [])
    earlier, last_year, listed = by_key(before), by_key(year), rows[:LISTED]
    links = [
        rows_behind("design_approval_requests", customer=row.by, closed_at=read.compared.now)
        for row in listed
    ]
    lines = [
        Line(
            (
                row.label, hours_to_answer(row), row[2], over(row[4], row[3]),
                *(hours_to_answer(other[row.by]) if row.by in other else None for other in (earlier, last_year)),
            ),
            link,
        )
        for row, link in zip(listed, links, strict=True)
    ]  # fmt: skip
    slow = rows[0]
    said = f"{slow.label} took longest to answer proofs: {hours_to_answer(slow):,.1f} h in the middle."
    rounds = [row for row in rows if row[3]]
    if rounds and (most := max(rounds, key=lambda row: (row[4] / row[3], row.by)))[4] > most[3]:
        said += f" Most rounds had {most.label}: {over(most[4], most[3], 1)} to an approval."
    drawn = rows[:SHOWN]
    shown = lying(
        [row.label for row in drawn], [hours_to_answer(row) for row in drawn],
        [spelled(hours_to_answer(row), "hours") for row in drawn],
        colours=["--amber-dot" if hours_to_answer(row) > SLOW else "--accent" for row in drawn],
        links=links[:SHOWN], unit="",
    )  # fmt: skip
    shown.update_layout(xaxis={"ticksuffix": " h", "tickformat": "~f"})
    return Told(said, columns, lines, shown)


@chart(customers_read, "satisfaction-by-month", "Satisfaction by month")
def satisfaction_by_month(read: Customers) -> Told:
    """What customers say of finished jobs, from 1 to 5, with the goal."""
    points = read.points(SATISFACTION)
    links = [rows_behind("job_ratings", customer=read.asked.narrowed.customer_id) for _ in points]
    said = _last(
        points,
        "No customer rated a job in these months.",
        "{value} of 5 on average of {bottom} ratings in {period}.",
    )
    if read.poor:
        said += f" {counted(len(read.poor), 'poor rating')} in {read.asked.words}: named below."
    return _by_month(points, "Satisfaction", "score", "Ratings", said, links)


@chart(customers_read, "inquiries-by-month", "Inquiries per 100 jobs")
def inquiries_by_month(read: Customers) -> Told:
    """Messages and calls of customers for each 100 confirmed jobs, with the goal."""
    points = read.points(INQUIRIES)
    links = [
        rows_behind("messages", side="CUSTOMER", customer=read.asked.narrowed.customer_id) for _ in points
    ]
    said = _last(
        points,
        "No job was confirmed in these months: nothing to compare inquiries with.",
        "{value} inquiries for each 100 jobs confirmed in {period}.",
    )
    return _by_month(points, "Inquiries per 100 jobs", "quantity", "Jobs", said, links)


@chart(customers_read, "portal-adoption", "Customers on the portal")
def portal_adoption(read: Customers) -> Told:
    """The share of customers with a job in work who used the portal within 90 days, with the goal."""
    if read.is_of_one:
        said = "The portal's use is told of all customers together: clear the filter to see it."
        return Told(said, (Column("Month"),), [])
    points = read.points(ADOPTION)
    links = [rows_behind("customers") for _ in points]
    said = _last(
        points,
        "No customer had a job in work in these months.",
        "{value} of the customers with a job in work used the portal by the end of {period}.",
        "percent",
    )
    return _by_month(points, "On the portal", "percent", "Customers", said, links, suffix=" %")


def _last(points: Sequence[Point], nothing: str, words: str, kind: str = "score") -> str:
    known = [point for point in points if point.value is not None]
    if not known:
        return nothing
    last = known[-1]
    said = words.format(
        value=spelled(last.value, kind), bottom=f"{last.bottom or 0:,.0f}", period=last.period
    )
    return f"{said} The goal is {spelled(last.goal, kind)}." if last.goal is not None else said


def _by_month(
    points: Sequence[Point], name: str, kind: str, of: str, said: str, links: Sequence[str], suffix: str = ""
) -> Told:
    columns = (
        Column("Month"), Column(name, kind), Column(of, "rounded"), Column("Goal", kind), Column("A year before", kind)
    )  # fmt: skip
    lines = [
        Line((str(point.period), point.value, point.bottom, point.goal, point.year), link)
        for point, link in zip(points, links, strict=True)
    ]
    if not any(point.value is not None for point in points):
        return Told(said, columns, [])
    return Told(said, columns, lines, trend_line(name, points, links, suffix=suffix))


@chart(customers_read, "poor-ratings", "Poor ratings", wide=True)
def poor_ratings(read: Customers) -> Told:
    """Jobs of the period that were rated 1 or 2, with what was said."""
    columns = (
        Column("Job"),
        Column("Customer"),
        Column("Rated", "whole"),
        Column("When", "day"),
        Column("What they said"),
    )
    show = f"{screen_named('jobs').route_base}/show"
    lines = [
        Line(
            (
                f"{each.number} {each.title}", each.customer, each.score, clock.shop_day(each.at),
                each.comment or "Nothing",
            ),
            f"{show}/{each.job_id}",
        )
        for each in read.poor
    ]  # fmt: skip
    if not lines:
        return Told(f"Nobody rated a job 1 or 2 in {read.asked.words}.", columns, [])
    last = read.poor[0]
    return Told(
        f"The last was {last.number} for {last.customer}, on {short_day(clock.shop_day(last.at))}.",
        columns,
        lines,
    )
