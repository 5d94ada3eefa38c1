"""From the shop's settings to Flask's, and to those of the libraries that read Flask's."""

from __future__ import annotations

import datetime as dt
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from models.core.roles import ROLES

from .environment import is_loopback

if TYPE_CHECKING:
    from .config import Settings

_MEGABYTE: Final = 1024 * 1024
LIVE_STREAMS: Final = {"gthread": 190, "gevent": 750}
"""Live streams of a web process, by its kind of worker: three quarters of what it can serve at once, at most, so
that pages still find a place (see `app.web`)."""
_LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "[::1]")


def flask_config(settings: Settings) -> dict[str, Any]:
    """Everything that `app.config` is given at the start."""
    return {
        **_shop(settings),
        **_database(settings),
        **_requests(settings),
        **_mail(settings),
        **_appbuilder(settings),
    }


def _shop(settings: Settings) -> dict[str, Any]:
    return {
        "SHOP_NAME": settings.shop_name,
        "SHOP_TIMEZONE": settings.shop_timezone,
        "SHOP_DEMO": settings.demo,
        "SHOP_BASE_URL": settings.base_url,
        "SHOP_DATA_DIR": settings.data_dir,
        "SHOP_STORAGE_PATH": settings.storage_path,
        "SHOP_STORAGE_URL": settings.storage_url,
        "SHOP_X_ACCEL_REDIRECT": settings.x_accel_redirect,
        "SHOP_CLAMD_URL": settings.clamd_url,
        "SHOP_METRICS_TOKEN": settings.metrics_token,
        "REDIS_URL": settings.store_url,
        "LIVE_STREAM_CAP": LIVE_STREAMS[settings.web_worker],
        "ENCRYPTION_KEYS": settings.encryption_keys,
    }


_NO_JIT = "-c jit=off"
"""Compiling a statement of many questions takes longer than answering it: 1.3 s instead of 0.3."""


def _database(settings: Settings) -> dict[str, Any]:
    # The web serves hundreds of requests at once, most of them live streams that hold no connection.
    options: dict[str, Any] = {"pool_size": 16, "max_overflow": 32, "pool_timeout": 10}
    if not settings.uses_sqlite:
        # A database that is gone must not hang the pages that ask for it, nor hold a lock for a dead client.
        options |= {
            "pool_pre_ping": True,
            "connect_args": {
                "connect_timeout": 3,
                "options": f"-c lock_timeout=10s -c timezone=UTC {_NO_JIT}",
            },
        }
    return {"SQLALCHEMY_DATABASE_URI": settings.database_url, "SQLALCHEMY_ENGINE_OPTIONS": options}


def _requests(settings: Settings) -> dict[str, Any]:
    secure = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": settings.secret_key,
        "TRUSTED_HOSTS": trusted_hosts(settings),
        "PREFERRED_URL_SCHEME": "https" if secure else "http",
        "SESSION_COOKIE_NAME": "shop_session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": secure,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": dt.timedelta(hours=12),
        "MAX_CONTENT_LENGTH": 32 * _MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 2 * _MEGABYTE,
        "WTF_CSRF_ENABLED": True,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form left open over lunch still saves
        "WTF_CSRF_SSL_STRICT": secure,
    }


def trusted_hosts(settings: Settings) -> list[str]:
    """The host names that requests may carry: TRUSTED_HOSTS, or this machine's own, and that of BASE_URL."""
    own = urlsplit(settings.base_url).hostname or settings.host
    names = [f"[{own}]" if ":" in own else own, *settings.trusted_hosts]
    if not settings.trusted_hosts and is_loopback(settings.host):
        names += _LOOPBACK_NAMES
    return list(dict.fromkeys(names))


def _mail(settings: Settings) -> dict[str, Any]:
    name, address = parseaddr(settings.mail_from)
    sender = formataddr((name or settings.shop_name, address))
    common = {
        "SMTP_URL": settings.smtp_url,
        "MAIL_DEFAULT_SENDER": sender,
        "MAIL_FOLDER": settings.data_dir / "mail",
    }
    if not settings.smtp_url:
        return {**common, "MAIL_SERVER": ""}
    parts = urlsplit(settings.smtp_url)
    security = parse_qs(parts.query).get("tls", ["none"])[-1]
    return {
        **common,
        "MAIL_SERVER": parts.hostname,
        "MAIL_PORT": parts.port or {"none": 25, "starttls": 587, "tls": 465}[security],
        "MAIL_USERNAME": unquote(parts.username) if parts.username else None,
        "MAIL_PASSWORD": unquote(parts.password) if parts.password else None,
        "MAIL_USE_TLS": security == "starttls",
        "MAIL_USE_SSL": security == "tls",
    }


def _appbuilder(settings: Settings) -> dict[str, Any]:
    return {
        "APP_NAME": settings.shop_name,
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_DEFAULT_TIMEZONE": settings.shop_timezone,
        "AUTH_RATE_LIMITED": True,
        "AUTH_RATE_LIMIT": "30 per minute",
        "RATELIMIT_STORAGE_URI": "memory://",
        # Tables come from migrations and grants from declarations; Flask-AppBuilder writes neither at the start.
        "FAB_CREATE_DB": False,
        "FAB_UPDATE_PERMS": False,
        "FAB_ROLES": {role: [] for role in ROLES},
        "FAB_API_SHOW_STACKTRACE": False,
        "FAB_API_MAX_PAGE_SIZE": 500,
        "FAB_SAFE_REDIRECT_HOSTS": trusted_hosts(settings),
    }
