"""Bodies that arrive slowly, and bodies that are too large: neither may hold up the rest of the shop."""

from __future__ import annotations

import io

import pytest

from models.core.base import db
from models.core.roles import OFFICE
from tests.cast import PASSWORD, USERS
from views.core.access.visit import LONGEST_BODY


class WatchedBody(io.BytesIO):
    """A body that notes how many connections to the database are in use whenever some of it is read."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.in_use: list[int] = []

    def read(self, *size):
        self.in_use.append(db.engine.pool.checkedout())
        return super().read(*size)

    def readinto(self, target):
        self.in_use.append(db.engine.pool.checkedout())
        return super().readinto(target)


def token_of(browser):
    body = {"username": USERS[OFFICE], "password": PASSWORD, "provider": "db"}
    return browser.post("/api/v1/security/login", json=body).json["access_token"]


def test_a_slow_sender_holds_no_connection_and_so_no_lock_of_the_database(client_as):
    browser = client_as("anonymous")
    content = b'{"name": "Slow and steady"}'
    body = WatchedBody(content)
    answer = browser.post(
        "/api/v1/customers/",
        input_stream=body,
        content_length=len(content),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token_of(browser)}"},
    )
    assert answer.status_code == 201, answer.text
    assert body.in_use
    assert set(body.in_use) == {0}


@pytest.mark.on_sqlite
def test_a_program_s_body_that_is_too_large_is_refused_before_anybody_is_asked_who_sent_it(client_as):
    answer = client_as("anonymous").post(
        "/api/v1/security/login", data=b"x" * (LONGEST_BODY + 1), content_type="application/json"
    )
    assert answer.status_code == 413
    assert "too large" in answer.json["message"]
