"""Employees: as whom they sign in."""

import sqlalchemy as sa

from models.core.roles import ARTIST, MANAGER
from models.people import Employee
from tests import on_sqlite
from tests.browsing import post_form

LOOKUP = "/api/v1/ab_user/lookup?q=Pri"


def test_a_manager_says_as_whom_an_employee_signs_in(session, client_as):
    browser = client_as(MANAGER)
    (user,) = browser.get(LOOKUP).get_json()["results"]
    assert user["text"].endswith("(printer)")
    answer = post_form(browser, "/employees/add", name="Jo", user=user["id"])
    assert answer.status_code == 303, answer.text
    jo = session.scalars(sa.select(Employee).where(Employee.name == "Jo")).one()
    assert jo.user.username == "printer"


@on_sqlite
def test_users_are_looked_up_by_all_staff_who_hand_alerts_over_and_by_no_stranger(client_as):
    assert [client_as(who).get(LOOKUP).status_code for who in (ARTIST, "anonymous")] == [200, 403]
