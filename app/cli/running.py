"""Commands that start the shop or one of its parts, in the foreground, until told to stop."""

from __future__ import annotations

import contextvars
import os
import signal
from collections.abc import Callable

import click
from flask.cli import ScriptInfo

from .. import first_start, processes, supervisor, web

_pass_script = click.make_pass_decorator(ScriptInfo, ensure=True)


@click.command()
@_pass_script
def init(script: ScriptInfo) -> None:
    """Bring the tables up to date and add the reference rows; no demo data. Safe to run again."""
    app = script.load_app()
    with app.app_context():
        first_start.initialise()
    click.echo("The shop's tables and reference rows are up to date.")
    if first_start.nobody_yet(app):
        click.echo(first_start.INVITE_THE_FIRST)


@click.command()
@click.option(
    "--until-parent-stops", is_flag=True, help="Stop too when the program that started this one dies."
)
@_pass_script
def run(script: ScriptInfo, until_parent_stops: bool) -> None:
    """Start everything: store (unless REDIS_URL), web, worker and clock; restart what dies; Ctrl-C stops all."""
    if until_parent_stops:
        processes.follow(os.getppid(), signal.SIGTERM)
    app = script.load_app()
    supervisor.Supervisor(app, app.extensions["shop_settings"]).run()


@click.command(name="web")
@click.option(
    "--workers", default=1, show_default=True, help="Processes; more than one only with PostgreSQL."
)
@_pass_script
def web_server(script: ScriptInfo, workers: int) -> None:
    """Serve HTTP only."""
    app = script.load_app()
    settings = app.extensions["shop_settings"]
    if workers > 1 and settings.uses_sqlite:
        raise click.UsageError("With SQLite the web server has one process; use PostgreSQL for more.")
    _alone(lambda: web.run(app, settings, workers))


@click.command()
@_pass_script
def worker(script: ScriptInfo) -> None:
    """Do the queued work: mail first of all."""
    script.load_app()
    _alone(supervisor.run_worker)


@click.command()
@_pass_script
def clock(script: ScriptInfo) -> None:
    """Do what is due by time. Exactly one may run for a shop."""
    script.load_app()
    _alone(supervisor.run_clock)


def _alone(run: Callable[[], None]) -> None:
    """Run a part of the shop in this process, outside the command line's own application context."""
    processes.bind_forks()
    contextvars.Context().run(run)
