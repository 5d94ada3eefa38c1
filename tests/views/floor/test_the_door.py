"""Who comes in to the floor: every address, and everybody who might knock."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.base import new_id
from models.core.roles import ADMIN, MANAGER, OFFICE, PRODUCTION
from models.people import Employee, StaffUser
from models.timekeeping import FloorDevice, FloorPin, TimeEntry
from tests import on_sqlite
from tests.browsing import csrf_token
from tests.floor import NUMBER, give_number, lay_out, proof_of, registered, send, signed_in
from views.floor.door import DEVICE, OPEN, PAGES, PERSON


@pytest.fixture
def laid(session, cast):
    return lay_out(session)


def knocks(cast, laid):
    pk = {"pk": cast.job.id, "token": "none", "file_id": new_id()}
    for page in PAGES.values():
        rule = page.rule
        for name, value in pk.items():
            rule = rule.replace(f"<{name}>", laid.rosa_id if "sign-in" in rule and name == "pk" else value)
        for method in page.methods:
            yield page, method, f"/floor{rule}"


def statuses(browser, cast, laid, who):
    return {
        (method, address): browser.open(address, method=method).status_code
        for page, method, address in list(knocks(cast, laid))
        if page.who in who
    }


def test_a_stranger_finds_only_what_is_open(shop, cast, laid):
    answers = statuses(shop.test_client(), cast, laid, {DEVICE, PERSON})
    assert set(answers.values()) == {403}


def test_a_revoked_device_is_a_stranger(shop, session, cast, laid):
    browser = signed_in(shop.test_client(), laid)
    proof = proof_of(browser)
    session.get(FloorDevice, laid.device_id).revoke()
    session.commit()
    assert set(statuses(browser, cast, laid, {DEVICE, PERSON}).values()) == {403}
    assert send(browser, tap(laid, proof)).status_code == 403


def test_a_device_on_which_nobody_signed_in_asks_who_it_is(shop, cast, laid):
    answers = statuses(registered(shop.test_client(), laid), cast, laid, {PERSON})
    assert {answer for (method, _), answer in answers.items() if method == "GET"} == {303}
    assert {answer for (method, _), answer in answers.items() if method == "POST"} == {401}


def test_what_writes_bears_the_token_of_the_page(shop, cast, laid):
    shop.config["WTF_CSRF_ENABLED"] = True
    browser = signed_in(shop.test_client(), laid)
    for page, method, address in knocks(cast, laid):
        if method == "POST" and page.csrf and page.who is not OPEN:
            assert browser.post(address).status_code == 400, address


def tap(laid, proof, **said):
    now = int(clock.now().timestamp() * 1000)
    made = {"key": "k" * 20, "kind": "START", "at": now, "employee": laid.rosa_id, "proof": proof}
    return made | {"activity": "Cleaning"} | said


def test_a_tap_with_anothers_proof_waits_on_the_phone_and_leaves_no_time(shop, session, laid):
    browser = signed_in(shop.test_client(), laid)
    other = Employee(name="Sam")
    session.add(other)
    session.commit()
    answer = send(browser, tap(laid, proof_of(browser), employee=other.id), tap(laid, "guessed"))
    assert [each["outcome"] for each in answer.get_json()["taps"]] == ["WAITS", "WAITS"]
    assert session.scalar(sa.select(sa.func.count()).select_from(TimeEntry)) == 0


def test_wrong_numbers_lock_the_person_and_the_device_out_with_a_rising_wait(shop, session, laid):
    browser, start = registered(shop.test_client(), laid), clock.now()
    with clock.told_time(start):
        answers = [give_number(browser, laid, "9999") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [422] * 4 + [429]
        assert "1 more try, then a wait" in answers[3].text
        assert "wait 1 minute" in answers[4].text
        assert give_number(browser, laid).status_code == 429  # the right one, too
    with clock.told_time(start + dt.timedelta(seconds=61)):
        assert "wait 2 minutes" in give_number(browser, laid, "9999").text
    with clock.told_time(start + dt.timedelta(minutes=4)):
        assert give_number(browser, laid).status_code == 303
    pin = session.scalars(sa.select(FloorPin)).one()
    session.refresh(pin)
    assert (pin.failures, session.get(FloorDevice, laid.device_id).failures) == (0, 0)


@on_sqlite
def test_half_an_hour_without_a_page_asks_for_the_number_again(shop, laid):
    start = clock.now()
    with clock.told_time(start):
        browser = signed_in(shop.test_client(), laid)
    with clock.told_time(start + dt.timedelta(minutes=29)):
        assert browser.get("/floor/").status_code == 200
    with clock.told_time(start + dt.timedelta(minutes=58)):
        assert browser.get("/floor/").status_code == 200
    with clock.told_time(start + dt.timedelta(minutes=89)):
        assert browser.get("/floor/").status_code == 303


def test_signing_out_or_in_ends_every_copy_of_the_cookie_at_once(shop, laid):
    browser, thief = signed_in(shop.test_client(), laid), registered(shop.test_client(), laid)

    def steal():
        thief.set_cookie("floor", browser.get_cookie("floor", path="/floor").value, path="/floor")
        return thief.get("/floor/").status_code

    assert steal() == 200
    signed_in(browser, laid)
    assert thief.get("/floor/").status_code == 303
    assert steal() == 200
    browser.post("/floor/sign-out", data={"csrf_token": csrf_of(browser)})
    assert thief.get("/floor/").status_code == 303


def csrf_of(browser):
    return re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/floor/").text)[1]


def test_taps_of_a_revoked_phone_are_taken_at_their_times_once_it_is_registered_again(shop, session, laid):
    browser = signed_in(shop.test_client(), laid)
    saved = tap(laid, proof_of(browser), at=int(clock.now().timestamp() * 1000) - 3_600_000)
    session.get(FloorDevice, laid.device_id).revoke()
    again = FloorDevice(name="Press phone, again")
    session.add(again)
    session.flush()
    again.register()
    session.commit()
    assert send(browser, saved).status_code == 403
    browser.set_cookie("floor_device", again.token(), path="/floor")
    assert send(browser, saved).get_json()["taps"][0]["outcome"] == "WAITS"
    too_old = saved | {"at": saved["at"] - 8 * 86_400_000}
    assert send(browser, too_old).get_json()["taps"][0]["outcome"] == "REFUSED"
    assert give_number(browser, laid).status_code == 303
    assert send(browser, saved | {"proof": proof_of(browser)}).get_json()["taps"][0]["outcome"] == "TAKEN"
    started = session.scalars(sa.select(TimeEntry)).one().start_time
    assert started.timestamp() == saved["at"] // 1000


@on_sqlite
def test_a_number_gives_no_more_than_the_floor(shop, session, laid):
    owner = session.scalars(sa.select(StaffUser).where(StaffUser.username == "owner")).one()
    session.get(Employee, laid.rosa_id).user_id = owner.id
    session.commit()
    browser = signed_in(shop.test_client(), laid)
    assert browser.get("/jobs/list/").status_code == 302


@on_sqlite
def test_staff_who_are_employees_come_in_by_their_own_session(client_as, session, laid):
    printer = client_as(PRODUCTION)
    assert printer.get("/floor/").status_code == 403
    user = session.scalars(sa.select(StaffUser).where(StaffUser.username == "printer")).one()
    session.get(Employee, laid.rosa_id).user_id = user.id
    session.commit()
    assert printer.get("/floor/").status_code == 200
    answer = send(printer, tap(laid, proof_of(printer)))
    assert answer.get_json()["taps"][0]["outcome"] == "TAKEN"


@on_sqlite
def test_a_manager_registers_a_device_by_a_link_that_works_once(client_as, shop, session):
    manager = client_as(MANAGER)
    token = csrf_token(manager, "/floor-setup/")
    link_page = manager.post("/floor-setup/devices", data={"name": "Tablet", "csrf_token": token}).location
    device = session.scalars(sa.select(FloorDevice)).one()
    address = f"/floor/register/{device.id}/{device.link_token()}"
    assert address in manager.get(link_page).text
    phone = shop.test_client()
    assert phone.get(address).status_code == 200
    assert phone.get("/floor/sign-in").status_code == 403  # looking registers nothing
    assert phone.post(address).status_code == 303
    assert phone.get("/floor/sign-in").status_code == 200
    assert shop.test_client().post(address).status_code == 409
    assert phone.get(f"/floor/register/{device.id}/guessed").status_code == 404
    manager.post(f"/floor-setup/devices/{device.id}/revoke", data={"csrf_token": token})
    assert phone.get("/floor/sign-in").status_code == 403


@on_sqlite
@pytest.mark.parametrize("role", [OFFICE, PRODUCTION])
def test_only_managers_lay_the_floor_out(client_as, role):
    assert client_as(role).get("/floor-setup/").status_code == 403
    assert client_as(role).post("/floor-setup/devices", data={"name": "Mine"}).status_code in (400, 403)


@on_sqlite
@pytest.mark.parametrize(
    ("number", "is_taken"), [("1234", False), ("7777", False), ("12", False), ("4096", True)]
)
def test_a_manager_sets_numbers_that_are_not_tried_first(client_as, session, laid, shop, number, is_taken):
    owner = client_as(ADMIN)
    data = {"employee": laid.rosa_id, "number": number, "csrf_token": csrf_token(owner, "/floor-setup/")}
    owner.post("/floor-setup/numbers", data=data)
    browser = registered(shop.test_client(), laid)
    assert (give_number(browser, laid, number).status_code == 303) is is_taken
    assert (give_number(browser, laid, NUMBER).status_code == 303) is not is_taken


def test_one_changes_ones_own_number_and_the_old_one_opens_nothing(shop, laid):
    browser = signed_in(shop.test_client(), laid)
    other = registered(shop.test_client(), laid)
    other.set_cookie("floor", browser.get_cookie("floor", path="/floor").value, path="/floor")
    assert other.get("/floor/").status_code == 200
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/floor/number").text)[1]
    wrong = browser.post("/floor/number", data={"old": "0000", "new": "8053", "csrf_token": token})
    assert wrong.status_code == 422
    right = browser.post("/floor/number", data={"old": NUMBER, "new": "8053", "csrf_token": token})
    assert right.status_code == 303
    assert browser.get("/floor/").status_code == 200
    assert other.get("/floor/").status_code == 303


@pytest.mark.parametrize(
    "body",
    ["[" * 50_000 + "]" * 50_000, '{"now": NaN, "taps": []}', '{"now": 1e400, "taps": []}', "null", ""],
    ids=["deep", "nan", "infinite", "null", "empty"],
)
def test_a_batch_that_is_none_is_refused_with_a_sentence(shop, laid, body):
    browser = signed_in(shop.test_client(), laid)
    answer = browser.post("/floor/taps", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.get_json()["message"].startswith("Nothing was taken")


def test_a_phone_with_a_clock_out_of_this_world_is_answered_tap_by_tap(shop, laid):
    browser = signed_in(shop.test_client(), laid)
    first = tap(laid, proof_of(browser), at=0)
    answer = send(browser, first, {"key": float("nan")}, now=253_402_300_799_000)
    assert [(each["key"], each["outcome"]) for each in answer.get_json()["taps"]] == [
        (first["key"], "REFUSED"),
        (None, "REFUSED"),
    ]
