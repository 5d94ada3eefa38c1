"""Signing in and out, sessions that end, and who may do what."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.roles import ADMIN, ARTIST, EVERYBODY, MANAGER, OFFICE, PRODUCTION
from models.people import StaffUser
from tests.browsing import csrf_token, post_form
from tests.cast import PASSWORD, USERS
from views.core.access.attempts import LIMITS, WINDOW
from views.core.access.grants import GRANTS, holds
from views.core.screen import SCREENS
from views.dashboards.declared import DASHBOARDS

NEW_PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _nobody_failed_before(shop):
    shop.appbuilder.sm.failed_logins.__init__()


def user(session, role):
    session.expire_all()
    return session.scalars(sa.select(StaffUser).where(StaffUser.username == USERS[role])).one()


def token_of(browser, role):
    body = {"username": USERS[role], "password": PASSWORD, "provider": "db"}
    return browser.post("/api/v1/security/login", json=body)


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (rb'{"username": "office", "password": "\ud800", "provider": "db"}', 400),
        (rb'{"username": "\ud800", "password": "x", "provider": "db"}', 400),
        (b"[" * 100_000, 400),
        (b"\xff\xfe", 400),
    ],
)
def test_a_log_in_that_is_no_text_is_refused_and_no_fault(client_as, body, status):
    answer = client_as("anonymous").post("/api/v1/security/login", data=body, content_type="application/json")
    assert answer.status_code == status


@pytest.mark.on_sqlite
def test_a_wrong_password_is_told_without_saying_what_was_wrong(client_as):
    browser = client_as("anonymous")
    for name in ("office", "nobody"):
        answer = post_form(browser, "/login/", username=name, password="wrong")
        assert answer.status_code == 422
        assert "The name or the password is wrong" in answer.text
        assert f'value="{name}"' in answer.text
    assert browser.get("/jobs/list/").status_code == 302


@pytest.mark.on_sqlite
@pytest.mark.parametrize("name", ["", "office\0", "x" * 5000, "office' --", "é" * 50])
def test_no_name_breaks_the_log_in(client_as, name):
    answer = post_form(client_as("anonymous"), "/login/", username=name, password="wrong")
    assert answer.status_code == 422
    assert client_as("anonymous").post(
        "/api/v1/security/login", json={"username": name, "password": "w", "provider": "db"}
    ).status_code in (400, 401)


@pytest.mark.on_sqlite
def test_whoever_fails_too_often_has_to_wait_at_both_doors(shop, client_as):
    browser = client_as("anonymous")
    for _ in range(LIMITS["person"]):
        post_form(browser, "/login/", username="office", password="wrong")
    answer = post_form(browser, "/login/", username="office", password=PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= WINDOW
    assert "try again in" in answer.text
    assert token_of(browser, OFFICE).status_code == 429
    assert token_of(browser, MANAGER).status_code == 200
    with clock.told_time(clock.now() + dt.timedelta(seconds=WINDOW + 1)):
        assert token_of(browser, OFFICE).status_code == 200


@pytest.mark.on_sqlite
def test_who_was_sent_to_sign_in_comes_back_to_the_page(client_as):
    browser = client_as("anonymous")
    wanted = browser.get("/jobs/list/?_flt_2_title=a").location
    answer = post_form(browser, wanted, username="office", password=PASSWORD)
    assert answer.location == "/jobs/list/?_flt_2_title=a"


@pytest.mark.on_sqlite
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client_as, elsewhere):
    answer = post_form(
        client_as("anonymous"), f"/login/?next={elsewhere}", username="office", password=PASSWORD
    )
    assert "evil" not in answer.location
    assert "javascript" not in answer.location


def test_a_copied_cookie_dies_when_its_owner_signs_out(session, client_as):
    browser, thief = client_as(OFFICE), client_as("anonymous")
    thief.set_cookie("shop_session", browser.get_cookie("shop_session").value)
    assert thief.get("/jobs/list/").status_code == 200
    answer = browser.post("/logout/", data={"csrf_token": csrf_token(browser, "/customers/add")})
    assert answer.location == "/login/"
    assert thief.get("/jobs/list/").status_code == 302


@pytest.mark.on_sqlite
def test_another_site_cannot_sign_anybody_out(client_as):
    browser = client_as(OFFICE)
    assert browser.get("/logout/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.get("/jobs/list/").status_code == 200


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client_as):
    here, elsewhere = client_as(OFFICE), client_as(OFFICE)
    answer = post_form(here, "/resetmypassword/form", password=NEW_PASSWORD, conf_password=NEW_PASSWORD)
    assert answer.status_code == 302
    assert here.get("/jobs/list/").status_code == 200
    assert elsewhere.get("/jobs/list/").status_code == 302
    again = client_as("anonymous")
    post_form(again, "/login/", username="office", password=NEW_PASSWORD)
    assert again.get("/jobs/list/").status_code == 200


@pytest.mark.on_sqlite
def test_a_weak_password_is_refused_with_advice(client_as):
    answer = post_form(client_as(OFFICE), "/resetmypassword/form", password="short", conf_password="short")
    assert "at least 12 are needed" in answer.text


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    ("role", "page"),
    [(OFFICE, "/resetmypassword/form"), (ADMIN, "/resetpassword/form?pk={office}"), (ADMIN, "/users/add")],
)
def test_a_password_that_contains_the_user_name_is_refused(session, client_as, role, page):
    password = "our office has seven chairs"
    address = page.format(office=user(session, OFFICE).id)
    about = {"username": "office"} if page == "/users/add" else {}
    answer = post_form(client_as(role), address, password=password, conf_password=password, **about)
    assert "It contains the user name" in answer.text


def test_a_session_ends_when_its_user_is_made_inactive(session, client_as):
    browser = client_as(OFFICE)
    user(session, OFFICE).active = False
    session.commit()
    assert browser.get("/jobs/list/").status_code == 302


def test_a_bearer_token_opens_the_api_without_a_csrf_token(client_as, cast):
    browser = client_as("anonymous")
    token = token_of(browser, OFFICE).get_json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert browser.get("/api/v1/jobs/", headers=headers).status_code == 200
    assert browser.post("/api/v1/customers/", json={"name": "By API"}, headers=headers).status_code == 201
    assert browser.get("/jobs/list/", headers=headers).status_code == 302


def test_a_bearer_token_dies_with_the_sessions(session, client_as):
    browser = client_as("anonymous")
    token = token_of(browser, OFFICE).get_json()["access_token"]
    user(session, OFFICE).end_sessions()
    session.commit()
    assert browser.get("/api/v1/jobs/", headers={"Authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.on_sqlite
def test_a_bearer_header_does_not_free_a_cookie_from_its_token(client_as):
    browser = client_as(OFFICE)
    answer = browser.post(
        "/api/v1/customers/", json={"name": "Forged"}, headers={"Authorization": "Bearer x"}
    )
    assert answer.status_code == 400


@pytest.mark.on_sqlite
@pytest.mark.parametrize("role", sorted(EVERYBODY - {ADMIN}))
def test_users_and_roles_are_for_the_owner(client_as, role):
    browser = client_as(role)
    for page in (
        "/users/list/",
        "/users/add",
        "/users/show/1",
        "/users/edit/1",
        "/roles/list/",
        "/resetpassword/form?pk=1",
    ):
        assert browser.get(page).status_code == 403, page


@pytest.mark.on_sqlite
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_everybody_keeps_the_own_profile_and_reads_how_the_api_works(client_as, role):
    browser = client_as(role)
    for page in ("/users/userinfo/", "/resetmypassword/form", "/api/v1/_openapi", "/api/v1/menu/", "/"):
        assert browser.get(page).status_code == 200, page


@pytest.mark.on_sqlite
def test_the_owner_adds_and_changes_users(session, client_as):
    owner = client_as(ADMIN)
    roles = {role.name: role.id for role in user(session, ADMIN).roles + user(session, PRODUCTION).roles}
    about = {"username": "sam", "first_name": "Sam", "last_name": "Lee", "email": "sam@687merch.example"}
    data = about | {
        "active": "y",
        "roles": str(roles[PRODUCTION]),
        "password": NEW_PASSWORD,
        "conf_password": NEW_PASSWORD,
    }
    assert post_form(owner, "/users/add", **data).status_code == 302
    sam = session.scalars(sa.select(StaffUser).where(StaffUser.username == "sam")).one()
    assert [role.name for role in sam.roles] == [PRODUCTION]
    assert owner.get(f"/users/show/{sam.id}").status_code == 200
    assert owner.get(f"/users/edit/{sam.id}").status_code == 200
    fresh = client_as("anonymous")
    post_form(fresh, "/login/", username="sam", password=NEW_PASSWORD)
    assert fresh.get("/jobs/list/").status_code == 200
    assert fresh.get("/invoices/list/").status_code == 403


@pytest.mark.on_sqlite
def test_nobody_writes_the_audit_trail_not_even_the_owner(shop, client_as):
    for table in ("audit_entries", "audit_seals", "job_status_updates", "job_gates", "number_series"):
        for deed in ("add", "edit", "delete", "post", "put"):
            assert not holds([ADMIN], f"can_{deed}", table)
        assert client_as(ADMIN).get(f"/{table}/add").status_code == 403


@pytest.mark.on_sqlite
def test_the_owner_alone_holds_what_was_never_declared(shop):
    assert holds([ADMIN], "can_anything", "anywhere")
    for role in EVERYBODY - {ADMIN}:
        assert not holds([role], "can_anything", "anywhere")
    assert not holds([], "can_list", "jobs")
    assert not holds(["Public"], "can_list", "jobs")


@pytest.mark.on_sqlite
def test_the_right_to_look_up_follows_the_form_that_uses_it(shop):
    assert holds([ARTIST], "can_lookup", "customers")  # artists write designs, which belong to customers
    assert not holds([ARTIST], "can_list", "customers")
    assert not holds([PRODUCTION], "can_lookup", "customers")


@pytest.mark.on_sqlite
def test_grants_are_pairs_of_declared_screens_and_of_known_own_affairs(shop):
    tables = {screen.table for screen in SCREENS} | {screen.title for screen in SCREENS}
    tables |= {screen.category for screen in SCREENS}
    tables |= {board.resource for board in DASHBOARDS.values()}
    others = {resource for pairs in GRANTS.values() for _, resource in pairs} - tables
    assert others <= {
        "Reorder",
        "Receivables",
        "Reports",
        "Sales-tax report",
        "OpenApi",
        "SwaggerView",
        "MenuApi",
        "UserDBModelView",
        "ResetMyPasswordView",
        "UserInfoEditView",
        "Import",
        "Calendar",
        "calendar",
        "Capacity",
        "Alerts",
        "Tax report",
        "Dashboards",
        "Floor set-up",
        "FloorSetup",
        "ab_user",  # looked up by whoever says as whom an employee signs in
    }


@pytest.mark.on_sqlite
def test_every_answer_protects_the_browser(client_as):
    for page in ("/login/", "/nothing"):
        headers = client_as("anonymous").get(page).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "default-src 'self'" in headers["Content-Security-Policy"]


@pytest.mark.on_sqlite
def test_a_forged_host_is_refused(client_as):
    assert client_as("anonymous").get("/login/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    "page",
    [
        "/users/list/?page_UserView=abc",
        "/users/list/?_oc_UserView=nothing&_od_UserView=asc",
        "/users/list/?_flt_9_username=a",
        "/users/add?_flt_9_username=a",
        "/roles/list/?psize_RoleView=-1",
    ],
)
def test_a_wrong_address_of_the_users_is_refused_in_words(client_as, page):
    answer = client_as(ADMIN).get(page)
    assert answer.status_code == 400
    assert "neither filtered nor ordered" in answer.text


@pytest.mark.parametrize(
    "path", ["/users/show/abc", "/users/edit/0", "/users/show/999999", "/roles/show/abc"]
)
def test_an_unknown_user_is_not_found(client_as, path):
    assert client_as(ADMIN).get(path).status_code in (404, 422)


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    "path", ["/users/action/nothing/1", "/users/action/resetpasswords/x", "/users/action/resetpasswords/0"]
)
def test_an_unknown_deed_or_user_is_not_found(client_as, path):
    owner = client_as(ADMIN)
    assert owner.post(path, data={"csrf_token": csrf_token(owner, "/customers/add")}).status_code == 404


def test_a_user_that_cannot_be_kept_is_refused_without_a_statement(client_as):
    owner = client_as(ADMIN)
    about = {
        "username": "s\0m",
        "first_name": "S",
        "last_name": "L",
        "email": "s@687merch.example",
        "roles": "1",
    }
    post_form(owner, "/users/add", **about, password=NEW_PASSWORD, conf_password=NEW_PASSWORD)
    told = owner.get("/users/list/").text
    assert "INSERT" not in told
    assert "scrypt" not in told


@pytest.mark.on_sqlite
@pytest.mark.parametrize(("mode", "prolongs"), [("navigate", True), ("cors", False), ("same-origin", False)])
def test_only_a_page_that_is_opened_prolongs_the_session(client_as, mode, prolongs):
    answer = client_as(OFFICE).get("/desk/counts.json", headers={"Sec-Fetch-Mode": mode})
    assert answer.status_code == 200
    assert ("Set-Cookie" in answer.headers) is prolongs
