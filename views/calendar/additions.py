"""What other areas add to the head of the calendar, such as a button that proposes a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..core.access.person import is_granted


@dataclass(frozen=True, slots=True)
class Addition:
    """A template that is drawn among the calendar's deeds, for whoever holds the pair. It may bring scripts."""

    template: str
    permission: str
    resource: str


_ADDITIONS: Final[list[Addition]] = []


def add_to_calendar(template: str, permission: str, resource: str) -> None:
    """Draw `template` in the head of the calendar for those who hold (`permission`, `resource`)."""
    addition = Addition(template, permission, resource)
    if addition not in _ADDITIONS:  # several applications of one process share the list
        _ADDITIONS.append(addition)


def additions() -> list[str]:
    """The templates that the person at the door gets."""
    return [each.template for each in _ADDITIONS if is_granted(each.permission, each.resource)]
