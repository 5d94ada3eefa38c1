"""The installation's secrets: from the environment, or made once and kept where only the shop can read them."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path
from typing import NamedTuple


class Secrets(NamedTuple):
    """What signs and what encrypts. Empty when neither the environment nor the directory has it."""

    secret_key: str
    encryption_keys: tuple[str, ...]


def keep_secrets(
    directory: Path, secret_key: str, encryption_keys: tuple[str, ...], *, make: bool
) -> Secrets:
    """Complete the given secrets from `directory`; with `make`, those that are nowhere are made and kept there."""
    if not secret_key:
        secret_key = _kept(directory / "secret_key", secrets.token_urlsafe(48) if make else "")
    if not encryption_keys:
        new_key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() if make else ""
        encryption_keys = tuple(filter(None, _kept(directory / "encryption_keys", new_key).split(",")))
    return Secrets(secret_key, encryption_keys)


def _kept(path: Path, new: str) -> str:
    if new and not path.exists():
        _write_once(path, new)
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def _write_once(path: Path, value: str) -> None:
    """Write a file that appears whole, for its owner only; the first of several programs wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
