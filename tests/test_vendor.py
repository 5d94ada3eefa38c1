"""What we carry of others is what was locked: a file that differs, is missing or was added is named."""

from __future__ import annotations

import shutil

import pytest

import vendor


@pytest.fixture
def carried(tmp_path, monkeypatch):
    """A copy of the carried files, which a test may spoil."""
    copy = shutil.copytree(vendor.FOLDER, tmp_path / "vendor")
    monkeypatch.setattr(vendor, "FOLDER", copy)
    return copy


def test_what_is_carried_is_what_was_locked():
    assert vendor.check() == []


def test_an_altered_file_is_named(carried):
    script = next(carried.rglob("tabler.min.js"))
    script.write_bytes(script.read_bytes() + b"alert(1)")
    assert vendor.check() == ["tabler-core/1.6.1/tabler.min.js is not the file that was locked."]


def test_a_missing_file_is_named(carried):
    next(carried.rglob("sprite.svg")).unlink()
    assert vendor.check() == ["tabler-icons/3.51.0/sprite.svg is in vendor.lock and is not there."]


def test_an_added_file_is_named(carried):
    (carried / "more.js").write_text("")
    assert vendor.check() == ["more.js is there and not in vendor.lock."]


def test_every_package_carries_its_licence():
    assert [package.name for package in vendor.PACKAGES if not (package.folder / "LICENSE").is_file()] == []
