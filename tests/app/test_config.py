"""The environment: its defaults, what it refuses and in which words, and the secrets it makes."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from app.config import ROOT, Settings, WrongSetting

from .environments import FLASK, PYTHON, environment

KEY = "a secret that is long enough"


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def load(tmp_path: Path, **given: Any) -> Settings:
    return Settings.load(**{"data_dir": tmp_path, "demo": True} | given)


def test_defaults_are_those_of_the_contract(tmp_path):
    settings = load(tmp_path)
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert settings.database_url == f"sqlite:///{tmp_path}/shop.db"
    assert settings.store_url == f"unix://{tmp_path}/store/store.sock"
    assert settings.embedded_store
    assert settings.storage_path == tmp_path / "files"
    assert (settings.shop_name, settings.shop_timezone) == ("687 Merch", "America/Chicago")
    assert settings.demo_password == "Demo-687-merch!"
    assert Settings.model_fields["data_dir"].default == ROOT / "instance"
    assert Settings.model_fields["demo"].default is False


def test_the_environment_is_read_by_name(tmp_path, monkeypatch):
    monkeypatch.setenv("PORT", "8123")
    monkeypatch.setenv("TRUSTED_HOSTS", "shop.example.com, www.example.com")
    monkeypatch.setenv("SHOP_NAME", "")
    settings = load(tmp_path)
    assert settings.port == 8123
    assert settings.trusted_hosts == ("shop.example.com", "www.example.com")
    assert settings.shop_name == "687 Merch"


WRONG = [
    ("PORT", "many", "a whole number"),
    ("WEB_WORKER", "many", "gthread or gevent"),
    ("PORT", "0", "a whole number"),
    ("PORT", "65536", "a whole number"),
    ("HOST", "no.such.host.invalid", "an address of this machine"),
    ("BASE_URL", "shop.example.com", "https://shop.example.com"),
    ("BASE_URL", "https://shop.example.com/deep", "https://shop.example.com"),
    ("BASE_URL", "https://shop:many", "well-formed"),
    ("DATABASE_URL", "mysql://localhost/shop", "postgresql://"),
    ("DATABASE_URL", "postgresql://localhost:many/shop", "well-formed"),
    ("DATABASE_URL", "sqlite:///", "name a file"),
    ("DATABASE_URL", "sqlite:///:memory:", "name a file"),
    ("BASE_URL", "https://me:hunter2@shop.example.com", "https://shop.example.com"),
    ("BASE_URL", "https://shop.example.com#top", "https://shop.example.com"),
    ("BASE_URL", 'https://shop"><script>', "https://shop.example.com"),
    ("BASE_URL", "https://my shop", "https://shop.example.com"),
    ("REDIS_URL", "localhost:6379", "redis://"),
    ("REDIS_URL", "redis://localhost?socket_timeout=soon", "socket_timeout"),
    ("SMTP_URL", "mail.example.com", "smtp://"),
    ("SMTP_URL", "smtp://mail.example.com?tls=perhaps", "starttls"),
    ("STORAGE_URL", "s3://", "s3://bucket"),
    ("STORAGE_URL", "s3://bucket?secret=x", "endpoint"),
    ("STORAGE_URL", "s3://me:hunter2@bucket", "AWS_ACCESS_KEY_ID"),
    ("STORAGE_URL", "s3://bucket?endpoint=host", "https://"),
    ("CLAMD_URL", "127.0.0.1:3310", "tcp://"),
    ("CLAMD_URL", "tcp://127.0.0.1", "tcp://"),
    ("X_ACCEL_REDIRECT", "files", "slash at both ends"),
    ("STORAGE_URL", "files", "file:///"),
    ("STORAGE_URL", "file:///etc/passwd", "a directory that can be written"),
    ("SECRET_KEY", "short", "16 characters"),
    ("ENCRYPTION_KEYS", "short", "32 bytes"),
    ("TRUSTED_HOSTS", "https://shop.example.com", "host names"),
    ("TRUSTED_HOSTS", "*", "host names"),
    ("SHOP_NAME", "687\nMerch", "one line"),
    ("SHOP_TIMEZONE", "Mars/Olympus", "time zone"),
    ("MAIL_FROM", "nobody", "e-mail address"),
    ("MAIL_FROM", "é@shop.example", "e-mail address"),
    ("MAIL_FROM", "Shop <a@shop.example>, b@shop.example", "e-mail address"),
    ("MAIL_FROM", "Shop <a b@shop.example>", "e-mail address"),
    ("DEMO", "perhaps", "0 or 1"),
    ("DEMO_PASSWORD", "short", "10 characters"),
    ("DEMO_WEEKS", "105", "from 1 to 104"),
    ("METRICS_TOKEN", "short", "16 characters"),
    ("DATA_DIR", "/proc/nowhere", "a directory that can be written"),
    ("DATA_DIR", "~no-such-user/shop", "a directory that can be written"),
]


@pytest.mark.parametrize(("name", "value", "hint"), WRONG)
def test_a_wrong_value_is_refused_in_one_sentence_that_names_the_variable(
    tmp_path, monkeypatch, name, value, hint
):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DEMO", "1")
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as refusal:
        Settings.load()
    sentence = str(refusal.value)
    assert sentence.startswith(f"{name} ")
    assert hint in sentence
    assert "\n" not in sentence.replace(value, "")
    assert sentence.endswith(".")


def test_every_variable_can_be_wrong():
    assert {name for name, _, _ in WRONG} == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", ["DATABASE_URL", "SMTP_URL", "REDIS_URL", "SECRET_KEY", "ENCRYPTION_KEYS"])
def test_a_refused_secret_is_not_repeated(tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, "ftp://me:hunter2@host:many")
    if name == "SECRET_KEY":
        monkeypatch.setenv(name, "hunter2")
    with pytest.raises(WrongSetting) as refusal:
        load(tmp_path)
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(("command"), [[FLASK, "shop", "run"], [PYTHON, "-c", "import wsgi"]])
def test_a_wrong_value_stops_the_start_without_a_traceback(tmp_path, command):
    ended = subprocess.run(
        command, cwd=ROOT, env=environment(tmp_path, PORT="many", DEMO="1"), capture_output=True, text=True
    )
    assert ended.returncode == 2
    assert ended.stderr == "PORT must be a whole number from 1 to 65535, not “many”.\n"


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://127.0.0.1:1/shop",
        "postgresql://127.0.0.1/shop?nonsense=1",
        "sqlite:////no/such/folder/shop.db",
    ],
)
def test_a_database_that_cannot_be_used_ends_a_command_without_a_traceback(tmp_path, address):
    ended = subprocess.run(
        [FLASK, "shop", "init"],
        cwd=ROOT,
        env=environment(tmp_path, DATABASE_URL=address, DEMO="1"),
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1
    assert "DATABASE_URL names a database that does not answer" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_directory_may_have_any_name(tmp_path):
    settings = load(tmp_path / "our shop? #1 100%41")
    assert make_url(settings.database_url).database == str(settings.data_dir / "shop.db")


def test_secrets_are_made_once_for_their_owner_only(tmp_path):
    first, second = load(tmp_path), load(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert first.encryption_keys == second.encryption_keys
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()}
    assert modes == {"secret_key": 0o600, "encryption_keys": 0o600}


def test_two_installations_have_different_secrets(tmp_path):
    assert load(tmp_path / "a").secret_key != load(tmp_path / "b").secret_key


def test_secrets_of_the_environment_go_first_and_are_not_written(tmp_path):
    assert load(tmp_path, secret_key=KEY).secret_key == KEY
    assert not (tmp_path / "keys" / "secret_key").exists()


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ENCRYPTION_KEYS"])
def test_without_demo_secrets_are_required(tmp_path, missing):
    given = {"SECRET_KEY": KEY, "ENCRYPTION_KEYS": "A" * 43 + "="}
    given.pop(missing)
    with pytest.raises(WrongSetting, match=f"^{missing} is required when DEMO=0"):
        load(tmp_path, demo=False, **{name.lower(): value for name, value in given.items()})
    assert not (tmp_path / "keys").exists()


def test_secrets_appear_in_no_text_of_the_settings(tmp_path):
    settings = load(tmp_path)
    assert settings.secret_key not in repr(settings)
    assert settings.demo_password not in repr(settings)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_a_demo_may_listen_on_loopback(tmp_path, host):
    assert load(tmp_path, host=host).host == host


def test_a_demo_open_to_others_needs_its_own_password(tmp_path):
    with pytest.raises(WrongSetting, match=r"^HOST must be a loopback address .* DEMO_PASSWORD"):
        load(tmp_path, host="0.0.0.0")
    assert load(tmp_path, host="0.0.0.0", demo_password="known to few").demo_password == "known to few"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_gets_its_driver(tmp_path, scheme):
    settings = load(tmp_path, database_url=f"{scheme}://shop:secret@db/shop")
    assert settings.database_url == "postgresql+psycopg://shop:secret@db/shop"


def test_a_long_data_directory_gets_a_short_socket(tmp_path):
    deep = tmp_path / ("x" * 100)
    settings = load(deep)
    assert len(str(settings.store_socket)) < 100
    assert settings.store_socket == load(deep).store_socket
    assert settings.store_socket != load(tmp_path / ("y" * 100)).store_socket


def test_cookies_are_secure_behind_https_only(tmp_path):
    plain = load(tmp_path).flask_config()
    secure = load(tmp_path, base_url="https://shop.example.com/").flask_config()
    assert (plain["SESSION_COOKIE_SECURE"], secure["SESSION_COOKIE_SECURE"]) == (False, True)
    for config in (plain, secure):
        assert config["SESSION_COOKIE_HTTPONLY"] is True
        assert config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_requests_must_name_a_host_of_ours(tmp_path):
    assert load(tmp_path).flask_config()["TRUSTED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    public = load(tmp_path, base_url="https://shop.example.com", trusted_hosts=("www.example.com",))
    assert public.flask_config()["TRUSTED_HOSTS"] == ["shop.example.com", "www.example.com"]


@pytest.mark.parametrize(
    ("query", "port", "starttls", "tls"),
    [("", 25, False, False), ("?tls=starttls", 587, True, False), ("?tls=tls", 465, False, True)],
)
def test_mail_goes_by_the_smtp_address(tmp_path, query, port, starttls, tls):
    config = load(tmp_path, smtp_url=f"smtp://me:p%40ss@mail.example.com{query}").flask_config()
    assert config["MAIL_SERVER"] == "mail.example.com"
    assert (config["MAIL_PORT"], config["MAIL_USE_TLS"], config["MAIL_USE_SSL"]) == (port, starttls, tls)
    assert (config["MAIL_USERNAME"], config["MAIL_PASSWORD"]) == ("me", "p@ss")


def test_mail_comes_from_the_shop_by_name(tmp_path):
    assert load(tmp_path, shop_name="Ann's").flask_config()["MAIL_DEFAULT_SENDER"].startswith("Ann's <")
