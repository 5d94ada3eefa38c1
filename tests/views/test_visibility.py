"""Costs, rates, margins and prices cannot be found by those who may not see them, through any door of programs."""

from __future__ import annotations

import json
import re

import pytest

from models.alerts import AlertType
from models.catalog import Material
from models.core.roles import ADMIN, ARTIST, MANAGER, OFFICE, PRODUCTION
from models.core.visibility import hidden_columns
from tests import on_sqlite
from views.core.access.grants import holds
from views.core.representation import shape_of
from views.core.screen import SCREENS

from .rest import asked

pytestmark = on_sqlite


def seen_by_few():
    return {(screen, column) for screen in SCREENS for column in hidden_columns(screen.model, [])}


def hidden_from(role):
    return sorted(
        (
            (screen, column)
            for screen, column in seen_by_few()
            if column in hidden_columns(screen.model, [role])
        ),
        key=lambda pair: (pair[0].table, pair[1]),
    )


def told_by(answer):
    """The text of an answer; of a refusal only its sentences, since their key may be a column's name."""
    body = answer.get_json()
    return json.dumps(body if answer.status_code == 200 else list(body.values()))


def with_its_own_words_apart(description):
    """An OpenAPI document whose operations tell what they do under a key that no column of ours has."""
    for operations in description["paths"].values():
        for operation in operations.values():
            if isinstance(operation, dict) and "summary" in operation:
                operation["x-what-it-does"] = operation.pop("summary")
    return description


def shown_to(role):
    """The names of columns that `role` reads in some table: that another table hides one so called tells nothing."""
    readable = [screen for screen in SCREENS if holds([role], "can_get", screen.table)]
    return {key for screen in readable for key in shape_of(screen.model, [role]).columns}


def test_there_is_something_to_hide(shop):
    assert {"hourly_rate", "unit_cost", "unit_price", "quoted_amount"} <= {
        column for _, column in seen_by_few()
    }


@pytest.mark.parametrize("role", [PRODUCTION, ARTIST, OFFICE])
def test_a_hidden_column_is_in_no_answer(program_as, role):
    program, found = program_as(role), []
    for screen, column in hidden_from(role):
        base = f"/api/v1/{screen.table}/"
        keys = program.get(base).get_json().get("ids", [])
        paths = [base, base + "_info", base + "lookup?q=", *(f"{base}{key}" for key in keys)]
        found += [(path, column) for path in paths if f'"{column}"' in told_by(program.get(path))]
    assert found == []


@pytest.mark.parametrize("role", [PRODUCTION, ARTIST, OFFICE])
def test_a_hidden_column_is_refused_like_one_that_does_not_exist(program_as, role):
    program, told = program_as(role), []
    for screen, column in hidden_from(role):
        if not holds([role], "can_get", screen.table):
            continue
        base = f"/api/v1/{screen.table}/"
        for ask in (
            lambda name: {"columns": [name]},
            lambda name: {"select_columns": [name]},
            lambda name: {"order_column": name},
            lambda name: {"filters": [{"col": name, "opr": "gt", "value": "1"}]},
            lambda name: {"filters": [{"col": name, "opr": "nonsense", "value": "1"}]},
        ):
            hidden, unknown = (program.get(asked(base, **ask(name))) for name in (column, "nothing"))
            same = hidden.text.replace(column, "nothing") == unknown.text
            if hidden.status_code != 400 or not same:
                told.append((base, column, hidden.status_code, hidden.text))
    assert told == []


@pytest.mark.parametrize("role", [PRODUCTION, ARTIST, OFFICE])
def test_a_hidden_column_cannot_be_written(program_as, role):
    program, written = program_as(role), []
    for screen, column in hidden_from(role):
        if holds([role], "can_post", screen.table):
            answer = program.post(f"/api/v1/{screen.table}/", json={column: "1.00"})
            if answer.get_json()["message"].get(column) != ["There is no such field."]:
                written.append((screen.table, column, answer.text))
    assert written == []


def test_a_hidden_value_survives_the_change_of_somebody_who_does_not_see_it(program_as, session):
    blank = session.query(Material).filter_by(sku="BLANK-M").one()
    url = f"/api/v1/materials/{blank.id}"
    assert program_as(OFFICE).put(url, json={"name": "Blank tee, M"}).status_code == 200
    assert program_as(MANAGER).get(url).get_json()["result"]["unit_cost"] == "3.1250"


@pytest.mark.parametrize("role", [PRODUCTION, ARTIST])
def test_the_description_of_the_api_names_no_hidden_column_and_no_verb_of_others(program_as, role):
    description = with_its_own_words_apart(program_as(role).get("/api/v1/_openapi").get_json())
    text, kinds = json.dumps(description), description["components"]["schemas"]
    for screen, column in hidden_from(role):
        assert column not in kinds.get(screen.model.__name__, {}).get("properties", {})
    hidden = {column for _, column in hidden_from(role)} | {"change_order", "accept_rush", "amount"}
    hidden -= shown_to(role) | {"value"}  # the word for what a filter of any list compares with
    assert {name for name in hidden if f'"{name}"' in text or f"/{name}" in text} == set()
    text = re.sub(
        "|".join(AlertType), "", text
    )  # what alerts are called, of which nobody sees more than theirs
    words = ("price", "cost", "margin", "hourly", '_rate"', ' rate"', "quoted")
    assert [word for word in words if word in text.lower()] == []


@pytest.mark.parametrize("role", [PRODUCTION, ARTIST, OFFICE])
def test_an_export_has_no_hidden_column(client_as, role):
    browser, found = client_as(role), []
    for screen, column in hidden_from(role):
        answer = browser.get(f"/{screen.table}/export.csv")
        if answer.status_code == 200 and screen.heading(column) in answer.text.splitlines()[0].split(","):
            found.append((screen.table, column))
    assert found == []


@pytest.mark.parametrize("role", [PRODUCTION, ARTIST])
def test_an_export_is_neither_filtered_nor_ordered_by_a_hidden_column(client_as, role):
    browser = client_as(role)
    for query in ("_flt_1_quoted_amount=1", "_oc_JobScreen=quoted_amount&_od_JobScreen=asc"):
        for kind in ("csv", "xlsx"):
            assert browser.get(f"/jobs/export.{kind}?{query}").status_code in (400, 403)


def test_whom_a_column_is_for_sees_it(program_as, cast):
    assert (
        program_as(OFFICE).get(f"/api/v1/jobs/{cast.job.id}").get_json()["result"]["quoted_amount"]
        == "450.00"
    )
    assert program_as(ADMIN).get("/api/v1/employees/").get_json()["result"][0]["hourly_rate"] == "24.00"
