"""Killing and freezing whatever runs, for two minutes: the shop is ready again each time, and leaves nobody."""

from __future__ import annotations

import contextlib
import random
import signal
import time

import psutil
import pytest

from tests.app.running_shop import running_shop, until

pytestmark = pytest.mark.soak

SECONDS = 120


def test_whatever_is_killed_or_frozen_comes_back(tmp_path):
    choose = random.Random(687)
    with running_shop(tmp_path / "data") as shop:
        supervisor = psutil.Process(shop.process.pid)
        parts, finish, hits = len(supervisor.children()), time.monotonic() + SECONDS, 0
        while time.monotonic() < finish:
            victim = choose.choice(supervisor.children(recursive=True))
            with contextlib.suppress(psutil.NoSuchProcess):
                if choose.random() < 0.3:
                    victim.send_signal(signal.SIGSTOP)
                    time.sleep(choose.uniform(0.2, 3))
                    victim.send_signal(signal.SIGCONT)
                else:
                    victim.kill()
            hits += 1
            until(lambda: len(supervisor.children()) == parts, 40, shop.output)
            shop.meet_family()
            until(shop.is_ready, 60, shop.output)
        assert hits > 3
        shop.meet_family()
        assert shop.stop() == 0
        assert shop.survivors() == []
