"""Commands about who may sign in."""

from __future__ import annotations

import importlib

import click
from flask import current_app
from flask.cli import with_appcontext

from models.core.base import db
from models.core.errors import RuleBroken
from models.core.roles import ROLES
from models.notifications import queue_mail
from models.people import invite_staff

from .. import first_start


@click.command()
@click.option("--years", type=click.IntRange(1, 20), help="How many years of history to make (2).")
@click.option(
    "--scale", type=click.IntRange(1, 1000), help="How many times the jobs, copied in bulk: for benchmarks."
)
@click.option("--seed", type=int, help="Another number makes another shop; the same number the same one.")
@with_appcontext
def demo(**size: int | None) -> None:
    """Fill an empty shop with the demo (only with DEMO=1)."""
    if not current_app.config["SHOP_DEMO"]:
        raise click.ClickException("The demo's passwords are known to everybody: set DEMO=1 to make it.")
    if not first_start.is_initialised():
        first_start.initialise()
    if first_start.is_used():
        raise click.ClickException("The shop is not empty: the demo is made only in an empty one.")
    chosen = {name: value for name, value in size.items() if value is not None}
    importlib.import_module("app.demo").seed(current_app._get_current_object(), **chosen)  # type: ignore[attr-defined]
    click.echo("The demo shop is there.")


@click.command()
@click.argument("name")
@click.option("--role", required=True, help=f"One of {', '.join(ROLES)}.")
@click.option("--email", required=True, help="Where the invitation goes.")
@with_appcontext
def user(name: str, role: str, email: str) -> None:
    """Invite NAME to sign in: prints and mails a link by which they choose a password."""
    if "@" not in email or not name.strip():
        raise click.UsageError("A user has a NAME and an --email address.")
    session = db.session()
    try:
        invitation, token = invite_staff(session, name=name.strip(), role=role, email=email.strip())
        told = {"invitation_id": invitation.id, "name": name, "role": role}
        queue_mail(session, "staff_invitation", email, told, dedup_key=f"staff_invitation/{invitation.id}")
        session.commit()
    except RuleBroken as refusal:
        session.rollback()
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{name} is invited as {role}. This link sets the password; it works once, for seven days:")
    click.echo(f"{current_app.config['SHOP_BASE_URL']}/invitation/{token}")
