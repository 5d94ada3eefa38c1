"""The files that pages are made with: their addresses, how long browsers keep them, and that each icon is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.core.roles import OFFICE
from tests import on_sqlite
from views.core.frame import assets
from views.core.screen import SCREENS

pytestmark = on_sqlite

VIEWS = Path(assets.__file__).resolve().parents[2]
DRAWN = {
    name
    for file in [*VIEWS.rglob("*.html"), *VIEWS.rglob("*.py")]
    for name in re.findall(r"""\bicon\(\s*["']([a-z0-9-]+)["']""", file.read_text())
}


@pytest.fixture(scope="module")
def sprite():
    """The names of the drawings that we carry."""
    address = assets.vendored("tabler-icons", "sprite.svg").removeprefix("/static/")
    return set(re.findall(r'<symbol id="([^"]+)"', (assets.STATIC / address).read_text()))


def kept_for(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.headers["Cache-Control"]


def test_a_file_named_by_its_content_is_kept_for_ever(client_as):
    stranger = client_as("anonymous")
    assert "immutable" in kept_for(stranger, assets.asset("theme.css"))
    assert "immutable" in kept_for(stranger, assets.vendored("tabler-core", "tabler.min.css"))


def test_a_file_named_without_its_content_is_not_kept_for_ever(client_as):
    assert "immutable" not in kept_for(client_as("anonymous"), "/static/theme.css")


def test_a_file_carries_nobodys_cookie(client_as):
    answer = client_as(OFFICE).get(assets.asset("theme.css"))
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_page_is_never_kept_for_ever(client_as):
    assert "immutable" not in client_as(OFFICE).get("/jobs/list/?v=1").headers.get("Cache-Control", "")


def test_the_address_of_a_file_changes_with_its_content(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    addresses = []
    for content in ("one", "two"):
        (tmp_path / "changing.css").write_text(content)
        addresses.append(assets.asset.__wrapped__("changing.css"))
    assert len(set(addresses)) == 2


def test_a_file_that_nobody_locked_is_not_named():
    with pytest.raises(LookupError, match=r"vendor\.lock has no jquery\.js"):
        assets.vendored("tabler-core", "jquery.js")


def test_every_icon_that_is_named_is_carried(shop, sprite):
    assert DRAWN
    assert {screen.icon for screen in SCREENS} | DRAWN <= sprite


def test_every_entry_of_the_menu_has_an_icon_that_is_carried(client_as, sprite):
    page = client_as("Admin").get("/").text
    used = set(re.findall(r"sprite\.svg#([a-z0-9-]+)", page))
    assert "home" in used
    assert used <= sprite
