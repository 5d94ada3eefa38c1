"""Units convert exactly, and only into what measures the same."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.core.types import round_half_up
from models.core.units import UNITS, UnitMismatch, convert, is_convertible, unit_named

D = Decimal

QUANTITIES = st.decimals(min_value=0, max_value=10**9, places=4)
SAME = [(a, b) for a in UNITS for b in UNITS if UNITS[a].measure == UNITS[b].measure]


@pytest.mark.parametrize(
    ("quantity", "from_unit", "to_unit", "result"),
    [
        ("111", "in", "m", "2.8194"),
        ("1", "yd", "in", "36"),
        ("3", "ft", "cm", "91.44"),
        ("1", "lb", "g", "453.59237"),
        ("2", "kg", "oz", "70.547923899161"),
        ("1", "fl oz", "ml", "29.5735295625"),
        ("1.5", "l", "ml", "1500"),
        ("25", "piece", "dozen", "2.083333333333"),
        ("7", "Inches", "in.", "7"),
        ("7", "roll", "Roll", "7"),
        ("0", "m", "yd", "0"),
    ],
)
def test_a_quantity_is_told_in_another_unit(quantity, from_unit, to_unit, result):
    assert convert(D(quantity), from_unit, to_unit) == D(result)


@settings(max_examples=40)
@given(QUANTITIES, st.sampled_from(SAME))
def test_what_is_told_in_another_unit_and_back_is_the_same(quantity, units):
    there = convert(quantity, *units)
    assert round_half_up(convert(there, *reversed(units)), 4) == quantity


@pytest.mark.parametrize("units", [("in", "g"), ("ml", "oz"), ("piece", "roll"), ("roll", "box"), ("m", "l")])
def test_units_that_measure_different_things_are_refused_with_a_sentence(units):
    with pytest.raises(UnitMismatch, match="one cannot be told in the other") as refusal:
        convert(D(1), *units)
    assert f"“{units[0]}”" in str(refusal.value)
    assert not is_convertible(*units)


def test_a_name_that_nobody_knows_is_a_counted_unit_of_its_own():
    assert unit_named(" Sheet ").measure == "count of sheet"
    assert is_convertible("sheet", "SHEET")
