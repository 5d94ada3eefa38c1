"""The shop's look in a real browser: picked, shown on every page, and legible whatever was picked."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import expect

from models.core.roles import ADMIN, MANAGER
from models.links import link_for
from models.look import dark_tints
from models.settings import Setting
from tests import on_sqlite

from .axe import violations
from .signing_in import sign_in

pytestmark = on_sqlite

GROUND = "element => getComputedStyle(element).backgroundColor"


def in_css(colour):
    return f"rgb({int(colour[1:3], 16)}, {int(colour[3:5], 16)}, {int(colour[5:7], 16)})"


def setting(session, name):
    return session.scalars(sa.select(Setting).where(Setting.name == name)).one()


@pytest.fixture
def accent(session):
    """The id of the accent's setting; the test keeps no transaction open."""
    identity = setting(session, "accent_colour").id
    session.commit()
    return identity


def test_a_picked_colour_is_typed_saved_and_shown(page, address, accent, troubles):
    sign_in(page, address, MANAGER)
    page.goto(f"{address}/settings/edit/{accent}")
    page.get_by_label("Pick: Value").fill("#7c2d92")
    expect(page.locator("#value")).to_have_value("#7c2d92")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{address}/settings/logo")
    button = page.get_by_role("button", name="Use this picture")
    assert button.evaluate(GROUND) == in_css("#7c2d92")
    page.emulate_media(color_scheme="dark")
    assert button.evaluate(GROUND) == in_css(dark_tints("#7c2d92").accent)
    assert troubles == []


def test_a_typed_colour_shows_in_the_picker(page, address, accent):
    sign_in(page, address, MANAGER)
    page.goto(f"{address}/settings/edit/{accent}")
    page.locator("#value").fill("#B91C1C")
    expect(page.get_by_label("Pick: Value")).to_have_value("#b91c1c")


@pytest.mark.parametrize("chosen", ["#767676", "#000000", "#7c2d92", "#c2410c"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_permitted_accent_leaves_the_pages_legible(page, address, session, cast, chosen, scheme):
    setting(session, "accent_colour").value = chosen
    link = link_for(session, cast.job)
    session.commit()
    token = link.token()
    session.commit()
    page.emulate_media(color_scheme=scheme)
    sign_in(page, address, ADMIN)
    found = {}
    for path in ("/", "/jobs/list/", "/raw/jobs/", "/settings/logo", f"/d/{token}", "/jobs/add"):
        page.goto(address + path)
        found[path] = violations(page)
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_a_logo_is_chosen_and_stands_beside_the_name(page, address, tmp_path: Path, troubles):
    Image.new("RGBA", (300, 100), "teal").save(tmp_path / "logo.png")
    sign_in(page, address, MANAGER)
    page.goto(f"{address}/settings/logo")
    page.get_by_label("Picture").set_input_files(tmp_path / "logo.png")
    page.get_by_role("button", name="Use this picture").click()
    expect(page.get_by_text("The logo was changed.")).to_be_visible()
    drawn = page.locator(".s-side .s-logo")
    assert drawn.evaluate("image => image.decode().then(() => image.naturalWidth)") == 300
    page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_text("The logo was taken away.")).to_be_visible()
    expect(drawn).to_have_count(0)
    assert troubles == []
