"""Parts of an amount sum to it, to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.core.splitting import split

AMOUNTS = st.decimals("-1000000", "1000000", places=2)
WEIGHTS = st.lists(st.decimals("0", "10000", places=4), min_size=1, max_size=12)


@given(AMOUNTS, WEIGHTS)
def test_parts_sum_to_the_amount_and_none_is_off_by_a_cent(amount, weights):
    parts = split(amount, weights)
    assert sum(parts) == amount
    total = sum(weights)
    shares = [amount * weight / total if total else amount / len(weights) for weight in weights]
    assert all(abs(part - share) < Decimal("0.01") for part, share in zip(parts, shares, strict=True))
    assert all(part.as_tuple().exponent == -2 for part in parts)


def test_the_largest_remainders_take_what_is_left_and_of_equal_ones_the_first():
    assert split(Decimal("100.00"), [1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert split(Decimal("-0.05"), [3, 7]) == [Decimal("-0.02"), Decimal("-0.03")]
    assert split(Decimal("0.03"), [0, 0]) == [Decimal("0.02"), Decimal("0.01")]
    assert split(Decimal("1.00"), [0, 5]) == [Decimal("0.00"), Decimal("1.00")]


@pytest.mark.parametrize(("amount", "weights"), [("1.00", []), ("1.00", [1, -1]), ("1.001", [1])])
def test_what_cannot_be_split_is_said(amount, weights):
    with pytest.raises(ValueError):
        split(Decimal(amount), weights)
