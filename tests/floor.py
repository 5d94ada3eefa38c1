"""A phone of the floor: registered by a manager's link, with Rosa's number, and taps as it sends them."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from models.core import clock
from models.people import Employee, StaffUser
from models.scheduling import ScheduleStatus
from models.timekeeping import FloorDevice
from models.timekeeping.numbers import set_number
from tests.job_life import job_in
from tests.models.timekeeping.floor import work

NUMBER = "4071"


def lay_out(session: Session) -> SimpleNamespace:
    """A registered device, and Rosa with her number; committed."""
    rosa = session.scalars(sa.select(Employee).where(Employee.name == "Rosa")).one()
    device = FloorDevice(name="Press phone")
    session.add(device)
    session.flush()
    device.announce_by("manager")
    device.register()
    set_number(session, rosa, generate_password_hash(NUMBER, "scrypt:1024:1:1"))
    session.commit()
    laid = SimpleNamespace(
        device=device, rosa=rosa, device_id=device.id, rosa_id=rosa.id, token=device.token()
    )
    session.commit()
    return laid


def printers_morning(session: Session, cast: SimpleNamespace) -> None:
    """The user `printer` is Rosa, who has a number, work of today, and work behind a gate; committed."""
    laid = lay_out(session)
    user = session.scalars(sa.select(StaffUser).where(StaffUser.username == "printer")).one()
    session.get_one(Employee, laid.rosa_id).user_id = user.id
    held = job_in(session, "PREP", cast.acme)
    held.gates[0].block("No blanks")
    session.commit()
    today: dict[str, Any] = {"scheduled_date": clock.shop_day(), "employee_id": laid.rosa_id}
    today["status"] = ScheduleStatus.SCHEDULED
    work(session, cast.job, **today)
    work(session, held, "PRINTING", priority=1, **today)
    session.commit()


def registered(browser: FlaskClient, laid: SimpleNamespace) -> FlaskClient:
    """The browser of the device, on which nobody signed in yet."""
    browser.set_cookie("floor_device", laid.token, path="/floor")
    return browser


def give_number(browser: FlaskClient, laid: SimpleNamespace, number: str = NUMBER) -> Any:
    """What the page of numbers answers."""
    page = f"/floor/sign-in/{laid.rosa_id}"
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(page).text)
    return browser.post(page, data={"number": number, "csrf_token": token[1] if token else ""})


def signed_in(browser: FlaskClient, laid: SimpleNamespace) -> FlaskClient:
    """The browser of the device with Rosa at it."""
    assert give_number(registered(browser, laid), laid).status_code == 303
    return browser


def proof_of(browser: FlaskClient) -> str:
    """What the taps of the person at this browser bear."""
    found = re.search(r'data-proof="([^"]+)"', browser.get("/floor/").text)
    return found[1] if found else ""


def send(browser: FlaskClient, *taps: dict[str, Any], **body: Any) -> Any:
    """What the shop answers to a batch."""
    now = {"now": int(clock.now().timestamp() * 1000)}
    return browser.post("/floor/taps", json=now | {"taps": list(taps)} | body)
