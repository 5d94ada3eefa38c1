"""What a mail says, before it is laid out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Letter:
    """What a mail says: plain values for its template, and the secrets among them, which are not kept.

    `unsubscribe` is the address by which its reader stops such mails; "" for mails that are not a matter of choice.
    `papers` are what goes with it, by file name: each is set when the mail is sent, outside of any transaction.
    """

    values: Mapping[str, Any]
    secrets: tuple[str, ...] = ()
    unsubscribe: str = ""
    papers: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)

    def masked(self, text: str) -> str:
        """`text` as it may be kept: each secret replaced by its first four characters and an ellipsis."""
        for secret in self.secrets:
            text = text.replace(secret, f"{secret[:4]}…")
        return text
