"""Changing a cell where it stands, in a real browser: by keyboard alone, by mouse, by touch, and without scripts."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from models.core.roles import ARTIST, OFFICE
from models.jobs import Job

from .conftest import PHONE
from .looks import faults_of
from .signing_in import sign_in

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def grid(page, address, job):
    """The jobs grid before somebody of the office."""
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/list/")
    return page


def cell(page: Page, heading: str):
    return page.locator(f"tbody td[data-heading='{heading}']").first


def stored(session, job) -> Job:
    session.expire_all()
    return session.get(Job, job)


def test_a_date_and_a_title_are_changed_by_keyboard_alone(grid, session, job, troubles):
    grid.get_by_label("Tick Staff tees", exact=False).or_(
        grid.locator("tbody .tick input").first
    ).first.focus()
    for _ in range(3):
        grid.keyboard.press("Tab")
        if grid.evaluate("document.activeElement.matches('td')"):
            break
    expect(cell(grid, "Title")).to_be_focused()
    grid.keyboard.press("ArrowRight")
    expect(cell(grid, "Due")).to_be_focused()
    grid.keyboard.press("F2")
    expect(grid.get_by_role("dialog", name="Due").get_by_label("Due")).to_be_focused()
    grid.keyboard.type("12242026")
    grid.keyboard.press("Enter")
    expect(cell(grid, "Due")).to_contain_text("Thu 24 Dec")
    expect(cell(grid, "Due")).to_be_focused()
    expect(grid.locator("#quick-said")).to_have_text("Due was saved.")
    grid.keyboard.press("ArrowLeft")
    grid.keyboard.press("Enter")
    expect(grid.get_by_role("dialog", name="Title").get_by_label("Title")).to_be_focused()
    grid.keyboard.type("Crew tees")
    grid.keyboard.press("Enter")
    expect(cell(grid, "Title")).to_have_text("Crew tees")
    row = stored(session, job)
    assert (row.title, row.due_on) == ("Crew tees", dt.date(2026, 12, 24))
    expect(grid.get_by_label("Tick J-1001 Crew tees")).to_be_visible()
    assert troubles == []


def test_escape_leaves_the_cell_as_it_was_and_the_focus_on_it(grid, session, job):
    cell(grid, "Title").focus()
    grid.keyboard.press("Enter")
    grid.get_by_role("dialog").get_by_label("Title").fill("Something else")
    grid.keyboard.press("Escape")
    expect(grid.locator(".s-quick")).to_have_count(0)
    expect(cell(grid, "Title")).to_be_focused()
    assert stored(session, job).title == "Staff tees"


def test_what_is_refused_stands_beside_the_cell_with_what_was_typed(grid, session, job):
    cell(grid, "Title").dblclick()
    field = grid.get_by_role("dialog").get_by_label("Title")
    field.fill("x" * 201)
    grid.keyboard.press("Enter")
    expect(grid.locator(".s-quick .s-err")).to_contain_text("at most 200 fit")
    expect(field).to_have_value("x" * 201)
    expect(field).to_be_focused()
    assert faults_of(grid) == []
    field.fill("Short")
    grid.get_by_role("button", name="Save").click()
    expect(cell(grid, "Title")).to_have_text("Short")
    assert stored(session, job).title == "Short"


def test_of_two_values_the_chosen_one_is_saved(grid, session, job):
    cell(grid, "Title").dblclick()
    grid.get_by_role("dialog").get_by_label("Title").fill("Mine")
    row = stored(session, job)
    row.title = "Theirs"
    session.commit()
    grid.keyboard.press("Enter")
    pick = grid.get_by_role("radiogroup", name="Title")
    pick.get_by_label("Theirs").first.check()
    assert faults_of(grid) == []
    grid.get_by_role("button", name="Save").click()
    expect(cell(grid, "Title")).to_have_text("Theirs")
    assert stored(session, job).title == "Theirs"


def test_a_changed_value_is_not_thrown_away_by_a_click_elsewhere(grid):
    cell(grid, "Title").dblclick()
    field = grid.get_by_role("dialog").get_by_label("Title")
    expect(field).to_be_focused()
    grid.locator("h1").first.click()
    expect(field).to_have_count(0)
    cell(grid, "Title").dblclick()
    field.fill("Changed")
    grid.locator("h1").first.click()
    cell(grid, "Due").dblclick()
    expect(field).to_have_value("Changed")


def test_on_a_phone_a_tap_shows_the_pencil_and_the_menu_offers_the_same(chromium, address, job, session):
    context = chromium.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/list/")
    cell(page, "Title").tap()
    page.get_by_role("button", name="Change Title of J-1001 Staff tees").tap()
    page.get_by_role("dialog", name="Title").get_by_label("Title").fill("By touch")
    page.get_by_role("button", name="Save").tap()
    expect(cell(page, "Title")).to_have_text("By touch")
    page.locator("[data-menu]").first.tap()
    page.get_by_role("link", name="Due…").tap()
    page.get_by_role("dialog", name="Due").get_by_label("Due").fill("2026-12-24")
    page.get_by_role("button", name="Save").tap()
    expect(page.locator(".alert-success")).to_contain_text("was saved")
    assert stored(session, job).due_on == dt.date(2026, 12, 24)
    context.close()


def test_a_look_up_is_found_by_typing_in_its_cell(page, address, session, cast):
    from models.catalog import Supplier

    material = cast.job.items[0].sizes[0].material
    session.add(Supplier(name="Cotton Works"))
    identity = material.id
    session.commit()
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/materials/list/")
    row = page.locator("tbody tr", has_text=material.name)
    session.rollback()
    row.locator("td[data-heading=Supplier]").focus()
    page.keyboard.press("F2")
    expect(page.locator(".s-quick .ts-control input")).to_be_focused()
    page.keyboard.type("Cott")
    expect(page.locator(".s-quick .ts-dropdown .active")).to_have_text("Cotton Works")
    page.keyboard.press("Enter")
    expect(page.locator(".s-quick .ts-control .item")).to_have_text("Cotton Works")
    page.keyboard.press("Enter")
    expect(row.locator("td[data-heading=Supplier]")).to_have_text("Cotton Works")
    session.expire_all()
    assert session.get(type(material), identity).supplier.name == "Cotton Works"


def test_who_may_not_edit_has_no_cells_to_change(page, address, job):
    sign_in(page, address, ARTIST)
    page.goto(f"{address}/jobs/list/")
    cell(page, "Due").dblclick()
    expect(page.locator(".s-quick")).to_have_count(0)
    assert page.locator("td[tabindex]").count() == 0
