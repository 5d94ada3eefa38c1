"""Exact numbers, aware times, choices: what goes in comes out, on both databases."""

import datetime as dt
import enum
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from models.catalog import Material, Supplier
from models.core.limits import accept
from models.core.types import Choice, Exact, Money, UtcDateTime, round_half_up
from tests import on_sqlite


def _materials(session, *amounts):
    session.add_all(Material(name="Vinyl", quantity_on_hand=amount) for amount in amounts)
    session.commit()


def test_three_tenths_fill_a_limit_of_point_three(session):
    _materials(session, "0.1", "0.1", "0.1")
    total = sa.func.sum(Material.quantity_on_hand)
    assert session.scalar(
        sa.select(total).having(total <= Decimal("0.3")).where(Material.name == "Vinyl")
    ) == Decimal("0.3")


def test_a_sum_of_columns_is_rounded_to_their_scale(session):
    _materials(session, "0.1")
    added = sa.select(Material.id).where(
        Material.name == "Vinyl", Material.quantity_on_hand + Decimal("0.2") <= Decimal("0.3")
    )
    assert session.scalars(added).all()


def test_a_float_is_refused_in_a_comparison(session):
    with pytest.raises((TypeError, sa.exc.StatementError), match="never float"):
        session.scalars(sa.select(Material).where(Material.quantity_on_hand == 0.5)).all()


def test_14_985_rounds_half_up_to_14_99():
    assert round_half_up(Decimal("14.985")) == Decimal("14.99")


@pytest.mark.parametrize(
    "value", [0.5, True, "abc", "NaN", "Infinity", "1e30", "12.345", "", None, [], "1" * 5000]
)
def test_a_money_column_refuses_what_is_not_exact_money(value):
    with pytest.raises(ValueError):
        accept(Money(), value if value is not None else object())


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_money_accepts_every_amount_to_the_cent_unchanged(amount):
    assert accept(Money(), str(amount)) == amount


@pytest.mark.parametrize("text", ["a\x00b", "bell\x07", "lone \ud800 surrogate"])
def test_text_refuses_characters_that_databases_and_spreadsheets_cannot_keep(text):
    with pytest.raises(ValueError, match="characters that cannot be kept"):
        accept(sa.String(50), text)


def test_text_keeps_emoji_and_right_to_left_marks():
    assert accept(sa.String(50), "👕 \u202eabc") == "👕 \u202eabc"


def test_text_over_its_limit_is_refused_with_both_numbers():
    with pytest.raises(ValueError, match="51 characters; at most 50"):
        accept(sa.String(50), "x" * 51)


@pytest.mark.parametrize("day", [dt.date(1899, 12, 31), dt.date(9999, 12, 31)])
def test_absurd_years_are_refused(day):
    with pytest.raises(ValueError, match="outside 1900 to 2199"):
        accept(sa.Date(), day)


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="without a time zone"):
        UtcDateTime().process_bind_param(dt.datetime(2026, 1, 1), None)  # noqa: DTZ001


def test_times_come_back_aware_and_in_utc(session):
    chicago = dt.timezone(dt.timedelta(hours=-6))
    material = Material(name="Ink", created_at=dt.datetime(2026, 11, 1, 18, tzinfo=chicago))
    session.add(material)
    session.commit()
    session.refresh(material)
    assert material.created_at == dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    assert material.created_at.utcoffset() == dt.timedelta(0)


def test_a_choice_whose_value_differs_from_its_name_is_refused_at_declaration():
    class Wrong(enum.StrEnum):
        RED = "red"

    with pytest.raises(TypeError, match="RED"):
        Choice(Wrong)


@on_sqlite
def test_numbers_are_plain_numeric_in_the_table(session):
    stored = sa.inspect(session.connection()).get_columns("materials")
    column = next(column for column in stored if column["name"] == "quantity_on_hand")
    assert isinstance(column["type"], sa.Numeric)
    assert Exact(14, 4).scale == column["type"].scale


@on_sqlite
def test_a_title_stays_on_one_line_and_prose_keeps_its_own(session):
    material = Material(name="Vinyl,\r\nwhite", unit="in")
    supplier = Supplier(name="Lakeside", notes="Ring twice.\nAsk for Jo.")
    assert (material.name, supplier.notes) == ("Vinyl, white", "Ring twice.\nAsk for Jo.")
