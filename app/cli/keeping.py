"""Commands that keep the shop safe: backup and restore."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from .. import backups
from ..databases import DatabaseRefused


@click.command()
@click.argument("destination", metavar="DEST", type=click.Path(path_type=Path))
@with_appcontext
def backup(destination: Path) -> None:
    """Write database, files and keys into the archive DEST (or a new one in the directory DEST)."""
    try:
        written = backups.backup(current_app.extensions["shop_settings"], destination)
    except (backups.BackupRefused, DatabaseRefused) as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{written} holds the shop and its keys: keep it where only you can read it.")


@click.command()
@click.argument("source", metavar="SRC", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace a shop that is not empty.")
@with_appcontext
def restore(source: Path, force: bool) -> None:
    """Put the shop of the archive SRC in the place of this one, which must not be running."""
    try:
        backups.restore(current_app.extensions["shop_settings"], source, replace=force)
    except (backups.BackupRefused, DatabaseRefused) as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo("The shop is restored. Start it, or bring its tables up to date with flask shop init.")
