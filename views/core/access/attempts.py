"""A brake on guessing passwords: failed log-ins are counted for a while, in this process's memory."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from typing import Final

from models.core import clock

WINDOW: Final = 300
"""Seconds for which a failure counts."""

LIMITS: Final = {"person": 10, "address": 60}
"""Failures that one name from one address, and one address altogether, may have within the window."""

_MOST_KEYS: Final = 50_000


class FailedLogins:
    """Failures by (address, name) and by address."""

    def __init__(self) -> None:
        self._failures: dict[tuple[str, ...], deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def wait_for(self, address: str, name: str) -> int:
        """Seconds until `name` may try again from `address`; 0 when it may try now."""
        now = clock.now().timestamp()
        with self._lock:
            return max(
                self._wait((address, name.lower()), LIMITS["person"], now),
                self._wait((address,), LIMITS["address"], now),
            )

    def note(self, address: str, name: str) -> None:
        """Count a failure."""
        now = clock.now().timestamp()
        with self._lock:
            if len(self._failures) > _MOST_KEYS:
                self._failures.clear()
            self._failures[address, name.lower()].append(now)
            self._failures[address,].append(now)

    def forget(self, address: str, name: str) -> None:
        """`name` signed in: its failures no longer count."""
        with self._lock:
            self._failures.pop((address, name.lower()), None)

    def _wait(self, key: tuple[str, ...], limit: int, now: float) -> int:
        times = self._failures.get(key)
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if times is not None and not times:
            del self._failures[key]
        if not times or len(times) < limit:
            return 0
        return max(1, int(times[-limit] + WINDOW - now))
