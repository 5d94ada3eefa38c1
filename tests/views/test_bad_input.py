"""Bad input in every form of every screen, and in every verb that asks: it is still there, named, and not saved."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from models.core.base import db
from models.core.roles import ADMIN
from tests.browsing import csrf_token
from views.core.pages.columns import writable
from views.core.pages.verb_form import VerbForm
from views.core.screen import SCREENS, Screen
from views.core.values import kind_of

from .many_rows import fill_every_table

pytestmark = pytest.mark.on_sqlite

BAD: dict[str, list[str]] = {
    "whole": ["1e999", "١", "9" * 70, "1.5"],
    "exact": ["1e999", "=1+1", "9" * 70, "1_0"],
    "date": ["2026-02-30", "2026-W48-1", "32/13/2026", "0000-00-00"],
    "moment": ["2026-02-30T25:00", "=NOW()", "0001-01-01T09:00", "2026-11-24T99:99"],
    "choice": ["NO_SUCH_CHOICE", "=1+1", "<b>bold</b>", "é"],
    "lookup": ["0" * 26, "=1+1", "nobody", "' or 1=1 --"],
}
ROUNDS = 4


def bad_text(limit: int | None, turn: int) -> str:
    """A text that is too long, or has a character that cannot be kept; the latter fits any length."""
    return "x" * (limit + 1) if limit and turn % 2 else "nul \0 byte"


def bad_values(screen: type[Screen], turn: int, *, new: bool) -> dict[str, str]:
    """Something wrong for each field of the screen's form but switches, which a browser cannot send wrongly."""
    open_columns = writable(screen.model, new=new)
    columns = {name: column for name, column in open_columns.items() if name in screen.form_columns}
    relations = sa.inspect(screen.model).relationships
    kinds = {name: "lookup" if name in relations else kind_of(column) for name, column in columns.items()}
    limits = {
        name: getattr(column.type, "limit", None) or getattr(column.type, "length", None)
        for name, column in columns.items()
    }
    return {
        name: BAD[kind][turn] if kind in BAD else bad_text(limits[name], turn)
        for name, kind in kinds.items()
        if kind != "switch"
    }


def groups(text: str) -> Iterator[tuple[str, str]]:
    """Each field's name and its part of the page: label, input and what is said beside it."""
    for part in re.split(r'<div class="form-group', text)[1:]:
        name = re.search(r'name="([^"]+)"', part)
        yield (name[1] if name else "", part)


def faults(text: str, sent: dict[str, str]) -> list[str]:
    """What the page lacks: a value that was typed, or a complaint beside its field."""
    parts = dict(groups(text))
    lost = [name for name, value in sent.items() if value not in html.unescape(parts.get(name, ""))]
    unnamed = [name for name in sent if 's-err"' not in parts.get(name, "")]
    return [f"{name} was lost" for name in lost] + [f"{name} is not named" for name in unnamed]


def rows_of(screen: type[Screen]) -> dict[str, tuple]:
    """Every row of the screen's table as it is stored, by its id."""
    db.session.rollback()
    rows = db.session.execute(sa.select(screen.model.__table__)).all()
    return {row.id: tuple(row) for row in rows}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_bad_input_in_every_form_is_kept_and_named_and_nothing_is_saved(shop, client_as, turn):
    fill_every_table(2)
    owner = client_as(ADMIN)
    token = csrf_token(owner, "/jobs/add")
    wrong = []
    for screen in SCREENS:
        before = rows_of(screen)
        pages = {"add": f"/{screen.table}/add", "edit": f"/{screen.table}/edit/{next(iter(before))}"}
        for deed in pages.keys() - screen.withheld:
            page, sent = pages[deed], bad_values(screen, turn, new=deed == "add")
            answer = owner.post(page, data={**sent, "csrf_token": token})
            wrong += [(page, answer.status_code)] if answer.status_code not in (400, 422) else []
            wrong += [(page, fault) for fault in faults(answer.text, sent)]
        if rows_of(screen) != before:
            wrong.append((screen.table, "it was saved"))
    assert wrong == []


ON_PAGES_OF_THEIR_OWN = {("purchase_orders", "receive")}
"""Verbs that are asked line by line, where `test_purchasing` tries them."""


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_bad_input_in_every_verb_is_kept_and_named_and_nothing_is_saved(shop, client_as, turn):
    fill_every_table(2)
    owner = client_as(ADMIN)
    token = csrf_token(owner, "/jobs/add")
    wrong = []
    for screen in SCREENS:
        before = rows_of(screen)
        for verb in screen.verbs.values():
            if (screen.table, verb.name) in ON_PAGES_OF_THEIR_OWN:
                continue
            fields = [field for field in VerbForm(verb).fields if field.kind != "switch"]
            sent = {f.name: BAD[f.kind][turn] if f.kind in BAD else bad_text(f.longest, turn) for f in fields}
            if not sent:
                continue
            page = f"/{screen.table}/{next(iter(before))}/{verb.name}"
            answer = owner.post(page, data={**sent, "asked": "yes", "csrf_token": token})
            wrong += [(page, answer.status_code)] if answer.status_code not in (400, 422) else []
            wrong += [(page, fault) for fault in faults(answer.text, sent)]
        if rows_of(screen) != before:
            wrong.append((screen.table, "it was changed"))
    assert wrong == []
