"""Importing in a real browser: from a foreign file to rows, by looking, mapping and looking again."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from models.core.roles import OFFICE
from models.imports import ImportMap
from models.jobs import Job, JobStatus
from tests import on_sqlite
from tests.imports import FILES, sample

from .conftest import DESK, PHONE
from .signing_in import sign_in

pytestmark = on_sqlite

FOREIGN = "Order #,Wer,Status,Item,S,M,Method\n7,Acme,Zur Freigabe,Tee,5,6,Flock\n8,Acme,Done,Cap,,,\n"


@pytest.fixture
def office(page, address, session):
    """Somebody of the office, at the page where files are sent."""
    session.commit()  # which the shop would wait for
    sign_in(page, address, OFFICE)
    page.goto(f"{address}/import/")
    return page


def send(page, kind, content, name="orders.csv"):
    page.get_by_label("What the file holds").select_option(kind)
    page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Look at it").click()


def test_a_foreign_file_is_mapped_once_and_imported(office, address, session, troubles):
    send(office, "jobs", FOREIGN.encode())
    expect(office.get_by_role("alert")).to_contain_text("No header is mapped to Customer")
    office.get_by_label("Wer").select_option(label="Customer")
    office.get_by_role("button", name="Look again").click()
    expect(office.get_by_role("heading", name="Refused rows 1")).to_be_visible()
    expect(office.get_by_text("“Zur Freigabe” is no status")).to_be_visible()
    office.get_by_label("Zur Freigabe").select_option("QUOTE_SENT")
    office.get_by_label("Flock").select_option("HTV")
    office.get_by_label("Save this map for the source as").fill("Old shop")
    office.get_by_role("button", name="Look again").click()
    expect(office.get_by_role("status")).to_contain_text(
        "2 new jobs, 2 new items, 2 new sizes, 1 new decoration"
    )
    office.get_by_role("button", name="Import", exact=True).click()
    expect(office.get_by_role("status")).to_contain_text("Imported: 2 new jobs")
    office.get_by_role("link", name="See the jobs").click()
    expect(office.get_by_role("link", name="7", exact=True)).to_be_visible()
    assert session.scalars(sa.select(Job.status).where(Job.number == "7")).one() == JobStatus.QUOTE_SENT
    assert session.scalars(sa.select(ImportMap.name)).all() == ["Old shop"]
    session.commit()
    office.goto(f"{address}/import/")
    office.get_by_label("Saved map").select_option(label="Old shop (jobs)")
    send(office, "jobs", FOREIGN.encode())
    expect(office.get_by_role("status")).to_contain_text("2 known jobs")
    assert troubles == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_of_an_import_stands_beyond_the_edge(office, size, troubles):
    office.set_viewport_size(size)
    office.reload()
    send(office, "jobs", sample("orders_size_columns.csv"))
    expect(office.get_by_role("button", name="Import", exact=True)).to_be_visible()
    expect(office.get_by_label("Size 2XL").locator("option:checked")).to_have_text("Pieces of size 2XL")
    overflow = office.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    assert troubles == []


def test_an_import_that_waits_is_found_again_among_the_earlier_ones(office):
    send(office, "customers", b"Name\nNew one\n", "new.csv")
    office.get_by_role("link", name="Import", exact=True).last.click()
    office.get_by_role("link", name="Earlier imports").click()
    office.get_by_role("link", name="new.csv").click()
    expect(office).to_have_url(re.compile(r"/import/\w{26}$"))
    expect(office.get_by_role("button", name="Import", exact=True)).to_be_visible()


def test_a_file_that_is_no_table_is_refused_in_a_sentence(office):
    send(office, "products", b"%PDF-1.7 and so on", "prices.csv")
    expect(office.get_by_role("alert")).to_contain_text("a PDF")
    office.get_by_label("What the file holds").select_option("products")
    office.get_by_label("File", exact=True).set_input_files(FILES / "prices_windows_1252.csv")
    office.get_by_role("button", name="Look at it").click()
    expect(office.get_by_role("status")).to_contain_text("4 new products")
