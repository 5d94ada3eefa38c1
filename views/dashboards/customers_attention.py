"""Customers in whom most things go wrong: who the bad customer is, at a glance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from flask import url_for

from .against import by_key, hours, over, share
from .customers import SHOWN, Customers, customers_read
from .declared import Column, Line, Told, chart
from .spelling import spelled, whole_money

SLOW: Final = 48
"""Hours to an answer that are long (the goal is 6: domain.md, “KPIs”)."""
MANY_ROUNDS: Final = Decimal("2.5")
POOR: Final = Decimal("3")
"""A satisfaction up to this on average."""
THIN: Final = Decimal(30)
"""A margin below so many percent (domain.md, “Alerts”)."""
ASKING: Final = 300
"""Inquiries for each 100 jobs that are many."""


@chart(customers_read, "customers-to-talk-to", "Customers to talk to", wide=True)
def customers_to_talk_to(read: Customers) -> Told:
    """Those in whom most things went wrong in the period, each thing with its number."""
    columns = [
        Column("Customer"), Column("Why"), Column("Revenue", "money"), Column("Past its day", "money"),
        Column("Satisfaction", "score"), Column("Rounds", "quantity"), Column("Per 100 jobs", "rounded"),
    ]  # fmt: skip
    columns += [Column("Margin", "percent")] if read.sees_costs else []
    lines = [Line(values, url_for("CustomerScreen.show", pk=identity)) for identity, values in _talks(read)]
    if not lines:
        return Told(
            f"Nothing stands out in {read.asked.words}: nobody owes for long, asks much or is discontent.",
            columns,
            [],
        )
    first = lines[0].values
    return Told(f"{first[0]} first: {first[1]}.", columns, lines)


def _talks(read: Customers) -> list[tuple[str, list[Any]]]:
    """Customers with at least one fault, those with most faults first."""
    revenue, owing = by_key(read.found["revenue"]), by_key(read.found["owing"])
    ratings, answers = by_key(read.now("ratings")), by_key(read.now("answers"))
    asking, confirmed = by_key(read.now("inquiries")), by_key(read.now("confirmed"))
    told = []
    for identity in sorted({*revenue, *owing, *ratings, *answers, *asking}):
        name = next(
            each[identity].label for each in (revenue, owing, ratings, answers, asking) if identity in each
        )
        late = sum(owing[identity].numbers[1:], Decimal(0)) if identity in owing else Decimal(0)
        content = over(ratings[identity][0], ratings[identity][1]) if identity in ratings else None
        rounds = over(answers[identity][4], answers[identity][3]) if identity in answers else None
        taken = hours_to_answer(answers[identity]) if identity in answers else None
        jobs = confirmed[identity][0] if identity in confirmed else 0
        per_100 = over(asking[identity][0] * 100, jobs, 0) if identity in asking else None
        brought = revenue[identity][1] if identity in revenue else Decimal(0)
        margin = share(revenue[identity][2], brought) if read.sees_costs and identity in revenue else None
        why = [
            f"{whole_money(late)} past its day" if late > 0 else "",
            f"rated {spelled(content, 'score')}" if content is not None and content <= POOR else "",
            f"{spelled(rounds, 'quantity')} rounds" if rounds is not None and rounds >= MANY_ROUNDS else "",
            f"answers after {spelled(taken, 'hours')}" if taken is not None and taken > SLOW else "",
            f"{per_100} inquiries per 100 jobs" if per_100 is not None and per_100 >= ASKING else "",
            f"margin {spelled(margin, 'percent')}" if margin is not None and margin < THIN else "",
        ]
        faults = [each for each in why if each]
        if faults:
            values = [name, "; ".join(faults), brought, late, content, rounds, per_100]
            told.append((len(faults), late, identity, [*values, margin] if read.sees_costs else values))
    told.sort(key=lambda each: (-each[0], -each[1], each[2]))
    return [(identity, values) for _, _, identity, values in told[:SHOWN]]


def hours_to_answer(row: Any) -> Decimal:
    """Half of their answers came within so many."""
    return hours(row[0] / row[1]) if row[1] else Decimal(0)
