"""Whatever goes wrong, the answer is a sentence: a page for people, JSON for programs."""

from __future__ import annotations

import io

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadRequest, Forbidden, Gone, RequestEntityTooLarge

from models.core.base import db
from models.core.errors import NotAllowed, RuleBroken
from models.core.roles import OFFICE

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def failing(shop):
    """Make the page of customers raise an error of the test's choice."""
    view = "CustomerScreen.list"
    kept = shop.view_functions[view]

    def fail_with(error):
        def page():
            raise error

        shop.view_functions[view] = page

    yield fail_with
    shop.view_functions[view] = kept


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (RuleBroken("The press is broken: use the other one."), 409, "The press is broken"),
        (NotAllowed("Only a manager may."), 403, "Only a manager may."),
        (Forbidden(), 403, "Your role does not allow this"),
        (Gone(), 410, "taken back"),
        (RequestEntityTooLarge(), 413, "too large"),
        (BadRequest("That is not a page."), 400, "That is not a page."),
        (OperationalError("select secret", {}, Exception("connection refused")), 503, "database"),
        (ZeroDivisionError("a secret detail"), 500, "on record"),
    ],
)
def test_every_error_is_a_sentence(client_as, failing, error, status, sentence):
    failing(error)
    browser = client_as(OFFICE)
    answer = browser.get("/customers/list/")
    assert answer.status_code == status
    assert sentence in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    for_programs = browser.get("/customers/list/", headers={"Accept": "application/json"})
    assert for_programs.status_code == status
    assert sentence in for_programs.get_json()["message"]


def test_a_fault_has_a_reference_that_the_log_has_too(client_as, failing, caplog):
    failing(ZeroDivisionError("what happened"))
    reference = (
        client_as(OFFICE)
        .get("/customers/list/", headers={"Accept": "application/json"})
        .get_json()["reference"]
    )
    assert reference in caplog.text


def test_an_unknown_page_is_not_found_in_words(client_as):
    assert "There is no such page" in client_as("anonymous").get("/no/such/page").text
    assert client_as("anonymous").get("/api/v1/nothing/").get_json()["message"]


@pytest.mark.parametrize("identity", ["x", "0" * 26, "%00", "é", "x" * 500])
def test_an_unknown_row_is_not_found(client_as, identity):
    browser = client_as(OFFICE)
    for page in ("show", "edit", "delete"):
        assert browser.get(f"/jobs/{page}/{identity}").status_code == 404


def test_a_page_that_takes_no_post_says_so(client_as):
    browser = client_as(OFFICE)
    assert browser.post("/no/such/page").status_code == 404
    assert browser.put("/customers/add").status_code in (400, 405)


def test_a_body_that_is_too_large_is_refused(shop, client_as):
    browser = client_as(OFFICE)
    large = {"name": (io.BytesIO(b"x" * (shop.config["MAX_CONTENT_LENGTH"] + 1)), "large.bin")}
    assert browser.post("/customers/add", data=large).status_code == 413


def test_a_refusal_leaves_no_transaction_behind(client_as, failing, session):
    failing(RuleBroken("No."))
    client_as(OFFICE).get("/customers/list/")
    assert not db.session().in_transaction()


def test_a_database_that_is_down_is_told_at_once(workshop):
    from app import create_app
    from app.config import Settings

    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    settings = Settings.load(
        data_dir=workshop / "down", database_url=nowhere, redis_url="unix:///nowhere", demo=True
    )
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    answer = browser.post("/login/", data={"username": "office", "password": "x"})
    assert answer.status_code == 503
    assert "Try again in a few seconds" in answer.text
    assert answer.headers["Retry-After"]
    with browser.session_transaction() as signed_in:
        signed_in["_user_id"] = "1"
    assert browser.get("/jobs/list/").status_code == 503
    for_programs = browser.post(
        "/api/v1/security/login", json={"username": "o", "password": "x", "provider": "db"}
    )
    assert for_programs.status_code in (500, 503)
    assert "nobody" not in for_programs.text
