"""Commands that look and tell, and change nothing."""

from __future__ import annotations

import shutil

import click
from flask import current_app
from flask.cli import with_appcontext

from models.core import audit
from models.core.base import db
from models.core.sqlite import reading
from views import health


@click.command()
@with_appcontext
def verify_audit() -> None:
    """Check that the audit trail is whole and tells what the tables hold; names each damaged row."""
    with reading():
        damages = audit.verify(db.session())
    for damage in damages:
        click.echo(damage)
    if damages:
        raise click.ClickException(f"The audit trail shows {len(damages)} damage(s).")
    click.echo("The audit trail is whole.")


@click.command()
@with_appcontext
def doctor() -> None:
    """Say of each part of the shop how it is."""
    states = health.readiness() | {"mail": _mail(), "disk": _disk()}
    width = max(map(len, states))
    for part, state in states.items():
        click.echo(f"{part:<{width}}  {'is well.' if state == 'ok' else state}")
    if any(states[part] != "ok" for part in health.PARTS):
        raise SystemExit(1)


def _mail() -> str:
    server = current_app.config["MAIL_SERVER"]
    if server:
        return f"goes out through {server}:{current_app.config['MAIL_PORT']}."
    return f"is kept in {current_app.config['MAIL_FOLDER']}, since SMTP_URL is not set."


def _disk() -> str:
    free = shutil.disk_usage(current_app.config["SHOP_DATA_DIR"]).free / 2**30
    return "ok" if free >= 1 else f"has only {free:.1f} GiB left for DATA_DIR."
