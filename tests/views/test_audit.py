"""The trail as people read it: names and numbers instead of keys, choices and money as everywhere."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from models.core.audit import AuditEntry
from models.core.roles import ADMIN, MANAGER
from models.jobs import Job
from models.people import invite_staff
from tests import on_sqlite

from .test_every_screen import GRID_LIMIT, asked

pytestmark = on_sqlite


@pytest.fixture
def told(client_as):
    """The rows of the trail's grid as a person reads them, newest first."""

    def read() -> list[str]:
        text = client_as(MANAGER).get("/audit_entries/list/?psize_AuditEntryScreen=500").text
        rows = re.findall(r"<tr>(.*?)</tr>", text.split("<tbody>", 1)[1], re.DOTALL)
        return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]

    return read


def test_a_change_names_its_row_and_tells_choices_and_money_as_people_write_them(session, cast, told):
    cast.job.quoted_amount = "1837.50"
    cast.job.hold(reason="Waiting for Ann")
    session.commit()
    entry = next(row for row in told() if "Job: J-1001 Staff tees" in row)
    assert "Quoted amount: $450.00 → $1,837.50" in entry
    assert "Status: In production → On hold" in entry


def test_a_part_is_told_with_the_row_that_it_is_a_part_of(session, cast, told):
    cast.job.items[0].description = "Polo shirt"
    session.commit()
    assert any("Job item: Polo shirt of J-1001 Staff tees" in row for row in told())


def test_a_row_that_a_key_names_is_told_by_its_name(session, cast, told):
    session.add(Job(title="Caps", customer=cast.rival, quoted_amount="90.00"))
    session.commit()
    entry = next(row for row in told() if "Job: J-1002 Caps New" in row)
    assert "Customer: Rival" in entry


def test_a_member_of_staff_is_told_by_name_and_is_no_part_of_another(session, cast, told):
    invite_staff(session, name="Theo", role="Artist", email="theo@687merch.example")
    session.commit()
    assert [row for row in told() if "Theo of" in row or "a row that is gone" in row] == []
    assert any("User: Theo" in row for row in told())


def test_no_key_of_a_row_stands_in_the_grid(session, cast, told):
    assert not [row for row in told() if re.search(r"\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b", row)]


def test_an_entry_that_was_tampered_with_is_told_as_it_stands(session, cast, told):
    cast.job.notes = "Soft hands"
    session.commit()
    newest = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    session.execute(sa.update(AuditEntry).where(AuditEntry.id == newest.id).values(changes="[not json"))
    session.commit()
    assert "[not json" in told()[0]


def test_entries_about_rows_of_one_kind_cost_two_statements_however_many_they_are(session, cast, client_as):
    for number in range(30):
        cast.job.notes = f"Note {number}"
        session.commit()
    assert len(asked(client_as(ADMIN), "/audit_entries/list/")[1]) <= GRID_LIMIT + 2
