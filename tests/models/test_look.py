"""The accent: what is refused, and that everything made of it can be read, in the light and in the dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import assume, given
from hypothesis import strategies as some

from models.core.colours import BLACK, LEGIBLE, WHITE, contrast, luminance, mixed
from models.core.errors import InvalidValue
from models.look import DARK_GROUNDS, LIGHT_GROUNDS, dark_tints, light_tints
from models.settings import Setting
from tests import on_sqlite
from views.core.frame.assets import STATIC

colours = some.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.fixture
def accent(session):
    return session.scalars(sa.select(Setting).where(Setting.name == "accent_colour")).one()


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [(BLACK, WHITE, 21.0), (WHITE, WHITE, 1.0), ("#777777", WHITE, 4.48), ("#767676", WHITE, 4.54)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_green_is_the_brightest_of_the_three_lights():
    assert luminance("#00ff00") > luminance("#ff0000") > luminance("#0000ff")


def test_half_of_black_in_white_is_grey():
    assert mixed(BLACK, 0.5, WHITE) in ("#7f7f7f", "#808080")


@given(colours)
def test_an_accent_that_passes_is_legible_wherever_pages_use_it(colour):
    assume(contrast(colour, WHITE) >= LEGIBLE)
    light, dark = light_tints(colour), dark_tints(colour)
    for tints, grounds in ((light, LIGHT_GROUNDS), (dark, DARK_GROUNDS)):
        assert contrast(tints.ink, tints.accent) >= LEGIBLE
        assert min(contrast(tints.text, ground) for ground in (*grounds, tints.soft)) >= LEGIBLE


def test_the_accent_itself_is_what_was_chosen():
    assert light_tints("#1d4ed8").accent == "#1d4ed8"


def test_grounds_are_those_of_the_style_sheet():
    text = Path(STATIC / "theme.css").read_text()
    themes = re.findall(r"--page: (#\w+); --surface: (#\w+); --sunken: (#\w+); --raised: (#\w+)", text)
    assert [set(grounds) for grounds in themes] == [{*LIGHT_GROUNDS, "#fff"} - {WHITE}, set(DARK_GROUNDS)]


@on_sqlite
@pytest.mark.parametrize("typed", ["", "teal", "#0f7", "0f766e", "#0f766g", "#0f766e;}", "rgb(1,2,3)"])
def test_what_is_no_colour_is_refused_with_an_example(accent, typed):
    with pytest.raises(InvalidValue, match=r"# and six digits .* such as #0f766e"):
        accent.value = typed


@on_sqlite
def test_a_pale_accent_is_refused_with_its_ratio_and_a_darker_one_that_passes(accent):
    with pytest.raises(
        InvalidValue, match=r"#2dd4bf has a contrast of 1\.\d\d:1, and needs 4\.5:1"
    ) as refused:
        accent.value = "#2dd4bf"
    advised = re.search(r"such as (#\w{6})\.", refused.value.sentence)[1]
    accent.value = advised
    assert contrast(advised, WHITE) >= LEGIBLE


@on_sqlite
def test_a_ratio_just_too_low_is_not_rounded_up(accent):
    with pytest.raises(InvalidValue, match=r"contrast of 4\.47:1"):
        accent.value = "#777777"


@on_sqlite
def test_a_name_is_one_line_of_sixty_characters(session):
    name = session.scalars(sa.select(Setting).where(Setting.name == "shop_name")).one()
    name.value = "x" * 60
    for wrong in ("x" * 61, "two\nlines"):
        with pytest.raises(InvalidValue, match="one line of at most 60 characters"):
            name.value = wrong


@on_sqlite
def test_a_logo_is_not_typed(session):
    logo = session.scalars(sa.select(Setting).where(Setting.name == "logo")).one()
    with pytest.raises(InvalidValue, match="choose a picture"):
        logo.value = "../../keys/secret_key"
