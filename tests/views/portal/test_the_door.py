"""Every page of the portal, as everybody who might try: what is not theirs is not there, and nobody gets a hint."""

from __future__ import annotations

import datetime as dt
import functools
import re

import pytest
import sqlalchemy as sa
from flask import url_for

from models.core import clock
from models.core.base import db, new_id
from models.core.roles import OFFICE
from models.customers import PortalRight
from models.portal import session_by_token
from tests import on_sqlite
from views.portal.door import APPROVER, OPEN, PAGES, bp, page
from views.portal.tokens import COOKIE, form_token

from .examples import examples

pytestmark = on_sqlite

EXAMPLES = examples()
READING = {"GET", "HEAD"}


@pytest.fixture(scope="module")
def pages(installations):
    """The declared pages, once the shop has imported them."""
    installations("sqlite")
    return sorted(PAGES.values(), key=lambda each: each.endpoint)


@pytest.fixture
def addresses(shop, session, cast, pages):
    """(page, method, address of Acme's, same address for a row that does not exist) of every closed page."""
    made = functools.cache(lambda example: example(session, cast))  # pages of one example share its row
    arguments = {_name(each): made(EXAMPLES[_name(each)]) for each in pages if _names_a_row(each)}
    return _addresses(shop, pages, lambda each: arguments.get(_name(each), {}))


@pytest.fixture
def doors(shop, pages):
    """The same with rows that do not exist: for whom the door itself turns away, before any row is looked for."""
    return _addresses(
        shop, pages, lambda each: dict.fromkeys(re.findall(r"<(?:\w+:)?(\w+)>", each.rule), "1")
    )


def _addresses(shop, pages, arguments_of):
    found = []
    for each in pages:
        if each.who is not OPEN:
            arguments = arguments_of(each)
            unknown = {name: new_id() for name in arguments}
            with shop.test_request_context():
                real, other = url_for(each.endpoint, **arguments), url_for(each.endpoint, **unknown)
            found += [(each, method, real, other) for method in sorted(each.methods)]
    return found


def _names_a_row(declared):
    return "<" in declared.rule and declared.who is not OPEN


def _name(declared):
    return declared.endpoint.removeprefix("portal.")


def _ask(browser, method, address, session_token=""):
    headers = {"X-CSRFToken": session_token} if session_token else {}
    return browser.open(address, method=method, headers=headers)


def csrf_of(shop, session, browser):
    opened = session_by_token(session, browser.get_cookie(COOKIE, path="/portal").value)
    return form_token(opened)


def test_every_address_of_the_portal_is_declared_with_whom_it_is_for(shop, pages):
    served = {rule.endpoint for rule in shop.url_map.iter_rules() if rule.rule.startswith("/portal/")}
    assert served == set(PAGES)


def test_an_address_that_nobody_declared_cannot_be_served():
    with pytest.raises(RuntimeError, match="Declare a page"):
        bp.add_url_rule("/sneaked", "sneaked", lambda: "in")


def test_every_page_that_names_a_row_has_an_example(pages):
    lacking = [_name(each) for each in pages if _names_a_row(each) and _name(each) not in EXAMPLES]
    assert lacking == [], "Give these pages an address in tests/views/portal/examples_<area>.py."


def test_strangers_are_sent_to_sign_in(stranger, doors):
    for declared, method, address, _ in doors:
        answer = _ask(stranger, method, address)
        if method in READING and answer.status_code == 303:
            assert answer.location.startswith("/portal/login?next=/portal/"), declared.endpoint
        else:
            assert answer.status_code == 401, (declared.endpoint, method)


@pytest.mark.parametrize("ended", ["expired", "revoked", "archived"])
def test_who_was_signed_in_is_a_stranger_again(session, visiting, stranger, doors, cast, ended):
    browser = visiting(cast.ann)
    opened = session_by_token(session, browser.get_cookie(COOKIE, path="/portal").value)
    if ended == "expired":
        opened.expires_at = clock.now() - dt.timedelta(seconds=1)
    elif ended == "revoked":
        opened.revoke()
    else:
        cast.ann.archive()
    for declared, method, address, _ in doors:
        assert _same(_ask(browser, method, address), _ask(stranger, method, address)), declared.endpoint


def _same(one, other):
    return (one.status_code, one.location, one.text) == (other.status_code, other.location, other.text)


def test_what_is_another_customers_cannot_be_told_from_what_is_not_there(
    shop, session, visiting, addresses, cast
):
    browser = visiting(cast.bob)
    token = csrf_of(shop, session, browser)
    for declared, method, real, unknown in addresses:
        if real == unknown:
            continue
        foreign, missing = _ask(browser, method, real, token), _ask(browser, method, unknown, token)
        assert foreign.status_code == missing.status_code == 404, (declared.endpoint, method)
        assert foreign.text == missing.text, declared.endpoint


def test_a_viewer_is_not_shown_what_needs_an_approver(shop, session, visiting, addresses, cast):
    cast.ann.portal_right = PortalRight.VIEWER
    browser = visiting(cast.ann)
    token = csrf_of(shop, session, browser)
    for declared, method, address, _ in addresses:
        if declared.who is APPROVER:
            assert _ask(browser, method, address, token).status_code == 404, declared.endpoint


def test_staff_who_look_as_a_contact_change_nothing(shop, session, visiting, doors, cast):
    browser = visiting(cast.ann, staff=OFFICE)
    token = csrf_of(shop, session, browser)
    for declared, method, address, _ in doors:
        if method in READING | {"OPTIONS"} or declared.staff_too:
            continue
        answer = _ask(browser, method, address, token)
        assert answer.status_code == 403, (declared.endpoint, method)
        assert "Nothing was changed" in answer.text


def test_nothing_is_written_without_the_token_of_a_page_of_the_same_session(
    shop, session, visiting, doors, cast
):
    browser, other = visiting(cast.ann), visiting(cast.ann)
    token_of_another = csrf_of(shop, session, other)
    for declared, method, address, _ in doors:
        if method in READING | {"OPTIONS"}:
            continue
        for token in ("", "x", token_of_another):
            answer = _ask(browser, method, address, token)
            assert answer.status_code == 400, (declared.endpoint, method, answer.status_code)


def test_pages_open_to_their_contact_under_the_portals_own_policy(visiting, addresses, cast):
    browser = visiting(cast.ann)
    for declared, method, address, _ in addresses:
        if method == "GET" and "events" not in declared.rule:
            answer = browser.get(address)
            assert answer.status_code in (200, 204, 303), declared.endpoint
            assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"], declared.endpoint
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_looking_writes_nothing(shop, session, visiting, addresses, cast):
    browser = visiting(cast.ann)

    def counted():
        tables = [t for t in db.metadata.sorted_tables if not t.name.startswith(("ab_", "spoken"))]
        return {t.name: session.execute(sa.select(sa.func.count()).select_from(t)).scalar() for t in tables}

    before = counted()
    for declared, method, address, _ in addresses:
        if (
            "GET" in declared.methods
            and method == "GET"
            and "events" not in declared.rule
            and not declared.rule.endswith(("download", "certificate.pdf"))
        ):
            browser.get(address, headers={"Sec-Purpose": "prefetch"})
            browser.head(address)
    session.rollback()
    assert counted() == before


def test_a_page_that_has_not_changed_is_not_sent_again(visiting, cast):
    browser = visiting(cast.ann)
    tag = browser.get("/portal/").headers["ETag"]
    answer = browser.get("/portal/", headers={"If-None-Match": tag})
    assert answer.status_code == 304


def test_a_page_needs_to_say_whom_it_is_for():
    with pytest.raises(TypeError):
        page("/open-by-mistake")
