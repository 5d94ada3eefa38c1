"""How each environment variable is read: a function per kind of value, refusing with the end of a sentence.

The sentence begins with the variable's name (see `app.config`), so that each refusal here reads on from it:
“PORT” + “must be a whole number from 1 to 65535, not “many”.” Values that may hold a password are never repeated.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
import socket
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import getaddresses
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

HOST_NAME: Final = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", re.IGNORECASE | re.ASCII)
WEB_WORKERS: Final = ("gthread", "gevent")
SWITCH_VALUES: Final = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def switch(value: str | bool) -> bool:
    """0 or 1 (also true, false, yes, no)."""
    if isinstance(value, bool):
        return value
    if value.strip().lower() not in SWITCH_VALUES:
        raise ValueError(f"must be 0 or 1, not “{value}”.")
    return SWITCH_VALUES[value.strip().lower()]


def port_number(value: str | int) -> int:
    """A TCP port, 1 to 65535."""
    if not str(value).strip().isdecimal() or not 1 <= int(value) <= 65535:
        raise ValueError(f"must be a whole number from 1 to 65535, not “{value}”.")
    return int(value)


def weeks_of_past(value: str | int) -> int:
    """A number of weeks, 1 to 104."""
    if not str(value).strip().isdecimal() or not 1 <= int(value) <= 104:
        raise ValueError(f"must be a whole number of weeks from 1 to 104, not “{value}”.")
    return int(value)


def host_address(value: str) -> str:
    """A name or address that this machine can listen on."""
    try:
        socket.getaddrinfo(value, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ValueError(f"must be an address of this machine, such as 127.0.0.1, not “{value}”.") from None
    return value


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine can reach `host`."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def web_worker(value: str) -> str:
    """Gthread or gevent."""
    if value.strip().lower() not in WEB_WORKERS:
        raise ValueError(f"must be {' or '.join(WEB_WORKERS)}, not “{value}”.")
    return value.strip().lower()


def directory(value: str | Path) -> Path:
    """A directory that exists or can be made, as an absolute path."""
    try:
        path = Path(value).expanduser().absolute()
    except RuntimeError:
        raise ValueError(
            f"must be a directory that can be written; “{value}” begins with nobody's home."
        ) from None
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        (path / ".writable").touch()
        (path / ".writable").unlink()
    except OSError as error:
        raise ValueError(
            f"must be a directory that can be written; “{path}” is not ({error.strerror})."
        ) from None
    return path


def time_zone(value: str) -> str:
    """An IANA time zone."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"must be a time zone such as America/Chicago, not “{value}”.") from None
    return value


def mail_sender(value: str) -> str:
    """`Name <address>` or an address, on one line."""
    given = getaddresses([value]) if value.isprintable() else []
    try:
        addresses = [Address(addr_spec=address) for _, address in given]
    except (ValueError, MessageError, IndexError):
        addresses = []
    if len(addresses) != 1 or not addresses[0].domain or not addresses[0].addr_spec.isascii():
        raise ValueError(f"must be an e-mail address such as Shop <shop@example.com>, not “{value}”.")
    return value


def one_line(value: str) -> str:
    """Text on one line, at most 120 characters."""
    if not value.isprintable() or len(value) > 120:
        raise ValueError("must be one line of at most 120 characters.")
    return value


def words(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """Values separated by commas."""
    if isinstance(value, tuple):
        return value
    return tuple(word.strip() for word in value.split(",") if word.strip())


def host_names(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """Host names separated by commas, without scheme or port; a leading dot takes in all names below."""
    names = words(value)
    for name in names:
        if not HOST_NAME.fullmatch(name.removeprefix(".")):
            raise ValueError(f"must be host names separated by commas, not “{name}”.")
    return names


def encryption_keys(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """Fernet keys (32 bytes in URL-safe Base64) separated by commas, the one in use first."""
    keys = words(value)
    for position, key in enumerate(keys, start=1):
        try:
            length = len(base64.b64decode(key, altchars=b"-_", validate=True))
        except (binascii.Error, ValueError):
            length = 0
        if length != 32:
            raise ValueError(
                f"must be keys of 32 bytes in URL-safe Base64, separated by commas; key {position} is not."
            )
    return keys


def at_least(length: int, value: str) -> str:
    """A secret of at least `length` characters."""
    if len(value) < length:
        raise ValueError(f"must have at least {length} characters.")
    return value
