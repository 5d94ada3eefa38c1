"""Whatever goes wrong, the answer is a sentence: a page for people, JSON for programs."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug import exceptions
from werkzeug.exceptions import BadRequest, Forbidden, Gone, RequestEntityTooLarge

from models.core.base import db
from models.core.errors import InvalidValue, NotAllowed, RuleBroken
from models.core.roles import OFFICE

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def failing(shop):
    """Make the page of customers raise an error of the test's choice."""
    view = "CustomerScreen.list"
    kept = shop.view_functions[view]

    def fail_with(error):
        def page():
            if isinstance(error, Exception):
                raise error
            error()

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


EVERY = {
    400: BadRequest(),
    403: Forbidden(),
    404: exceptions.NotFound(),
    405: exceptions.MethodNotAllowed(),
    409: RuleBroken("J-1 is paused."),
    410: Gone(),
    412: StaleDataError(),
    413: RequestEntityTooLarge(),
    415: exceptions.UnsupportedMediaType(),
    422: InvalidValue("name", "It is too long."),
    429: exceptions.TooManyRequests(retry_after=60),
    500: ZeroDivisionError(),
    503: OperationalError("select 1", {}, Exception("connection refused")),
}
OUR_FAULT = (500, 503)


@pytest.fixture
def read(failing):
    """The page of an error, as `browser` gets it, and what it says."""

    def reading(browser, error, **headers):
        failing(error)
        answer = browser.get("/customers/list/", headers=headers)
        return answer, BeautifulSoup(answer.text, "html.parser").select_one(".s-told")

    return reading


def links_of(told):
    return {link.text: link["href"] for link in told.select("a")}


@pytest.mark.parametrize("status", EVERY)
def test_every_error_s_page_says_what_happened_what_to_do_and_where_to_go(client_as, read, status):
    answer, told = read(client_as(OFFICE), EVERY[status])
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert told.h1.text
    sentence, advice = (part.text for part in told.select("p")[:2])
    assert sentence.endswith(".")
    assert advice.endswith(".")
    assert sentence != advice
    assert str(status) in told.select_one("p:last-child").text
    assert links_of(told)["Go to the first page"] == "/"
    assert len(told.select(".btn-primary")) == 1


@pytest.mark.parametrize("status", EVERY)
def test_the_frame_is_around_errors_of_staff_but_not_around_our_own_faults(client_as, read, status):
    answer, _ = read(client_as(OFFICE), EVERY[status])
    assert ('id="side"' in answer.text) == (status not in OUR_FAULT)


@pytest.mark.parametrize("status", EVERY)
def test_strangers_see_every_error_alone(client_as, read, status):
    answer, told = read(client_as("anonymous"), EVERY[status])
    assert answer.status_code == status
    assert 'id="side"' not in answer.text
    assert told.h1.text
    assert "/search/" not in links_of(told).values()


@pytest.mark.parametrize("status", EVERY)
def test_every_error_is_json_for_programs(client_as, failing, status):
    failing(EVERY[status])
    answer = client_as(OFFICE).get("/customers/list/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    assert answer.json["message"].endswith(".")
    assert ("reference" in answer.json) == (status in OUR_FAULT)


@pytest.mark.parametrize("status", OUR_FAULT)
def test_the_page_of_our_own_fault_asks_nothing_of_the_database(client_as, failing, status):
    browser = client_as(OFFICE)
    asked, at_fault = [], []

    def note(_connection, _cursor, statement, *_others):
        asked.append(statement)

    def fail():
        at_fault.append(len(asked))
        raise EVERY[status]

    failing(fail)
    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get("/customers/list/").status_code == status
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    assert asked
    assert at_fault == [len(asked)]


@pytest.mark.parametrize("status", OUR_FAULT)
def test_our_own_fault_has_a_reference_that_the_log_has_too(client_as, read, caplog, status):
    _, told = read(client_as(OFFICE), EVERY[status])
    assert told.select_one(".s-reference").text in caplog.text


def test_an_error_leads_back_to_the_page_of_ours_that_led_to_it(client_as, read):
    _, told = read(client_as(OFFICE), RuleBroken("No."), Referer="http://localhost/jobs/list/?page=2")
    assert links_of(told)["Back to where you were"] == "/jobs/list/?page=2"


@pytest.mark.parametrize(
    "referer",
    [
        "http://evil.example/jobs/list/",
        "http://localhost//evil.example/",
        "javascript:alert(1)",
        "http://localhost/customers/list/",
        "nothing",
        "",
    ],
)
def test_an_error_leads_back_neither_to_another_site_nor_to_itself(client_as, read, referer):
    _, told = read(client_as(OFFICE), RuleBroken("No."), Referer=referer)
    assert all(address.startswith("/") and address[1:2] != "/" for address in links_of(told).values())
    assert links_of(told).get("Back to where you were") in (None, "/evil.example/")


def test_what_may_pass_later_can_be_tried_again(client_as, read):
    for status in (429, 500, 503):
        _, told = read(client_as(OFFICE), EVERY[status])
        assert links_of(told)["Try again"] == "/customers/list/"


def test_a_stranger_whose_role_does_not_allow_it_can_sign_in(client_as, read):
    answer, told = read(client_as("anonymous"), EVERY[403])
    assert links_of(told)["Sign in"] == "/login/?next=%2Fcustomers%2Flist%2F"
    assert "profile" not in answer.text


def test_what_is_not_there_can_be_searched(client_as, read):
    _, told = read(client_as(OFFICE), EVERY[404])
    assert told.select_one(".btn-primary")["href"] == "/search/"


def test_an_error_whose_frame_cannot_be_drawn_is_told_alone(client_as, failing, monkeypatch, caplog):
    from views.core.errors import pages

    browser = client_as(OFFICE)
    failing(RuleBroken("The press is broken."))

    def broken(*_arguments, **_values):
        raise OperationalError("select secret", {}, Exception("gone"))

    monkeypatch.setattr(pages, "render_template", broken)
    answer = browser.get("/customers/list/")
    assert answer.status_code == 409
    assert "The press is broken." in answer.text
    assert "secret" not in answer.text
    assert 'id="side"' not in answer.text


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
