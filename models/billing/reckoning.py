"""What an invoice comes to: pure arithmetic on its lines (domain.md, Money)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ..core.splitting import split
from ..core.types import round_half_up
from .life import LineKind

if TYPE_CHECKING:
    from .lines import InvoiceLine

NOTHING: Final = Decimal(0)


@dataclass(frozen=True)
class Amounts:
    """What an invoice comes to, in dollars, with each line's share of the tax.

    `taxable` bears tax; `exempt` would, were the customer not exempt. `total` is `subtotal` and `tax`.
    """

    subtotal: Decimal
    taxable: Decimal
    exempt: Decimal
    tax: Decimal
    shares: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """What is charged."""
        return self.subtotal + self.tax


def amounts_of(
    lines: Sequence[InvoiceLine], percent: Decimal, *, taxes_shipping: bool, is_exempt: bool
) -> Amounts:
    """Reckon `lines` at a tax of `percent`: the tax is rounded half-up once, and shared by largest remainder."""
    bearing = [line.amount if _bears_tax(line, taxes_shipping) else NOTHING for line in lines]
    base = sum(bearing, NOTHING)
    subtotal = sum((line.amount for line in lines), NOTHING)
    if is_exempt:
        return Amounts(subtotal, NOTHING, base, NOTHING, (NOTHING,) * len(lines))
    taxable = max(base, NOTHING)  # a discount lowers the tax to nothing at most: no place owes the shop any
    tax = round_half_up(taxable * percent / 100)
    return Amounts(subtotal, taxable, NOTHING, tax, shared(tax, bearing))


def _bears_tax(line: InvoiceLine, taxes_shipping: bool) -> bool:
    if line.kind == LineKind.DEPOSIT or not line.is_taxable:
        return False
    return taxes_shipping or line.kind != LineKind.SHIPPING


def shared(tax: Decimal, bearing: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """`tax` over the lines that bear it, to the cent; a discount bears none of it, and lowers that of the others."""
    return (
        tuple(split(tax, [max(amount, NOTHING) for amount in bearing])) if tax else (NOTHING,) * len(bearing)
    )


def tax_taken_back(tax: Decimal, amount: Decimal, before: Decimal, now: Decimal) -> Decimal:
    """The tax that goes back when `now` of a line's `amount` is credited after `before` was; all of it at the end."""
    if not amount:
        return NOTHING
    return round_half_up(tax * (before + now) / amount) - round_half_up(tax * before / amount)
