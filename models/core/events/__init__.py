"""Facts first, then the bell.

A verb *announces* what was done; a flush notes every written row as a *fact* of plain values. Before the outermost
commit, reactions to both run in the same transaction until all is quiet: history, outbox, costing, alerts, and last
the audit. If one refuses, the transaction is broken and must be rolled back. After the commit *bells* are rung:
hints for the queue and for open pages, which may be lost without harm because a sweep finds what they missed.

It holds for every Session of the process.
"""

from . import facts
from .bells import on_bell
from .ledger import Event, Fact, announce, record, ring
from .portal import PORTAL
from .reactions import at_the_end, on_fact, on_verb, settle, when_quiet

__all__ = [
    "PORTAL",
    "Event",
    "Fact",
    "announce",
    "at_the_end",
    "on_bell",
    "on_fact",
    "on_verb",
    "record",
    "ring",
    "settle",
    "when_quiet",
]
