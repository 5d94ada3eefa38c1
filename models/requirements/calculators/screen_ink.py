"""Ink of a screen print, by the ink that its mesh lets through."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ...core.types import round_half_up

COARSEST_TOLD: Final = Decimal(42)
"""Threads per cm up to which the formula of the deposit holds; finer meshes need the volume of their data sheet."""

FORM: Final = Decimal("1.82")


def ink_deposit(threads_per_cm: Decimal, thread_um: Decimal) -> Decimal:
    """The height of ink in µm, which is cm³/m²: `1.82·D·(1−M·D)²`, M in threads/µm, where M ≤ 42/cm.

    Rounded half-up to a tenth, as data sheets tell it: M = 39/cm, D = 55 µm give 61.8 µm (domain.md, “Materials”).
    ValueError beyond 42 threads per cm, or where threads leave no opening.
    """
    if threads_per_cm <= 0 or thread_um <= 0:
        raise ValueError("A mesh has threads, and they are above zero thick.")
    if threads_per_cm > COARSEST_TOLD:
        raise ValueError(
            f"The formula holds up to {COARSEST_TOLD} threads per cm and this mesh has {threads_per_cm:f}: "
            "give the ink volume of its data sheet."
        )
    opening = 1 - threads_per_cm / 10_000 * thread_um
    if opening <= 0:
        raise ValueError("Threads that thick leave no opening: look at the mesh's data sheet.")
    return round_half_up(FORM * thread_um * opening**2, 1)


def screen_ink(
    area: Decimal, coverage: Decimal, deposit: Decimal, density: Decimal, pieces: int, left: Decimal
) -> Decimal:
    """Grams of one colour: `area_cm² × coverage × deposit_µm × 10⁻⁴ × density × n + grams left per screen`.

    `coverage` is a part of 1, `density` g/ml, `left` what stays in the screen. A white underbase is a colour of its
    own, with its own coverage.
    """
    return area * coverage * deposit / 10_000 * density * pieces + left
