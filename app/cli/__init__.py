"""`flask shop …`: what is done to the shop from the command line."""

from __future__ import annotations

from flask.cli import AppGroup

from . import checking, keeping, people, running

shop = AppGroup("shop", help="Start, look after and check the shop.")

for command in (
    running.init,
    running.run,
    running.web_server,
    running.worker,
    running.clock,
    people.demo,
    people.user,
    keeping.backup,
    keeping.restore,
    checking.verify_audit,
    checking.doctor,
):
    shop.add_command(command)
