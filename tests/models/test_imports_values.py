"""Cells become the values that a person would read in them, or are refused in a sentence."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.imports.days import Order, manner_of, read_day
from models.imports.values import has_decimal_comma, read_address, read_number, read_switch, read_text

MONEY = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
DAYS = st.dates(min_value=dt.date(1970, 1, 1), max_value=dt.date(2069, 12, 31))


@settings(deadline=None)
@given(MONEY, st.sampled_from(["{:,.2f}", "${:,.2f}", "{:,.2f} USD", "{:.2f}", " {:,.2f} "]))
def test_money_with_a_point_reads_as_it_was_written(value, style):
    assert read_number(style.format(value)) == value


@settings(deadline=None)
@given(MONEY)
def test_money_with_a_comma_reads_as_it_was_written(value):
    text = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    assert read_number(f"{text} €", decimal_comma=True) == value


@settings(deadline=None)
@given(MONEY.filter(bool))
def test_parentheses_and_a_minus_behind_are_negative(value):
    assert read_number(f"(${abs(value):,.2f})") == read_number(f"{abs(value):,.2f}-") == -abs(value)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_number_or_refused_in_a_sentence(text):
    try:
        assert read_number(text).is_finite()
    except ValueError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017


@settings(deadline=None)
@given(DAYS)
def test_every_spelling_of_a_day_reads_as_that_day(day):
    us, iso = manner_of(["12/31/2026"]), manner_of(["2026-12-31"])
    spellings = [f"{day:%m/%d/%Y}", f"{day.month}/{day.day}/{day:%y}", f"{day:%m/%d/%Y} 5:00 PM"]
    assert {read_day(text, us) for text in spellings} == {day}
    named = [f"{day:%Y-%m-%d}T10:00:00Z", f"{day:%b} {day.day}, {day.year}", f"{day.day}-{day:%b}-{day.year}"]
    assert {read_day(text, iso) for text in named} == {day}


@settings(deadline=None)
@given(st.lists(DAYS, min_size=1))
def test_a_column_of_dotted_days_reads_right_once_one_of_them_tells(days):
    texts = [f"{day:%d.%m.%Y}" for day in days] + ["31.12.2026"]
    manner = manner_of(texts)
    assert [read_day(text, manner) for text in texts[:-1]] == days


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_day_or_refused_in_a_sentence(text):
    try:
        assert isinstance(read_day(text, manner_of([text])), dt.date)
    except ValueError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017


def test_a_dotted_day_that_can_be_read_in_two_ways_is_refused_until_somebody_says_how():
    with pytest.raises(ValueError, match="two ways"):
        read_day("03.04.2026", manner_of(["03.04.2026"]))
    told = manner_of(["03.04.2026"], Order.DAY_FIRST)
    assert read_day("03.04.2026", told) == dt.date(2026, 4, 3)
    assert str(told) == "day.month.year"


def test_a_column_with_a_thirteenth_month_is_read_day_first():
    manner = manner_of(["03/04/2026", "25/12/2026"])
    assert read_day("03/04/2026", manner) == dt.date(2026, 4, 3)


@pytest.mark.parametrize(
    ("cells", "hinted", "comma"),
    [
        (["1,234.56", "1,234"], True, False),
        (["1.234,56", "1.234"], False, True),
        (["12,50"], False, True),
        (["1,234"], False, False),
        (["1.234"], True, True),
        ([], True, True),
        ([Decimal("1.5"), "2,5"], False, True),
    ],
)
def test_the_numbers_of_a_file_show_their_decimal_sign(cells, hinted, comma):
    assert has_decimal_comma(cells, hinted) is comma


@pytest.mark.parametrize(
    "text", ["1,23,4", "12.50", "1.2.3", "abc", "1e5", "", "1 2", "12 50", "--5", "١٢", "9" * 99]
)
def test_what_is_no_number_with_a_comma_is_refused(text):
    with pytest.raises(ValueError, match="is not a number"):
        read_number(text, decimal_comma=True)


def test_text_loses_what_cannot_be_seen_and_what_an_export_added():
    assert read_text("'=SUM(A1)") == "=SUM(A1)"
    assert read_text(" \u200eAcme\u200b\ufeff ") == "Acme"
    assert read_text("o'clock 🙂") == "o'clock 🙂"
    with pytest.raises(ValueError, match="reorder"):
        read_text("Acme\u202etxt.exe")


def test_addresses_are_read_alone_and_beside_a_name():
    assert read_address("Ann <ann@acme.example>") == "ann@acme.example"
    with pytest.raises(ValueError, match="is not an e-mail address"):
        read_address("ann at acme")


def test_switches_are_read_in_words():
    assert [read_switch(word) for word in ("Yes", "x", "TRUE", "no", "Inactive", "0")] == [True] * 3 + [
        False
    ] * 3
    with pytest.raises(ValueError, match="neither yes nor no"):
        read_switch("perhaps")
