"""Ports for servers that a test starts a moment later."""

from __future__ import annotations

import itertools
import secrets
import socket

_FIRST, _COUNT = 10_000, 20_000
"""Below what the kernel lends to whoever connects: such a port could be lent to somebody until the server binds it."""
_NUMBERS = itertools.count(secrets.randbelow(_COUNT))


def free_port() -> int:
    """A port of this machine on which nobody listens, another one each time."""
    while True:
        port = _FIRST + next(_NUMBERS) % _COUNT
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                continue
        return port
