"""What an import's page shows: its columns with what each may be, and its refused rows by reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from models.imports import Import, Table, Target
from models.imports.sizes import size_of

SHOWN_REFUSALS: Final = 200
_SHOWN_LINES: Final = 12


class Choice(NamedTuple):
    """What a column may be: its name in a mapping, and as people read it."""

    name: str
    label: str


class Column(NamedTuple):
    """A column of a file: its header, the first values, and what it may be, by what that is a column of."""

    header: str
    samples: list[str]
    choices: list[tuple[str, list[Choice]]]


def columns_of(table: Table, targets: Sequence[Target]) -> list[Column]:
    """The columns of `table`, each of which may be one of `targets`."""
    groups = [(group, list(members)) for group, members in groupby(targets, key=lambda target: target.group)]
    return [
        Column(header, table.samples(place), [(group, _choices(header, mine)) for group, mine in groups])
        for place, header in enumerate(table.headers)
    ]


def _choices(header: str, targets: list[Target]) -> list[Choice]:
    """A column of pieces is called by the size that its header names."""
    return [
        Choice(target.name, f"Pieces of size {size_of(header)}" if target.by_size else target.label)
        for target in targets
    ]


class Refusal(NamedTuple):
    """A reason for which rows are refused, how many, and in which lines of the file."""

    reason: str
    rows: int
    lines: str


def refusals_of(kept: Import) -> list[Refusal]:
    """The reasons for which rows are refused, in the order of the file: one mistake often meets a thousand rows."""
    lines: dict[str, list[int]] = defaultdict(list)
    for line, reason in (kept.report or {}).get("refused", []):
        lines[reason].append(line)
    return [Refusal(reason, len(found), _told(found)) for reason, found in lines.items()]


def _told(lines: list[int]) -> str:
    shown = ", ".join(f"{line:,}" for line in lines[:_SHOWN_LINES])
    return shown if len(lines) <= _SHOWN_LINES else f"{shown} and {len(lines) - _SHOWN_LINES:,} more"
