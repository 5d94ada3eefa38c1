"""What of a job's items an operation works on."""

from __future__ import annotations

from collections.abc import Sequence

from ..jobs import DecorationMethod, JobItem, JobItemDecoration
from .estimates import TYPICAL_STITCHES, Print, Work


def work_of(items: Sequence[JobItem], method: DecorationMethod | None) -> Work:
    """All garments of the job, or with a method those that are decorated by it, and their prints."""
    if method is None:
        return Work(sum(item.quantity for item in items))
    mine = [(item, [each for each in item.decorations if each.decoration_method == method]) for item in items]
    prints = [_print(item, each) for item, decorations in mine for each in decorations]
    return Work(sum(item.quantity for item, decorations in mine if decorations), tuple(prints))


def _print(item: JobItem, decoration: JobItemDecoration) -> Print:
    """Screens that nobody counted are one for each colour, and at least one."""
    screens = decoration.screens if decoration.screens is not None else decoration.colors or 1
    stitches = TYPICAL_STITCHES if decoration.stitches is None else decoration.stitches
    return Print(item.quantity, decoration.on_dark, screens, stitches)
