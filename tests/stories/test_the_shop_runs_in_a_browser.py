"""The story of the shop as its people live it: grids and buttons, a real mail server, the customer's phone.

It is told twice: of staff with a mouse, and of staff with a keyboard alone.
"""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.app.running_shop import running_shop, until
from tests.mail_server import mail_server

from .keyboard import AtTheKeyboard
from .staff import Member

pytestmark = pytest.mark.browser
ADDRESS = "dana@lakeside.example"
TITLE = "Regatta crew shirts"


@pytest.fixture
def shop(tmp_path, demo_in):
    """The demo shop as `make run` starts it, with a mail server."""
    with mail_server() as postbox, running_shop(demo_in(tmp_path / "data"), SMTP_URL=postbox.url) as running:
        yield SimpleNamespace(address=running.address, postbox=postbox)


def _await_mail(shop, number):
    until(
        lambda: len(shop.postbox.subjects_to(ADDRESS)) >= number,
        30,
        lambda: shop.postbox.subjects_to(ADDRESS),
    )


def _enter_the_order(office):
    office.choose_in_menu("Sales", "Customers")
    office.add("Add customer", name="Lakeside", email=ADDRESS)
    office.save()
    office.choose_in_menu("Production", "Jobs")
    office.add("Add job", title=TITLE, quoted_amount="480.00")
    office.look_up("customer", "Lakeside")
    office.save()
    job_page = office.page.url
    office.add("Add job item", description="Shirt, white", unit_price="16.00")
    office.save()
    office.open_related("job_items", "Shirt, white")
    for size, quantity in (("M", "18"), ("L", "12")):
        office.add("Add job item size", size=size, quantity=quantity)
        office.save()
    office.sees("30 pieces")
    office.open_job(TITLE, job_page)
    return job_page


def _quote_and_confirm(shop, office):
    office.press("Send quote")
    office.is_told("is now quote sent")
    _await_mail(shop, 1)
    office.press("Accept quote")
    _await_mail(shop, 2)
    office.press("Begin prep")


def _pass_gate(member, job_page, gate):
    member.open_related("job_gates", gate)
    member.press("Mark passed")
    member.open_job(TITLE, job_page)


def _get_ready(office, printer, job_page):
    _pass_gate(office, job_page, "Art")
    printer.open_job(TITLE, job_page)
    printer.sees("cannot be ready: the blanks gate is BLOCKED")
    _pass_gate(printer, job_page, "Blanks")
    printer.press("Mark ready")
    printer.is_told("is now ready")


def _phone_of_the_customer(shop, chromium):
    text = shop.postbox.messages[-1].get_body(("plain",)).get_content()
    (link,) = set(re.findall(rf"{shop.address}/d/[\w-]+", text))
    phone = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    phone.goto(link)
    return phone


@pytest.mark.parametrize("member", [Member, AtTheKeyboard], ids=["by mouse", "by keyboard alone"])
def test_a_job_goes_from_quote_to_completed_before_everybodys_eyes(shop, chromium, member):
    office = member(chromium, shop.address, "office")
    printer = member(chromium, shop.address, "printer", width=390)
    job_page = _enter_the_order(office)
    _quote_and_confirm(shop, office)
    phone = _phone_of_the_customer(shop, chromium)
    expect(phone.get_by_text("Step 3 of 6").first).to_be_visible()
    _get_ready(office, printer, job_page)

    printer.press("Start production")
    expect(phone.get_by_text("Step 4 of 6").first).to_be_visible()  # without a reload
    _await_mail(shop, 3)
    for verb in ("Send to quality check", "Pack", "Ready for pickup"):
        printer.press(verb)
    _await_mail(shop, 4)
    expect(phone.get_by_text("Step 5 of 6").first).to_be_visible()
    assert printer.page.get_by_text("$480.00").count() == 0

    office.open_job(TITLE, job_page)
    office.press("Complete")
    office.is_told("is now completed")
    _await_mail(shop, 5)
    assert len(shop.postbox.subjects_to(ADDRESS)) == 5
    assert office.troubles == printer.troubles == []
