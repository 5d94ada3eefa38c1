"""What a report says, as plain values: its paper and its workbook are both made of them, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column of a table. `kind` is how its values are spelled.

    text; day; money; percent; change (percent with its sign); rate; hours; clocked (hours without their unit, always to
    two places); whole; number.
    """

    heading: str
    kind: str = "text"

    @property
    def is_number(self) -> bool:
        """Whether its values stand to the right."""
        return self.kind not in ("text", "day")


@dataclass(frozen=True)
class Cell:
    """A value that is spelled otherwise than its column says."""

    value: Any
    kind: str


@dataclass(frozen=True)
class Table:
    """Rows under a title. `foot` is a last row with the sums; `note` says what is to be known to read them."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    foot: Sequence[Any] = ()
    note: str = ""
    empty: str = "Nothing to tell."


@dataclass(frozen=True)
class Contents:
    """A report's sentences and tables. The first two sentences have the numbers that matter: mails say them.

    `remarks` are what a reader must know besides, such as that a month is not closed yet.
    """

    sentences: Sequence[str]
    tables: Sequence[Table]
    remarks: Sequence[str] = ()

    @property
    def summary(self) -> str:
        """The two sentences that mails and lists say."""
        return " ".join(self.sentences[:2])
