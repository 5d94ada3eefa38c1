"""Keys for the shop's seals and tokens, each derived from the one secret of the installation."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import Any, Final

LONGEST_TOKEN: Final = 64
"""Longer texts are no token of ours and are not looked up."""

_secret: bytes | None = None


def configure(secret: str | bytes) -> None:
    """Set the installation's secret (SECRET_KEY); called once by `create_app`."""
    global _secret
    _secret = secret.encode() if isinstance(secret, str) else secret


def derive(purpose: str) -> bytes:
    """A 32-byte key for one purpose (HMAC-SHA256 of the purpose under the secret).

    Two purposes never share a key, so that what signs a link cannot forge an audit entry.
    """
    if _secret is None:
        raise RuntimeError("models.core.keys.configure() has not been called.")
    return hmac.digest(_secret, purpose.encode(), "sha256")


def token(purpose: str, subject: str) -> str:
    """A secret token about `subject` (a row's id): 43 URL-safe characters, always the same, stored nowhere.

    Nobody can make it who does not know the installation's secret; a mail can carry it whenever it is sent.
    """
    mac = hmac.new(derive(purpose), subject.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def fingerprint(token: str) -> str:
    """What the database keeps of a secret token: its SHA-256 in hex (64 characters)."""
    return hashlib.sha256(token.encode()).hexdigest()


def fingerprint_of_new(purpose: str) -> Callable[[Any], str]:
    """The default of the column that keeps the fingerprint of a row's own token, which is made of its `id`.

    The id must have a default of its own and stand before the column.
    """
    return lambda context: fingerprint(token(purpose, context.get_current_parameters()["id"]))
