"""The user guide and its pictures: each is declared once, exists, is small, and is shown somewhere."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from docs.screenshots.pictures import FOLDER, MOST_BYTES, MOST_BYTES_OF_ALL, PICTURES
from models.core.roles import ROLES

ROOT = Path(__file__).resolve().parent.parent
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
DECLARED = {picture.name for picture in PICTURES}
PAGES = [ROOT / "README.md", *GUIDE]


def pictures_named(page: Path) -> set[str]:
    return set(re.findall(r"pictures/([\w-]+\.png)", page.read_text()))


def test_each_picture_is_declared_once():
    assert len(DECLARED) == len(PICTURES)


def test_the_pages_name_the_declared_pictures_and_no_others():
    assert set().union(*map(pictures_named, PAGES)) == DECLARED


def test_the_declared_pictures_are_there_and_no_others():
    assert {file.name for file in FOLDER.glob("*")} == DECLARED


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_as_wide_as_declared_and_small(picture):
    content = (FOLDER / picture.name).read_bytes()
    assert struct.unpack(">I", content[16:20]) == (picture.width,)
    assert len(content) <= MOST_BYTES


def test_all_pictures_together_are_small():
    assert sum(file.stat().st_size for file in FOLDER.glob("*.png")) <= MOST_BYTES_OF_ALL


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_of_the_guide_leads_to_is_there(page):
    text = page.read_text()
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text) + re.findall(r'src="([^"]+)"', text)
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_role_has_its_page_and_the_index_leads_to_every_page():
    index = (ROOT / "docs" / "guide" / "README.md").read_text()
    roles = {"owner", "manager", "office", "artist", "printer", "bookkeeper"}
    assert len(roles) == len(ROLES)
    assert {page.stem for page in GUIDE} >= roles
    assert all(f"({page.name})" in index for page in GUIDE if page.stem != "README")
