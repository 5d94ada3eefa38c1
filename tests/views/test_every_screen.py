"""Every screen opens for whom it is granted, and asks the database little whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

from models.core.base import Base, db
from models.core.roles import ADMIN, EVERYBODY
from views.core.access.grants import holds
from views.core.representation import shape_of
from views.core.rest.bodies import is_required
from views.core.screen import SCREENS, screen_of

from .many_rows import fill_every_table

GRID_LIMIT = 6
FORM_LIMIT = 5


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that are sent to any database meanwhile, without the marks of transactions."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.split()[0] not in ("BEGIN", "COMMIT", "ROLLBACK"):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def asked(browser, address):
    """The answer of `address`, and the statements that it took."""
    db.session.rollback()
    db.session.expunge_all()
    with statements() as sent:
        answer = browser.get(address)
    return answer, sent


def first_id(screen):
    return db.session.scalars(sa.select(screen.model.id).limit(1)).one()


@pytest.mark.on_sqlite
def test_whoever_may_add_a_row_may_give_all_that_it_needs(shop):
    lacking = {
        (each.table, column.key)
        for each in SCREENS
        if holds([ADMIN], "can_post", each.table)
        for column in each.model.__table__.columns
        if is_required(column) and "initial" not in column.info and not column.primary_key
        if column.key not in shape_of(each.model, [ADMIN]).writable
    }
    assert lacking == {("messages", "customer_id")}  # that of the message's job


@pytest.mark.on_sqlite
def test_every_table_is_looked_up_by_what_somebody_types(shop, client_as):
    owner = client_as(ADMIN)
    answers = {each.table: owner.get(f"/api/v1/{each.table}/lookup?q=a").status_code for each in SCREENS}
    assert set(answers.values()) == {200}, answers


@pytest.mark.on_sqlite
def test_every_model_has_a_screen(shop):
    without = [
        m.class_.__name__
        for m in Base.registry.mappers
        if issubclass(m.class_, Base) and not screen_of(m.class_)
    ]
    assert not without


@pytest.mark.on_sqlite
@pytest.mark.parametrize("rows", [10, 400])
def test_every_page_asks_little_of_the_database_however_many_rows(shop, client_as, rows):
    fill_every_table(rows)
    owner = client_as(ADMIN)
    too_many = {}
    for screen in SCREENS:
        pages = {f"/{screen.table}/list/?psize_{screen.__name__}={rows}": GRID_LIMIT}
        pages[f"/api/v1/{screen.table}/?q=(page_size:{rows})"] = GRID_LIMIT
        if "add" not in screen.withheld:
            pages[f"/{screen.table}/add"] = FORM_LIMIT
        if "edit" not in screen.withheld:
            pages[f"/{screen.table}/edit/{first_id(screen)}"] = FORM_LIMIT
        for page, limit in pages.items():
            answer, sent = asked(owner, page)
            assert answer.status_code == 200, page
            if len(sent) > limit:
                too_many[page] = sent
    assert not too_many


@pytest.mark.on_sqlite
def test_a_filtered_and_ordered_grid_stays_within_the_limit(shop, client_as, cast):
    fill_every_table(30)
    page = (
        f"/jobs/list/?_flt_0_customer={cast.acme.id}&_flt_2_title=t&_oc_JobScreen=due_on&_od_JobScreen=desc"
    )
    answer, sent = asked(client_as(ADMIN), page)
    assert answer.status_code == 200
    assert len(sent) <= GRID_LIMIT


@pytest.mark.on_sqlite
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_each_role_enters_exactly_the_pages_that_it_is_granted(shop, client_as, role):
    fill_every_table(2)
    browser = client_as(role)
    wrong = []
    for screen in SCREENS:
        row = first_id(screen)
        pages = {"list": "/list/", "show": f"/show/{row}", "add": "/add", "edit": f"/edit/{row}"}
        pages |= {"delete": f"/delete/{row}", "export": "/export.csv"}
        for deed, page in pages.items():
            expected = 200 if holds([role], f"can_{deed}", screen.table) else 403
            answer = browser.get(f"/{screen.table}{page}")
            if answer.status_code != expected:
                wrong.append((f"/{screen.table}{page}", answer.status_code, expected))
    assert not wrong


@pytest.mark.on_sqlite
def test_a_stranger_is_sent_to_sign_in_from_every_page(shop, client_as):
    stranger = client_as("anonymous")
    for screen in SCREENS:
        for page in ("/list/", "/show/x", "/add", "/edit/x", "/delete/x", "/export.csv", "/export.xlsx"):
            answer = stranger.get(f"/{screen.table}{page}")
            assert answer.status_code == 302, page
            assert answer.location.startswith("/login/")


@pytest.mark.on_sqlite
def test_every_page_of_a_row_opens_with_its_related_rows(shop, client_as):
    fill_every_table(3)
    owner = client_as(ADMIN)
    for screen in SCREENS:
        answer = owner.get(f"/{screen.table}/show/{first_id(screen)}")
        assert answer.status_code == 200, screen.table


@pytest.mark.on_sqlite
def test_the_menu_shows_what_may_be_listed_and_nothing_else(shop, client_as):
    for role in sorted(EVERYBODY):
        home = client_as(role).get("/").text
        for screen in SCREENS:
            linked = f'href="/{screen.table}/list/"' in home
            assert linked == holds([role], "can_list", screen.table), (role, screen.table)
