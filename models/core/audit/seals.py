"""Sealing the trail into a chain."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from .tables import AuditEntry, AuditSeal, mac


def seal(session: Session) -> AuditSeal | None:
    """Chain what was committed since the last seal; None when nothing was. Run by the one clock; does not commit."""
    last = session.scalars(
        sa.select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1).with_for_update()
    ).first()
    open_entries = (
        sa.select(AuditEntry.id, AuditEntry.mac).where(AuditEntry.seal_id.is_(None)).order_by(AuditEntry.id)
    )
    entries = session.execute(open_entries).all()
    if not entries:
        return None
    number, chained = (last.number + 1, last.mac) if last else (1, "")
    sealed = AuditSeal(number=number, rows=len(entries), mac=mac(chained, *(mac for _, mac in entries)))
    session.add(sealed)
    session.flush()
    ids = [{"entry": entry_id, "seal": sealed.id} for entry_id, _ in entries]
    table = AuditEntry.__table__
    chain = sa.update(table).where(table.c.id == sa.bindparam("entry")).values(seal_id=sa.bindparam("seal"))
    session.connection().execute(chain, ids)
    return sealed
