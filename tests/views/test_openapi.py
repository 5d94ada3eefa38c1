"""The description of the REST door is valid OpenAPI 3.1 and says what each reader may really do."""

from __future__ import annotations

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from models.core.roles import ADMIN, OFFICE, PRODUCTION, ROLES
from tests import on_sqlite
from views.core.access.grants import holds
from views.core.screen import SCREENS

pytestmark = on_sqlite

URL = "/api/v1/_openapi"


@pytest.mark.parametrize("role", ROLES)
def test_it_is_valid_for_every_role(program_as, role):
    described = program_as(role).get(URL).get_json()
    assert described["openapi"] == "3.1.0"
    assert [str(error)[:300] for error in OpenAPIV31SpecValidator(described).iter_errors()] == []


@pytest.mark.parametrize("role", [PRODUCTION, OFFICE])
def test_it_lists_exactly_the_verbs_that_the_reader_may_speak(program_as, role):
    paths = program_as(role).get(URL).get_json()["paths"]
    for screen in SCREENS:
        told = {verb for verb in screen.verbs if f"/api/v1/{screen.table}/{{pk}}/{verb}" in paths}
        assert told == {verb for verb in screen.verbs if holds([role], f"can_{verb}", screen.table)}


def test_every_path_is_a_route(program_as, shop):
    rules = {rule.rule.replace("<pk>", "{pk}") for rule in shop.url_map.iter_rules()}
    assert set(program_as(ADMIN).get(URL).get_json()["paths"]) <= rules


def test_writing_is_described_only_to_who_may_write(program_as):
    printer = program_as(PRODUCTION).get(URL).get_json()
    assert set(printer["paths"]["/api/v1/jobs/"]) == {"get"}
    assert "JobNew" not in printer["components"]["schemas"]


def test_bodies_say_what_is_required_and_how_long(program_as):
    schemas = program_as(OFFICE).get(URL).get_json()["components"]["schemas"]
    new, changes = schemas["JobNew"], schemas["JobChanges"]
    assert new["required"] == ["title", "customer_id"]
    assert new["properties"]["title"]["maxLength"] == 200
    assert new["additionalProperties"] is False
    assert "required" not in changes
    assert {"status", "id", "customer"}.isdisjoint(new["properties"])
    assert "version" in changes["properties"]


def test_decimals_are_text_and_ids_strings(program_as):
    described = program_as(OFFICE).get(URL).get_json()
    job = described["components"]["schemas"]["Job"]["properties"]
    assert job["quoted_amount"]["type"] == ["string", "null"]
    assert job["id"]["type"] == "string"
    assert job["status"]["enum"][0] == "QUOTE"
    amount = described["components"]["schemas"]["Job.change_order"]["properties"]["amount"]
    assert "number" not in amount["type"]


def test_a_row_has_exactly_the_described_fields(program_as, cast):
    program = program_as(OFFICE)
    described = program.get(URL).get_json()["components"]["schemas"]["Job"]["properties"]
    assert set(program.get(f"/api/v1/jobs/{cast.job.id}").get_json()["result"]) == set(described)


def test_signing_in_is_described_and_strangers_are_not_served(program_as):
    assert "/api/v1/security/login" in program_as(OFFICE).get(URL).get_json()["paths"]
    assert program_as("anonymous").get(URL).status_code == 401
