"""Everything that the description of the REST door allows, and much that it does not, signed in as each role.

A request is thought of once and spoken by every role in turn, in an order of chance: thinking takes the most time.
Nothing may be answered with a fault, and nothing may succeed that the role is not granted. The description is the one
of somebody who may do everything, so that what is withheld from all is tried as well.
"""

from __future__ import annotations

import contextvars
import random
import time
from collections import Counter

import pytest
import schemathesis
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from models.core.base import db
from models.core.roles import OFFICE, PRODUCTION, ROLES
from tests import on_sqlite
from views.core.access.grants import holds
from views.core.rest import openapi
from views.core.screen import SCREENS

LOGIN = "/api/v1/security/"
READ = {"": "get", "lookup": "lookup", "_info": "info"}
WRITTEN = {"post": "post", "put": "put", "delete": "delete", "get": "get"}
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
EXAMPLES = 10
"""Requests of each mode for each operation."""


@pytest.fixture
def everything(program_as, monkeypatch, shop):
    """The operations of the whole description, on the shop as the server calls it: outside of any context."""
    monkeypatch.setattr(openapi, "is_granted", lambda *_: True)
    described = program_as("Admin").get("/api/v1/_openapi").get_json()
    monkeypatch.undo()
    schema = schemathesis.openapi.from_dict(described)
    schema.app = lambda environ, start: contextvars.Context().run(shop.wsgi_app, environ, start)
    return [found.ok() for found in schema.get_all_operations() if not found.ok().path.startswith(LOGIN)]


def permission_of(operation):
    """The pair that a success needs."""
    _, _, _, table, *rest = operation.path.split("/")
    last = rest[-1] if rest else ""
    if last in READ and operation.method == "get":
        return f"can_{READ[last]}", table
    return f"can_{WRITTEN[operation.method] if last in ('', '{pk}') else last}", table


class Tongue:
    """Makes what schemathesis thought of meet rows that exist, about as often as not."""

    def __init__(self, number):
        self.chance = random.Random(number)

    def spoken(self, case):
        """The case with ids of real rows put in here and there."""
        table = case.operation.path.split("/")[3]
        if "pk" in (case.path_parameters or {}) and self.chance.random() < 0.8:
            case.path_parameters["pk"] = self._a_row_of(table) or case.path_parameters["pk"]
        if isinstance(case.body, dict):
            model = next(screen.model for screen in SCREENS if screen.table == table)
            for column in model.__table__.c:
                for key in column.foreign_keys if column.name in case.body else ():
                    if self.chance.random() < 0.8:
                        case.body[column.name] = self._a_row_of(key.column.table.name)
        return case

    def _a_row_of(self, table):
        ids = db.session.scalars(sa.text(f"SELECT id FROM {table} ORDER BY id DESC LIMIT 20")).all()
        db.session.rollback()
        return self.chance.choice([str(each) for each in ids]) if ids else None


def _speak(operation, mode, examples, try_out):
    @seed(687)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def speak(case):
        try_out(case)

    speak()


class Examination:
    """Speaks each request as every one of the `roles`, and keeps what was answered to whom and what was wrong."""

    def __init__(self, program_as, roles):
        self.tokens = {role: program_as(role).environ_base["HTTP_AUTHORIZATION"] for role in roles}
        self.answers = {role: Counter() for role in roles}
        self.wrong, self.tongue = [], Tongue(687)

    def try_out(self, case):
        """Speak the case as each role."""
        for role in self.tongue.chance.sample(list(self.tokens), len(self.tokens)):
            self._speak_as(role, self.tongue.spoken(case))

    def _speak_as(self, role, case):
        answer = case.call(headers={"Authorization": self.tokens[role]})
        self.answers[role][answer.status_code] += 1
        granted = holds([role], *permission_of(case.operation))
        if answer.status_code >= 500 or (answer.status_code < 300 and not granted):
            self.wrong.append(f"{role}: {answer.status_code} {case.as_curl_command()}: {answer.text[:300]}")

    def pass_over(self, operations, modes_of, examples):
        """Try out `examples` requests of each mode for each operation."""
        db.session.remove()
        for number, operation in enumerate(operations):
            for mode in modes_of(number):
                _speak(operation, mode, examples, self.try_out)


@pytest.mark.soak
def test_no_role_meets_a_fault_or_does_what_it_is_not_granted(everything, program_as, say, database):
    began, examination = time.monotonic(), Examination(program_as, ROLES)
    examination.pass_over(everything, lambda _: MODES, EXAMPLES)
    say(f"whole API, {database}: {len(everything)} operations, {time.monotonic() - began:.0f} s")
    for role, answers in examination.answers.items():
        say(f"  {role}: {answers.total()} requests, {dict(sorted(answers.items()))}")
    assert examination.wrong == []
    assert all(answers[200] and answers[403] for answers in examination.answers.values())


@on_sqlite
def test_two_roles_meet_no_fault_and_do_nothing_that_they_are_not_granted(everything, program_as):
    examination = Examination(program_as, (OFFICE, PRODUCTION))
    examination.pass_over(everything, lambda number: [MODES[number % 2]], 2)
    assert examination.wrong == []
    assert all(answers[200] and answers[403] for answers in examination.answers.values())
