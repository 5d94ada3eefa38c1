"""The calculators give the examples of the shop's rules to the digit, and keep what must hold of every print."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.core.types import round_half_up
from models.requirements.calculators import (
    area_cm2,
    backing,
    bobbin_thread,
    dtf_ink,
    dtf_powder,
    dtg_ink,
    dtg_pretreat,
    ink_deposit,
    nest,
    pieces_with_spoilage,
    screen_ink,
    spread,
    top_thread,
    usable_width,
)

D = Decimal

MEASURES = st.decimals(min_value="0.25", max_value="11", places=3)
ROLLS = st.sampled_from([D("11.8"), D("14.75"), D("24")])
GAPS = st.decimals(min_value=0, max_value=1, places=3)
PIECES = st.integers(min_value=0, max_value=2000)
FEW = settings(max_examples=40)


def test_24_prints_of_7_by_9_take_111_inches_of_a_15_inch_roll():
    laid = nest(24, D(7), D(9), usable_width(D(15)), D("0.25"))
    assert (str(laid.length), laid.per_row, laid.rows, laid.is_turned) == ("111.00", 2, 12, False)


def test_the_shorter_of_both_rotations_is_taken():
    laid = nest(24, D(9), D(7), D("14.75"), D("0.25"))
    assert (laid.length, laid.is_turned) == (D(111), True)


def test_rolls_are_narrower_than_they_are_called():
    assert [usable_width(D(each)) for each in ("12", "15", "24")] == [D("11.8"), D("14.75"), D(24)]


def test_a_mesh_of_39_with_threads_of_55_lets_through_61_8():
    assert ink_deposit(D(39), D(55)) == D("61.8")


def test_a_print_of_10_by_12_at_40_percent_takes_2_76_grams():
    grams = screen_ink(
        area_cm2(D(10), D(12)), D("0.4"), ink_deposit(D(39), D(55)), D("1.44"), pieces=1, left=D(0)
    )
    assert round_half_up(grams) == D("2.76")


def test_what_stays_in_the_screen_is_added_once():
    assert screen_ink(D(100), D(1), D(50), D("1.2"), pieces=10, left=D(30)) == D(6) + D(30)


def test_8000_stitches_on_50_pieces_take_2000_and_1200_metres():
    assert (top_thread(8000, 50), bobbin_thread(8000, 50), backing(50)) == (2000, 1200, 50)


def test_film_takes_ink_and_powder_by_what_is_covered():
    area = area_cm2(D(10), D(10))
    assert area == D("645.16")
    assert (dtf_ink(area, D("0.5"), 4), dtf_powder(area, D("0.5"), 4)) == (D("3.2258"), D("6.4516"))


def test_garment_ink_is_what_the_rip_tells_else_by_light_and_dark():
    assert dtg_ink(10, on_dark=True, told=D("2.7")) == D(27)
    assert (dtg_ink(10, on_dark=False), dtg_ink(10, on_dark=True)) == (10, 40)
    assert (dtg_pretreat(10, on_dark=False), dtg_pretreat(10, on_dark=True)) == (0, 200)


@pytest.mark.parametrize(
    ("quantity", "percent", "pieces"),
    [(50, "3", 52), (0, "3", 0), (1, "3", 2), (100, "3", 103), (100, "0", 100)],
)
def test_pieces_are_rounded_up_with_what_is_spoiled(quantity, percent, pieces):
    assert pieces_with_spoilage(quantity, D(percent)) == pieces


@pytest.mark.parametrize(
    "ask",
    [
        lambda: nest(1, D(16), D(16), D("14.75"), D("0.25")),
        lambda: nest(1, D(0), D(9), D("14.75"), D("0.25")),
        lambda: nest(-1, D(7), D(9), D("14.75"), D("0.25")),
        lambda: ink_deposit(D(43), D(80)),
        lambda: ink_deposit(D(40), D(250)),
        lambda: ink_deposit(D(0), D(55)),
        lambda: area_cm2(D(7), D(-1)),
        lambda: pieces_with_spoilage(-1, D(3)),
        lambda: top_thread(-1, 50),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(ask):
    with pytest.raises(ValueError, match=r"\.$"):
        ask()


@FEW
@given(PIECES, MEASURES, MEASURES, ROLLS, GAPS)
def test_a_roll_is_never_shorter_than_the_area_of_its_prints(pieces, width, height, roll, gap):
    assert nest(pieces, width, height, roll, gap).length * roll >= pieces * width * height


@FEW
@given(PIECES, MEASURES, MEASURES, ROLLS, GAPS)
def test_one_more_piece_never_takes_less_and_turning_the_print_changes_nothing(
    pieces, width, height, roll, gap
):
    length = nest(pieces, width, height, roll, gap).length
    assert length <= nest(pieces + 1, width, height, roll, gap).length
    assert length == nest(pieces, height, width, roll, gap).length


@FEW
@given(st.lists(st.integers(min_value=0, max_value=500), min_size=1, max_size=8), st.integers(0, 100))
def test_spares_go_to_sizes_in_their_proportion_and_none_is_lost(sizes, percent):
    total = pieces_with_spoilage(sum(sizes), D(percent))
    parts = spread(total, sizes)
    assert sum(parts) == total
    assert all(
        size <= part <= size * total / sum(sizes) + 1 for size, part in zip(sizes, parts, strict=True) if size
    )
