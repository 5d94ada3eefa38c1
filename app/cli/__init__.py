"""`flask shop …`: what is done to the shop from the command line."""

from __future__ import annotations

from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from ..running import refused_by_database
from . import checking, importing, keeping, people, running


class _Shop(AppGroup):
    def invoke(self, context: click.Context) -> Any:
        """Say in a sentence that the database cannot be used, whichever command asked for it."""
        try:
            return super().invoke(context)
        except DBAPIError as error:
            raise refused_by_database(error) or error from None


shop = _Shop("shop", help="Start, look after and check the shop.")

for command in (
    running.init,
    running.run,
    running.web_server,
    running.worker,
    running.clock,
    people.demo,
    people.user,
    importing.import_file,
    keeping.backup,
    keeping.restore,
    checking.verify_audit,
    checking.doctor,
):
    shop.add_command(command)
