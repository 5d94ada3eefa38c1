"""In which order, and beside which others, the files of tests run: long ones first, started shops by one worker."""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadFileScheduling

LONG_FIRST = ("stories", "browser", "app", "soak", "tasks", "", "bench", "models", "views")
"""The rooms of `tests/`, so that a run ends with short files and no worker is left alone with a long one."""
_START_A_DEMO = (
    "tests/stories/test_the_shop_runs",
    "tests/stories/test_a_design",
    "tests/app/test_supervisor.py",
    "tests/browser/test_dashboards.py",
)


class FilesLongFirst(LoadFileScheduling):
    """Files stay whole; those that start the demo shop of `demo_in` go to one worker, which starts it once."""

    def _split_scope(self, nodeid: str) -> str:
        """The file of a test, or what files of its kind are called together."""
        return "started shops" if nodeid.startswith(_START_A_DEMO) else super()._split_scope(nodeid)


def sort(items: list[pytest.Item]) -> None:
    """Bring the rooms into the order of `LONG_FIRST`; within a room all stays as it was."""
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    parts = item.nodeid.split("::", 1)[0].split("/")
    room = parts[1] if len(parts) > 2 else ""
    return LONG_FIRST.index(room) if room in LONG_FIRST else len(LONG_FIRST)
