"""A morning on the floor: a phone is registered, Rosa starts by her number, the network goes, and no minute is lost."""

import contextlib
import re
import time

import pytest
import sqlalchemy as sa
from playwright.sync_api import Error, expect
from werkzeug.security import generate_password_hash

from models.core import clock
from models.jobs import Job, JobStatus
from models.scheduling import ProductionSchedule, ScheduleStatus
from models.timekeeping import FloorDevice, Misprint, TimeEntry
from models.timekeeping.numbers import set_number
from tests import on_sqlite
from tests.browser.conftest import address, page, troubles
from tests.browser.looks import PHONE
from tests.floor import NUMBER
from tests.models.timekeeping.floor import rosa_of, work

__all__ = ["address", "page", "troubles"]
pytestmark = [pytest.mark.browser, on_sqlite]


@pytest.fixture
def morning(session, cast):
    """Rosa's two operations of today, and a device that waits for its link to be opened."""
    rosa = rosa_of(session)
    set_number(session, rosa, generate_password_hash(NUMBER, "scrypt:1024:1:1"))
    device = FloorDevice(name="Press phone")
    session.add(device)
    session.commit()
    today = {"scheduled_date": clock.shop_day(), "employee_id": rosa.id, "status": ScheduleStatus.SCHEDULED}
    cast.printing = work(session, cast.job, **today).id
    cast.packing = work(session, cast.job, "PACKAGING", **(today | {"priority": 1})).id
    cast.link = f"/floor/register/{device.id}/{device.link_token()}"
    session.commit()
    return cast


def entries(session):
    session.rollback()
    rows = session.scalars(sa.select(TimeEntry).order_by(TimeEntry.start_time, TimeEntry.id)).all()
    told = [(row.activity, row.start_time, row.end_time) for row in rows]
    session.rollback()
    return told


def until(is_so):
    """Ask the page until it is so; it may be loaded anew meanwhile."""
    for _ in range(100):
        with contextlib.suppress(Error):
            if is_so():
                return
        time.sleep(0.1)
    raise AssertionError("It did not come about within ten seconds.")


def one(session, statement):
    session.rollback()
    found = session.scalars(statement).all()
    told = [(each.id, getattr(each, "status", None)) for each in found]
    session.rollback()
    return told


def come_in(page, link):
    """Register the phone by a link, and sign in by Rosa's number."""
    page.set_viewport_size(PHONE)
    page.goto(link)
    page.get_by_role("button", name="Register").click()
    page.get_by_role("link", name="Rosa").click()
    page.get_by_label("Your number").fill(NUMBER)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Next, in order")).to_be_visible()


def is_kept(page):
    """Wait until the phone has what it needs without a network."""
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    until(lambda: page.evaluate("async () => Boolean(await caches.match('/floor/'))"))


def saved_on(page):
    return page.evaluate("async () => (await floorQueue.all()).length")


def test_taps_without_a_network_are_credited_at_their_times_once(page, address, session, morning, troubles):
    come_in(page, address + morning.link)
    is_kept(page)

    page.get_by_role("button", name=re.compile("^Start Printing")).click()
    expect(page.get_by_role("timer")).to_be_visible()
    page.get_by_role("link", name="My work").click()
    expect(page.locator("#running")).to_contain_text("Printing")

    page.context.set_offline(True)
    page.get_by_role("button", name=re.compile("^Switch Packing")).click()
    expect(page.get_by_text("No network. 1 tap is saved with its time. It sends by itself.")).to_be_visible()
    page.reload()  # the page is the phone's own, and knows what was tapped
    expect(page.locator("#running")).to_contain_text("Packing")
    page.get_by_role("button", name="Cleaning").click()
    page.get_by_role("button", name="Stop").click()
    expect(
        page.get_by_text("No network. 3 taps are saved with their times. They send by themselves.")
    ).to_be_visible()
    expect(page.locator("#running")).to_be_hidden()
    saved = page.evaluate("async () => await floorQueue.all()")
    assert [name for name, _, _ in entries(session)] == ["Printing"]

    page.context.set_offline(False)
    until(lambda: saved_on(page) == 0)
    found = entries(session)
    assert [name for name, _, _ in found] == ["Printing", "Packing", "Cleaning"]
    times = [int(tap["at"] / 1000) for tap in saved]
    assert [int(start.timestamp()) for _, start, _ in found[1:]] == times[:2]
    assert [int(end.timestamp()) for _, _, end in found] == times

    for each in saved:
        del each["order"]
        each.pop("label", None)
        each.pop("name")
    batch = {"now": int(time.time() * 1000), "taps": saved[::-1] + saved}
    again = page.context.request.post(address + "/floor/taps", data=batch)
    assert len(again.json()["taps"]) == 6
    assert entries(session) == found


def test_done_with_a_misprint_says_what_it_saves_and_moves_the_job(page, address, session, morning, troubles):
    come_in(page, address + morning.link)
    page.get_by_role("button", name=re.compile("^Start Printing")).click()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#causes")).to_be_hidden()
    expect(page.get_by_role("button", name="Save 25 good")).to_be_visible()
    page.get_by_role("button", name="One more, Misprinted").click()
    page.get_by_text("Wrong place").click()
    page.get_by_role("button", name="Save 24 good, 1 misprint").click()
    expect(page.get_by_text("Next, in order")).to_be_visible()
    expect(page.locator("#running")).to_be_hidden()
    assert one(session, sa.select(ProductionSchedule).where(ProductionSchedule.id == morning.printing))[0][
        1
    ] == (ScheduleStatus.COMPLETED)
    assert len(one(session, sa.select(Misprint))) == 1
    assert one(session, sa.select(Job).where(Job.title == "Staff tees"))[0][1] is JobStatus.QUALITY_CHECK
    assert troubles == []

    is_kept(page)
    page.context.clear_cookies(name="floor")  # as after half an hour, or without signing out
    page.reload()
    expect(page.get_by_role("link", name="Rosa")).to_be_visible()
    until(lambda: not page.evaluate("async () => Boolean(await caches.match('/floor/'))"))


def test_a_revoked_phone_tells_what_it_keeps_and_sends_it_once_registered_again(
    page, address, session, morning
):
    come_in(page, address + morning.link)
    is_kept(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Cleaning").click()
    expect(page.get_by_text("1 tap is saved")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="No network")).to_be_visible()
    expect(page.locator("#saved")).to_contain_text("Rosa")
    expect(page.locator("#saved")).to_contain_text("Start · Cleaning")
    (tap,) = page.evaluate("async () => await floorQueue.all()")
    link = address + registered_anew(session)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Not registered")).to_be_visible()
    expect(page.locator("#saved")).to_contain_text("Start · Cleaning")
    assert entries(session) == []

    come_in(page, link)
    until(lambda: saved_on(page) == 0)
    assert [(name, int(start.timestamp())) for name, start, _ in entries(session)] == [
        ("Cleaning", int(tap["at"] / 1000))
    ]


def registered_anew(session):
    """The phone is revoked; the way to the link by which it is registered again."""
    for device in session.scalars(sa.select(FloorDevice)):
        device.revoke()
    again = FloorDevice(name="Press phone, again")
    session.add(again)
    session.commit()
    link = f"/floor/register/{again.id}/{again.link_token()}"
    session.commit()
    return link
