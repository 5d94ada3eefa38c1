"""How often one address may ask: kept in this process's memory, and bounded in it."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from typing import Final

MOST_ADDRESSES: Final = 10_000
"""Beyond them the address that has been quiet for longest is forgotten."""


class RateLimit:
    """At most `most` requests of an address in any `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str | None) -> int:
        """Note a request of `address`: 0 when it may pass, else the seconds after which one may."""
        now = time.monotonic()
        with self._lock:
            asked = self._recent(network_of(address or ""), now)
            if len(asked) >= self._most:
                return int(asked[0] + self._seconds - now) + 1
            asked.append(now)
            return 0

    def _recent(self, network: str, now: float) -> deque[float]:
        asked = self._asked.setdefault(network, deque())
        self._asked.move_to_end(network)
        while asked and asked[0] <= now - self._seconds:
            asked.popleft()
        if len(self._asked) > MOST_ADDRESSES:
            self._asked.popitem(last=False)
        return asked


def network_of(address: str) -> str:
    """An IPv6 household has a whole /64 to ask from: it counts as one address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if parsed.version == 6 else address
