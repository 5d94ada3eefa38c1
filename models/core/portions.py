"""Many ids, a portion at a time: no statement grows with what a shop has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

PORTION: Final = 500
"""Ids that one statement names."""


def portions(ids: Iterable[str], most: int = PORTION) -> Iterator[list[str]]:
    """Each of `ids` once, in their order, at most so many at a time."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), most):
        yield ordered[start : start + most]
