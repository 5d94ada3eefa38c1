"""Asking clamd, when there is one, whether a file carries a known virus.

Its protocol: https://docs.clamav.net/manual/Usage/Scanning.html#clamd (INSTREAM).
"""

from __future__ import annotations

import socket
import struct
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from .running import shop
from .storage import CHUNK

_SECONDS: Final = 60
_LONGEST_ANSWER: Final = 4096


class NotScanned(OSError):
    """The scanner is there and gave no verdict: the file waits until it does."""


def is_clean(path: Path) -> bool:
    """Whether the scanner finds nothing in the file, or there is no scanner; NotScanned when it does not say."""
    address: str = shop().config["SHOP_CLAMD_URL"]
    if not address:
        return True
    try:
        with _connected(address) as connection:
            _send(connection, path)
            answer = _answer(connection)
    except OSError as error:
        raise NotScanned(f"The virus scanner does not answer: {error}") from error
    if answer.endswith("OK"):
        return True
    if answer.endswith("FOUND"):
        return False
    raise NotScanned(f"The virus scanner says: {answer}")


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=_SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(_SECONDS)
    connection.connect(unquote(parts.path))
    return connection


def _send(connection: socket.socket, path: Path) -> None:
    connection.sendall(b"zINSTREAM\0")
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            connection.sendall(struct.pack("!I", len(chunk)) + chunk)
    connection.sendall(struct.pack("!I", 0))


def _answer(connection: socket.socket) -> str:
    answer = b""
    while len(answer) < _LONGEST_ANSWER and (part := connection.recv(_LONGEST_ANSWER)):
        answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")
