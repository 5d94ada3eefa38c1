"""What people type becomes what columns keep, or a sentence; nothing else can happen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.core.base import Base
from models.jobs import DecorationMethod, Job, JobStatus
from views.core.shown import shown
from views.core.values import read, typed

COLUMNS = {
    str(column): column
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Base)
    for column in mapper.local_table.columns
    if not column.foreign_keys
}
AMOUNT = Job.__table__.c.quoted_amount


@given(name=st.sampled_from(sorted(COLUMNS)), text=st.text(max_size=200))
def test_any_text_is_either_kept_or_refused_with_a_sentence(name, text):
    refusal = None
    try:
        read(COLUMNS[name], text)
    except ValueError as error:
        refusal = str(error)
    assert refusal is None or refusal.endswith(".")


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_that_is_shown_in_an_input_reads_back_as_itself(amount):
    assert read(AMOUNT, typed(amount)) == amount


@given(st.integers(min_value=0, max_value=4_000_000_000))
def test_a_moment_that_is_shown_in_an_input_reads_back_to_the_minute(seconds):
    column, moment = Job.__table__.c.shipped_at, dt.datetime.fromtimestamp(seconds, dt.UTC)
    back = read(column, typed(moment))
    assert abs(back - moment.replace(second=0, microsecond=0)) <= dt.timedelta(
        hours=1
    )  # an hour comes twice in autumn


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal("1837.50"), "$", "$1,837.50"),
        (Decimal("-2.00"), "$", "−$2.00"),
        (Decimal("24.00"), "$/h", "$24.00/h"),
        (Decimal("2.0000"), "in", "2 in"),
        (Decimal("1200.5000"), "", "1,200.5"),
        (Decimal("0.0000"), "g", "0 g"),
        (25, "pieces", "25 pieces"),
        (None, "$", ""),
        (True, "", "Yes"),
        (dt.date(2026, 12, 2), "", "Wed 2 Dec 2026"),
        (JobStatus.IN_PRODUCTION, "", "In production"),
        (DecorationMethod.DTF, "", "DTF"),
    ],
)
def test_values_are_shown_as_people_write_them(value, unit, text):
    assert shown(value, unit) == text


@pytest.mark.parametrize(("text", "amount"), [("1,250.00", "1250.00"), (" 12.5 ", "12.50"), ("0", "0.00")])
def test_amounts_are_read_as_people_write_them(text, amount):
    assert str(read(AMOUNT, text)) == amount
