"""How the environment's addresses are read: as `app.environment` reads the other values, refusing in the same words."""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from redis.connection import parse_url
from sqlalchemy import make_url

from .environment import HOST_NAME, directory

SMTP_SECURITY: Final = ("none", "starttls", "tls")


def web_address(value: str) -> str:
    """An http or https address without path, query or trailing slash."""
    parts = _split(value)
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None
    if parts.scheme not in ("http", "https") or more or not _is_host(parts.hostname or ""):
        raise ValueError(f"must be an address such as https://shop.example.com, not “{value}”.")
    return f"{parts.scheme}://{parts.netloc}"


def database_address(value: str) -> str:
    """An SQLAlchemy address of SQLite or PostgreSQL; postgres:// and postgresql:// get the psycopg 3 driver."""
    scheme, separator, rest = value.partition("://")
    if separator and scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        _split(value)
        return f"postgresql+psycopg://{rest}"
    if separator and scheme == "sqlite" and make_url(value).database not in (None, "", ":memory:"):
        return value
    raise ValueError("must begin with postgresql://, or with sqlite:/// and name a file.")


def redis_address(value: str) -> str:
    """An address that redis-py understands."""
    parts = _split(value)
    named = parts.path if parts.scheme == "unix" else parts.hostname
    if parts.scheme not in ("redis", "rediss", "unix") or not named:
        raise ValueError(
            "must begin with redis://, rediss:// or unix:///, followed by a host or a socket's path."
        )
    try:
        parse_url(value)
    except ValueError as mistake:
        raise ValueError(f"has an option that cannot be: {mistake}") from None
    return value


def smtp_address(value: str) -> str:
    """`smtp://user:password@host:port?tls=starttls`; tls is none, starttls or tls."""
    parts = _split(value)
    if parts.scheme != "smtp" or not parts.hostname:
        raise ValueError("must look like smtp://user:password@host:port?tls=starttls.")
    if parse_qs(parts.query).get("tls", ["none"])[-1] not in SMTP_SECURITY:
        raise ValueError(f"may end in ?tls= followed by one of {', '.join(SMTP_SECURITY)}, and nothing else.")
    return value


def storage_address(value: str) -> str:
    """`file:///directory`. Other kinds of storage are refused until the shop can write to them."""
    parts = _split(value)
    if parts.scheme == "s3":
        raise ValueError("cannot be an s3:// address in this version: use file:///directory.")
    if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
        raise ValueError("must look like file:///directory.")
    directory(unquote(parts.path))
    return value


def _is_host(name: str) -> bool:
    """Whether `name` is a host's name or an address of IPv6 (without its brackets)."""
    return ":" in name or HOST_NAME.fullmatch(name) is not None


def _split(value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError("is not a well-formed address (look at its host and port).") from None
    return parts
