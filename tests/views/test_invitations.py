"""An invitation lets its holder set a password once; looking at it uses nothing up."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from werkzeug.security import check_password_hash

from models.core import clock
from models.passwords import weakness
from models.people import StaffInvitation, StaffUser, invite_staff
from tests.browsing import post_form
from views.core.public.rate_limit import RateLimit

GOOD = "four mossy garden chairs"


@pytest.fixture
def invited(session):
    """The path of a new artist's invitation."""
    _invitation, token = invite_staff(session, name="theo", role="Artist", email="theo@687merch.example")
    session.commit()
    return f"/invitation/{token}"


@pytest.fixture(autouse=True)
def patience(shop, monkeypatch):
    """The tests ask more often than people do."""
    monkeypatch.setitem(shop.extensions, "invitation_limit", RateLimit(1000, 60))


@pytest.fixture
def browser(client_as):
    return client_as("anonymous")


@pytest.fixture
def user(session):
    def read():
        session.rollback()
        return session.scalars(sa.select(StaffUser).where(StaffUser.username == "theo")).one()

    return read


def send(browser, path, password=GOOD, again=None):
    return post_form(browser, path, password=password, again=password if again is None else again)


def test_the_invited_set_a_password_and_are_led_to_sign_in(browser, invited, user):
    answer = send(browser, invited)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/login/")
    assert check_password_hash(user().password, GOOD)
    assert user().active


def test_the_log_in_page_says_that_the_password_is_set(browser, invited):
    send(browser, invited)
    assert "Your password is set, theo" in browser.get("/login/").text


def test_the_new_password_signs_in(browser, invited):
    send(browser, invited)
    answer = post_form(browser, "/login/", username="theo", password=GOOD)
    assert answer.status_code == 302
    assert browser.get("/mailbox/").status_code == 403


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_uses_nothing_up(browser, session, invited, method):
    for _ in range(3):
        assert getattr(browser, method)(invited).status_code == 200
    session.rollback()
    assert session.scalar(sa.select(StaffInvitation.accepted_at)) is None


def test_it_works_once(browser, invited, user):
    send(browser, invited)
    assert browser.get(invited).status_code == 410
    assert browser.post(invited, data={"password": "another good password", "again": "another good password"})
    assert check_password_hash(user().password, GOOD)


def test_an_expired_one_is_410(browser, invited):
    with clock.told_time(clock.now() + dt.timedelta(days=8)):
        answer = browser.get(invited)
    assert answer.status_code == 410
    assert "ask the owner" in answer.text


def test_who_is_made_inactive_comes_back_by_no_invitation_and_no_old_session(session, browser, invited, user):
    post_form(browser, invited, password=GOOD, again=GOOD)
    _, token = invite_staff(session, name="theo", role="Artist", email="theo@687merch.example")
    session.commit()
    epoch, theo = user().session_epoch, user()
    theo.active = False
    session.commit()
    assert browser.get(f"/invitation/{token}").status_code == 410
    assert user().session_epoch > epoch


def test_an_unknown_one_is_404(browser):
    assert browser.get("/invitation/nobody").status_code == 404
    assert browser.get("/invitation/" + "a" * 4000).status_code == 404


def test_without_the_forms_token_nothing_changes(browser, invited, user):
    answer = browser.post(invited, data={"password": GOOD, "again": GOOD})
    assert answer.status_code in (400, 422)
    assert not user().active


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", "short", "at least 12 are needed"),
        (GOOD, GOOD + "x", "The two passwords differ"),
        ("", "", "Choose a password"),
        ("theo's garden chair", "theo's garden chair", "contains the user name"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "repeats too few"),
        ("my password is long", "my password is long", "strangers try first"),
        ("x y z w v " * 100, "x y z w v " * 100, "at most 200 fit"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(browser, invited, user, password, again, sentence):
    answer = send(browser, invited, password, again)
    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#39;", "'")
    assert not user().active


def test_a_typed_password_is_not_sent_back(browser, invited):
    assert GOOD not in send(browser, invited, GOOD, "something else").text


@pytest.mark.parametrize("good", [GOOD, "Tr0ub4dor&3x!", "пароль из слов", "correct horse battery"])
def test_long_passwords_of_any_kind_will_do(good):
    assert weakness(good, "theo") is None


def test_guessing_is_slowed_down(shop, browser, monkeypatch):
    monkeypatch.setitem(shop.extensions, "invitation_limit", RateLimit(2, 60))
    assert [browser.get("/invitation/x").status_code for _ in range(3)] == [404, 404, 429]


def test_the_page_tells_nobody_its_address(browser, invited):
    headers = browser.get(invited).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "form-action 'self'" in headers["Content-Security-Policy"]
