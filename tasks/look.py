"""The shop's look as this process knows it: no page asks the database for it anew.

It is read when it is first needed and then kept for `KEPT_FOR` seconds. A commit in this process that writes a setting
drops it at once. Other processes learn of it from the statement that finds out who is at the door, which tells the
edition of the look besides (`noticed`); pages that ask for nobody see the change when their time is up. It is read on a
connection of its own, so that only what was committed is ever shown.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any, Final

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.core.base import db
from models.core.events import Fact, on_bell, on_fact, ring
from models.core.sqlite import reading
from models.look import ACCENT_COLOUR, Look, look_of
from models.settings import DECLARED, Setting

from . import logo

KEPT_FOR: Final = 5.0
"""Seconds."""


@dataclass
class _Kept:
    """What one application of this process knows."""

    look: Look | None = None
    edition: int | None = None
    read_at: float = 0.0
    dropped: int = 0
    """How often it was dropped: what was read before that is not kept."""
    reader: threading.Lock = field(default_factory=threading.Lock)

    def fresh(self) -> Look | None:
        look = self.look
        return look if time.monotonic() - self.read_at < KEPT_FOR else None


def init_app(app: Flask) -> None:
    """Begin to keep the look of the shop that `app` serves."""
    app.extensions["shop_look"] = _Kept()


def look() -> Look:
    """The shop's look, at most `KEPT_FOR` seconds old. One thread at a time asks for it; the others do not wait."""
    kept = _kept()
    known = kept.look
    fresh = kept.fresh()
    if fresh is not None:
        return fresh
    if not kept.reader.acquire(blocking=known is None):
        return known or _installed()
    try:
        return kept.fresh() or _read(kept)
    finally:
        kept.reader.release()


def known_look() -> Look:
    """The look without asking the database: for pages that say that something failed, perhaps just that."""
    return _kept().look or _installed()


def look_if_possible() -> Look:
    """The look; what is known of it while the database cannot be asked."""
    try:
        return look()
    except SQLAlchemyError:
        return known_look()


def noticed(edition: int | None) -> None:
    """The database holds this edition now: what is known of it holds on, anything else is read anew when needed."""
    kept = _kept()
    if kept.edition == edition:
        kept.read_at = time.monotonic()
    else:
        forget()


def forget() -> None:
    """Read it anew when it is next needed."""
    kept = _kept()
    kept.dropped += 1
    kept.look = None


def _kept() -> _Kept:
    kept: _Kept = current_app.extensions["shop_look"]
    return kept


def _read(kept: _Kept) -> Look:
    before = kept.dropped
    with reading(), db.engine.connect() as connection:
        found, edition = look_of(connection, current_app.config["SHOP_NAME"])
    if not logo.is_stored(found.logo):
        found = replace(found, logo="")
    if kept.dropped == before:
        kept.read_at, kept.edition, kept.look = time.monotonic(), edition, found
    return found


def _installed() -> Look:
    return Look(current_app.config["SHOP_NAME"], DECLARED[ACCENT_COLOUR].default)


@on_fact(Setting)
def _announce(session: Session, _facts: list[Fact]) -> None:
    ring(session, "look", "changed")


@on_bell("look")
def _drop(_what: list[tuple[Any, ...]]) -> None:
    forget()
