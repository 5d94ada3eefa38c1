"""Raw tables are the owner's alone, and the shop's rules hold in them as everywhere."""

from __future__ import annotations

import html
import re

import pytest
import sqlalchemy as sa

from models.core.audit import AuditEntry
from models.core.base import Base
from models.core.roles import ADMIN, ROLES
from models.customers import Customer
from models.jobs import Job
from models.people import Machine
from tests import on_sqlite
from tests.browsing import csrf_token, post_form

from .rest import Statements, count_of


@pytest.fixture
def owner(client_as):
    return client_as(ADMIN)


def tables():
    return sorted(m.class_.__tablename__ for m in Base.registry.mappers if issubclass(m.class_, Base))


def told(browser):
    """What the next page flashes, as text."""
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", browser.get("/raw/machines/").text))


def edit_page(row):
    return f"/raw/{row.__tablename__}/edit/?id={row.id}"


def values_in(page):
    """What the form of a page would send, by name."""
    form = page[page.index('id="model_form"') :].split("</form>")[0]
    inputs = re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form)
    prose = re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)
    selects = re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL)
    chosen = [
        (name, (re.search(r'value="([^"]*)" selected', inside) or [0, ""])[1]) for name, inside in selects
    ]
    return {name: html.unescape(value) for name, value in [*inputs, *prose, *chosen]}


def edit(browser, row, **changes):
    """Send the row's own form with some changes."""
    form = values_in(browser.get(edit_page(row)).text)
    return browser.post(edit_page(row), data=form | changes)


@on_sqlite
def test_every_table_opens_for_the_owner(owner):
    index = owner.get("/raw/").text
    assert [table for table in tables() if f'href="/raw/{table}/"' not in index] == []
    assert {
        table: owner.get(f"/raw/{table}/").status_code for table in [*tables(), "ab_user", "ab_role"]
    } == (dict.fromkeys([*tables(), "ab_user", "ab_role"], 200))


@on_sqlite
def test_every_row_and_form_opens_for_the_owner(owner):
    wrong = []
    for table in [*tables(), "ab_user", "ab_role"]:
        page = owner.get(f"/raw/{table}/").text
        links = re.findall(rf'href="(/raw/{table}/(?:edit|details)/\?id=[^"&]+)', page)[:4]
        wrong += [
            link for link in [*links, f"/raw/{table}/new/"] if owner.get(link).status_code not in (200, 302)
        ]
    assert wrong == []


@on_sqlite
@pytest.mark.parametrize("role", [role for role in ROLES if role != ADMIN])
def test_nobody_else_is_let_in(client_as, role, cast):
    browser = client_as(role)
    pages = ["/raw/", edit_page(cast.job), *(f"/raw/{table}/" for table in tables())]
    pages += ["/raw/jobs/ajax/lookup/?name=customer&query=a", "/raw/jobs/new/", "/raw/jobs/export/csv/"]
    assert {browser.get(page).status_code for page in pages} == {403}
    assert browser.post("/raw/jobs/delete/", data={"id": cast.job.id}).status_code in (400, 403)


@on_sqlite
def test_strangers_sign_in_first(client_as):
    stranger = client_as("anonymous")
    for page in ("/raw/", "/raw/jobs/", "/raw/jobs/new/"):
        answer = stranger.get(page)
        assert answer.status_code == 302
        assert "/login" in answer.headers["Location"]


@on_sqlite
def test_a_list_asks_the_database_little_whatever_its_size(owner, session):
    session.add_all([Job(title=f"Job {n}", customer=Customer(name=f"C{n}")) for n in range(40)])
    session.commit()
    counts = {}
    for table in tables():
        with Statements() as asked:
            owner.get(f"/raw/{table}/")
        counts[table] = asked.count
    assert {table: count for table, count in counts.items() if count > 6} == {}


def test_a_row_is_added_changed_and_audited(owner, session):
    page = "/raw/customers/new/"
    assert post_form(owner, page, name="Raw Customer", email="", phone="", notes="").status_code == 302
    added = session.scalars(sa.select(Customer).where(Customer.name == "Raw Customer")).one()
    assert added.email is None
    assert edit(owner, added, phone="555 0100").status_code == 302
    session.expire_all()
    assert added.phone == "555 0100"
    told = sa.select(AuditEntry).where(AuditEntry.subject == f"customers/{added.id}").order_by(AuditEntry.id)
    trail = session.scalars(told).all()
    assert [(entry.kind, entry.actor) for entry in trail] == [("new", "owner"), ("changed", "owner")]


def test_exact_numbers_dates_and_many_to_ones_are_in_the_form(owner, session, cast):
    quote = Job(title="Caps", customer=cast.acme, quoted_amount="450.00")
    session.add(quote)
    session.commit()
    form = values_in(owner.get(edit_page(quote)).text)
    assert form["quoted_amount"] == "450.00"
    assert form["customer"] == cast.acme.id
    assert edit(owner, quote, due_on="2026-12-24", quoted_amount="460.50").status_code == 302
    session.expire_all()
    assert (str(quote.due_on), str(quote.quoted_amount)) == ("2026-12-24", "460.50")
    assert quote.customer is cast.acme


def test_what_only_verbs_write_is_not_in_the_form_and_cannot_be_smuggled_in(owner, session, cast):
    form = values_in(owner.get(edit_page(cast.job)).text)
    assert {"status", "held_from", "is_rush", "id", "created_at"}.isdisjoint(form)
    edit(owner, cast.job, status="CANCELLED", is_rush="y", title="Renamed")
    session.expire_all()
    assert (cast.job.status, cast.job.is_rush, cast.job.title) == ("IN_PRODUCTION", False, "Renamed")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "This is required."),
        ("title", "x" * 201, "at most 200 fit"),
        ("title", "a\x00b", "cannot be kept"),
        ("quoted_amount", "12.345", "At most 2 decimals fit."),
        ("quoted_amount", "much", "is not a number"),
        ("quoted_amount", "-1", "at least 0"),
        ("due_on", "soon", "is not a date"),
    ],
)
@on_sqlite
def test_a_wrong_value_is_told_beside_its_field_and_nothing_is_written(
    owner, session, cast, field, value, sentence
):
    answer = edit(owner, cast.job, **{"notes": "must not be kept", field: value})
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    session.expire_all()
    assert cast.job.notes is None


def test_a_taken_number_is_a_sentence_without_sql(owner, session, cast):
    session.add(other := Job(title="Other", customer=cast.rival))
    session.commit()
    page = html.unescape(edit(owner, other, number=cast.job.number).text)
    assert f"The number {cast.job.number} is taken" in page
    assert "UPDATE" not in page
    assert "UNIQUE" not in page


def test_a_stale_form_is_refused(owner, session, cast):
    stale = values_in(owner.get(edit_page(cast.job)).text)
    cast.job.title = "Changed meanwhile"
    session.commit()
    answer = owner.post(edit_page(cast.job), data=stale | {"title": "Late"})
    assert answer.status_code == 412
    assert "Reload it" in answer.text
    session.expire_all()
    assert cast.job.title == "Changed meanwhile"


def test_a_row_in_use_is_not_deleted_and_a_sentence_says_why(owner, cast):
    token = csrf_token(owner, "/raw/customers/")
    owner.post("/raw/customers/delete/", data={"id": cast.acme.id, "csrf_token": token, "sure": "y"})
    assert "used by customer contacts, jobs and contact notifications: archive it instead" in told(owner)
    assert count_of(Customer) == 2


def test_selected_rows_are_deleted_one_by_one_and_audited(owner, session, cast):
    session.add_all(passing := [Customer(name="Passing one"), Customer(name="Passing two")])
    session.commit()
    ids = [row.id for row in passing]
    token = csrf_token(owner, "/raw/customers/")
    data = {"action": "delete", "rowid": [*ids, cast.acme.id], "csrf_token": token, "sure": "y"}
    owner.post("/raw/customers/action/", data=data)
    assert "2 of 3 selected rows were deleted." in told(owner)
    assert count_of(Customer) == 2
    deleted = sa.select(AuditEntry.subject).where(AuditEntry.kind == "deleted")
    assert set(session.scalars(deleted)) == {f"customers/{each}" for each in ids}


@on_sqlite
def test_nothing_is_written_without_the_token_of_the_form(owner, session, cast):
    assert owner.post(edit_page(cast.job), data={"title": "Forged"}).status_code == 400
    assert owner.post("/raw/customers/delete/", data={"id": cast.rival.id}).status_code == 400
    session.expire_all()
    assert cast.job.title == "Staff tees"


@on_sqlite
def test_no_secret_is_shown(owner, session):
    user = owner.get("/raw/ab_user/").text
    assert "scrypt" not in user
    details = re.search(r'href="(/raw/ab_user/details/[^"]+)"', user)[1]
    assert "scrypt" not in owner.get(html.unescape(details)).text
    invitations = owner.get("/raw/staff_invitations/").text
    assert "token" not in re.sub(r"csrf_token", "", invitations).lower()


@on_sqlite
@pytest.mark.parametrize(
    "table", ["audit_entries", "audit_seals", "ab_user", "ab_role", "job_status_updates"]
)
def test_what_the_program_writes_is_only_read(owner, table):
    page = owner.get(f"/raw/{table}/").text
    assert f"/raw/{table}/edit/" not in page
    assert owner.get(f"/raw/{table}/new/").status_code == 302
    token = csrf_token(owner, "/raw/customers/")
    key = re.search(rf"/raw/{table}/details/\?id=([^&\"]+)", page)
    if key:
        sure = {"csrf_token": token, "sure": "y"}
        owner.post(f"/raw/{table}/delete/", data={"id": key[1], **sure})
        owner.post(f"/raw/{table}/action/", data={"action": "delete", "rowid": key[1], **sure})
        assert f"details/?id={key[1]}" in owner.get(f"/raw/{table}/").text


def test_many_to_ones_are_chosen_by_typing(owner, session, cast):
    session.add_all([Customer(name=f"Customer {n}") for n in range(100)])
    session.commit()
    page = owner.get(edit_page(cast.job)).text
    assert "Customer 50" not in page
    assert re.search(r'<select [^>]*name="customer"[^>]* data-lookup="/api/v1/customers/lookup"', page)


def test_searching_finds_text_as_typed(owner, session):
    session.add(Customer(name="100% Cotton"))
    session.commit()
    assert "100% Cotton" in owner.get("/raw/customers/?search=100%25").text
    assert "Acme" not in owner.get("/raw/customers/?search=cotton").text


def test_nonsense_in_an_address_is_no_fault(owner):
    for tail in (
        "?page=-1",
        "?page=99999999999999999999",
        "?page=x",
        "?sort=99",
        "?sort=-1",
        "?sort=x",
        "?search=%00",
        "?search=" + "a" * 3000,
        "?flt0_0=1",
        "edit/?id=%00",
        "edit/?id=nobody",
        "edit/",
        "details/?id=" + "9" * 400,
        "ajax/lookup/?name=customer&query=%00",
        "ajax/lookup/?name=customer&query=%25&offset=-5&limit=999999",
        "ajax/lookup/?name=customer",
    ):
        assert owner.get(f"/raw/jobs/{tail}").status_code < 500, tail


@on_sqlite
@pytest.mark.parametrize("page", ["", "jobs/", "jobs/new/", "queue/"])
def test_the_pages_stand_in_the_frame_of_the_shop_with_nothing_of_the_library(owner, cast, page):
    text = owner.get(f"/raw/{page}").text
    assert '<nav aria-label="Areas"' in text
    assert "raw/raw.js" in text
    assert re.findall(r"/admin/static/|jquery|bootstrap4|select2|fa-|onclick|javascript:", text) == []


@on_sqlite
def test_the_menu_leads_the_owner_to_the_raw_tables_and_nobody_else(client_as, owner):
    assert 'href="/raw/"' in owner.get("/").text
    assert 'href="/raw/"' not in client_as("Manager").get("/").text


@on_sqlite
def test_a_row_says_what_was_done_with_it(owner, session):
    assert post_form(owner, "/raw/machines/new/", name="Press six").status_code == 302
    assert "Press six was added." in told(owner)
    row = session.scalars(sa.select(Machine).where(Machine.name == "Press six")).one()
    edit(owner, row, name="Press seven")
    assert "Press seven was saved." in told(owner)
    owner.post(
        "/raw/machines/delete/",
        data={"id": row.id, "csrf_token": csrf_token(owner, "/raw/machines/"), "sure": "y"},
    )
    assert "Press seven was deleted." in told(owner)


@on_sqlite
@pytest.mark.parametrize("deed", ["delete", "action"])
def test_without_scripts_a_page_asks_before_rows_are_deleted(owner, session, deed):
    session.add(passing := Customer(name="Passing"))
    session.commit()
    token = csrf_token(owner, "/raw/customers/")
    chosen = {"delete": {"id": passing.id}, "action": {"action": "delete", "rowid": passing.id}}[deed]
    page = owner.post(f"/raw/customers/{deed}/", data={"csrf_token": token, **chosen}).text
    assert count_of(Customer) == 3
    form = page[page.index('<form method="post" class="form-deeds"') :]
    said = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.split("</form>")[0]))
    owner.post(f"/raw/customers/{deed}/", data=said)
    assert count_of(Customer) == 2


@on_sqlite
def test_nothing_ticked_is_told(owner):
    data = {"csrf_token": csrf_token(owner, "/raw/customers/"), "action": "delete"}
    owner.post("/raw/customers/action/", data=data)
    assert "tick the rows first" in told(owner)


@on_sqlite
def test_a_row_that_is_gone_is_told_in_a_sentence(owner):
    token = csrf_token(owner, "/raw/machines/")
    owner.post("/raw/machines/delete/", data={"id": "nobody", "csrf_token": token})
    assert "There is no such row, or no longer." in told(owner)


@on_sqlite
def test_rows_are_ordered_and_paged(owner, session):
    session.add_all([Customer(name=f"Customer {number:03}") for number in range(60)])
    session.commit()
    first = owner.get("/raw/customers/").text
    assert "Page 1 of 2" in first
    order = html.unescape(re.search(r'<a href="([^"]+)">Name', first)[1])
    ordered = owner.get(order).text
    assert 'aria-sort="ascending"' in ordered
    assert ordered.index("Acme") < ordered.index("Customer 001") < ordered.index("Customer 040")
    following = html.unescape(re.search(r'href="([^"]+)" rel="next"', ordered)[1])
    assert "Rival" in owner.get(following).text
