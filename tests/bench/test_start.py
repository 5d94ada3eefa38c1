"""How soon the shop is ready again, and how soon it has stopped."""

from __future__ import annotations

import statistics
import time

import pytest

from tests.app.running_shop import RunningShop, running_shop

pytestmark = pytest.mark.bench

STARTS = 5
READY_WITHIN = 5.0
STOPPED_WITHIN = 5.0


def test_a_second_start_is_ready_within_five_seconds(tmp_path, capsys):
    with running_shop(tmp_path / "data") as first:
        first.stop()
    ready, stopped = [], []
    for _ in range(STARTS):
        shop = RunningShop(tmp_path / "data")
        ready.append(shop.wait())
        began = time.monotonic()
        shop.stop()
        stopped.append(time.monotonic() - began)
    with capsys.disabled():
        print()  # noqa: T201
        for name, seconds, promised in (("start", ready, READY_WITHIN), ("stop", stopped, STOPPED_WITHIN)):
            median = statistics.median(seconds)
            print(f"{name:<8} {median:6.2f} s of {promised:.2f} s  {median / promised:6.2f}")  # noqa: T201
    assert statistics.median(ready) <= READY_WITHIN
    assert statistics.median(stopped) <= STOPPED_WITHIN
