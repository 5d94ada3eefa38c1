"""The pages of alerts: each sees those of their role, and does with them what the page offers."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from models.alerts import (
    AlertComment,
    AlertRead,
    AlertRoute,
    AlertRule,
    AlertSeverity,
    AlertStatus,
    AlertType,
    BusinessAlert,
    Reason,
    lay_out_rules,
)
from models.alerts.checking import check
from models.alerts.clock_failures import note_failure, note_success
from models.alerts.telling import tell
from models.core import clock
from models.core.actor import SYSTEM, acting_as
from models.core.roles import ADMIN, BOOKKEEPER, EVERYBODY, MANAGER, OFFICE, PRODUCTION
from models.notifications import StaffNotification
from models.people import StaffUser
from tests import on_sqlite
from tests.alerts import an_alert, declared
from tests.browsing import csrf_token, post_form
from tests.views.test_every_screen import statements

S = AlertSeverity


@pytest.fixture
def alert(session, monkeypatch):
    """The press is hot, which managers and production see; a job costs too much, which who reads costs sees."""
    readers = frozenset({ADMIN, MANAGER, BOOKKEEPER})
    declared(monkeypatch, lambda _session: [], name="dear", of_costs=True, by=readers)
    declared(monkeypatch, lambda _session: [], beside={"dear"})
    return an_alert(session, trigger_data={"Booked by": "<b>Rosa</b>"}, address="/capacity/")


@pytest.fixture
def dear(session, alert):
    """A job that costs too much."""
    dear = BusinessAlert(rule="dear", subject_table="jobs", subject_id="x", type=AlertType.HIGH_COSTS)
    session.add(dear)
    dear.measure(title="J-1 costs too much", message="$400.00 instead of $300.00.", severity=S.CRITICAL)
    dear.tell()
    session.commit()
    return dear


def page(alert):
    return f"/alerts/{alert.id}/"


def do(browser, alert, deed, **typed):
    """Send what was typed with the token of a page that everybody has."""
    token = csrf_token(browser, "/resetmypassword/form")
    return browser.post(f"{page(alert)}{deed}", data={**typed, "csrf_token": token})


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_each_role_sees_its_own_alerts_and_no_others(client_as, alert, dear, role):
    browser = client_as(role)
    for each, readers in ((alert, {ADMIN, MANAGER, PRODUCTION}), (dear, {ADMIN, MANAGER, BOOKKEEPER})):
        assert browser.get(page(each)).status_code == (200 if role in readers else 404)
        assert (each.title in browser.get("/alerts/").text) == (role in readers)
        if role not in readers:
            for deed in ("resolve", "comment", "mark_read"):
                assert do(browser, each, deed, text="Seen").status_code == 404


@on_sqlite
@pytest.mark.parametrize("is_over", [False, True])
@pytest.mark.parametrize("deed", ["resolve", "snooze", "assign", "comment", "reopen"])
def test_no_door_tells_who_may_not_see_an_alert_what_it_is_of(session, client_as, dear, deed, is_over):
    if is_over:
        dear.clear()
        session.commit()
    browser = client_as(OFFICE)
    token = csrf_token(browser, "/resetmypassword/form")
    rows = "/business_alerts"
    typed = {"text": "Seen", "until": (clock.shop_day() + dt.timedelta(days=2)).isoformat()}
    told = {name: typed[name] for name in {"comment": ["text"], "snooze": ["until"]}.get(deed, [])}
    form = told | {"csrf_token": token, "id": dear.id}
    spoken = browser.post(f"/api/v1{rows}/{dear.id}/{deed}", json=told, headers={"X-CSRFToken": token})
    answers = [
        spoken,
        browser.get(f"{rows}/{dear.id}/{deed}"),
        browser.post(f"{rows}/{dear.id}/{deed}", data=form),
        browser.post(f"{rows}/bulk/{deed}", data=form),
    ]
    assert spoken.status_code == 403
    assert not any(dear.title in answer.text for answer in answers)
    assert any("not for your role" in answer.text for answer in answers[1:])


def test_an_alert_of_the_program_leads_to_the_row_that_it_is_about_while_there_is_one(session, client_as):
    lay_out_rules(session)
    for _ in range(3):
        note_failure(session, "send_mails", "The server is away.")
    named("high_costs", session).fail("Division by zero.")
    for name in ("rules_failed", "jobs_failed"):
        check(session, named(name, session))
    session.commit()
    browser, about = client_as(ADMIN), re.compile(r'About</th><td><a href="([^"]+)"')
    alerts = list(session.scalars(sa.select(BusinessAlert)))
    led = [about.search(browser.get(page(each)).text) for each in alerts]
    assert [browser.get(each[1]).status_code for each in led] == [200, 200]
    note_success(session, "send_mails")
    session.commit()
    (failing,) = (each for each in alerts if each.rule == "jobs_failed")
    assert not about.search(browser.get(page(failing)).text)


def named(name, session):
    return session.scalars(sa.select(AlertRule).where(AlertRule.name == name)).one()


@on_sqlite
@pytest.mark.parametrize("path", ["/alerts/nothing/", "/alerts/01ARZ3NDEKTSV4RRFFQ69G5FAV/", "/alerts/é/"])
def test_an_unknown_alert_is_not_found(client_as, path):
    assert client_as(MANAGER).get(path).status_code == 404


def test_the_page_shows_what_happened_by_what_and_what_it_means(client_as, alert):
    text = client_as(PRODUCTION).get(page(alert)).text
    for said in (
        "The press has 31 °C.",
        "15 °C",
        "Booked by",
        "Machines that are too hot.",
        "Open the machine",
    ):
        assert said in text
    assert "<b>Rosa" not in text


@on_sqlite
def test_the_page_offers_what_can_be_done_now_and_nothing_else(session, client_as, alert):
    browser = client_as(PRODUCTION)

    def offered():
        text = browser.get(page(alert)).text
        deeds = ("resolve", "snooze", "assign", "comment", "reopen", "mark_read")
        return {deed for deed in deeds if f'action="{page(alert)}{deed}"' in text}

    assert offered() == {"resolve", "snooze", "assign", "comment", "mark_read"}
    do(browser, alert, "resolve")
    assert offered() == {"reopen", "assign", "comment"}
    alert.clear()
    session.commit()
    assert offered() == {"comment"}


@on_sqlite
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"press is hot", "J-1 costs too much"}),
        ("severity=CRITICAL", {"J-1 costs too much"}),
        ("type=CAPACITY_EXCEEDED", {"press is hot"}),
        ("mine=1", set()),
        ("state=resolved", set()),
        ("type=HIGH_COSTS&severity=WARNING", set()),
    ],
)
def test_the_list_shows_what_was_asked_for(client_as, alert, dear, asked, shown):
    text = client_as(MANAGER).get(f"/alerts/?{asked}").text
    assert {title for title in ("press is hot", "J-1 costs too much") if f"{title}</a>" in text} == shown


@on_sqlite
def test_the_gravest_stand_first(client_as, alert, dear):
    text = client_as(MANAGER).get("/alerts/").text
    assert text.index(f"{dear.title}</a>") < text.index(f"{alert.title}</a>")


@on_sqlite
@pytest.mark.parametrize(
    "asked",
    [
        *("state=maybe", "type=x", "severity=BAD", "page=-1", "page=x", "page=99999999"),
        f"page=000000001{'9' * 5000}",
    ],
)
def test_a_list_that_cannot_be_asked_for_is_refused_in_words(client_as, asked):
    answer = client_as(MANAGER).get(f"/alerts/?{asked}")
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_an_alert_is_resolved_with_what_was_done(session, client_as, alert):
    browser = client_as(PRODUCTION)
    assert do(browser, alert, "resolve", reason="Opened a window").status_code == 303
    text = browser.get(page(alert)).text
    assert "printer resolved it" in text
    assert "Opened a window" in text
    session.expire_all()
    assert alert.status is AlertStatus.RESOLVED


@pytest.mark.parametrize(("typed", "days"), [({"for": "1"}, 1), ({"for": "7"}, 7)])
def test_an_alert_is_put_off_by_a_button(session, client_as, alert, typed, days):
    assert do(client_as(MANAGER), alert, "snooze", **typed).status_code == 303
    session.expire_all()
    assert alert.snoozed_until == clock.shop_day() + dt.timedelta(days=days)


@on_sqlite
@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("", "required"),
        ("soon", "date"),
        ("2026-02-30", "date"),
        ("2020-01-01", "Choose a day after today"),
        ("2199-01-01", "90 days at most"),
        ("9999-99-99", "date"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words_and_kept(session, client_as, alert, until, sentence):
    answer = do(client_as(MANAGER), alert, "snooze", until=until)
    assert answer.status_code == 422
    assert sentence in answer.text
    session.expire_all()
    assert alert.status is AlertStatus.OPEN


def test_an_alert_is_handed_over_to_who_may_see_it(session, client_as, alert):
    browser = client_as(MANAGER)
    ids = {user.username: user.id for user in session.scalars(sa.select(StaffUser))}
    assert do(browser, alert, "assign", user_id=str(ids["printer"])).status_code == 303
    assert "has it" in browser.get("/alerts/").text
    session.expire_all()
    assert alert.assigned_to_id == ids["printer"]
    mine = client_as(PRODUCTION).get("/alerts/?mine=1").text
    assert alert.title in mine
    answer = do(browser, alert, "assign", user_id=str(ids["artist"]))
    assert answer.status_code == 409
    assert "may not see alerts of this kind" in answer.text


def test_each_who_is_handed_an_alert_is_told_so_and_nobody_else(session, client_as, alert):
    browser = client_as(MANAGER)
    ids = {user.username: user.id for user in session.scalars(sa.select(StaffUser))}
    for name in ("printer", "owner", ""):
        assert do(browser, alert, "assign", user_id=str(ids.get(name, ""))).status_code == 303
    lines = session.scalars(sa.select(StaffNotification).order_by(StaffNotification.id))
    assert [line.user_id for line in lines if "gave you" in line.text] == [ids["printer"], ids["owner"]]


@pytest.mark.parametrize("typed", ["", " ", "x" * 2001, "a\0b"])
def test_a_comment_that_cannot_be_kept_is_refused(session, client_as, alert, typed):
    assert do(client_as(MANAGER), alert, "comment", text=typed).status_code == 422
    assert session.scalar(sa.select(sa.func.count(AlertComment.id))) == 0


def test_a_comment_stands_below_with_its_writer(client_as, alert):
    browser = client_as(PRODUCTION)
    assert do(browser, alert, "comment", text="Fan ordered <script>").status_code == 303
    text = browser.get(page(alert)).text
    assert "Fan ordered &lt;script&gt;" in text


def test_reading_is_marked_for_each_person_and_takes_the_line_under_the_bell(session, client_as, alert):
    tell(session, alert, Reason.NEW)
    session.commit()
    manager = client_as(MANAGER)
    assert "New to you" in manager.get("/alerts/").text
    assert do(manager, alert, "mark_read").status_code == 303
    assert "New to you" not in manager.get("/alerts/").text
    assert "New to you" in client_as(PRODUCTION).get("/alerts/").text
    assert manager.get("/notifications/unread.json").json["count"] == 0
    assert session.scalar(sa.select(sa.func.count(AlertRead.id))) == 1


def test_what_was_told_again_is_new_again(session, client_as, alert):
    manager = client_as(MANAGER)
    do(manager, alert, "mark_read")
    with clock.told_time(clock.now() + dt.timedelta(minutes=1)):
        tell(session, alert, Reason.RETURNED)
        session.commit()
    assert "New to you" in manager.get("/alerts/").text


def test_a_line_under_the_bell_leads_to_its_alert(session, client_as, alert):
    tell(session, alert, Reason.NEW)
    session.commit()
    manager = client_as(MANAGER)
    assert f'href="{page(alert)}"' in manager.get("/notifications/").text
    assert session.scalars(sa.select(StaffNotification.url)).all()[-1] == page(alert)


@on_sqlite
@pytest.mark.parametrize("deed", ["nothing", "tell", "clear", "wake", "measure", "__init__"])
def test_no_other_deed_is_done_by_an_address(client_as, alert, deed):
    assert do(client_as(ADMIN), alert, deed).status_code == 404


@on_sqlite
def test_a_deed_asks_for_the_token_of_the_page(client_as, alert):
    assert client_as(MANAGER).post(f"{page(alert)}resolve").status_code == 400


@on_sqlite
def test_nobody_signed_out_reads_alerts(client_as, alert):
    for path in ("/alerts/", page(alert)):
        assert client_as("anonymous").get(path).status_code == 302


def test_the_overview_names_what_needs_attention_that_its_reader_may_see(client_as, alert, dear):
    manager, office = client_as(MANAGER), client_as(OFFICE)
    text = manager.get("/dashboards/overview").text
    assert text.index(dear.title) < text.index(alert.title)
    assert "What needs attention" in text
    assert dear.title not in office.get("/dashboards/overview").text


@on_sqlite
def test_the_overview_says_when_nothing_is_out_of_its_limits(session, client_as):
    session.execute(sa.delete(BusinessAlert).execution_options(deliberate="a quiet shop"))
    session.commit()
    assert "Nothing is out of its limits now." in client_as(MANAGER).get("/dashboards/overview").text


def test_a_manager_says_who_is_told_of_what(session, client_as):
    browser = client_as(MANAGER)
    route = session.scalars(
        sa.select(AlertRoute).where(AlertRoute.type == AlertType.LOW_INVENTORY, AlertRoute.role == OFFICE)
    ).one()
    edit = f"/alert_routes/edit/{route.id}"
    assert post_form(browser, edit, in_app_from="INFO", mailed_from="").status_code in (302, 303)
    session.expire_all()
    assert (route.in_app_from, route.mailed_from) == (S.INFO, None)
    assert client_as(OFFICE).get(edit).status_code == 403
    assert browser.get("/alert_routes/add").status_code == 403


def heated(session, alert, number):
    """So many machines more are hot, each in the hands of somebody else."""
    for user in session.scalars(sa.select(StaffUser)).all()[:number]:
        each = an_alert(session, f"m{user.id}", address="/capacity/", severity=S.CRITICAL)
        with acting_as(SYSTEM):
            each.assign(session.scalars(sa.select(StaffUser.id).where(StaffUser.username == "printer")).one())
    session.commit()


@pytest.mark.parametrize("path", ["/alerts/", "/dashboards/overview"])
def test_many_alerts_cost_no_more_statements_than_one(session, client_as, alert, path):
    browser = client_as(MANAGER)
    for _ in range(2):
        browser.get(path)
    with statements() as few:
        browser.get(path)
    heated(session, alert, 4)
    with statements() as many:
        text = browser.get(path).text
    assert text.count("is hot</a>") == 5
    assert len(many) == len(few)


def test_the_overview_reads_its_alerts_in_one_statement(client_as, alert):
    browser = client_as(MANAGER)
    for _ in range(2):
        browser.get("/dashboards/overview")
    with statements() as warm:
        browser.get("/dashboards/overview")
    assert sum("business_alerts" in each for each in warm) == 1
    assert len(warm) <= 6
