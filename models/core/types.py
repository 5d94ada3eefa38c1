"""Column types of the house: exact decimals, aware times, named choices, limited text.

Exact numbers are plain NUMERIC on both databases. SQLite keeps them as binary fractions, so sums and
compared aggregates are rounded to the column's scale in SQL: 0.1 + 0.1 + 0.1 fills 0.3.
"""

from __future__ import annotations

import datetime as dt
import enum
import operator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

_SUMS = {operator.add, operator.sub}
_COMPARISONS = {operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne}


def round_half_up(value: Decimal, places: int = 2) -> Decimal:
    """`value` rounded half-up to `places` decimals: 14.985 becomes 14.99."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


class _ExactComparator(TypeDecorator.Comparator[Decimal]):
    def _rounded(self, expression: Any) -> Any:
        return sa.func.round(expression, cast("Exact", self.type).scale, type_=self.type)

    def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
        aggregate = isinstance(self.expr, FunctionElement) and getattr(self.expr, "name", "") != "round"
        if op in _COMPARISONS and aggregate:
            return op(self._rounded(self.expr), *other)
        result = super().operate(op, *other, **kwargs)
        return self._rounded(result) if op in _SUMS else result


class Exact(TypeDecorator[Decimal]):
    """An exact decimal of `precision` digits, `scale` of them after the point. Floats are refused."""

    impl = sa.Numeric
    cache_ok = True
    comparator_factory = _ExactComparator

    def __init__(self, precision: int = 12, scale: int = 2) -> None:
        super().__init__(precision, scale, asdecimal=True)
        self.precision, self.scale = precision, scale

    def coerce_compared_value(self, op: Any, value: Any) -> Exact:
        """Compared values are bound as this type, so that a float is refused there too."""
        return self

    def process_bind_param(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Quantize half-up to the column's scale; a float raises TypeError."""
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError("Money, hours and quantities are Decimal, never float.")
        return round_half_up(Decimal(value), self.scale)


def Money() -> Exact:  # noqa: N802 - reads as a type in a column's declaration
    """An amount in the shop's currency, to the cent."""
    return Exact(12, 2)


def UnitCost() -> Exact:  # noqa: N802
    """Money per unit, to a hundredth of a cent."""
    return Exact(12, 4)


def Hours() -> Exact:  # noqa: N802
    """Hours, to four decimals."""
    return Exact(9, 4)


def Quantity() -> Exact:  # noqa: N802
    """A quantity in the unit that its row names, to four decimals."""
    return Exact(14, 4)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment: aware in Python, UTC in the database. A naive value raises ValueError."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Convert to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """SQLite gives the moment back without its zone: it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Prose(TypeDecorator[str]):
    """Text of several lines, at most `limit` characters."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, limit: int = 4000) -> None:
        super().__init__()
        self.limit = limit


def Choice(choices: type[enum.StrEnum]) -> sa.Enum:  # noqa: N802
    """One of an enum's names, as VARCHAR without a CHECK, so that adding a name needs no migration."""
    unequal = [choice.name for choice in choices if choice.name != choice.value]
    if unequal:
        raise TypeError(f"{choices.__name__}: value and name differ for {', '.join(unequal)}")
    return sa.Enum(choices, native_enum=False, create_constraint=False, length=40)
