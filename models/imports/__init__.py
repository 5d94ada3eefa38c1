"""Bringing a shop's data in from files: reading, mapping and planning are pure; a plan is carried out at once or not.

table = read_delimited(data)
mapping = guess(kind, table.headers, kind.offered(roles))
plan = plan_import(session, kind, table, mapping)
carry_out(session, plan)
"""

from sqlalchemy.orm import Session

from .declared import JOBS, KINDS
from .delimited import read_delimited
from .kinds import Kind, Target
from .mapping import Mapping, faults, guess, parse_mapping
from .orders import plan_jobs
from .plan import Plan, Progress, carry_out
from .reading import read_rows
from .records import Import, ImportMap, ImportStatus
from .report import report_of, summary
from .simple import plan_rows
from .table import MOST_BYTES, NotATable, Table
from .words import VOCABULARIES, Vocabulary

__all__ = [
    "KINDS",
    "MOST_BYTES",
    "VOCABULARIES",
    "Import",
    "ImportMap",
    "ImportStatus",
    "Kind",
    "Mapping",
    "NotATable",
    "Plan",
    "Progress",
    "Table",
    "Target",
    "Vocabulary",
    "carry_out",
    "faults",
    "guess",
    "parse_mapping",
    "plan_import",
    "read_delimited",
    "report_of",
    "summary",
]


def plan_import(session: Session, kind: Kind, table: Table, mapping: Mapping) -> Plan:
    """What importing `table` as `kind` will do, by `mapping`, which has no `faults`. It writes nothing."""
    planned = plan_jobs if kind is JOBS else plan_rows
    return planned(session, kind, read_rows(kind, table, mapping), mapping)
