"""The command that brings a shop's data in from a file."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from models.core.base import db
from models.core.sqlite import reading
from models.imports import KINDS, Kind, Mapping, NotATable, Plan, Table, guess, parse_mapping, summary
from tasks.imports import ImportRefused, collecting_later, planned, write
from tasks.spreadsheets import read_table

_ALSO = {"contacts": "customer_contacts"}


@click.command(name="import")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help='JSON: {"columns": {"Header": "column"}, "statuses": …}; without it the headers are guessed.',
)
@click.option("--dry-run", is_flag=True, help="Say what an import would bring, and write nothing.")
@with_appcontext
def import_file(kind: str, file: Path, map_file: Path | None, dry_run: bool) -> None:
    """Import FILE (CSV or .xlsx), which holds KIND: all of it or, when a row is refused, nothing."""
    chosen = KINDS.get(_ALSO.get(kind, kind))
    if chosen is None:
        raise click.UsageError(f"There is no kind “{kind}”. The kinds are {', '.join(KINDS)}.")
    try:
        table = read_table(file.read_bytes())
        mapping = _mapping(chosen, table, map_file)
        plan = _look(chosen, table, mapping) if dry_run else _write(chosen, table, mapping)
    except (NotATable, ValueError) as refusal:
        raise click.ClickException(str(refusal)) from None
    except ImportRefused as refusal:
        _tell(refusal.plan)
        raise click.ClickException(str(refusal)) from None
    _tell(plan)
    click.echo(summary(plan, imported=not dry_run))
    if dry_run and plan.refused and not mapping.leaves_out_refused:
        raise SystemExit(1)


def _mapping(kind: Kind, table: Table, map_file: Path | None) -> Mapping:
    if map_file is None:
        return guess(kind, table.headers, kind.targets)
    return parse_mapping(map_file.read_text(encoding="utf-8-sig"))


def _look(kind: Kind, table: Table, mapping: Mapping) -> Plan:
    with reading():
        return planned(db.session(), kind, table, mapping, None)


def _write(kind: Kind, table: Table, mapping: Mapping) -> Plan:
    session = db.session()
    with collecting_later():
        plan = write(session, kind, table, mapping, None, lambda _done, _of: None)
        session.commit()
    return plan


def _tell(plan: Plan | None) -> None:
    """How columns were read, and every refused row."""
    for note in plan.notes if plan else ():
        click.echo(note)
    for refused in plan.refused if plan else ():
        click.echo(f"line {refused.line}: {refused.reason}")
