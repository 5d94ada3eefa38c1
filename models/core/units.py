"""Units of quantities, and exact conversion between them.

Lengths, weights, volumes and counts convert among themselves by exact fractions: an inch is 25.4 mm, a pound
453.59237 g and a US fluid ounce 29.5735295625 ml by definition. A name that is none of these, such as “roll”, is a
counted unit of its own: it converts to itself alone. Other spellings (“inches”, “pcs”) are the unit they mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from .errors import RuleBroken

LENGTH: Final = "length"
WEIGHT: Final = "weight"
VOLUME: Final = "volume"
COUNT: Final = "count"

PLACES: Final = 12
"""Decimals of a converted quantity. What a column of quantities holds (4) comes back unharmed from any unit."""


class UnitMismatch(RuleBroken):
    """Two units that measure different things."""


@dataclass(frozen=True)
class Unit:
    """A unit: its name, what it measures, and how many of the smallest common one (mm, g, ml, piece) it is."""

    name: str
    measure: str
    size: Fraction


def _units(measure: str, **sizes: str) -> dict[str, Unit]:
    named = {name.replace("_", " "): size for name, size in sizes.items()}
    return {name: Unit(name, measure, Fraction(size)) for name, size in named.items()}


UNITS: Final[dict[str, Unit]] = {
    **_units(LENGTH, **{"in": "25.4"}, ft="304.8", yd="914.4", mm="1", cm="10", m="1000"),
    **_units(WEIGHT, g="1", kg="1000", oz="28.349523125", lb="453.59237"),
    **_units(VOLUME, ml="1", l="1000", fl_oz="29.5735295625", qt="946.352946", gal="3785.411784"),
    **_units(COUNT, piece="1", pair="2", dozen="12", gross="144"),
}
"""Name to unit."""

_SPELLINGS: Final = {
    "in": ("inch", "inches", "in.", '"'),
    "ft": ("foot", "feet", "ft."),
    "yd": ("yard", "yards", "yds", "yd."),
    "mm": ("millimeter", "millimeters", "millimetre", "millimetres"),
    "cm": ("centimeter", "centimeters", "centimetre", "centimetres"),
    "m": ("meter", "meters", "metre", "metres"),
    "g": ("gram", "grams", "gramme", "grammes", "gr"),
    "kg": ("kilo", "kilos", "kilogram", "kilograms"),
    "oz": ("ounce", "ounces", "oz."),
    "lb": ("pound", "pounds", "lbs", "lb."),
    "ml": ("milliliter", "milliliters", "millilitre", "millilitres", "cc"),
    "l": ("liter", "liters", "litre", "litres"),
    "fl oz": ("fluid ounce", "fluid ounces", "fl. oz.", "fl.oz.", "floz"),
    "qt": ("quart", "quarts"),
    "gal": ("gallon", "gallons"),
    "piece": ("pieces", "pcs", "pc", "each", "ea", "unit", "units"),
    "pair": ("pairs",),
    "dozen": ("dozens", "doz", "dz"),
    "gross": (),
}
_KNOWN: Final = UNITS | {spelling: UNITS[name] for name, others in _SPELLINGS.items() for spelling in others}


def unit_named(name: str) -> Unit:
    """The unit that `name` means, whatever its case; one of its own when no shop-wide unit is called so."""
    spelled = " ".join(name.lower().split())
    return _KNOWN.get(spelled) or Unit(spelled, f"count of {spelled}", Fraction(1))


def is_convertible(from_unit: str, to_unit: str) -> bool:
    """Whether both measure the same."""
    return unit_named(from_unit).measure == unit_named(to_unit).measure


def convert(quantity: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """`quantity` of `from_unit` in `to_unit`.

    Reckoned with fractions and rounded once, to 12 decimals: inches to metres are exact, and a quantity of four
    decimals that is converted to another unit and back is the same again. UnitMismatch with a sentence when the two
    measure different things.
    """
    source, target = unit_named(from_unit), unit_named(to_unit)
    if source.measure != target.measure:
        raise UnitMismatch(mismatch(from_unit, to_unit))
    if source.size == target.size:
        return quantity
    exact = Fraction(quantity) * source.size / target.size
    return Decimal(round(exact * 10**PLACES)).scaleb(-PLACES, _WIDE)


_WIDE: Final = Context(prec=60)


def mismatch(from_unit: str, to_unit: str) -> str:
    """Why `from_unit` cannot be told in `to_unit`, as a sentence."""
    source, target = unit_named(from_unit), unit_named(to_unit)
    return (
        f"“{from_unit}” is {_article(source.measure)} and “{to_unit}” {_article(target.measure)}: "
        "one cannot be told in the other. Choose units that measure the same."
    )


def _article(measure: str) -> str:
    return f"a {measure}"
