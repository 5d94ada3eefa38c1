"""What the tests of the windows may ask for besides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import PASSWORD, USERS


@pytest.fixture
def program_as(shop: Flask) -> Callable[[str], FlaskClient]:
    """A program that carries the token of a role's user; "anonymous" carries none."""

    def client(role: str) -> FlaskClient:
        program = shop.test_client(use_cookies=False)
        if role != "anonymous":
            credentials = {"username": USERS[role], "password": PASSWORD, "provider": "db"}
            answer = program.post("/api/v1/security/login", json=credentials)
            assert answer.status_code == 200, answer.text
            program.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {answer.get_json()['access_token']}"
        return program

    return client
