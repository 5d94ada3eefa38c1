"""Dashboards and their charts, declared once.

    @dashboard("profitability", "Profitability", about="What jobs earn, and from whom.", by=COST_READERS)
    def profit(asked: Asked) -> Profit:
        "What all its charts are made of: few statements, however many charts."

    @chart(profit, "cost-trend", "Costs by month")
    def cost_trend(read: Profit) -> Told:
        "A sentence, the numbers, and the figure."

    @panel(profit, "dashboards/_losses.html")
    def losses(read: Profit) -> dict[str, Any]:
        "What a template of its own draws above the charts."

From it come the page `/dashboards/<name>`, its JSON, the chart's figure alone as `/dashboards/<chart>.json`, and every
chart's numbers as CSV and XLSX. `by` are the roles that may open it; Admin always may. What is `of_costs` only they
see who read costs. A dashboard may have tiles above all that (`tiles`), and a sentence above these (`said`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from models.core.roles import ADMIN

from ..core.access.grants import grant
from ..core.charts import Figure

if TYPE_CHECKING:
    from .asked import Asked
    from .tiles import Tile


@dataclass(frozen=True)
class Column:
    """A column of the numbers: its heading, and how its values are spelled: `spelling.spelled` knows the kinds."""

    heading: str
    kind: str = "text"


@dataclass(frozen=True)
class Line:
    """A row of the numbers, and where the rows behind it are; "" when nowhere."""

    values: Sequence[Any]
    href: str = ""


@dataclass(frozen=True)
class Told:
    """What a chart tells: a plain sentence, its numbers, and the figure; without a figure its numbers stand open."""

    said: str
    columns: Sequence[Column]
    lines: Sequence[Line]
    figure: Figure | None = None
    ways: Sequence[tuple[str, str]] = ()
    """What leads on: words and address of each."""
    every: Callable[[], Iterable[Sequence[Any]]] | None = None
    """All rows for a file, where `lines` is one page of them."""


@dataclass(frozen=True)
class Fact:
    """A number of the head: its name, as people read it, and what it means."""

    name: str
    value: str
    about: str = ""


@dataclass(frozen=True)
class ChartOf:
    """A declared chart."""

    name: str
    title: str
    tell: Callable[[Any], Told]
    wide: bool
    of_costs: bool = False


@dataclass(frozen=True)
class PanelOf:
    """A declared part of a page that is no chart: its template, and what this shows."""

    template: str
    tell: Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Dashboard:
    """A declared dashboard: `filters` names what of customer, product, method and job narrows it, “figure” that it is
    of one key figure, and “against” that it is compared with the period before or the year before.
    """

    name: str
    title: str
    about: str
    by: frozenset[str]
    filters: tuple[str, ...]
    read: Callable[[Asked], Any]
    facts: Callable[[Any], list[Fact]] | None
    is_listed: bool
    spans: tuple[str, ...]
    tiles: Callable[[Any], list[Tile]] | None = None
    said: Callable[[Any], str] | None = None
    reads_margins: bool = True
    charts: list[ChartOf] = field(default_factory=list)
    panels: list[PanelOf] = field(default_factory=list)

    @property
    def resource(self) -> str:
        """What the right to open it is called."""
        return f"dashboard {self.name}"


DASHBOARDS: Final[dict[str, Dashboard]] = {}
"""Every declared dashboard, in the order of declaration."""

CHARTS: Final[dict[str, tuple[Dashboard, ChartOf]]] = {}
"""Every chart by its name, with the dashboard that it stands on."""

Reader = Callable[["Asked"], Any]


def dashboard(
    name: str,
    title: str,
    *,
    about: str,
    by: Collection[str],
    filters: Sequence[str] = (),
    facts: Callable[[Any], list[Fact]] | None = None,
    is_listed: bool = True,
    spans: Sequence[str] = ("all", "open"),
    tiles: Callable[[Any], list[Tile]] | None = None,
    said: Callable[[Any], str] | None = None,
    reads_margins: bool = True,
) -> Callable[[Reader], Reader]:
    """Declare a dashboard by the function that reads what its charts show.

    `spans` are what may be asked for besides periods; one that `reads_margins` has them brought up to date first.
    """

    def declare(read: Reader) -> Reader:
        made = Dashboard(
            name, title, about, frozenset(by) | {ADMIN}, tuple(filters), read, facts, is_listed, tuple(spans),
            tiles, said,
            reads_margins,
        )  # fmt: skip
        DASHBOARDS[name] = made
        grant(made.by, ["can_show"], made.resource)
        return read

    return declare


def chart(
    of: Reader, name: str, title: str, *, wide: bool = False, of_costs: bool = False
) -> Callable[[Callable[[Any], Told]], Callable[[Any], Told]]:
    """Declare a chart of the dashboard that `of` reads. Its name is its own among all charts."""

    def declare(tell: Callable[[Any], Told]) -> Callable[[Any], Told]:
        owner = _read_by(of)
        if name in CHARTS or name in DASHBOARDS:
            raise ValueError(f"Two charts are called {name}.")
        made = ChartOf(name, title, tell, wide, of_costs)
        owner.charts.append(made)
        CHARTS[name] = (owner, made)
        return tell

    return declare


def panel(
    of: Reader, template: str
) -> Callable[[Callable[[Any], dict[str, Any]]], Callable[[Any], dict[str, Any]]]:
    """Declare a part of the dashboard that `of` reads, above its charts: the values of its template."""

    def declare(tell: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
        _read_by(of).panels.append(PanelOf(template, tell))
        return tell

    return declare


def _read_by(of: Reader) -> Dashboard:
    return next(each for each in DASHBOARDS.values() if each.read is of)
