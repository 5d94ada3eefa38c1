"""The tables of the trail, and the MACs that make tampering show."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from .. import keys
from ..base import Base
from ..labels import label
from ..types import Prose, UtcDateTime


class AuditSeal(Base):
    """A link of the chain: how many entries it covers and a MAC over theirs and the seal before."""

    __tablename__ = "audit_seals"

    number: Mapped[int] = mapped_column(sa.Integer, unique=True)
    rows: Mapped[int] = mapped_column(sa.Integer)
    mac: Mapped[str] = mapped_column(sa.String(64))

    def __str__(self) -> str:
        return f"Seal {self.number}"


class AuditEntry(Base):
    """One row's change in one transaction: `changes` is JSON, column to [before, after] or, when new, to its value."""

    __tablename__ = "audit_entries"

    subject: Mapped[str] = mapped_column(sa.String(80), index=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    actor: Mapped[str] = mapped_column(sa.String(200))
    verbs: Mapped[str] = mapped_column(sa.String(400), default="")
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    changes: Mapped[str] = mapped_column(Prose(1_000_000))
    mac: Mapped[str] = mapped_column(sa.String(64))
    seal_id: Mapped[str | None] = mapped_column(sa.ForeignKey("audit_seals.id"), index=True)

    def __str__(self) -> str:
        return f"{label(self.subject.partition('/')[0]).capitalize()}: {self.kind}"


_SIGNED = ("id", "subject", "kind", "actor", "verbs", "at", "changes")


def mac(*parts: str) -> str:
    """A MAC over `parts` by the installation's key of the trail: 64 hexadecimal digits."""
    return macs([_BETWEEN.join(parts)])[0]


def macs(texts: Iterable[str]) -> list[str]:
    """A MAC over each of `texts`, at less cost than one by one."""
    key = keys.derive("audit")
    return [hmac.digest(key, text.encode(), "sha256").hex() for text in texts]


def mac_of(entry: Any) -> str:
    """The MAC that `entry`, a mapping by column, must have."""
    return mac(signed(entry))


def signed(entry: Any) -> str:
    """The text that the MAC of `entry`, a mapping by column, covers."""
    at = entry["at"]
    moment = at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)
    return _BETWEEN.join([moment.isoformat() if name == "at" else str(entry[name]) for name in _SIGNED])


_BETWEEN = "\x1f"
