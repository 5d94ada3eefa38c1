"""Numbers of other people's papers, such as a check's or a packing slip's, as they are compared."""

from __future__ import annotations

import unicodedata


def reference_key(reference: str) -> str:
    """What two spellings of one number have in common: neither capitals, nor spaces, nor full-width forms count."""
    return "".join(unicodedata.normalize("NFKC", reference).casefold().split())
