"""The grid in a real browser: ticks and their bar, totals, the search, cards on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from models.core.roles import OFFICE
from models.grid_views import GridView
from models.jobs import Job, JobStatus
from models.people import StaffUser

from .axe import violations
from .conftest import PHONE
from .signing_in import sign_in

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def quotes(session, cast):
    """Thirty quotes; the ids of all."""
    jobs = [Job(title=f"Caps {n:02}", customer=cast.rival, quoted_amount=f"{n}.25") for n in range(30)]
    session.add_all(jobs)
    session.flush()
    ids = [job.id for job in jobs]
    session.commit()  # the test keeps no transaction open, which the shop would wait for
    return ids


@pytest.fixture
def grid(page, address, quotes):
    """The jobs grid before somebody of the office."""
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/list/")
    return page


def test_ticked_rows_offer_what_can_be_done_and_it_is_done(grid, session, quotes):
    bar = grid.locator(".s-bulk")
    expect(bar).to_be_hidden()
    grid.get_by_label("Caps 29", exact=False).first.check()
    grid.get_by_label("Caps 28", exact=False).first.check()
    expect(bar).to_contain_text("2 ticked")
    assert violations(grid) == []
    bar.get_by_role("button", name="Accept quote").click()
    expect(grid.locator(".alert-success")).to_contain_text("Accept quote: done for 2 jobs.")
    session.expire_all()
    assert session.get(Job, quotes[-1]).status == JobStatus.APPROVED


def test_the_box_in_the_head_ticks_the_page_and_the_bar_unticks_it(grid):
    head = grid.get_by_label("Tick all rows of this page")
    head.check()
    expect(grid.locator(".s-bulk")).to_contain_text("25 ticked")
    grid.get_by_label("Untick all").click()
    expect(grid.locator(".s-bulk")).to_be_hidden()
    expect(head).not_to_be_checked()


def test_the_slash_leads_to_the_search_and_enter_finds(grid):
    grid.keyboard.press("/")
    grid.keyboard.type("caps 17")
    grid.keyboard.press("Enter")
    expect(grid.locator("tbody tr")).to_have_count(1)
    expect(grid.locator("tfoot")).to_contain_text("$17.25")


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_head_and_totals_stay_in_sight_and_the_page_keeps_its_width(grid, size):
    if size:
        grid.set_viewport_size(size)
    else:
        grid.locator(".table-responsive").evaluate("part => part.scrollTo(0, 400)")
        expect(grid.locator("thead th").nth(1)).to_be_in_viewport()
        expect(grid.locator("tfoot .s-all")).to_be_in_viewport()
    grid.locator("tbody input").first.check()
    expect(grid.locator(".s-bulk")).to_be_in_viewport()
    assert grid.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_rows_are_ticked_and_changed_without_scripts(chromium, address, session, quotes):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/jobs/list/")
    page.get_by_label("Caps 29", exact=False).first.check()
    page.get_by_role("button", name="What can be done…").click()
    page.get_by_role("button", name="Accept quote").click()
    expect(page.locator(".alert-success")).to_contain_text("done for 1 job.")
    context.close()


@pytest.fixture
def portions(grid):
    """Every ticked row is sent in portions that a test can break off: the addresses that were asked."""
    sent = []
    grid.on(
        "request",
        lambda asked: sent.append(asked.post_data or "") if "/bulk/accept_quote" in asked.url else None,
    )
    return sent


def test_many_rows_go_out_in_portions_and_each_has_a_result(grid, session, quotes, portions, troubles):
    session.get(Job, quotes[-1]).accept_quote()
    session.commit()
    grid.get_by_label("Tick all rows of this page").check()
    grid.get_by_role("button", name="What can be done…").click()
    grid.get_by_role("button", name="Accept quote").click()
    dialog = grid.get_by_role("dialog", name="Accept quote")
    expect(dialog).to_contain_text("Done for 24 of 25 jobs, 1 refused.")
    expect(dialog.locator("li").first).to_contain_text("to accept quote it must be")
    expect(dialog.locator("li.ok")).to_have_count(24)
    assert violations(grid) == []
    assert len(portions) == 2
    expect(dialog.get_by_role("button", name="Back to jobs")).to_be_focused()
    grid.keyboard.press("Enter")
    expect(grid.locator(".s-bulk")).to_be_hidden()
    expect(grid.locator(".state-approved")).to_have_count(25)
    assert troubles == []


def test_a_broken_connection_is_told_and_going_on_asks_no_row_twice(grid, session, quotes, portions):
    grid.get_by_label("Tick all rows of this page").check()
    button = grid.locator(".s-bulk").get_by_role("button", name="Accept quote")
    expect(button).to_be_visible()
    answered = []

    def break_the_second_answer(route):
        answer = route.fetch()
        answered.append(answer.status)
        route.abort() if len(answered) == 2 else route.fulfill(response=answer)

    grid.route("**/jobs/bulk/accept_quote", break_the_second_answer)
    button.click()
    dialog = grid.get_by_role("dialog", name="Accept quote")
    expect(dialog).to_contain_text("No answer after 20 of 25.")
    dialog.get_by_role("button", name="Go on").click()
    expect(dialog).to_contain_text("Done for 25 of 25 jobs.")
    expect(dialog.locator("li", has_text="Done before")).to_have_count(5)
    session.expire_all()
    assert {len(session.get(Job, each).status_updates) for each in quotes[5:]} == {1}


def test_what_is_asked_for_many_rows_keeps_what_was_typed_wrongly(grid, session, quotes):
    grid.get_by_label("Tick all rows of this page").check()
    bar = grid.locator(".s-bulk")
    expect(bar).to_contain_text("25 ticked")
    bar.get_by_role("button", name="What can be done…").click()
    grid.get_by_role("button", name="Cancel…").click()
    grid.get_by_label("Message").fill("Sorry")
    grid.get_by_role("button", name="Cancel: 25 jobs").click()
    expect(grid.locator(".has-error")).to_contain_text("This is required.")
    expect(grid.get_by_label("Message")).to_have_value("Sorry")
    grid.get_by_label("Reason").fill("The event is off")
    grid.get_by_role("button", name="Cancel: 25 jobs").click()
    expect(grid.get_by_role("dialog", name="Cancel")).to_contain_text("Done for 25 of 25 jobs.")


def test_the_tabs_tell_how_many_rows_they_have(grid, session):
    owner = session.query(StaffUser).filter_by(username="office").one()
    session.add(
        GridView(resource="jobs", name="Rival's", query="find=caps", is_shared=False, user_id=owner.id)
    )
    session.commit()
    grid.reload()
    expect(grid.get_by_role("link", name="Rival's 30")).to_be_visible()
    expect(grid.get_by_role("link", name="All 31")).to_have_attribute("aria-current", "page")
