"""The mails that were kept instead of sent: files in one folder, read as what strangers may have written."""

from __future__ import annotations

import datetime as dt
import email.policy
import heapq
import os
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Final

MAILS_A_PAGE: Final = 50
LARGEST: Final = 25 * 1024 * 1024
"""Bytes of a mail that are read; what is longer is cut."""
_HEAD: Final = 64 * 1024
_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@=+-]{0,200}\.eml")


@dataclass(frozen=True)
class Envelope:
    """A line of the list."""

    name: str
    at: dt.datetime
    subject: str
    recipient: str


@dataclass(frozen=True)
class Letter:
    """One mail: its headers, its text, its HTML if it has any, and the names of what is attached."""

    headers: list[tuple[str, str]]
    subject: str
    recipient: str
    text: str
    html: str
    attachments: list[str]


def envelopes(folder: Path, page: int) -> tuple[list[Envelope], bool]:
    """The mails of the `page` (from 1), newest first, and whether older ones follow. Reads only that page's files."""
    wanted = page * MAILS_A_PAGE
    newest = heapq.nlargest(wanted + 1, _files(folder))
    shown = newest[wanted - MAILS_A_PAGE : wanted]
    found = (_envelope(folder, name, at) for at, name in shown)
    return [envelope for envelope in found if envelope is not None], len(newest) > wanted


def _files(folder: Path) -> list[tuple[int, str]]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        mails = [
            entry for entry in entries if _NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
        ]
        return [(entry.stat(follow_symlinks=False).st_mtime_ns, entry.name) for entry in mails]


def _envelope(folder: Path, name: str, at: int) -> Envelope | None:
    message = _read(folder, name, _HEAD)
    if message is None:
        return None
    written = dt.datetime.fromtimestamp(at / 1e9, dt.UTC)
    return Envelope(name, written, _header(message, "Subject") or "(no subject)", _header(message, "To"))


def letter(folder: Path, name: str) -> Letter | None:
    """The mail kept as `name`; None when there is none. No name leads out of `folder`."""
    message = _read(folder, name, LARGEST)
    if message is None:
        return None
    return Letter(
        headers=[(key, _header(message, key)) for key in dict.fromkeys(message.keys())],
        subject=_header(message, "Subject") or "(no subject)",
        recipient=_header(message, "To"),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=[part.get_filename() or part.get_content_type() for part in message.iter_attachments()],
    )


def _read(folder: Path, name: str, most: int) -> EmailMessage | None:
    if not _NAME.fullmatch(name):
        return None
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return BytesParser(policy=email.policy.default).parsebytes(file.read(most))


def _header(message: EmailMessage, name: str) -> str:
    try:
        return ", ".join(str(value) for value in message.get_all(name, []))
    except (ValueError, LookupError, IndexError, AttributeError):
        return "(unreadable)"  # the standard parser stumbles over some broken headers


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError, KeyError):
        payload = part.get_payload(decode=True)
        return payload.decode(errors="replace") if isinstance(payload, bytes) else ""
