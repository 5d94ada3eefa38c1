"""How the environment's addresses are read: as `app.environment` reads the other values, refusing in the same words."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from redis.connection import parse_url
from sqlalchemy import make_url

from .environment import HOST_NAME, directory

SMTP_SECURITY: Final = ("none", "starttls", "tls")
_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_INNER_PATH: Final = re.compile(r"/(?:[A-Za-z0-9_-]{1,40}/){1,5}")


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
    """`file:///directory`, or `s3://bucket/prefix?endpoint=https://…&region=…`."""
    parts = _split(value)
    if parts.scheme == "s3":
        return _bucket(value, parts)
    if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
        raise ValueError("must look like file:///directory or s3://bucket/prefix.")
    directory(unquote(parts.path))
    return value


def _bucket(value: str, parts: SplitResult) -> str:
    if parts.username is not None or not _BUCKET.fullmatch(parts.netloc) or parts.fragment:
        raise ValueError(
            "must look like s3://bucket/prefix?endpoint=https://host; who you are is told by AWS_ACCESS_KEY_ID "
            "and AWS_SECRET_ACCESS_KEY."
        )
    options = parse_qs(parts.query, keep_blank_values=True)
    if options.keys() - {"endpoint", "region"}:
        raise ValueError("may end in ?endpoint= and &region=, and nothing else.")
    for endpoint in options.get("endpoint", []):
        web_address(endpoint)
    return value


def scanner_address(value: str) -> str:
    """`tcp://host:port` or `unix:///path` of clamd."""
    parts = _split(value)
    over_network = parts.scheme == "tcp" and parts.hostname and parts.port
    if not over_network and not (parts.scheme == "unix" and parts.path.startswith("/")):
        raise ValueError("must look like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl.")
    return value


def inner_path(value: str) -> str:
    """A path of the web server in front of us, such as /stored-files/."""
    if not _INNER_PATH.fullmatch(value):
        raise ValueError("must be a path with a slash at both ends, such as /stored-files/.")
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
