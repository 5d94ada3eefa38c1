"""The formulas of domain.md, “Time”, each with numbers reckoned by hand."""

from decimal import Decimal

import pytest

from models.jobs import DecorationMethod as M
from models.people import Machine
from models.scheduling import Print, Routing, Work, estimate_hours, estimate_minutes
from models.scheduling.first_routings import FIRST_ROUTINGS

AUTOMATIC = Machine(name="Automatic", pieces_per_hour=Decimal(400))
FOUR_HEADS = Machine(name="Four heads", heads=4)


def row(stage, method=None):
    values = next(minutes for key, of, minutes in FIRST_ROUTINGS if (key, of) == (stage, method))
    nothing = dict.fromkeys(
        ("setup_minutes", "minutes_per_screen", "minutes_per_piece", "minutes_per_run"), 0
    )
    return Routing(**(nothing | {name: Decimal(value) for name, value in values.items()}))


@pytest.mark.parametrize(
    ("stage", "minutes"),
    [
        ("DESIGN_CREATION", "60"),
        ("DESIGN_REVISION", "20"),
        ("MATERIAL_PREP", "20.4"),  # 10 + 0.2 × 52
        ("QUALITY_CHECK", "10.2"),  # 5 + 0.1 × 52
        ("PACKAGING", "18"),  # 5 + 0.25 × 52
        ("SHIPPING", "10"),
    ],
)
def test_a_stage_of_every_job_takes_its_set_up_and_so_much_a_piece(stage, minutes):
    assert estimate_minutes(row(stage), Work(52)) == Decimal(minutes)


@pytest.mark.parametrize(
    ("method", "prints", "machine", "minutes"),
    [
        (M.SCREEN_PRINT, [Print(130, screens=3)], None, "145"),  # 5 × 3 + 60 × 130 / 65 + 10
        (M.SCREEN_PRINT, [Print(100, screens=3), Print(100, screens=1)], AUTOMATIC, "60"),  # 20 + 30 + 10
        (M.HTV, [Print(52)], None, "192"),  # 10 + 3.5 × 52
        (M.DTF, [Print(52)], None, "62"),  # 10 + 52
        (M.DTG, [Print(52)], None, "83"),  # 5 + 1.5 × 52
        (M.DTG, [Print(52, on_dark=True)], None, "161"),  # 5 + 3 × 52
        (M.DTG, [Print(10), Print(10, on_dark=True)], None, "50"),  # 5 + 15 + 30
        (M.EMBROIDERY, [Print(10, stitches=7500)], None, "125"),  # 15 + 10 × (10 + 1)
        (M.EMBROIDERY, [Print(10, stitches=7500)], FOUR_HEADS, "48"),  # 15 + 3 × 11
    ],
)
def test_printing_takes_what_its_method_says(method, prints, machine, minutes):
    work = Work(max(each.pieces for each in prints), tuple(prints))
    assert estimate_minutes(row("PRINTING", method), work, machine) == Decimal(minutes)


def test_hours_are_rounded_half_up_to_four_places_once_and_at_the_end():
    assert estimate_hours(row("PACKAGING"), Work(53)) == Decimal("0.3042")  # 18.25 min
    assert estimate_hours(row("PRINTING", M.EMBROIDERY), Work(1, (Print(1, stitches=1000),))) == Decimal(
        "0.2889"
    )


def test_of_several_machines_the_slowest_counts_and_its_own_set_up_goes_before_the_routings():
    slow = Machine(name="Manual", pieces_per_hour=Decimal(50), setup_minutes=Decimal(20))
    work = Work(100, (Print(100),))
    printing = row("PRINTING", M.SCREEN_PRINT)
    assert estimate_hours(printing, work, [AUTOMATIC]) == round(Decimal(30) / 60, 4)
    assert estimate_hours(printing, work, [AUTOMATIC, slow]) == round(Decimal(145) / 60, 4)
