"""The import pages: from a file to rows by looking first; hostile files get a sentence, and roles hold."""

from __future__ import annotations

import io
import os
import re
import time
import zipfile

import pytest
import sqlalchemy as sa
from openpyxl import Workbook

from models.catalog import Material
from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.customers import Customer
from models.imports import Import, ImportMap, ImportStatus
from models.jobs import Job, JobStatus
from tasks import import_files
from tasks import imports as work
from tasks.clockwork import CLOCKWORK
from tests import on_sqlite
from tests.browsing import csrf_token, post_form
from tests.imports import sample


def send(browser, kind, data, name="file.csv", **fields):
    """Send a file as the form does; the answer, redirects followed."""
    form = {
        "kind": kind,
        "file": (io.BytesIO(data), name),
        "csrf_token": csrf_token(browser, "/import/"),
        **fields,
    }
    return browser.post("/import/", data=form, content_type="multipart/form-data", follow_redirects=True)


def last(session):
    session.expire_all()
    return session.scalars(sa.select(Import).order_by(Import.id.desc())).first()


def fields_of(page):
    """What the form of an import's page would send as it stands."""
    chosen = {}
    for name, options in re.findall(r'<select[^>]*name="([\w-]+)">(.*?)</select>', page, re.DOTALL):
        found = re.search(r'<option value="([^"]*)" selected', options)
        chosen[name] = found[1] if found else ""
    chosen |= dict(re.findall(r'<input type="hidden" name="([a-z]+-word-\d+)" value="([^"]*)"', page))
    checked = re.findall(r'type="checkbox" name="(\w+)" checked', page)
    return chosen | dict.fromkeys(checked, "on")


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_a_file_is_looked_at_and_then_imported(client_as, session):
    office = client_as(OFFICE)
    page = send(office, "jobs", sample("orders_line_per_size.csv"))
    assert page.status_code == 200
    assert "An import would bring: 2 new customers, 4 new jobs" in page.text
    assert "Due on was read as month/day/year." in page.text
    assert session.scalar(sa.select(Job).where(Job.number == "10432")) is None
    kept = last(session)
    assert kept.status == ImportStatus.CHECKED
    done = post_form(office, f"/import/{kept.id}", **fields_of(page.text))
    assert done.status_code == 303
    token = csrf_token(office, f"/import/{kept.id}")
    assert office.post(f"/import/{kept.id}/run", data={"csrf_token": token}).status_code == 303
    assert session.scalars(sa.select(Job.status).where(Job.number == "10433")).one() == JobStatus.COMPLETED
    assert "Imported: 2 new customers" in office.get(f"/import/{kept.id}").text
    assert office.get(f"/import/{kept.id}/status.json").json["running"] is False


@on_sqlite
def test_what_is_imported_is_by_who_sent_it(client_as, session):
    from models.core.audit import AuditEntry

    office = client_as(OFFICE)
    page = send(office, "customers", b"Name\nNew one\n")
    token = csrf_token(office, f"/import/{last(session).id}")
    assert "New one" in page.text
    office.post(f"/import/{last(session).id}/run", data={"csrf_token": token})
    customer = session.scalars(sa.select(Customer).where(Customer.name == "New one")).one()
    entry = session.scalars(
        sa.select(AuditEntry).where(AuditEntry.subject == f"customers/{customer.id}")
    ).one()
    assert entry.actor == "office"


@on_sqlite
def test_refused_rows_are_shown_with_their_lines_and_keep_the_file_out(client_as, session):
    office = client_as(OFFICE)
    page = send(office, "customers", b"Name,Email\nGood,g@x.example\n=Bad,nowhere\n")
    kept = last(session)
    assert "E-mail" in page.text or "Email: “nowhere” is not an e-mail address." in page.text
    assert f"/import/{kept.id}/run" not in page.text
    listed = office.get(f"/import/{kept.id}/refused.csv")
    assert listed.text.startswith("\ufeffLine,Reason\r\n3,")
    left = post_form(office, f"/import/{kept.id}", **fields_of(page.text), leaves_out_refused="on")
    assert left.status_code == 303
    assert "without the refused rows" in office.get(f"/import/{kept.id}").text


@on_sqlite
def test_a_map_is_saved_for_the_source_and_used_again(client_as, session):
    office = client_as(OFFICE)
    data = b"Kunde,Zustand,Nr\nAcme,Zur Freigabe,77\n"
    page = send(office, "jobs", data)
    assert "No header is mapped to Order number" in page.text
    kept = last(session)
    chosen = {"column-0": "customer", "column-1": "status", "column-2": "number"}
    post_form(office, f"/import/{kept.id}", **chosen)
    page = office.get(f"/import/{kept.id}")
    assert "“Zur Freigabe” is no status" in page.text
    post_form(
        office,
        f"/import/{kept.id}",
        **(fields_of(page.text) | {"statuses-0": "QUOTE_SENT", "save_as": "Old"}),
    )
    assert "1 new job" in office.get(f"/import/{kept.id}").text
    saved = session.scalars(sa.select(ImportMap)).one()
    assert (saved.name, saved.kind) == ("Old", "jobs")
    again = send(office, "jobs", data, map=saved.id)
    assert "1 new job" in again.text


@on_sqlite
def test_a_workbook_is_read_like_a_csv(client_as, session):
    import datetime as dt

    rows = [["Order #", "Customer", "Due date", "Item", "Qty", "Total"]]
    rows += [
        [77, "Acme", dt.date(2026, 12, 24), "Caps", 24.0, 0.1 + 0.2],
        [78, "=1+1", None, None, None, None],
    ]
    page = send(client_as(OFFICE), "jobs", workbook(*rows), "orders.xlsx")
    assert "due on: <b>2026-12-24</b>" in page.text
    assert "quoted amount: <b>0.30</b>" in page.text


def _bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (200 * 1024 * 1024))
    return file.getvalue()


def _entities():
    original = workbook(["Name"], ["Acme"])
    lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10)
    )
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as source, zipfile.ZipFile(file, "w") as archive:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                content = lol + "]>" + content.replace("Acme", "&k;")
            archive.writestr(name, content)
    return file.getvalue()


@on_sqlite
@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.csv", "The file is empty."),
        (b"%PDF-1.4", "a.csv", "a PDF"),
        (b"Name\n" + b"x" * (17 * 1024 * 1024), "a.csv", "at most 16 MB"),
        (b"PK\x03\x04garbage", "a.xlsx", "damaged"),
        (_bomb(), "a.xlsx", "too large when it is unpacked"),
        (_entities(), "a.xlsx", "cannot be read"),
        (workbook(["x"] * 300, ["y"]), "a.xlsx", "at most 200"),
        (workbook(), "a.xlsx", "no row with headers"),
    ],
    ids=["empty", "pdf", "large", "broken", "bomb", "entities", "wide", "blank"],
)
def test_a_file_that_is_no_table_gets_a_sentence(client_as, session, data, name, sentence):
    answer = send(client_as(OFFICE), "customers", data, name)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert last(session) is None


@on_sqlite
def test_without_a_file_or_a_kind_the_page_says_what_is_missing(client_as):
    office = client_as(OFFICE)
    assert "Choose a file." in post_form(office, "/import/", kind="customers").text
    assert "Choose what the file holds." in send(office, "planets", b"x").text


@on_sqlite
@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (
            ADMIN,
            {"customers", "customer_contacts", "employees", "suppliers", "products", "materials", "jobs"},
        ),
        (
            MANAGER,
            {"customers", "customer_contacts", "employees", "suppliers", "products", "materials", "jobs"},
        ),
        (OFFICE, {"customers", "customer_contacts", "suppliers", "products", "materials", "jobs"}),
    ],
)
def test_each_role_is_offered_the_kinds_that_it_may_write(client_as, role, kinds):
    page = client_as(role).get("/import/").text
    assert set(re.findall(r'<option value="(\w+)">', page.partition("</select>")[0])) == kinds


@on_sqlite
@pytest.mark.parametrize("role", [ARTIST, PRODUCTION, BOOKKEEPER])
def test_others_may_not_import(client_as, role):
    assert client_as(role).get("/import/").status_code == 403


@on_sqlite
def test_office_may_not_import_rates_nor_costs(client_as, session):
    office = client_as(OFFICE)
    assert send(office, "employees", b"Name,Rate\nRosa,24\n").status_code == 422
    page = send(office, "materials", b"Name,Cost\nTee,3.125\n")
    assert 'value="unit_cost"' not in page.text
    kept = last(session)
    forged = post_form(office, f"/import/{kept.id}", **{"column-0": "name", "column-1": "unit_cost"})
    assert forged.status_code == 422
    assert "Your role may not import the column “unit_cost”" in forged.text
    assert session.scalar(sa.select(Material).where(Material.name == "Tee")) is None


@on_sqlite
def test_an_import_is_seen_by_its_sender_and_managers_only(client_as, session):
    send(client_as(MANAGER), "materials", b"Name,Cost\nTee,98765.4321\n")
    address = f"/import/{last(session).id}"
    assert client_as(MANAGER).get(address).status_code == 200
    assert client_as(ADMIN).get(address).status_code == 200
    assert client_as(OFFICE).get(address).status_code == 404
    assert client_as(OFFICE).get("/api/v1/imports/").status_code == 200
    assert "98765.4321" not in client_as(OFFICE).get("/api/v1/imports/").text


@on_sqlite
@pytest.mark.parametrize(
    "address", ["/import/x", "/import/x/status.json", "/import/x/refused.csv", "/import/%00"]
)
def test_an_unknown_import_is_nowhere(client_as, address):
    assert client_as(OFFICE).get(address).status_code == 404


@on_sqlite
def test_an_import_that_is_being_worked_on_is_not_disturbed(client_as, session):
    office = client_as(OFFICE)
    send(office, "customers", b"Name\nNew one\n")
    kept = last(session)
    kept.begin_import()
    session.commit()
    token = csrf_token(office, "/import/")
    assert office.post(f"/import/{kept.id}/run", data={"csrf_token": token}).status_code == 409
    assert office.get(f"/import/{kept.id}/status.json").json["running"] is True
    import_id = kept.id
    session.commit()
    work.work(import_id)
    work.work(import_id)  # a job that RQ gives twice
    names = session.scalars(sa.select(Customer.name).where(Customer.name == "New one")).all()
    assert names == ["New one"]


@on_sqlite
def test_an_import_of_somebody_who_may_no_longer_sign_in_is_not_carried_out(client_as, session):
    send(client_as(MANAGER), "materials", b"Name,Cost\nTee,3.125\n")
    kept = last(session)
    kept.begin_import()
    kept.user.active = False
    import_id = kept.id
    session.commit()
    work.work(import_id)
    assert last(session).status == ImportStatus.FAILED
    assert "Your role may not import" in last(session).summary


@on_sqlite
def test_files_are_kept_for_a_week_by_names_that_tell_nothing(client_as, session):
    send(client_as(OFFICE), "customers", b"Name\nNew one\n", "../../evil.csv")
    kept = last(session)
    path = import_files.folder() / kept.stored_as
    assert (kept.file_name, path.stat().st_mode & 0o777) == ("evil.csv", 0o600)
    assert [entry.run for entry in CLOCKWORK].count(import_files.delete_old_files) == 1
    import_files.delete_old_files(session)
    assert path.exists()
    long_ago = time.time() - 8 * 86400
    os.utime(path, (long_ago, long_ago))
    import_files.delete_old_files(session)
    assert not path.exists()
    gone = client_as(OFFICE).get(f"/import/{kept.id}")
    assert "not kept any longer" in gone.text
    assert gone.status_code == 422
