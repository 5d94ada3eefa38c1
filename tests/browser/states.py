"""What people do on a page before it shows what they came for: each leads from a page that was opened to its state."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from models.core.roles import MANAGER

from . import signing_in

ORDERS = Path(__file__).parent.parent / "files" / "orders_size_columns.csv"
BAD_ORDERS = b"Order #,Wer,Status,Item,S\n7,Acme,Zur Freigabe,Tee,5\n8,Acme,Done,Cap,x\n"

_CHOSEN_IS_THERE = (
    "() => document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))"
)
"""What a look-up tells screen readers of: between a letter and its answer there is nothing yet."""


def as_it_comes(_page: Page) -> None:
    """Nothing more than opening it."""


def sign_in_wrongly(page: Page) -> None:
    """A wrong password."""
    page.get_by_label("User name").fill("office")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("The name or the password is wrong").wait_for()


def send_nothing(page: Page) -> None:
    """A form without a word in it."""
    page.get_by_role("button", name="Set password").click()
    page.locator(".error").first.wait_for()


def ask_for_a_report_of_the_future(page: Page) -> None:
    """A period that has not begun: the form says so."""
    page.get_by_label("Of", exact=True).fill("2099-01")
    page.get_by_role("button", name="Make report").click()
    page.get_by_text("has not begun").wait_for()


def put_off_into_the_past(page: Page) -> None:
    """A day that is over: the alert's page says so."""
    page.get_by_label("Or until").fill("2020-01-01")
    page.get_by_role("button", name="Put off until then").click()
    page.get_by_text("Choose a day after today").wait_for()


def put_off_for_a_day(page: Page) -> None:
    """What can be put off is."""
    page.get_by_role("button", name="1 day").click()
    page.locator(".al-standing").wait_for()


def open_menu(page: Page) -> None:
    """Every part of the sidebar, which on a phone is opened first."""
    if not page.locator("#side").is_visible():
        page.get_by_role("button", name="Menu").click()
    for more in page.locator("#side summary").all():
        more.click()
    page.evaluate("() => { document.getElementById('side').scrollTo(0, 0); scrollTo(0, 0); }")


def open_account(page: Page) -> None:
    """The menu of one's account."""
    page.get_by_role("button", name="Account").click()
    page.get_by_role("button", name="Sign out").wait_for()


def search(page: Page) -> None:
    """The search of every page, with a word typed."""
    page.locator("[data-find]").click()
    page.keyboard.type("a")
    page.get_by_role("option").first.wait_for()


def open_filter(page: Page) -> None:
    """The filters of a grid."""
    page.get_by_role("link", name="Filter").click()
    page.locator(".filter-form").wait_for()


def open_row_menu(page: Page) -> None:
    """What can be done with a row."""
    page.locator("[data-menu]").first.click()
    page.locator(".dropdown-menu.show").wait_for()


def tick(page: Page, number: int = 2) -> None:
    """Rows ticked, and what can be done with them."""
    for box in page.locator("tbody .s-tick").all()[:number]:
        box.click()
    page.locator(".s-bulk .s-prospect").first.wait_for()


def weigh(page: Page, number: int = 2) -> None:
    """All that can be done with ticked rows."""
    tick(page, number)
    page.get_by_role("button", name="What can be done…").click()
    page.locator(".s-many").wait_for()


def ask_many(page: Page) -> None:
    """What a verb asks once for several rows."""
    weigh(page)
    page.locator(".s-prospect button", has_text="…").first.click()
    page.get_by_label("Reason").wait_for()


def speak_to_many(page: Page) -> None:
    """What came of a verb for several rows, some of which refused."""
    weigh(page, 6)
    page.locator(".s-prospect:has(.note) button").filter(has_not_text="…").first.click()
    page.locator(".s-outcomes").wait_for()


def pass_gate(page: Page) -> None:
    """A verb that was spoken, and what the page says of it."""
    page.locator("#job_gates").get_by_role("button", name="Mark passed").first.click()
    page.locator(".alert-success").wait_for()


def ask(page: Page) -> None:
    """A verb that asks for something first."""
    page.locator(".verbs").get_by_role("link", name="Change order").click()
    page.get_by_role("dialog").wait_for()


def ask_for_nothing(page: Page) -> None:
    """Its dialog after it was refused."""
    ask(page)
    page.get_by_role("dialog").get_by_role("button", name="Change order").click()
    page.locator("dialog .has-error").first.wait_for()


def delete(page: Page) -> None:
    """A deletion that other rows forbid."""
    page.locator("main button[type=submit]").click()
    page.locator(".refers").wait_for()


def look_up(page: Page) -> None:
    """A row that is looked up by typing."""
    with page.expect_response(lambda answer: answer.url.endswith("/lookup?q=")):
        page.locator("#customer-ts-control").click()
    page.locator(".ts-dropdown .option.active").first.wait_for()
    with page.expect_response(lambda answer: answer.url.endswith("/lookup?q=a")):
        page.keyboard.type("a")
    page.locator(".ts-dropdown .option.active .highlight").first.wait_for()
    page.keyboard.press("ArrowDown")  # as who chooses by keys does, and what is told is what was chosen
    page.wait_for_function(_CHOSEN_IS_THERE)


def save(page: Page) -> None:
    """An empty form that was saved."""
    page.locator("#quoted_amount").fill("a lot")
    page.get_by_role("button", name="Save").click()
    page.locator(".has-error").first.wait_for()


def be_overtaken(page: Page) -> None:
    """A form whose row somebody else saved meanwhile."""
    title = page.locator("#title").input_value()
    _save_title(page, title.removesuffix(", navy") if title.endswith(", navy") else f"{title}, navy")
    page.locator("#title").fill(f"{title}, run 2")
    page.get_by_role("button", name="Save").click()
    page.locator(".s-pick").first.wait_for()


def _save_title(page: Page, title: str) -> None:
    """Somebody else's edit of the row whose form `page` shows."""
    context = page.context.browser.new_context()
    other, here = context.new_page(), urlsplit(page.url)
    signing_in.sign_in(other, f"{here.scheme}://{here.netloc}", MANAGER)
    other.goto(page.url)
    other.locator("#title").fill(title)
    other.get_by_role("button", name="Save").click()
    expect(other.locator(".alert-success")).to_be_visible()
    context.close()


def look_at_a_file(page: Page) -> None:
    """What a file would bring."""
    _send(page, "orders.csv", ORDERS.read_bytes())
    page.locator("#mapping").wait_for()


def look_at_a_bad_file(page: Page) -> None:
    """What a file would bring, were it not for some of its rows."""
    _send(page, "old-shop.csv", BAD_ORDERS)
    page.get_by_label("Wer").select_option(label="Customer")
    page.get_by_role("button", name="Look again").click()
    page.locator("#refused").wait_for()


def _send(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("What the file holds").select_option("jobs")
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at it").click()


def charts_drawn(page: Page) -> None:
    """Wait until every chart of the page is drawn."""
    expect(page.locator("[data-chart]:not([data-drawn])")).to_have_count(0)


def calendar_drawn(page: Page) -> None:
    """The calendar, once its script has drawn it."""
    page.locator(".s-op").first.wait_for()


def ask_where_to(page: Page) -> None:
    """What “Move…” asks, for the first card that waits."""
    calendar_drawn(page)
    page.locator("#k-tray .s-op").first.focus()
    page.keyboard.press("m")
    page.get_by_role("dialog", name="Move").wait_for()


def open_card_menu(page: Page) -> None:
    """What can be done with the first card of the board."""
    calendar_drawn(page)
    page.locator("#k-board .s-op").first.click(button="right")
    page.get_by_role("menu").wait_for()


def move_to_the_next_day(page: Page) -> None:
    """An operation that was put on a day, with the way back."""
    _move(page, page.locator("#k-board .s-op").last, 0)
    page.get_by_role("button", name="Undo").wait_for()


def move_to_where_nobody_works(page: Page) -> None:
    """“Move…”, refused."""
    _move(page, page.locator("#k-board .s-op").first, 5)
    page.locator("dialog .alert").wait_for()


def _move(page: Page, card: Locator, days: int) -> None:
    calendar_drawn(page)
    card.focus()
    page.keyboard.press("m")
    day = page.get_by_role("dialog").get_by_label("Day", exact=True)
    shown = dt.date.fromisoformat(day.input_value())
    day.fill((shown + dt.timedelta(days=days - shown.weekday() if days else 0)).isoformat())
    page.keyboard.press("Enter")


def propose_a_plan(page: Page) -> None:
    """A proposed plan as a list."""
    calendar_drawn(page)
    page.get_by_role("button", name="Propose plan").click()
    page.get_by_role("button", name="Accept all").wait_for()


def propose_over_the_calendar(page: Page) -> None:
    """The same plan over the calendar, from its first day on."""
    propose_a_plan(page)
    page.get_by_role("link", name="Show in the calendar").click()
    page.get_by_role("region", name="Proposed plan").wait_for()


def start_work(page: Page) -> None:
    """The clock of the first work of the day; of cleaning, when there is none. The phone is stopped first."""
    if page.get_by_role("button", name="Stop").is_visible():
        with page.expect_navigation():
            page.get_by_role("button", name="Stop").click()
    first = page.locator("main > .f-list [data-tap=START]").or_(page.locator("[data-activity]")).first
    first.click()
    page.get_by_role("timer").wait_for()


def count_a_misprint(page: Page) -> None:
    """How work is finished, with a piece that was spoiled."""
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="One more, Misprinted").click()


def open_its_job(page: Page) -> None:
    """The page of the job that somebody works on."""
    page.locator("main .f-box a").click()
    page.get_by_role("heading", name="Work", exact=True).wait_for()


def ask_to_hold(page: Page) -> None:
    """Why a job is to be held."""
    page.get_by_role("button", name="Hold").click()


def ask_for_a_photo(page: Page) -> None:
    """A photo of the work, for the shop or for its customer too."""
    page.get_by_role("button", name="Photo").click()


def register_this_browser(page: Page) -> None:
    """The page that makes a browser one of the floor's devices."""
    page.get_by_label("Name of a new device").fill("Front desk")
    page.get_by_role("button", name="Register this browser").click()
    page.get_by_role("button", name="Register").wait_for()


def say_who_one_is(page: Page) -> None:
    """The page that asks Rosa for her number."""
    page.get_by_role("link", name="Rosa").click()
    page.get_by_label("Your number").wait_for()
