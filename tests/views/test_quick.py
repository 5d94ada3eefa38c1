"""Changing one column of a row where its list shows it: the form's field alone, under the form's rules."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from models.catalog import Supplier
from models.core.audit import AuditEntry
from models.core.base import db
from models.core.roles import ADMIN, EVERYBODY, OFFICE, PRODUCTION
from models.customers import Customer
from tests.browsing import csrf_token, post_form
from views.core.access.grants import holds
from views.core.pages.columns import writable
from views.core.pages.quick import refuse_what_is_not_quick
from views.core.screen import SCREENS
from views.core.values import kind_of

from .many_rows import fill_every_table
from .test_bad_input import BAD, bad_text, faults


def every_quick_column():
    """Each screen with each column that it declares as quick."""
    found = [(screen, column) for screen in SCREENS for column in screen.quick]
    assert found
    return found


@pytest.fixture
def page(cast):
    """Where the due date of Acme's job is changed."""
    return f"/jobs/quick/{cast.job.id}/due_on"


def other_value(screen, row, column):
    """Another value for a column, as somebody would type it."""
    relation = sa.inspect(screen.model).relationships.get(column)
    if relation is not None:
        target, now = relation.mapper.class_, getattr(row, column)
        return db.session.scalars(sa.select(target.id).where(target.id != (now and now.id))).first()
    target = screen.model.__table__.c[column]
    if kind_of(target) == "choice":
        return next(each.name for each in target.type.enum_class if each != getattr(row, column))
    return {"date": "2026-12-24", "whole": "17", "exact": "17"}.get(kind_of(target), "Another")


@pytest.mark.on_sqlite
def test_every_quick_column_of_every_screen_is_asked_and_saved_and_its_row_drawn_anew(shop, client_as):
    fill_every_table(3)
    owner, wrong = client_as(ADMIN), []
    for screen, column in every_quick_column():
        row = db.session.scalars(sa.select(screen.model)).first()
        page, sent = f"/{screen.table}/quick/{row.id}/{column}", other_value(screen, row, column)
        asked = owner.get(page).text
        answer = post_form(owner, page, version=version_in(asked), redraw="yes", **{column: sent})
        db.session.expire_all()
        now = getattr(row, column)
        stored = str(now.id) if hasattr(now, "id") else str(getattr(now, "name", now))
        if answer.status_code != 200 or answer.text.count("<tr>") != 1 or not stored.startswith(sent):
            wrong.append((page, answer.status_code, stored, answer.text[:300]))
        if f'name="{column}"' not in asked or len(re.findall(r'class="form-group', asked)) != 1:
            wrong.append((page, "it asks for something else"))
    assert wrong == []


def version_in(text):
    return re.search(r'name="version"[^>]*value="(\d+)"', text)[1]


def test_a_change_is_audited_and_nothing_else_of_the_row_is_touched(session, client_as, cast, page):
    before = (cast.job.title, cast.job.status, cast.job.quoted_amount, cast.job.customer_id)
    assert post_form(client_as(OFFICE), page, due_on="2026-12-24").status_code == 303
    session.expire_all()
    assert cast.job.due_on == dt.date(2026, 12, 24)
    assert (cast.job.title, cast.job.status, cast.job.quoted_amount, cast.job.customer_id) == before
    entry = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.subject, entry.actor) == (f"jobs/{cast.job.id}", "office")
    assert '"due_on": [' in entry.changes


def test_without_scripts_it_leads_back_to_the_list_that_it_came_from(client_as, cast, page):
    office, back = client_as(OFFICE), "/jobs/list/?_flt_0_status=PREP"
    assert f'name="back" value="{back}"' in office.get(page, query_string={"back": back}).text
    answer = post_form(office, page, due_on="2026-12-24", back=back)
    assert answer.location == back
    assert "was saved" in office.get(back).text


def test_a_row_that_somebody_saved_meanwhile_shows_both_values(session, client_as, cast, page):
    office = client_as(OFFICE)
    opened = version_in(office.get(page).text)
    cast.job.due_on = dt.date(2026, 12, 4)
    session.commit()
    answer = post_form(office, page, due_on="2026-12-24", version=opened, redraw="yes")
    assert answer.status_code == 412
    assert "somebody else saved this job while you were editing" in answer.text
    assert 'data-text="Thu 24 Dec 2026"' in answer.text
    assert 'data-text="Fri 4 Dec 2026"' in answer.text
    session.expire_all()
    assert cast.job.due_on == dt.date(2026, 12, 4)
    chosen = {"keep-due_on": "mine", "typed-due_on": "2026-12-24", "version": version_in(answer.text)}
    assert post_form(office, page, due_on="2026-12-24", **chosen).status_code == 303
    session.expire_all()
    assert cast.job.due_on == dt.date(2026, 12, 24)


@pytest.mark.on_sqlite
@pytest.mark.parametrize("turn", range(4))
def test_bad_input_in_every_quick_column_is_kept_and_named_and_nothing_is_saved(shop, client_as, turn):
    fill_every_table(2)
    owner, wrong = client_as(ADMIN), []
    token = csrf_token(owner, "/jobs/add")
    for screen, column in every_quick_column():
        row = db.session.scalars(sa.select(screen.model)).first()
        kind = (
            "lookup"
            if column in sa.inspect(screen.model).relationships
            else kind_of(writable(screen.model)[column])
        )
        limit = getattr(writable(screen.model)[column].type, "length", None)
        sent = {column: BAD[kind][turn] if kind in BAD else bad_text(limit, turn)}
        page, before = f"/{screen.table}/quick/{row.id}/{column}", getattr(row, column)
        answer = owner.post(page, data={**sent, "csrf_token": token, "redraw": "yes"})
        db.session.expire_all()
        wrong += [(page, fault) for fault in faults(answer.text, sent)]
        if answer.status_code not in (400, 422) or getattr(row, column) != before:
            wrong.append((page, answer.status_code))
    assert wrong == []


def test_what_cannot_be_chosen_any_more_is_refused_beside_the_field(session, client_as, cast):
    first, second = Supplier(name="First"), Supplier(name="Second")
    session.add_all([first, second])
    session.commit()
    material = cast.job.items[0].sizes[0].material
    first.archive()
    session.commit()
    page = f"/materials/quick/{material.id}/supplier"
    answer = post_form(client_as(OFFICE), page, supplier=first.id, redraw="yes")
    assert answer.status_code == 422
    assert "This cannot be chosen (no longer)" in answer.text
    assert post_form(client_as(OFFICE), page, supplier=second.id, redraw="yes").status_code == 200


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    "column", ["status", "quoted_amount", "customer", "customer_id", "id", "version", "nothing"]
)
def test_what_is_not_declared_cannot_be_changed_so_even_by_the_owner(client_as, cast, column):
    owner, page = client_as(ADMIN), f"/jobs/quick/{cast.job.id}/{column}"
    assert owner.get(page).status_code == 404
    data = {"csrf_token": csrf_token(owner, "/jobs/add"), column: "1"}
    assert owner.post(page, data=data).status_code == 404


@pytest.mark.on_sqlite
def test_another_column_in_the_same_request_is_not_written(session, client_as, cast, page):
    post_form(client_as(OFFICE), page, due_on="2026-12-24", title="Taken over", quoted_amount="1")
    session.expire_all()
    assert cast.job.title == "Staff tees"
    assert str(cast.job.quoted_amount) == "450.00"


@pytest.mark.on_sqlite
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_exactly_those_who_may_edit_a_row_may_change_its_cells(shop, client_as, role):
    fill_every_table(2)
    browser, wrong = client_as(role), []
    token = csrf_token(browser, "/") or csrf_token(browser, "/resetmypassword/form")
    for screen, column in every_quick_column():
        row = db.session.scalars(sa.select(screen.model.id)).first()
        page, may = f"/{screen.table}/quick/{row}/{column}", holds([role], "can_edit", screen.table)
        asked = browser.get(page).status_code
        sent = browser.post(page, data={"csrf_token": token, column: ""}).status_code
        if asked != (200 if may else 403) or (sent == 403) == may:
            wrong.append((page, asked, sent))
        listed = browser.get(f"/{screen.table}/list/")
        if listed.status_code == 200 and (f'data-quick="{column}"' in listed.text) != may:
            wrong.append((page, "its list says otherwise"))
    assert wrong == []


@pytest.mark.on_sqlite
def test_strangers_lost_rows_and_requests_without_a_token_change_nothing(session, client_as, cast, page):
    assert client_as("anonymous").get(page).location.startswith("/login/")
    office = client_as(OFFICE)
    assert office.post(page, data={"due_on": "2026-12-24"}).status_code == 400
    for lost in ("nothing", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "%00"):
        assert office.get(f"/jobs/quick/{lost}/due_on").status_code == 404
    session.expire_all()
    assert cast.job.due_on is None


@pytest.mark.on_sqlite
def test_the_menu_of_a_row_offers_its_quick_columns(client_as, cast):
    menu = f"/jobs/deeds/{cast.job.id}"
    assert f"/jobs/quick/{cast.job.id}/due_on?back=" in client_as(OFFICE).get(menu).text
    assert "/quick/" not in client_as(PRODUCTION).get(menu).text


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"quick": ["notes"]}, "its list does not show it"),
        ({"quick": ["tax_exempt"], "form_columns": ["name"]}, "its form does not write it"),
        ({"quick": ["archived_at"]}, "its form does not write it"),
        ({"quick": ["name"], "totals": ["name"]}, "it is money or hours"),
        ({"quick": ["name"], "withheld": {"edit"}}, "nobody may edit its rows"),
    ],
)
def test_a_declaration_that_is_not_harmless_is_refused(told, why):
    listed = ["name", "tax_exempt", "archived_at"]
    known = {
        "model": Customer,
        "list_columns": listed,
        "form_columns": list(writable(Customer)),
        "totals": [],
    }
    screen = SimpleNamespace(**(known | {"withheld": set(), "__name__": "Some"} | told))
    with pytest.raises(ValueError, match=why):
        refuse_what_is_not_quick(screen)


@pytest.mark.on_sqlite
def test_no_money_and_no_state_is_quick(shop):
    risky = [
        (screen.table, column)
        for screen, column in every_quick_column()
        if writable(screen.model)[column].info.get("unit", "").startswith("$")
        or "initial" in writable(screen.model)[column].info
    ]
    assert risky == []
