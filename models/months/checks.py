"""What is still open in a month that is to be closed: areas above say theirs with `@closing_check`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class OpenMatter:
    """Something unfinished in a month: what and how many (“2 draft invoices”), and what to do about it.

    One that `blocks` could never be finished after the closing, such as time that still runs. `address` is the page
    on which its rows are seen, if any.
    """

    what: str
    next_step: str
    blocks: bool = False
    address: str = ""


Check = Callable[[Session, str], OpenMatter | None]

_CHECKS: list[Check] = []


def closing_check(check: Check) -> Check:
    """Ask `check` before a month is closed: it gives what is open in the month, or None."""
    _CHECKS.append(check)
    return check


def open_matters(session: Session, month: str) -> list[OpenMatter]:
    """What is open in `month`, what blocks its closing first."""
    found = [matter for check in _CHECKS if (matter := check(session, month)) is not None]
    return sorted(found, key=lambda matter: (not matter.blocks, matter.what))


def told(matters: Sequence[OpenMatter]) -> str:
    """Such as “1 entry of time runs, 2 invoices are drafts”."""
    return ", ".join(matter.what for matter in matters)
