"""The house's own rules: what is declared once is everywhere, and nothing goes round the doors."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest
import sqlalchemy as sa

import models
from models.core.base import Base
from models.core.roles import ADMIN, ROLES
from models.core.workflow import verbs_of
from tests import on_sqlite

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("models", "tasks", "views", "app")
MODELS = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Base)), key=str
)
VERBS = [(model, verb) for model in MODELS for verb in verbs_of(model).values()]


def _sources(*floors: str) -> list[Path]:
    return [path for floor in floors for path in (ROOT / floor).rglob("*.py") if "static" not in path.parts]


@functools.cache
def _all_tests() -> str:
    return "".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))


def _names(cases):
    return [f"{model.__tablename__}.{verb.name}" for model, verb in cases]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__tablename__)
def test_every_model_has_one_screen(model, installations):
    installations("sqlite")
    from views.core.screen import SCREENS

    assert [screen.model for screen in SCREENS].count(model) == 1


@pytest.mark.parametrize(("model", "verb"), VERBS, ids=_names(VERBS))
def test_every_verb_is_granted_to_its_roles_and_to_nobody_else(model, verb, installations):
    installations("sqlite")
    from views.core.access.grants import GRANTS, holds

    pair = (f"can_{verb.name}", model.__tablename__)
    assert {role for role in ROLES if pair in GRANTS[role]} == verb.by
    assert not verb.by or holds([ADMIN], *pair)


@pytest.mark.parametrize(("model", "verb"), VERBS, ids=_names(VERBS))
def test_a_verb_has_an_endpoint_exactly_when_somebody_may_speak_it(model, verb, installations):
    rules = {str(rule) for rule in installations("sqlite").app.url_map.iter_rules() if "POST" in rule.methods}
    assert (f"/api/v1/{model.__tablename__}/<pk>/{verb.name}" in rules) == bool(verb.by)


@pytest.mark.parametrize(("model", "verb"), VERBS, ids=_names(VERBS))
def test_every_verb_is_spoken_in_a_test_and_says_what_it_does(model, verb):
    tests = _all_tests()
    assert re.search(rf"\b{verb.name}\b", tests)
    assert verb.method.__doc__


def _columns():
    return [(model, column) for model in MODELS for column in model.__table__.columns]


@pytest.mark.parametrize(("model", "column"), _columns(), ids=str)
def test_every_text_column_has_a_limit(model, column):
    from models.core.types import Prose

    if isinstance(column.type, Prose):
        assert column.type.limit
    elif isinstance(column.type, sa.String):
        assert column.type.length


@pytest.mark.parametrize(("model", "column"), _columns(), ids=str)
def test_no_column_is_a_float(model, column):
    exact = isinstance(column.type, sa.Numeric) and not isinstance(column.type, sa.Float)
    assert exact or not isinstance(column.type, sa.Numeric | sa.Float)


@pytest.mark.parametrize(("model", "column"), _columns(), ids=str)
def test_every_foreign_key_is_indexed(model, column):
    if column.foreign_keys:
        unique = [
            next(iter(u.columns)) for u in model.__table__.constraints if isinstance(u, sa.UniqueConstraint)
        ]
        indexed = [next(iter(index.columns)) for index in model.__table__.indexes]
        assert column in [*indexed, *unique]


BACK_DOORS = (
    "bulk_save_objects",
    "bulk_insert_mappings",
    "bulk_update_mappings",
    "set_committed_value",
    "sqlalchemy import text",
)


@pytest.mark.parametrize("door", BACK_DOORS)
def test_no_code_uses_a_back_door_that_no_listener_sees(door):
    assert [str(path) for path in _sources(*FLOORS) if door in path.read_text()] == []


def test_sql_written_as_text_only_reads():
    writes = re.compile(r"\bsa\.text\((?!f?\"SELECT )")
    assert [str(path) for path in _sources(*FLOORS) if writes.search(path.read_text())] == []


def test_the_ground_floor_reads_the_time_only_through_the_clock():
    readers = re.compile(r"datetime\.now\(|utcnow\(|date\.today\(|time\.time\(")
    offenders = [str(path) for path in _sources("models") if readers.search(path.read_text())]
    assert offenders == [str(ROOT / "models" / "core" / "clock.py")]


def test_the_ground_floor_knows_no_request_and_no_street():
    street = {"flask", "requests", "httpx", "redis", "rq", "smtplib", "flask_mail", "flask_login"}
    found = {(path.name, name) for path in _sources("models") for name in _imported(path) if name in street}
    assert found == set()


def _imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").split(".")[0])
    return names


def test_the_ground_floor_never_commits():
    assert [str(path) for path in _sources("models") if ".commit()" in path.read_text()] == []


def test_no_room_holds_more_than_300_lines():
    assert [path.name for path in _sources(*FLOORS) if len(path.read_text().splitlines()) > 300] == []


def test_nothing_is_left_to_do_without_an_owner():
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b")
    assert [str(path) for path in _sources(*FLOORS) if marks.search(path.read_text())] == []


def test_every_area_is_mapped_by_being_there():
    files = {path.stem for path in (ROOT / "models").glob("*.py")} - {"__init__"}
    assert all(f"models.{name}" in str(vars(models).get(name, f"models.{name}")) for name in files)


OPEN_TO_STRANGERS = {
    "/login/",
    "/healthz",
    "/readyz",
    "/metrics",  # from this machine, or with a token
    "/d/<token>",
    "/d/<token>/status.json",
    "/d/<token>/events",
    "/d/<token>/quote",
    "/invitation/<token>",
    "/portal/login",
    "/portal/certificates",  # whoever holds one may have it checked
    "/portal/enter/<token>",
    "/floor/worker.js",  # a file: what keeps the floor's taps while the network is away
    "/floor/offline",  # what the floor shows without a network: of nobody, with nothing of the shop
    "/static/<path:filename>",
    "/look/<colour>.css",
    "/look/<colour>.svg",
    "/look/logo/<name>",
}
"""Every address that answers somebody who is not signed in. The rest sends them to the log-in or refuses."""


@on_sqlite
def test_every_route_but_the_named_ones_is_closed_to_strangers(shop, client_as):
    stranger = client_as("anonymous")
    answered = []
    for rule in shop.url_map.iter_rules():
        address = re.sub(r"<[^>]+>", "x", str(rule))
        for method in sorted(rule.methods & {"GET", "POST", "PUT", "DELETE"}):
            answer = stranger.open(address, method=method, json={} if method != "GET" else None)
            if not _is_closed(answer):
                answered.append((str(rule), method, answer.status_code))
    unexpected = [each for each in answered if each[0] not in OPEN_TO_STRANGERS]
    assert unexpected == []


def _is_closed(answer) -> bool:
    if answer.status_code in (301, 302, 303, 308):
        leads_to = answer.headers["Location"].partition("?")[0]
        return leads_to.endswith("/login/") or leads_to in ("/portal/login", "/")
    return answer.status_code in (400, 401, 403, 404, 405, 415)
