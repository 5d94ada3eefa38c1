"""A library's style sheet is cut to what our pages can show, and nothing that they show is lost."""

from __future__ import annotations

import re

import pytest

from models.core.roles import ADMIN
from tests import on_sqlite
from views.core.delivery.cut import cut, names_in
from views.core.frame import assets

pytestmark = on_sqlite

NAMES = {"btn", "show", "w-1/2"}


class Everything:
    def __contains__(self, name):
        return True


@pytest.fixture(scope="module")
def whole():
    (file,) = assets.STATIC.rglob("tabler.min.css")
    return file.read_text()


@pytest.mark.parametrize(
    ("style", "left"),
    [
        (".btn{a:b}", ".btn{a:b}"),
        (".carousel{a:b}", ""),
        (".btn,.carousel{a:b}", ".btn{a:b}"),
        (".btn.carousel{a:b}.btn .show{c:d}", ".btn .show{c:d}"),
        ("a:hover{a:b}", "a:hover{a:b}"),
        (".btn:not(.carousel){a:b}", ".btn:not(.carousel){a:b}"),
        (":is(.btn,.carousel:not(.x)) a{a:b}", ":is(.btn,.carousel:not(.x)) a{a:b}"),
        (r".w-1\/2{a:b}.w-1\/3{a:b}", r".w-1\/2{a:b}"),
        ("@media print{.carousel{a:b}}", ""),
        ("@media print{.carousel{a:b}.btn{c:d}}.show{e:f}", "@media print{.btn{c:d}}.show{e:f}"),
        ("@keyframes x{0%{a:b}to{c:d}}", "@keyframes x{0%{a:b}to{c:d}}"),
        ('@charset "UTF-8";.btn{a:b}', '@charset "UTF-8";.btn{a:b}'),
        ("/* v1.6.1 */:root{a:b}", ":root{a:b}"),
    ],
)
def test_a_rule_stays_when_all_its_classes_are_named(style, left):
    assert cut(style, NAMES).strip() == left


def test_a_licence_stays():
    assert cut("/*! Licence 1.2.x */.carousel{a:b}", NAMES).strip() == "/*! Licence 1.2.x */"


def test_nothing_is_lost_when_everything_is_named(whole):
    def bare(style):
        return re.sub(r"/\*.*?\*/|\s", "", style, flags=re.DOTALL)

    assert bare(cut(whole, Everything())) == bare(whole)


def test_words_of_templates_programs_scripts_and_style_sheets_are_names(tmp_path):
    (tmp_path / "below").mkdir()
    for ending in ("html", "py", "js", "css", "txt"):
        (tmp_path / "below" / f"one.{ending}").write_text(f'class="in-{ending}"')
    assert {"in-html", "in-py", "in-js", "in-css"} <= names_in([tmp_path])
    assert "in-txt" not in names_in([tmp_path])
    assert "in-js" not in names_in([tmp_path], but={tmp_path / "below" / "one.js"})


def test_what_is_delivered_is_a_third_of_the_whole_at_most(client_as, whole):
    delivered = client_as("anonymous").get(assets.vendored("tabler-core", "tabler.min.css")).text
    assert 50_000 < len(delivered) < len(whole) / 3


def test_the_address_of_a_cut_file_changes_with_what_is_left_of_it(client_as):
    address = assets.vendored("tabler-core", "tabler.min.css")
    stranger = client_as("anonymous")
    assert "immutable" in stranger.get(address).headers["Cache-Control"]
    assert stranger.get(address.partition("?")[0]).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "page", ["/", "/jobs/list/", "/jobs/add", "/users/list/", "/users/add", "/raw/jobs/"]
)
def test_every_rule_that_a_page_s_classes_meet_is_delivered(client_as, whole, page):
    owner = client_as(ADMIN)
    shown = {name for each in re.findall(r'class="([^"]*)"', owner.get(page).text) for name in each.split()}
    assert shown
    delivered = owner.get(assets.vendored("tabler-core", "tabler.min.css")).text
    met = set(re.findall(r"[^{}]+\{[^{}]*\}", cut(whole, shown)))
    left = set(re.findall(r"[^{}]+\{[^{}]*\}", delivered))
    blocks = {rule.partition("{")[2] for rule in left}
    assert {rule.partition("{")[2] for rule in met} <= blocks
