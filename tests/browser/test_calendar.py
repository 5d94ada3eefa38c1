"""The calendar in a real browser: by mouse, by touch and by keyboard, for two planners at once."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from models.core.roles import MANAGER, PRODUCTION
from models.scheduling import ProductionSchedule
from tests import on_sqlite
from tests.plan import planned_week

from .looks import DESK, PHONE
from .signing_in import sign_in

pytestmark = on_sqlite

SOON = 1_000
"""Milliseconds within which another planner sees a move."""


class Board:
    """An open calendar, and what a planner does on it."""

    def __init__(self, page: Page, address: str, plan) -> None:
        self.page, self.plan = page, plan
        # The stream is open when the page, told so, asks whether what it shows is the newest.
        with page.expect_response(lambda answer: "/api/v1/calendar/" in answer.url):
            page.goto(f"{address}/calendar/?date={plan.monday}")

    def day(self, place: int) -> str:
        return (self.plan.monday + dt.timedelta(days=place)).isoformat()

    def card(self, operation: str):
        return self.page.locator(f'.s-op[data-id="{operation}"]:not(.sortable-fallback)')

    def cell(self, who: str, place: int):
        return self.page.locator(f'.k-cards[data-lane="{self.plan.ids[who]}"][data-day="{self.day(place)}"]')

    def load(self, who: str, place: int):
        return self.cell(who, place).locator("xpath=preceding-sibling::*[contains(@class, 's-load')]")

    @property
    def tray(self):
        return self.page.locator("#k-tray .k-cards")

    def hover_with(self, operation: str, target) -> None:
        """Take a card and hold it over a cell."""
        start, end = self.card(operation).bounding_box(), target.bounding_box()
        mouse = self.page.mouse
        mouse.move(start["x"] + 30, start["y"] + 12)
        mouse.down()
        mouse.move(start["x"] + 40, start["y"] + 24, steps=3)
        mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] - 6, steps=12)
        mouse.move(end["x"] + end["width"] / 2 + 2, end["y"] + end["height"] - 5, steps=3)

    def drag(self, operation: str, target) -> None:
        """Take a card and drop it in a cell."""
        self.hover_with(operation, target)
        self.page.mouse.up()

    @property
    def refusal(self):
        return self.page.get_by_role("alert")


@pytest.fixture
def plan(session):
    """Next week's plan, with no transaction left open."""
    found = planned_week(session)
    found.ids = {name: person.id for name, person in found.people.items()}
    session.commit()
    return found


@pytest.fixture
def board(page, address, plan):
    """The calendar of that week, open before a manager."""
    sign_in(page, address, MANAGER)
    return Board(page, address, plan)


@pytest.fixture
def stored(session):
    """A function that reads an operation as it is stored now."""

    def read(identity):
        session.rollback()
        row = session.get(ProductionSchedule, identity, populate_existing=True)
        found = (row.scheduled_date and row.scheduled_date.isoformat(), row.employee_id)
        session.rollback()
        return found

    return read


@pytest.fixture
def other(chromium, address, plan):
    """The same week, open before another planner elsewhere."""
    context = chromium.new_context(viewport=DESK)
    page = context.new_page()
    sign_in(page, address, PRODUCTION)
    yield Board(page, address, plan)
    context.close()


def test_a_drop_books_another_planner_sees_it_and_undo_restores(board, other, plan, stored, troubles):
    fits = plan.waiting[1]
    board.hover_with(fits, board.cell("Rosa", 1))
    expect(board.load("Rosa", 1)).to_have_text("8.0 / 8 h")  # before it is dropped
    board.page.mouse.up()
    expect(other.cell("Rosa", 1).locator(f'[data-id="{fits}"]')).to_be_visible(timeout=SOON)
    expect(other.load("Rosa", 1)).to_have_text("8.0 / 8 h")
    expect(board.page.get_by_role("group", name="Rosa, Tue")).to_be_visible()
    assert stored(fits) == (board.day(1), plan.ids["Rosa"])
    board.page.get_by_role("button", name="Undo").click()
    expect(board.tray.locator(f'[data-id="{fits}"]')).to_be_visible()
    expect(other.tray.locator(f'[data-id="{fits}"]')).to_be_visible(timeout=SOON)
    assert stored(fits)[0] is None
    assert troubles == []


def test_an_overbooked_drop_is_red_and_returns_with_the_reason(board, plan, stored):
    large = plan.waiting[0]
    board.hover_with(large, board.cell("Rosa", 1))
    expect(board.card(large)).to_contain_text("3.0 h too much")
    expect(board.card(large)).to_have_css("border-style", "dashed")
    board.page.mouse.up()
    expect(board.refusal).to_contain_text("3.0 h too much for Rosa")
    expect(board.refusal).to_contain_text("Rosa has 1.5 h left on Tue")
    expect(board.tray.locator(f'[data-id="{large}"]')).to_be_visible()
    expect(board.load("Rosa", 1)).to_have_text("6.5 / 8 h")
    board.refusal.get_by_role("button", name="Book anyway…").click()
    board.page.get_by_label("Why").fill("Rosa stays until ten")
    board.page.get_by_role("button", name="Book anyway", exact=True).click()
    expect(board.cell("Rosa", 1).locator(f'[data-id="{large}"]')).to_be_visible()
    assert stored(large) == (board.day(1), plan.ids["Rosa"])


def test_a_finger_drags_after_it_rested_and_scrolls_before(chromium, address, plan, stored):
    context = chromium.new_context(viewport=DESK, has_touch=True)
    page = context.new_page()
    sign_in(page, address, MANAGER)
    board, fits = Board(page, address, plan), plan.waiting[1]
    hand = context.new_cdp_session(page)

    def touch(kind, x=None, y=None):
        points = [] if x is None else [{"x": x, "y": y}]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    start, end = board.card(fits).bounding_box(), board.cell("Rosa", 1).bounding_box()
    x, y = start["x"] + 40, start["y"] + 14
    touch("touchStart", x, y)
    page.wait_for_timeout(320)  # a finger that rests, as the person's does
    goal = (end["x"] + end["width"] / 2, end["y"] + end["height"] - 6)
    for step in range(1, 13):
        touch("touchMove", x + (goal[0] - x) * step / 12, y + (goal[1] - y) * step / 12)
    touch("touchMove", goal[0] + 1, goal[1])
    expect(board.load("Rosa", 1)).to_have_text("8.0 / 8 h")
    touch("touchEnd")
    expect(page.get_by_role("group", name="Rosa, Tue")).to_be_visible()
    assert stored(fits) == (board.day(1), plan.ids["Rosa"])
    context.close()


def test_the_keyboard_moves_by_the_same_verb(board, plan, stored):
    page, first = board.page, board.card(plan.operations[0])
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(board.card(plan.operations[2])).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(board.card(plan.operations[3])).to_be_focused()
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name="Move")
    expect(dialog.get_by_label("Day", exact=True)).to_be_focused()
    dialog.get_by_label("Day", exact=True).fill(board.day(4))
    dialog.get_by_label("Person").select_option(plan.ids["Marcus"])
    page.keyboard.press("Enter")
    expect(board.cell("Marcus", 4).locator(f'[data-id="{plan.operations[3]}"]')).to_be_focused()
    expect(page.locator("#k-said")).to_contain_text("Marcus, Fri")
    assert stored(plan.operations[3]) == (board.day(4), plan.ids["Marcus"])
    page.keyboard.press("Control+z")
    expect(board.cell("Rosa", 1).locator(f'[data-id="{plan.operations[3]}"]')).to_be_focused()
    assert stored(plan.operations[3]) == (board.day(1), plan.ids["Rosa"])
    page.keyboard.press("s")
    page.get_by_label("Hours to split off").fill("0.5")
    page.keyboard.press("Enter")
    expect(board.card(plan.operations[3])).to_contain_text("1.5 h")
    expect(page.locator("#k-tray h2")).to_have_text("Backlog 5")
    board.card(plan.operations[3]).click(button="right")
    page.get_by_role("menuitem", name="Back to the backlog").click()
    expect(page.locator("#k-tray h2")).to_have_text("Backlog 6")


def test_a_stale_move_is_refused_and_the_page_drawn_anew(board, plan, session, stored):
    moved = plan.operations[15]
    where = {"employee_id": plan.ids["Marcus"], "version": 2}
    table = ProductionSchedule.__table__
    session.connection().execute(sa.update(table).where(table.c.id == moved).values(where))  # nobody is told
    session.commit()
    board.drag(moved, board.cell("Priya", 4))
    expect(board.refusal).to_contain_text("somebody else was quicker")
    expect(board.cell("Marcus", 2).locator(f'[data-id="{moved}"]')).to_be_visible()
    assert stored(moved) == (board.day(2), plan.ids["Marcus"])


def test_hours_and_the_order_of_a_day_are_dragged(page, address, session, plan, stored):
    table = ProductionSchedule.__table__
    alike = sa.update(table).values(priority=0)
    session.connection().execute(alike)
    session.commit()
    sign_in(page, address, MANAGER)
    board = Board(page, address, plan)
    cell = board.cell("Rosa", 1)
    first, second = sorted(plan.operations[2:4])
    start, goal = board.card(second).bounding_box(), board.card(first).bounding_box()
    page.mouse.move(start["x"] + 30, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 32, start["y"] + 2, steps=3)
    page.mouse.move(goal["x"] + 40, goal["y"] + 4, steps=8)
    page.mouse.up()
    expect(cell.locator(".s-op").first).to_have_attribute("data-id", second)
    expect(
        page.get_by_role("group", name="Rosa, Tue")
    ).to_be_visible()  # the shop answered, and all is drawn anew
    hours = float(board.card(second).locator("em").inner_text().removesuffix(" h"))
    board.card(second).hover()
    grip = board.card(second).locator(".k-grip").bounding_box()
    page.mouse.move(grip["x"] + 3, grip["y"] + 15)
    page.mouse.down()
    page.mouse.move(grip["x"] + 3 + 48, grip["y"] + 15, steps=6)
    expect(board.load("Rosa", 1)).to_have_text("7.5 / 8 h")
    page.mouse.up()
    expect(page.get_by_role("group", name="Rosa, Tue")).to_be_visible()
    expect(board.card(second)).to_contain_text(f"{hours + 1} h")
    expect(page.locator(".pending")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(board.load("Rosa", 1)).to_have_text("6.5 / 8 h")
    page.keyboard.press("Control+z")
    expect(cell.locator(".s-op").first).to_have_attribute("data-id", first)
    session.rollback()
    undone = sa.select(table.c.priority).where(table.c.id.in_([first, second]))
    assert session.scalars(undone).all() == [0, 0]


def test_on_a_phone_a_day_is_a_list_with_move(page, address, plan, stored):
    sign_in(page, address, MANAGER)
    page.set_viewport_size(PHONE)
    Board(page, address, plan)
    tuesday = plan.monday + dt.timedelta(days=1)
    page.get_by_role("button", name=f"Tue {tuesday.day} ").click()
    page.locator(f'[data-move="{plan.operations[3]}"]').click()
    page.get_by_label("Person").select_option(plan.ids["Dee"])
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("Dee has not the skill for Material prep")
    page.get_by_label("Person").select_option(plan.ids["Marcus"])
    page.get_by_label("Day", exact=True).fill((plan.monday + dt.timedelta(days=4)).isoformat())
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("group", name="Marcus, Fri")).to_be_visible()
    assert stored(plan.operations[3])[1] == plan.ids["Marcus"]


def test_filters_stand_in_the_address(board, plan):
    page = board.page
    page.get_by_role("button", name="Blocked", exact=True).click()
    page.get_by_label("Job or customer").fill("taproom")
    expect(page.locator(".k-board .s-op")).to_have_count(3)
    page.reload()
    expect(page.locator(".k-board .s-op")).to_have_count(3)
    page.get_by_role("link", name="Next week").click()
    expect(page.get_by_label("Job or customer")).to_have_value("taproom")
    expect(page.get_by_role("button", name="Blocked", exact=True)).to_have_attribute("aria-pressed", "true")
