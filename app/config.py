"""The settings of an installation: every environment variable the shop reads, with its default."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final, Self
from urllib.parse import quote, unquote, urlsplit

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import URL

from . import addresses
from . import environment as read
from .keyring import keep_secrets

ROOT: Final = Path(__file__).resolve().parent.parent
DEMO_PASSWORD: Final = "Demo-687-merch!"  # noqa: S105  (printed for everybody to see; only with DEMO=1)
_LONGEST_SOCKET_PATH: Final = 100
"""Bytes that a Unix socket's path may have on every system (104 on macOS), with some to spare."""


class WrongSetting(Exception):
    """A setting that the shop cannot start with. The text is one sentence naming the variable."""


class Settings(BaseSettings):
    """What the environment says. Read it with `Settings.load()`, which refuses with a sentence."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=False
    )

    data_dir: Annotated[Path, BeforeValidator(read.directory)] = Field(
        ROOT / "instance", validate_default=True
    )
    """Everything the program writes is under it."""
    host: Annotated[str, BeforeValidator(read.host_address)] = "127.0.0.1"
    port: Annotated[int, BeforeValidator(read.port_number)] = 8000
    base_url: Annotated[str, BeforeValidator(addresses.web_address)] = ""
    """The shop's address as people type it; default `http://HOST:PORT`."""
    database_url: Annotated[str, BeforeValidator(addresses.database_address)] = ""
    """Default: SQLite in `data_dir`."""
    redis_url: Annotated[str, BeforeValidator(addresses.redis_address)] = ""
    """Default: the embedded store's socket."""
    web_worker: Annotated[str, BeforeValidator(read.web_worker)] = "gthread"
    """How the web server does many things at once: `gthread` or `gevent`."""
    smtp_url: Annotated[str, BeforeValidator(addresses.smtp_address)] = ""
    """Default: mail is kept under `data_dir`/mail."""
    storage_url: Annotated[str, BeforeValidator(addresses.storage_address)] = ""
    """Default: `data_dir`/files."""
    clamd_url: Annotated[str, BeforeValidator(addresses.scanner_address)] = ""
    """The virus scanner that looks at every upload; default none."""
    x_accel_redirect: Annotated[str, BeforeValidator(addresses.inner_path)] = ""
    """The path under which the web server in front of us reaches the files, and sends them itself; default none."""
    secret_key: Annotated[str, BeforeValidator(partial(read.at_least, 16))] = Field("", repr=False)
    encryption_keys: Annotated[tuple[str, ...], NoDecode, BeforeValidator(read.encryption_keys)] = Field(
        (), repr=False
    )
    trusted_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(read.host_names)] = ()
    """Host names that requests may use; the one of `base_url` is always among them."""
    shop_name: Annotated[str, BeforeValidator(read.one_line)] = "687 Merch"
    shop_timezone: Annotated[str, BeforeValidator(read.time_zone)] = "America/Chicago"
    mail_from: Annotated[str, BeforeValidator(read.mail_sender)] = "shop@687merch.example"
    demo: Annotated[bool, BeforeValidator(read.switch)] = False
    demo_password: Annotated[str, BeforeValidator(partial(read.at_least, 10))] = Field("", repr=False)
    """Replaces the printed demo password; needed to show a demo to other machines."""
    demo_weeks: Annotated[int, BeforeValidator(read.weeks_of_past)] = 6
    """How long a past the demo of a first start has; a short one is made sooner. `flask shop demo` makes years."""
    metrics_token: Annotated[str, BeforeValidator(partial(read.at_least, 16))] = Field("", repr=False)
    """Lets Prometheus read /metrics from another machine, as a bearer token."""

    @classmethod
    def load(cls, **given: Any) -> Self:
        """Read the environment (`given` values go first), complete it, and keep what secrets were made.

        Raises `WrongSetting` with one sentence naming the variable.
        """
        try:
            settings = cls(**given)
        except ValidationError as error:
            raise WrongSetting(_sentence(error)) from None
        settings._refuse_public_demo()
        return settings.model_copy(update=settings._completed())

    def _refuse_public_demo(self) -> None:
        if self.demo and not self.demo_password and not read.is_loopback(self.host):
            raise WrongSetting(
                f"HOST must be a loopback address such as 127.0.0.1 while DEMO=1, not “{self.host}”, unless "
                "DEMO_PASSWORD replaces the password that everybody knows."
            )

    def _completed(self) -> dict[str, Any]:
        secrets = keep_secrets(self.data_dir / "keys", self.secret_key, self.encryption_keys, make=self.demo)
        for name, value in zip(("SECRET_KEY", "ENCRYPTION_KEYS"), secrets, strict=True):
            if not value:
                raise WrongSetting(
                    f"{name} is required when DEMO=0: set it, and keep it with the backups (docs/operations.md)."
                )
        shown_host = f"[{self.host}]" if ":" in self.host else self.host
        return {
            "base_url": self.base_url or f"http://{shown_host}:{self.port}",
            "database_url": self.database_url or _sqlite(self.data_dir / "shop.db"),
            "storage_url": self.storage_url or f"file://{quote(str(self.data_dir / 'files'))}",
            "secret_key": secrets.secret_key,
            "encryption_keys": secrets.encryption_keys,
            "demo_password": self.demo_password or DEMO_PASSWORD,
        }

    @property
    def embedded_store(self) -> bool:
        """Whether the supervisor starts a store of our own."""
        return not self.redis_url

    @property
    def store_url(self) -> str:
        """Where Redis is: `redis_url`, or the embedded store's socket."""
        return self.redis_url or f"unix://{quote(str(self.store_socket))}"

    @property
    def store_socket(self) -> Path:
        """The embedded store's socket: beside its data, or in the temporary directory when that path is too long."""
        path = self.data_dir / "store" / "store.sock"
        if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH:
            return path
        name = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"shop-{os.getuid()}-{name}" / "store.sock"

    @property
    def uses_sqlite(self) -> bool:
        """Whether the database is SQLite."""
        return self.database_url.startswith("sqlite")

    @property
    def storage_path(self) -> Path:
        """The directory that files are kept in; with a bucket, the one of what stays on this machine (the logo)."""
        if self.storage_url.startswith("s3://"):
            return self.data_dir / "files"
        return Path(unquote(urlsplit(self.storage_url).path))

    def flask_config(self) -> dict[str, Any]:
        """The configuration of the Flask application."""
        from .flask_config import flask_config

        return flask_config(self)


def _sqlite(file: Path) -> str:
    return URL.create("sqlite", database=str(file)).render_as_string()


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0]).upper()
    return f"{name} {first['msg'].removeprefix('Value error, ')}"
