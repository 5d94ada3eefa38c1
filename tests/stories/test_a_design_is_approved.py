"""The story of a design, from its first version to the certificate, before the eyes of customer and artist at once."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.app.running_shop import running_shop, until
from tests.mail_server import mail_server

from .customer import DESK, PHONE, Contact
from .outside import Caller
from .staff import Member

pytestmark = pytest.mark.browser

REQUEST = r"/portal/approvals/\w{26}"


@pytest.fixture(scope="module")
def shop(tmp_path_factory, demo_in):
    """The demo shop as `make run` starts it, with a mail server."""
    data_dir = demo_in(tmp_path_factory.mktemp("approval") / "data")
    with mail_server() as postbox, running_shop(data_dir, SMTP_URL=postbox.url) as running:
        yield SimpleNamespace(address=running.address, postbox=postbox)


@pytest.fixture
def order(shop):
    """A customer with Dana and Lee, a confirmed job of theirs that waits for its art, and its design, all by REST."""
    office, artist = Caller(shop.address, "office"), Caller(shop.address, "artist")
    customer = office.add("customers", name="Lakeside")
    emails = {who: f"{who}@{customer}.example".lower() for who in ("dana", "lee")}
    contacts = {
        who: office.add("customer_contacts", customer_id=customer, name=who.capitalize(), email=email)
        for who, email in emails.items()
    }
    job = office.add("jobs", title="Regatta crew shirts", customer_id=customer, contact_id=contacts["dana"])
    office.do("jobs", job, "accept_quote")
    design = artist.add("designs", name="Regatta", customer_id=customer, job_id=job)
    return SimpleNamespace(
        job=job, design=design, emails=emails, contacts=contacts, customer=customer, office=office
    )


def drawing(number):
    """The art of a version as PNG."""
    image = Image.new("RGB", (900, 675), "#3f4e57")
    pen = ImageDraw.Draw(image)
    pen.ellipse((300, 120, 600, 420), fill="#ea7434" if number > 1 else None, outline="#efe6d6", width=12)
    pen.rectangle((225, 480, 225 + 150 * number, 540), fill="#efe6d6")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


class Artist(Member):
    """The artist at the page of a design."""

    def open_design(self, order):
        with self.page.expect_response(lambda answer: "/live/" in answer.url):
            self.page.goto(f"{self.address}/designs/show/{order.design}")

    def draw(self, order, number, changed=""):
        """Upload the next version's file, wait until it was looked at, and add it."""
        self.open_design(order)
        art = {"name": f"regatta-v{number}.png", "mimeType": "image/png", "buffer": drawing(number)}
        self.page.get_by_label("Upload a file").set_input_files(art)
        expect(self.page.locator(".uploads")).to_contain_text("Arrived.", timeout=30_000)
        self.page.locator("#what_changed").fill(changed)
        self.page.get_by_role("button", name=f"Add version {number}").click()
        expect(self.page.get_by_role("button", name=f"Add version {number + 1}")).to_be_visible()

    def ask(self, order):
        self.open_design(order)
        self.page.get_by_role("link", name="Request approval…").first.click()
        self.page.get_by_role("dialog").get_by_role("button", name="Request approval").click()
        self.sees("Waits for the customer")
        self.open_design(order)


def gate_of(order):
    (art,) = [row for row in order.office.rows("job_gates", "job_id", order.job) if row["gate"] == "art"]
    return art["status"]


def someone(shop, chromium, order, who, width):
    return Contact(chromium, shop.address, shop.postbox, order.emails[who], width)


def verified(shop, contact):
    """What the shop says of the contact's certificate, as the page for checking tells."""
    until(lambda: contact.page.request.get(f"{contact.page.url}/certificate.pdf").status == 200, 30)
    content = contact.page.request.get(f"{contact.page.url}/certificate.pdf").body()
    sent = {"certificate": {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": content}}
    return contact.page.request.post(f"{shop.address}/portal/certificates", multipart=sent).text()


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["on a phone", "on a desk"])
def test_a_design_goes_from_a_mail_to_its_certificate(shop, chromium, order, width):
    artist = Artist(chromium, shop.address, "artist")
    dana = someone(shop, chromium, order, "dana", width)
    artist.draw(order, 1)
    artist.ask(order)
    dana.open_from_mail(REQUEST)
    assert gate_of(order) == "BLOCKED"

    dana.pin("Fill the sun, please", 0.5, 0.4)
    expect(artist.page.locator(".thread")).to_contain_text("Fill the sun")
    dana.request_changes("Dana Ruiz")
    dana.sees("Your wishes are with the artist")
    expect(artist.page.locator("main")).to_contain_text("changes requested", ignore_case=True)
    assert gate_of(order) == "BLOCKED"

    artist.draw(order, 2, changed="The sun is filled")
    artist.ask(order)
    until(lambda: dana.mails("The sun is filled"), 30, lambda: dana.mails())
    dana.open_from_mail(REQUEST)
    dana.sees("What changed since v1")
    dana.compare()
    artist.page.get_by_role("button", name="Solved in v2").click()
    expect(dana.page.locator("#notes-told")).to_have_text("1 solved")

    dana.approve("Dana Ruiz")
    dana.sees("Version 2 is approved")
    expect(artist.page.locator("main")).to_contain_text("Dana Ruiz")
    assert gate_of(order) == "PASSED"
    assert "is ours" in verified(shop, dana)
    assert dana.troubles == artist.troubles == []


def workflow(shop, order, rule):
    """Ask Dana and Lee, in this order."""
    manager = Caller(shop.address, "manager")
    asked = manager.add(
        "approval_workflows", name=f"{rule} {order.job}", rule=rule, customer_id=order.customer
    )
    for position, who in enumerate(("dana", "lee"), start=1):
        manager.add(
            "approval_steps",
            workflow_id=asked,
            position=position,
            approver="NAMED_CONTACT",
            contact_id=order.contacts[who],
        )


def test_all_must_approve_and_each_sees_the_other_do_so(shop, chromium, order):
    workflow(shop, order, "ALL_OF")
    artist = Artist(chromium, shop.address, "artist")
    artist.draw(order, 1)
    artist.ask(order)
    dana, lee = (someone(shop, chromium, order, who, PHONE) for who in ("dana", "lee"))
    dana.open_from_mail(REQUEST)
    lee.open_from_mail(REQUEST)
    expect(lee.page.locator("#others")).to_contain_text("Dana has to approve too")
    dana.approve("Dana Ruiz")
    dana.sees("You approved version 1")
    expect(lee.page.locator("#others")).not_to_contain_text("Dana has to approve")
    assert gate_of(order) == "BLOCKED"
    lee.approve("Lee Park")
    expect(dana.page.locator("#notices")).to_contain_text("Version 1 is approved")
    assert gate_of(order) == "PASSED"


def test_in_a_sequence_the_second_is_asked_when_the_first_has_approved(shop, chromium, order):
    workflow(shop, order, "IN_SEQUENCE")
    artist = Artist(chromium, shop.address, "artist")
    artist.draw(order, 1)
    artist.ask(order)
    dana, lee = (someone(shop, chromium, order, who, PHONE) for who in ("dana", "lee"))
    dana.open_from_mail(REQUEST)
    assert lee.mails() == []
    dana.approve("Dana Ruiz")
    dana.sees("You approved version 1")
    assert gate_of(order) == "BLOCKED"
    lee.open_from_mail(REQUEST)
    lee.approve("Lee Park")
    lee.sees("Version 1 is approved")
    assert gate_of(order) == "PASSED"
