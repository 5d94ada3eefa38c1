"""The story of an order's money, from its quote to the margin it left: in browsers, by mail, on paper, to the cent.

The price by hand, by the first price table: a tee at 3.1250 and 90 % is 5.94; pressing 7 × 9 in of vinyl is 3.50 and
63 square inches at 0.05, 6.65; 24 × 12.59 are 302.16, half of it in advance.

The reckoning by hand (domain.md, Materials, Time, Money): 25 tees at 3.1250 are 78.13 (24 good, 1 misprinted, all
there were); 30 in of vinyl at 0.1350 are 4.05; 1.25 h at 24.00 are 30.00; freight 18.40. Costs 130.58 of 302.16 leave
171.58, a margin of 56.78 %.
"""

import datetime as dt
import os
import re
from types import SimpleNamespace
from urllib.parse import urljoin

import pytest
from flask_migrate import upgrade
from playwright.sync_api import expect

from app import create_app
from app.config import Settings
from models.core import clock
from models.core.base import db
from models.months import first_day, month_of, month_row, month_title
from tests import papers
from tests.app.running_shop import running_shop, until
from tests.cast import fill_with_cast
from tests.mail_server import mail_server

from .customer import PHONE, Contact
from .outside import Caller
from .staff import Member

pytestmark = pytest.mark.browser

ANN = "ann@acme.example"
MONTH = month_of(first_day(month_of(clock.now())) - dt.timedelta(days=1))
"""The month before this one, which is closed in the end."""


@pytest.fixture
def shop(tmp_path):
    """A shop of the cast alone, with a mail server."""
    app = create_app(Settings.load(data_dir=tmp_path / "data", demo=True))
    with app.app_context():
        upgrade()
        fill_with_cast()
        month_row(db.session(), MONTH)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    with mail_server() as postbox, running_shop(tmp_path / "data", SMTP_URL=postbox.url) as running:
        yield SimpleNamespace(address=running.address, postbox=postbox)


@pytest.fixture
def staff(shop, chromium):
    """The people of the shop at their browsers, and the manager's program."""
    names = ("office", "bookkeeper", "manager")
    people = {name: Member(chromium, shop.address, name) for name in names}
    yield SimpleNamespace(**people, program=Caller(shop.address, "manager"))
    assert [each.troubles for each in people.values()] == [[]] * len(people)


def _order(program):
    """Acme's job: 24 printed tees of one size, priced; what they are made of; nothing of the tees on the shelf."""
    mill = program.add("suppliers", name="Mill", email="orders@mill.example", lead_days=3)
    tee = program.add("materials", name="Blank tee, black M", unit_cost="3.1250", supplier_id=mill)
    vinyl = program.add("materials", name="Vinyl", unit="in", unit_cost="0.1350", quantity_on_hand="200")
    acme = program.rows("customers", "name", "Acme")[0]["id"]
    job = program.add("jobs", title="Regatta tees", customer_id=acme)
    item = program.add("job_items", job_id=job, description="Tee, black")
    program.add("job_item_sizes", job_item_id=item, size="M", quantity=24, material_id=tee)
    program.add(
        "job_item_decorations",
        job_item_id=item,
        decoration_method="HTV",
        location="Front",
        width="7",
        height="9",
        colors=1,
    )
    return SimpleNamespace(id=job, item=item, tee=tee, vinyl=vinyl, mill=mill, page=f"/jobs/show/{job}")


def _at(member, address):
    member.page.goto(f"{member.address}{address}")


def _speak(member, verb, **arguments):
    """Press a verb that asks something, and answer."""
    member.page.locator("#verbs").get_by_role("link", name=f"{verb}…", exact=True).click()
    for name, value in arguments.items():
        member.page.locator(f"#{name}").fill(value)
    member.page.get_by_role("button", name=verb, exact=True).click()


def _quoted_and_accepted(shop, staff, job, chromium):
    """The price is taken from the table; the quote goes out by mail; Ann reads its paper on her phone and accepts."""
    _at(staff.office, f"/jobs/{job.id}/price/")
    staff.office.sees("$302.16")
    staff.office.page.get_by_role("button", name="Use this price").click()
    _at(staff.office, job.page)
    staff.office.press("Send quote")
    staff.office.is_told("is now quote sent")
    ann = Contact(chromium, shop.address, shop.postbox, ANN, PHONE)
    ann.page.goto(ann.link_in_mail(r"/d/[\w-]+"))
    ann.page.get_by_role("link", name=re.compile("quote", re.IGNORECASE)).first.click()
    ann.sees("$302.16")
    paper = _paper(ann, ann.page.locator("a[href$='quote.pdf']"), "quote")
    assert "Regatta tees" in paper
    assert "302.16" in paper
    ann.page.get_by_label(re.compile("full name|Your name", re.IGNORECASE)).first.fill("Ann Acme")
    ann.page.get_by_role("button", name=re.compile("Accept")).first.click()
    ann.sees("Step 2 of 6")
    return ann


def _paper(person, link, name):
    """The words of the PDF that a link leads to. With PAPERS=directory its first page is kept there as a picture."""
    answer = person.page.request.get(urljoin(person.page.url, link.first.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    return _read(answer.body(), name)


def _read(pdf, name):
    if directory := os.environ.get("PAPERS"):
        papers.picture(pdf).save(f"{directory}/{name}.png")
    return " ".join(papers.words(pdf))


def _gate_is(program, job, name, status):
    """Wait until a gate of the job has come to this status."""

    def found():
        return [
            each["status"] for each in program.rows("job_gates", "gate", name) if each["job_id"] == job.id
        ]

    until(lambda: found() == [status], 15, found)


def _deposit(staff, job):
    """Half is asked for in advance: its gate is blocked until the bookkeeper records the money."""
    _at(staff.office, job.page)
    staff.office.press("Ask for deposit")
    _gate_is(staff.program, job, "deposit", "BLOCKED")
    (deposit,) = staff.program.rows("invoices", "kind", "DEPOSIT")
    _at(staff.bookkeeper, f"/invoices/show/{deposit['id']}")
    _speak(staff.bookkeeper, "Record payment", amount="151.08", reference="1044")
    _gate_is(staff.program, job, "deposit", "PASSED")
    again = staff.program.say("invoices", deposit["id"], "record_payment", amount="1.00", reference="1044")
    assert again.status_code == 409
    return deposit


def _ordered_by_mail(shop):
    """The words of the order's paper, as it came to the mill."""
    until(lambda: shop.postbox.subjects_to("orders@mill.example"), 30, lambda: "no order by mail")
    (mail,) = [each for each in shop.postbox.messages if "orders@mill.example" in each["To"]]
    (paper,) = mail.iter_attachments()
    return _read(paper.get_content(), "order")


def _blanks(shop, staff, job):
    """Ordered from the mill, received in two parts: the gate counts, and passes by itself."""
    order = staff.program.add("purchase_orders", supplier_id=job.mill)
    line = staff.program.add(
        "purchase_order_lines",
        purchase_order_id=order,
        material_id=job.tee,
        quantity="25",
        unit_cost="3.1250",
    )
    staff.program.do("purchase_orders", order, "send")
    assert "25" in _ordered_by_mail(shop)
    staff.program.do("purchase_orders", order, "receive", lines=[{"line_id": line, "quantity": "18"}])
    _at(staff.office, job.page)
    staff.office.sees("18/24")
    staff.program.do("purchase_orders", order, "receive")
    _gate_is(staff.program, job, "blanks", "PASSED")


def _produced(staff, job):
    """The art is waived; time and vinyl are logged, one tee is spoiled, and packing uses up the tees."""
    art = [each for each in staff.program.rows("job_gates", "gate", "art") if each["job_id"] == job.id]
    staff.program.do("job_gates", art[0]["id"], "waive", reason="Their logo of last year")
    for verb in ("begin_prep", "mark_ready", "start_production"):
        staff.program.do("jobs", job.id, verb)
    rosa = staff.program.rows("employees", "name", "Rosa")[0]["id"]
    yesterday = clock.shop_day() - dt.timedelta(days=1)
    start = dt.datetime.combine(yesterday, dt.time(10), clock.shop_zone())
    end = start + dt.timedelta(hours=1, minutes=15)
    told = {"start_time": start.isoformat(), "end_time": end.isoformat(), "activity": "Pressing"}
    staff.program.add("time_entries", employee_id=rosa, job_id=job.id, **told)
    staff.program.add("misprints", job_id=job.id, quantity=1, cause="PRINT")
    staff.program.add("material_usage", job_id=job.id, material_id=job.vinyl, quantity_used="30")
    staff.program.add(
        "expenses",
        description="Freight",
        kind="SHIPPING",
        amount="18.40",
        spent_on=str(clock.shop_day()),
        job_id=job.id,
    )
    for verb in ("send_to_quality_check", "pack", "ready_for_pickup"):
        staff.program.do("jobs", job.id, verb)


def _invoice_is(program, invoice, total, status):
    def found():
        now = program.get("invoices", invoice["id"])
        return now["total"], now["status"]

    until(lambda: found() == (total, status), 15, found)


def _billed_and_paid(staff, job):
    """The final invoice deducts the deposit; what is left is paid."""
    _at(staff.office, job.page)
    staff.office.press("Write final invoice")
    until(lambda: staff.program.rows("invoices", "kind", "FINAL"), 15, lambda: "no final invoice")
    (final,) = staff.program.rows("invoices", "kind", "FINAL")
    _at(staff.office, f"/invoices/show/{final['id']}")
    staff.office.press("Issue")
    _invoice_is(staff.program, final, "151.08", "ISSUED")
    _at(staff.bookkeeper, f"/invoices/show/{final['id']}")
    _speak(staff.bookkeeper, "Record payment", amount="151.08", reference="1099")
    _invoice_is(staff.program, final, "151.08", "PAID")
    return final


def _read_at_home(ann, job):
    """Ann follows the invoice's mail to her portal, and opens its paper there."""
    ann.open_from_mail(rf"/portal/jobs/{job.id}")
    ann.page.goto(f"{ann.address}/portal/invoices/")
    words = _paper(ann, ann.page.locator("a[href$='invoice.pdf']"), "invoice")  # the newest one is the first
    for told in ("302.16", "151.08", "Tee, black"):
        assert told in words


def _reckoned_by_hand(staff, job):
    """The job's page says what the hand does."""
    _at(staff.manager, job.page)
    costs = staff.manager.page.locator(".j-costs")
    for name, amount in {
        "Revenue, invoiced": "$302.16",
        "Material": "$82.18",
        "Labor": "$30.00",
        "Shipping": "$18.40",
        "Total costs": "$130.58",
        "Profit": "$171.58",
        "Margin": "56.78 %",
    }.items():
        row = costs.get_by_role("row").filter(
            has=staff.manager.page.get_by_role("rowheader", name=name, exact=True)
        )
        expect(row).to_contain_text(amount)
    assert staff.program.rows("materials", "id", job.tee)[0]["quantity_on_hand"] == "0.0000"


def _closed(staff):
    """The month before is closed, and takes no later fact."""
    (month,) = staff.program.rows("closed_months", "month", MONTH)
    _at(staff.bookkeeper, f"/closed_months/show/{month['id']}")
    staff.bookkeeper.sees(f"Still open in {month_title(MONTH)}")
    staff.bookkeeper.press("Close")
    staff.bookkeeper.is_told("is now closed")
    _at(staff.bookkeeper, "/expenses/add")
    for name, text in {"description": "Late bill", "amount": "9.00", "spent_on": f"{MONTH}-14"}.items():
        staff.bookkeeper.page.locator(f"#{name}").fill(text)
    staff.bookkeeper.page.get_by_role("button", name="Save").click()
    staff.bookkeeper.is_told(f"{month_title(MONTH)} is closed")
    assert not staff.program.rows("expenses", "description", "Late bill")


def test_an_order_goes_from_its_quote_to_the_margin_it_left(shop, staff, chromium):
    job = _order(staff.program)
    ann = _quoted_and_accepted(shop, staff, job, chromium)
    _deposit(staff, job)
    _blanks(shop, staff, job)
    _produced(staff, job)
    _billed_and_paid(staff, job)
    _read_at_home(ann, job)
    _reckoned_by_hand(staff, job)
    _closed(staff)
    assert ann.troubles == []
