"""The photo or PDF of a receipt. It was looked at before it was kept, so that it may be opened at once."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ..core.base import Versioned
from ..core.doors import GIVEN_ONCE
from ..core.visibility import SECRET


class ReceiptFile(Versioned):
    """A receipt as a file. Its content never changes and is known by its SHA-256."""

    __tablename__ = "receipt_files"

    file_name: Mapped[str] = mapped_column(String(255), info=GIVEN_ONCE)
    file_url: Mapped[str] = mapped_column(
        String(200), unique=True, doc="Its key in the storage.", info=SECRET | GIVEN_ONCE
    )
    file_size: Mapped[int] = mapped_column(sa.BigInteger, info=GIVEN_ONCE | {"unit": "bytes", "minimum": 1})
    mime_type: Mapped[str] = mapped_column(String(120), info=GIVEN_ONCE)
    sha256: Mapped[str] = mapped_column(String(64), index=True, info=GIVEN_ONCE)

    def __str__(self) -> str:
        return self.file_name
