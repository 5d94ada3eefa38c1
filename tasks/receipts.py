"""Receipts of expenses: looked at before they are kept. A photo becomes a new picture of its pixels alone; a PDF is
scanned and looked at in a process of its own, as every file that comes from outside.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from models.core.base import new_id
from models.core.errors import InvalidValue, RuleBroken
from models.expenses import ReceiptFile
from models.files import plain_name

from . import photos, scanner
from .looking import look_at
from .storage import storage

LARGEST: Final = photos.LARGEST
_PDF: Final = "application/pdf"


def keep(session: Session, content: bytes, file_name: str) -> ReceiptFile:
    """Keep a receipt, a photo or a PDF; flushed. RuleBroken, with what to do, for what is neither or is damaged."""
    if not content:
        raise RuleBroken("No receipt was kept: choose a photo or a PDF first.")
    if len(content) > LARGEST:
        raise RuleBroken(f"The file has more than {LARGEST // 1024**2} MB: send it smaller.")
    name = Path(plain_name(file_name))
    if content.startswith(b"%PDF"):
        _refuse_bad_paper(content)
        kind, ending = _PDF, ".pdf"
    else:
        content, kind, ending = _photo(content), "image/jpeg", ".jpg"
    receipt = ReceiptFile(
        file_name=f"{name.stem[:200] or 'Receipt'}{ending}",
        file_url=f"receipts/{new_id()}",
        file_size=len(content),
        mime_type=kind,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    storage().write(receipt.file_url, content, kind)
    session.add(receipt)
    session.flush()
    return receipt


def content_of(receipt: ReceiptFile) -> bytes:
    """What is kept of a receipt; LookupError when the storage has lost it."""
    return b"".join(storage().read(receipt.file_url))


def _photo(content: bytes) -> bytes:
    try:
        return photos.cleaned(content)
    except InvalidValue as refusal:
        raise RuleBroken(f"No receipt was kept. {refusal.sentence}") from refusal


def _refuse_bad_paper(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, room = Path(folder) / "receipt", Path(folder) / "room"
        path.write_bytes(content)
        room.mkdir()
        try:
            is_clean = scanner.is_clean(path)
        except scanner.NotScanned as error:
            raise RuleBroken(
                "No receipt was kept: the virus scanner does not answer. Try again later."
            ) from error
        if not is_clean:
            raise RuleBroken("No receipt was kept: the virus scanner found something in it.")
        found = look_at(path, "receipt.pdf", room)
    if found.refusal or found.mime_type != _PDF:
        raise RuleBroken(f"No receipt was kept. {found.refusal or 'It is no PDF.'}")
