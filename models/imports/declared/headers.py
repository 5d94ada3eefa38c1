"""The headers by which other systems call what we import, parted by strokes; case and punctuation do not count."""

from __future__ import annotations

from typing import Any, Final

from ..kinds import Target


def target(model: Any, column: str, *synonyms: str, label: str = "", name: str = "") -> Target:
    """A target, by default called as its column; synonyms are parted by strokes."""
    called = name or column
    known = tuple(word for words in synonyms for word in words.split("|"))
    return Target(called, label or called.replace("_", " ").capitalize(), model, column, known)


NAME: Final = "full name|display name|contact|contact name|person"
EMAIL: Final = (
    "e-mail|mail|email address|e-mail address|primary email|e-mail 1 - value|email 1|e-mail-adresse"
)
PHONE: Final = (
    "telephone|phone number|phone no|tel|mobile|mobile phone|business phone|work phone|primary phone|phone 1 - value|"
    "cell|cell phone|telefon"
)
COMPANY: Final = (
    "company|company name|customer name|client|client name|organization|organisation|organization name|"
    "organization 1 - name|account|account name|business|bill to|firma|kunde"
)
NOTES: Final = "note|comments|comment|remarks|internal notes|order notes"
SKU: Final = (
    "item number|item no|article|article number|article no|part number|part no|style|style number|code|item code|"
    "product code|artikelnummer|artikel-nr|art-nr"
)
PRODUCT: Final = "product name|item|item name|title|style name|bezeichnung|artikel"
PRICE: Final = "price|unit price|sell price|sales price|list price|retail|each|rate|preis"
COST: Final = "cost|cost price|purchase price|wholesale|net price|your price|einkaufspreis|ek"
