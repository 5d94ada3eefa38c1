"""Splitting an amount so that its parts sum to it, to the cent (domain.md, Money: by largest remainder)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def split(amount: Decimal, weights: Sequence[Decimal | int], places: int = 2) -> list[Decimal]:
    """`amount` in parts in proportion to `weights`, each of `places` decimals, that sum to it exactly.

    Every part is rounded towards zero first; what is then left goes, a cent each, to the parts that lost most, of
    equal ones to the earlier. Weights that are all zero count alike. ValueError for a negative weight, for no weight
    at all, and for an amount of more than `places` decimals.
    """
    if not weights or any(weight < 0 for weight in weights):
        raise ValueError("An amount is split over one part or more, none of a negative weight.")
    cents = Fraction(amount) * 10**places
    if cents.denominator != 1:
        raise ValueError(f"{amount} has more than {places} decimals.")
    whole, sign = abs(cents.numerator), -1 if amount < 0 else 1
    exact = _shares(whole, weights)
    parts = [share.numerator // share.denominator for share in exact]
    for part in _that_lost_most(exact, parts)[: whole - sum(parts)]:
        parts[part] += 1
    return [Decimal(sign * part).scaleb(-places) for part in parts]


def _shares(whole: int, weights: Sequence[Decimal | int]) -> list[Fraction]:
    counted = [Fraction(weight) for weight in weights]
    total = sum(counted)
    if total == 0:
        counted, total = [Fraction(1)] * len(counted), Fraction(len(counted))
    return [whole * weight / total for weight in counted]


def _that_lost_most(exact: Sequence[Fraction], parts: Sequence[int]) -> list[int]:
    """The places of the parts, of the largest remainder first."""
    return sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
