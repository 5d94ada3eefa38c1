"""Every resource answers alike, whatever its model."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.core.roles import ADMIN, ROLES
from models.core.visibility import hidden_columns
from tests import on_sqlite
from views.core.access.grants import holds
from views.core.screen import SCREENS

from .rest import Statements, asked


@pytest.fixture
def owner(program_as):
    return program_as(ADMIN)


def first_id(session, screen):
    return session.scalar(sa.select(sa.inspect(screen.model).primary_key[0]).limit(1))


def failures(calls):
    """What did not answer as expected: {name: (answer, expected statuses)}."""
    return {
        name: (answer.status_code, answer.text[:200])
        for name, (answer, ok) in calls
        if answer.status_code not in ok
    }


def test_every_list_row_and_description_can_be_read(owner, session):
    calls = []
    for screen in SCREENS:
        base = f"/api/v1/{screen.table}/"
        calls += [(base, (owner.get(base), {200})), (base + "_info", (owner.get(base + "_info"), {200}))]
        key = first_id(session, screen)
        if key is not None:
            calls.append((base + "<id>", (owner.get(f"{base}{key}"), {200})))
    assert failures(calls) == {}


@on_sqlite
def test_every_list_shows_its_columns_and_nothing_secret(owner):
    for screen in SCREENS:
        told = owner.get(f"/api/v1/{screen.table}/").get_json()
        names = set(told["list_columns"])
        assert "id" in names
        assert names.isdisjoint(hidden_columns(screen.model, [ADMIN])), screen.table
        assert all(set(row) == names for row in told["result"]), screen.table


ITS_OWN = {sa.Date: "2026-11-22", sa.DateTime: "2026-11-22T15:30:00Z", sa.Boolean: "true"}
"""A value that a column of the kind understands."""


def understood(model, column):
    """Values, some of which the column understands, the likeliest first: each that is not costs a request."""
    kind = model.__table__.c[column].type if column in model.__table__.c else None
    choices = [next(iter(kind.enum_class)).value] if isinstance(kind, sa.Enum) else []
    stored = kind.impl if isinstance(kind, sa.TypeDecorator) else kind
    likely = [value for of, value in ITS_OWN.items() if isinstance(stored, of)]
    return [*choices, *likely, "1", "2026-11-22", "2026-11-22T15:30:00Z", "true"]


def listed_by(owner, base, column, operators, values):
    """The answer to the first of the values that is understood, as the column's filters all at once and its order."""
    for value in values:
        filters = [{"col": column, "opr": each["operator"], "value": value} for each in operators]
        answer = owner.get(asked(base, order_column=column, filters=filters))
        if answer.status_code != 400:
            break
    return answer


def test_every_list_is_ordered_and_filtered_by_every_column(owner):
    calls = []
    for screen in SCREENS:
        base = f"/api/v1/{screen.table}/"
        filters = owner.get(base + "_info").get_json()["filters"]
        orders = owner.get(base).get_json()["order_columns"]
        for name in orders:
            answer = listed_by(owner, base, name, filters.pop(name, []), understood(screen.model, name))
            calls.append((f"{base} by {name}", (answer, {200})))
        for name, operators in filters.items():
            answer = listed_by(owner, base, name, operators, understood(screen.model, name))
            calls.append((f"{base} of {name}", (answer, {200})))
    assert failures(calls) == {}


def test_every_list_asks_the_database_at_most_six_times(owner):
    counts = {}
    for screen in SCREENS:
        with Statements() as asked_:
            owner.get(asked(f"/api/v1/{screen.table}/", page_size=100))
        counts[screen.table] = asked_.count
    assert {table: count for table, count in counts.items() if count > 6} == {}


def test_every_resource_refuses_nonsense_without_a_fault(owner, session):
    calls = []
    for screen in SCREENS:
        base, key = f"/api/v1/{screen.table}/", first_id(session, screen)
        nonsense = {name: {"a": [1]} for name in screen.model.__table__.c.keys()}  # noqa: SIM118
        calls.append((base + " POST", (owner.post(base, json=nonsense), {403, 422})))
        calls.append((base + " POST []", (owner.post(base, json=[]), {400, 403})))
        calls.append((base + " nothing", (owner.get(base + "nothing"), {404})))
        if key is not None:
            calls.append((base + " PUT", (owner.put(f"{base}{key}", json=nonsense), {403, 422})))
        for verb in screen.verbs:
            path = f"{base}nothing/{verb}"
            calls.append((path, (owner.post(path, json={}), {404})))
    assert failures(calls) == {}


@on_sqlite
@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_and_writes_exactly_what_it_is_granted(program_as, role):
    program, wrong = program_as(role), []
    for screen in SCREENS:
        base = f"/api/v1/{screen.table}/"
        deeds = {
            "can_get": program.get(base),
            "can_info": program.get(base + "_info"),
            "can_lookup": program.get(base + "lookup?q=a"),
            "can_post": program.post(base, json={"nonsense": 1}),
            "can_put": program.put(base + "nothing", json={"nonsense": 1}),
            "can_delete": program.delete(base + "nothing"),
        }
        deeds |= {f"can_{verb}": program.post(f"{base}nothing/{verb}", json={}) for verb in screen.verbs}
        for permission, answer in deeds.items():
            if (answer.status_code == 403) == holds([role], permission, screen.table):
                wrong.append((permission, screen.table, answer.status_code))
    assert wrong == []


@on_sqlite
def test_strangers_get_nothing(program_as):
    stranger = program_as("anonymous")
    paths = [f"/api/v1/{screen.table}/{tail}" for screen in SCREENS for tail in ("", "_info", "lookup", "x")]
    assert {stranger.get(path).status_code for path in paths} == {401}
