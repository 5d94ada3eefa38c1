"""How long an operation takes: set-up + per piece × n, by the routing's row (domain.md, “Time”). Exact decimals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ..core.types import round_half_up
from ..people import Machine
from .stages import Routing

TYPICAL_STITCHES: Final = 6000
"""Of an embroidery whose stitches nobody told yet: a crest on the left chest."""

HOURS_PLACES: Final = 4
"""Estimates are rounded half-up, once and at the end, to what a column of hours holds: 0.36 s."""


@dataclass(frozen=True)
class Print:
    """One decoration on so many garments. Screens and stitches are those of one garment."""

    pieces: int
    on_dark: bool = False
    screens: int = 1
    stitches: int = TYPICAL_STITCHES


@dataclass(frozen=True)
class Work:
    """What an operation does: to so many garments, with these prints (none, where the stage decorates nothing)."""

    pieces: int
    prints: tuple[Print, ...] = ()

    @property
    def light(self) -> int:
        """What is counted as n: prints on light garments, or garments where nothing is printed."""
        return sum(each.pieces for each in self.prints if not each.on_dark) if self.prints else self.pieces

    @property
    def dark(self) -> int:
        """Prints on dark garments."""
        return sum(each.pieces for each in self.prints if each.on_dark)


def estimate_minutes(routing: Routing, work: Work, machine: Machine | None = None) -> Decimal:
    """Minutes for `work` by `routing`, on `machine`: its own rate, set-up and heads go before the routing's.

    Exact, not rounded. A garment that is printed at two places with one method counts as two prints.
    """
    setup = routing.setup_minutes
    if machine is not None and machine.setup_minutes is not None:
        setup = machine.setup_minutes
    per_dark = routing.minutes_per_dark_piece
    dark = routing.minutes_per_piece if per_dark is None else per_dark
    screens = sum(each.screens for each in work.prints)
    return (
        setup
        + routing.minutes_per_screen * screens
        + routing.minutes_per_piece * work.light
        + dark * work.dark
        + _press_minutes(routing, work, machine)
        + _stitching_minutes(routing, work, machine)
    )


def _press_minutes(routing: Routing, work: Work, machine: Machine | None) -> Decimal:
    """60·n·locations/rate, for stages that have a rate."""
    if not routing.pieces_per_hour:
        return Decimal(0)
    rate = (machine.pieces_per_hour if machine else None) or routing.pieces_per_hour
    return 60 * Decimal(work.light + work.dark) / rate


def _stitching_minutes(routing: Routing, work: Work, machine: Machine | None) -> Decimal:
    """ceil(n/heads) × (stitches/rate + hooping), for each place that is embroidered."""
    if not routing.stitches_per_minute:
        return Decimal(0)
    heads = (machine.heads if machine else None) or 1
    runs = ((-(-each.pieces // heads), each.stitches) for each in work.prints)
    return sum(
        (n * (stitches / routing.stitches_per_minute + routing.minutes_per_run) for n, stitches in runs),
        Decimal(0),
    )


def estimate_hours(routing: Routing, work: Work, machines: Collection[Machine] = ()) -> Decimal:
    """Hours for `work`, rounded half-up to four decimals. Of several machines the slowest counts: it fits on any."""
    chosen: Collection[Machine | None] = machines or [None]
    return round_half_up(max(estimate_minutes(routing, work, each) for each in chosen) / 60, HOURS_PLACES)
