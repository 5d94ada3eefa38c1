"""What the address of a dashboard asks for: a span of time, and whose jobs, of which product, by which method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import abort, request

from models.catalog import Product
from models.core import clock
from models.core.actor import current_actor
from models.core.base import db
from models.core.labels import choice_label
from models.core.periods import Period, PeriodKind, period_of
from models.core.visibility import reads_costs
from models.customers import Customer
from models.jobs import DecorationMethod, Job
from models.metrics import KPIS, Kpi
from models.profit.reading import Narrowing, Span
from models.profit.tallies import ALL, OPEN

from ..core.periods import asked_period
from .declared import Dashboard

BEFORE, YEAR = "before", "year"
AGAINST: Final = {BEFORE: "Period before", YEAR: "Year before"}
"""What a period is compared with, and what that is called."""

_SPANS: Final = {ALL: "All time", OPEN: "Not invoiced yet"}


@dataclass(frozen=True)
class Asked:
    """What is asked for: the span, the narrowing, the words for both, and the job where one is meant."""

    dashboard: Dashboard
    span: Span
    narrowed: Narrowing
    labels: dict[str, str]
    job: Job | None = None
    figure: Kpi | None = None
    against: str = BEFORE

    @property
    def words(self) -> str:
        """The span in a sentence, such as “November 2026” or “all time”."""
        return str(self.span.period) if self.span.period else _SPANS[self.span.key].lower()

    @property
    def one_job(self) -> Job:
        """The job that a dashboard of one is of; LookupError on any other."""
        if self.job is None:
            raise LookupError("No job was asked for.")
        return self.job

    @property
    def one_figure(self) -> Kpi:
        """The key figure that a dashboard of one is of; LookupError on any other."""
        if self.figure is None:
            raise LookupError("No key figure was asked for.")
        return self.figure

    @property
    def period(self) -> Period:
        """The span as a period; LookupError where it is none, such as all time."""
        if self.span.period is None:
            raise LookupError("No period was asked for.")
        return self.span.period

    @property
    def until(self) -> Period:
        """The period that a trend ends with; of one that still runs, the present month."""
        now = period_of(clock.shop_day(), PeriodKind.MONTH)
        return now if self.span.period is None or self.span.period.last > now.last else self.span.period

    @property
    def arguments(self) -> dict[str, str]:
        """The arguments of an address that asks for the same."""
        told = {
            "period": "" if self.job else self.span.key,
            "customer": self.narrowed.customer_id,
            "product": self.narrowed.product_id,
            "method": self.narrowed.method and self.narrowed.method.name,
            "job": self.job and self.job.id,
            "figure": self.figure and self.figure.name,
            "against": self.against if self.against != BEFORE else "",
        }
        return {name: value for name, value in told.items() if value}

    def address(self, path: str, **changed: str) -> str:
        """The address of `path` that asks for the same but for what is `changed`; empty takes it away."""
        arguments = {name: value for name, value in (self.arguments | changed).items() if value}
        return f"/dashboards/{path}?{urlencode(arguments)}"

    def on(self, board: Dashboard) -> str:
        """The address of another dashboard that asks for the same as far as it can be asked there."""
        told = {name: "" for name in self.arguments if name != "period" and name not in board.filters}
        if self.span.period is None and self.span.key not in board.spans:
            told["period"] = ""
        return self.address(board.name, **told)


def asked_of(dashboard: Dashboard) -> Asked:
    """What the request asks of `dashboard`. A wrong argument ends it with 400 and a sentence."""
    arguments = {name: text.strip() for name, text in request.args.items() if text.strip()}
    customer = _row(Customer, arguments.get("customer"), "customer", dashboard)
    product = _row(Product, arguments.get("product"), "product", dashboard)
    method = _method(arguments.get("method"), dashboard)
    narrowed = Narrowing(customer and customer.id, product and product.id, method)
    labels = {"customer": str(customer or ""), "product": str(product or "")}
    labels["method"] = choice_label(method) if method else ""
    return Asked(dashboard, _span(dashboard), narrowed, labels, None, _figure(dashboard), _against(dashboard))


def for_job(dashboard: Dashboard) -> Asked:
    """The job that the request names; 400 with a sentence when there is none."""
    job = _row(Job, request.args.get("job", "").strip() or None, "job", dashboard)
    if job is None:
        abort(400, "Name a job: its page leads here, by “From revenue to profit”.")
    return Asked(dashboard, Span(ALL), Narrowing(), {}, job)


def _figure(dashboard: Dashboard) -> Kpi | None:
    """The key figure that is asked for; one of costs only by who reads costs."""
    if "figure" not in dashboard.filters:
        return None
    name = request.args.get("figure", "").strip()
    if name not in KPIS:
        told = f"There is no key figure “{name[:40]}”" if name else "Name a key figure"
        abort(400, f"{told}: the tiles of the overview lead to them.")
    if KPIS[name].of_costs and not reads_costs(current_actor()):
        abort(403)
    return KPIS[name]


def _against(dashboard: Dashboard) -> str:
    text = request.args.get("against", "").strip() or BEFORE
    if "against" not in dashboard.filters:
        return BEFORE
    if text not in AGAINST:
        abort(400, f"“{text[:40]}” is nothing to compare with: it is one of {', '.join(AGAINST)}.")
    return text


def _span(dashboard: Dashboard) -> Span:
    text = request.args.get("period", "").strip()
    if text in _SPANS and text in dashboard.spans:
        return Span(text)
    period = asked_period(PeriodKind.MONTH)
    return Span(period.key, period)


def _row(model: Any, identity: str | None, name: str, dashboard: Dashboard) -> Any:
    if identity is None:
        return None
    if name not in dashboard.filters:
        abort(400, f"{dashboard.title} cannot be narrowed by a {name}.")
    row = db.session.get(model, identity[:26]) if identity.isascii() and "\0" not in identity else None
    if row is None:
        abort(400, f"There is no such {name}: it may have been deleted. Choose another, or clear the filter.")
    return row


def _method(name: str | None, dashboard: Dashboard) -> DecorationMethod | None:
    if name is None:
        return None
    if "method" not in dashboard.filters:
        abort(400, f"{dashboard.title} cannot be narrowed by a method.")
    if name not in DecorationMethod.__members__:
        abort(400, f"“{name[:40]}” is no method: it is one of {', '.join(DecorationMethod.__members__)}.")
    return DecorationMethod[name]


def choices_of(asked: Asked) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """The spans to choose from, in groups: value and words of each. The one that is asked for is always there."""
    today = clock.shop_day()
    groups = [
        ("Months", _last(period_of(today, PeriodKind.MONTH), 13)),
        ("Quarters", _last(period_of(today, PeriodKind.QUARTER), 6)),
        ("Years", _last(period_of(today, PeriodKind.YEAR), 3)),
        ("Weeks", _last(period_of(today, PeriodKind.WEEK), 4)),
        ("Days", _last(period_of(today, PeriodKind.DAY), 7)),
    ]
    known = {key for _, choices in groups for key, _ in choices} | set(_SPANS)
    if asked.span.key not in known:
        groups.insert(0, ("Chosen", [(asked.span.key, _capital(asked.words))]))
    others = [(key, _SPANS[key]) for key in asked.dashboard.spans]
    return [*groups, ("Besides", others)] if others else groups


def _last(period: Period, number: int) -> list[tuple[str, str]]:
    found = []
    for _ in range(number):
        found.append((period.key, _capital(str(period))))
        period = period.before()
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
