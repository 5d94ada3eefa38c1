"""What was changed, by whom: one entry per row and transaction.

Each entry carries its own MAC, written in the transaction itself. Every minute the clock seals what is not sealed yet
into a chain, in which each seal's MAC covers the one before: an entry altered, removed, added or reordered shows. The
latest seal is sent to the owner, so that a cut tail shows as well. Entries are compared with the rows they speak of,
so that a value changed behind the program's back is found too.
"""

from . import bulk
from .seals import seal
from .tables import AuditEntry, AuditSeal
from .verification import verify

__all__ = ["AuditEntry", "AuditSeal", "seal", "verify"]
