"""What a browser does for its user: carry the page's CSRF token back."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.core.actor import SYSTEM, act_as
from models.core.base import db
from models.core.sqlite import only_reading

from .cast import PASSWORD, USERS

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser(FlaskClient):
    """A client that commits what the test itself wrote before it asks, as another process would see it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Commit, ask, and act as the test again."""
        db.session.commit()
        try:
            return super().open(*args, **kwargs)
        finally:
            act_as(SYSTEM)
            only_reading(False)


def csrf_token(browser: FlaskClient, page: str) -> str:
    """The token in a form of `page`; empty when it has none."""
    found = _TOKEN.search(browser.get(page).text)
    return found.group(1) if found else ""


def post_form(browser: FlaskClient, page: str, **data: Any) -> TestResponse:
    """Send `data` with the token that the page's own form carries."""
    return browser.post(page, data={**data, "csrf_token": csrf_token(browser, page)})


def signed_in(app: Flask, role: str) -> FlaskClient:
    """A browser that is signed in as a role's user; not at all as “anonymous”."""
    browser = app.test_client()
    if role != "anonymous":
        form = {"username": USERS[role], "password": PASSWORD, "csrf_token": csrf_token(browser, "/login/")}
        answer = browser.post("/login/", data=form)
        assert answer.status_code == 302, answer.text[:500]
    return browser
