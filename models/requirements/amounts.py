"""What one row of a product's requirements takes for one item, with the sentence that explains it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from ..core.units import convert
from .calculators import (
    Nesting,
    area_cm2,
    backing,
    bobbin_thread,
    dtf_film,
    dtf_ink,
    dtf_powder,
    dtg_ink,
    dtg_pretreat,
    nest,
    screen_ink,
    top_thread,
    usable_width,
)
from .calculators.dtf import INK_PER_CM2, POWDER_PER_CM2
from .calculators.dtg import INK_DARK, INK_LIGHT, PRETREAT_DARK
from .calculators.embroidery import BOBBIN_PER_1000, TOP_PER_1000
from .plans import PrintPlan
from .requirement import UNIT_OF, Calculator, Garments, MaterialRequirement

GAP: Final = Decimal("0.25")
"""Inches between prints on a roll."""
INK_COVERAGE: Final = Decimal(40)
FILM_COVERAGE: Final = Decimal(100)
"""Percent of a print that is covered, where a requirement says nothing."""

Amount = tuple[Decimal, str]
"""A quantity in the calculator's unit, and how it came about."""


class NotKnown(ValueError):
    """Something that a calculator needs is not told yet; the text is a sentence."""


def taken(row: MaterialRequirement, prints: Sequence[PrintPlan], pieces: int) -> Amount:
    """What `row` takes of its material, in the material's unit, for `pieces` that all have these prints.

    `required = setup_amount + quantity_per × pieces`, or what the calculator says of each print in its place.
    Exact, not rounded. NotKnown, or another ValueError, with a sentence where it cannot be told; UnitMismatch where the
    units measure different things. Nothing when no print is on a garment that the material is for.
    """
    mine = [each for each in prints if row.garments in (Garments.EVERY, _shade(each))]
    if not mine:
        return Decimal(0), ""
    amount, why = _linear(row, pieces) if row.calculator is None else _calculated(row, mine, pieces)
    unit = row.unit if row.calculator is None else UNIT_OF.get(row.calculator, row.unit)
    total = convert(amount, unit, row.material.unit)
    if row.setup_amount:
        total += convert(row.setup_amount, row.unit, row.material.unit)
        why = f"{plain(row.setup_amount)} {row.unit} to set up + {why}"
    return total, why


def _shade(print_: PrintPlan) -> Garments:
    return Garments.DARK if print_.on_dark else Garments.LIGHT


def _linear(row: MaterialRequirement, pieces: int) -> Amount:
    why = f"{plain(row.quantity_per)} {row.unit} × {pieces} pieces"
    return row.quantity_per * pieces, why


def _calculated(row: MaterialRequirement, prints: Sequence[PrintPlan], pieces: int) -> Amount:
    if row.calculator is None:
        raise RuntimeError(f"{row!r} has no calculator.")
    reckoned = [_CALCULATE[row.calculator](row, each, pieces) for each in prints]
    return sum((amount for amount, _ in reckoned), Decimal(0)), "; ".join(why for _, why in reckoned)


def _vinyl(row: MaterialRequirement, print_: PrintPlan, pieces: int) -> Amount:
    layers = row.layers or print_.colors or 1
    laid = nest(pieces, *_size(print_), _roll(row), _or(row.gap, GAP))
    why = f"{_told(laid, pieces)}{f', {layers} layers' if layers > 1 else ''} ({print_})"
    return laid.length * layers, why


def _film(row: MaterialRequirement, print_: PrintPlan, pieces: int) -> Amount:
    laid = dtf_film(pieces, *_size(print_), _roll(row), _or(row.gap, GAP))
    return laid.length, f"{_told(laid, pieces)} ({print_})"


def _told(laid: Nesting, pieces: int) -> str:
    turned = ", turned" if laid.is_turned else ""
    return f"{pieces} pieces, {laid.per_row} a row{turned}: {laid.rows} × {plain(laid.row_height)} in"


def _ink(row: MaterialRequirement, print_: PrintPlan, pieces: int) -> Amount:
    layers = row.layers or print_.colors
    if not layers:
        raise NotKnown(f"“{print_}” has no number of colors: its ink cannot be told.")
    if row.mesh is None or row.material.density is None:
        lacking = "mesh" if row.mesh is None else "density"
        raise NotKnown(f"{row.material} has no {lacking}: its ink cannot be told.")
    area, coverage = area_cm2(*_size(print_)), _or(row.coverage, INK_COVERAGE)
    each = screen_ink(
        area,
        coverage / 100,
        row.mesh.deposit,
        row.material.density,
        pieces,
        _or(row.left_per_screen, Decimal(0)),
    )
    why = (
        f"{layers} × ({plain(area)} cm² × {plain(coverage)} % × {plain(row.mesh.deposit)} µm × "
        f"{plain(row.material.density)} g/ml × {pieces} + {plain(_or(row.left_per_screen, Decimal(0)))} g) ({print_})"
    )
    return each * layers, why


def _film_ink(row: MaterialRequirement, print_: PrintPlan, pieces: int) -> Amount:
    return _on_film(row, print_, pieces, dtf_ink, _or(row.amount_per_area, INK_PER_CM2), "ml")


def _powder(row: MaterialRequirement, print_: PrintPlan, pieces: int) -> Amount:
    return _on_film(row, print_, pieces, dtf_powder, _or(row.amount_per_area, POWDER_PER_CM2), "g")


def _on_film(
    row: MaterialRequirement,
    print_: PrintPlan,
    pieces: int,
    reckon: Callable[[Decimal, Decimal, int, Decimal], Decimal],
    per_cm2: Decimal,
    unit: str,
) -> Amount:
    area, coverage = area_cm2(*_size(print_)), _or(row.coverage, FILM_COVERAGE)
    why = f"{plain(area)} cm² × {plain(coverage)} % × {plain(per_cm2)} {unit} × {pieces} ({print_})"
    return reckon(area, coverage / 100, pieces, per_cm2), why


def _garment_ink(row: MaterialRequirement, print_: PrintPlan, pieces: int) -> Amount:
    light, dark = _or(row.amount_light, INK_LIGHT), _or(row.amount_dark, INK_DARK)
    each = dtg_ink(1, on_dark=print_.on_dark, told=print_.ink_volume, light=light, dark=dark)
    source = "as the RIP tells" if print_.ink_volume is not None else _on(print_)
    return each * pieces, f"{plain(each)} ml × {pieces}, {source} ({print_})"


def _pretreat(row: MaterialRequirement, print_: PrintPlan, pieces: int) -> Amount:
    light, dark = _or(row.amount_light, Decimal(0)), _or(row.amount_dark, PRETREAT_DARK)
    each = dtg_pretreat(1, on_dark=print_.on_dark, light=light, dark=dark)
    return each * pieces, f"{plain(each)} g × {pieces}, {_on(print_)} ({print_})"


def _on(print_: PrintPlan) -> str:
    return "on dark garments" if print_.on_dark else "on light garments"


def _top(row: MaterialRequirement, print_: PrintPlan, pieces: int) -> Amount:
    return _thread(print_, pieces, top_thread, _or(row.thread_per_1000, TOP_PER_1000))


def _bobbin(row: MaterialRequirement, print_: PrintPlan, pieces: int) -> Amount:
    return _thread(print_, pieces, bobbin_thread, _or(row.thread_per_1000, BOBBIN_PER_1000))


def _thread(
    print_: PrintPlan, pieces: int, reckon: Callable[[int, int, Decimal], Decimal], per_1000: Decimal
) -> Amount:
    if not print_.stitches:
        raise NotKnown(f"“{print_}” has no stitches: its thread cannot be told.")
    why = f"{print_.stitches:,} stitches × {plain(per_1000)} m for 1,000 × {pieces} ({print_})"
    return reckon(print_.stitches, pieces, per_1000), why


def _backing(row: MaterialRequirement, print_: PrintPlan, pieces: int) -> Amount:
    each = row.quantity_per or Decimal(1)
    return backing(pieces, each), f"{plain(each)} {row.unit} × {pieces} ({print_})"


_CALCULATE: Final[dict[Calculator, Callable[[MaterialRequirement, PrintPlan, int], Amount]]] = {
    Calculator.HTV_NESTING: _vinyl,
    Calculator.SCREEN_INK: _ink,
    Calculator.DTF_FILM: _film,
    Calculator.DTF_INK: _film_ink,
    Calculator.DTF_POWDER: _powder,
    Calculator.DTG_INK: _garment_ink,
    Calculator.DTG_PRETREAT: _pretreat,
    Calculator.TOP_THREAD: _top,
    Calculator.BOBBIN_THREAD: _bobbin,
    Calculator.BACKING: _backing,
}


def _size(print_: PrintPlan) -> tuple[Decimal, Decimal]:
    if not print_.width or not print_.height:
        raise NotKnown(f"“{print_}” has no width and height: what it takes cannot be told.")
    return print_.width, print_.height


def _roll(row: MaterialRequirement) -> Decimal:
    if row.material.roll_width is None:
        raise NotKnown(f"{row.material} has no roll width: its length cannot be told.")
    return usable_width(row.material.roll_width)


def _or(value: Decimal | None, otherwise: Decimal) -> Decimal:
    return otherwise if value is None else value


def plain(value: Decimal) -> str:
    """A number without needless zeros: 9.2500 is “9.25”."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
