"""Cells as values: text, numbers, switches. Each reader answers the value or raises ValueError with a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from .table import Cell, as_text

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad"))
_REORDERING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_DEFUSED: Final = re.compile(r"'(?=[=+\-@\t\r\n＝＋－＠])")
"""The apostrophe that our own export puts before what a spreadsheet would take for a formula."""
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]+")

_GROUPING: Final = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_CURRENCY: Final = re.compile(r"US\$|(?<![A-Z])(?:USD|EUR|GBP|CAD|AUD|CHF)(?![A-Z])|[$€£¥₹]", re.IGNORECASE)
_POINT: Final = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+")
_COMMA: Final = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d*)?|,\d+")
_EITHER: Final = re.compile(r"\d{1,3}[.,]\d{3}")
_INCHES: Final = re.compile(r"(?<=\d)\s*(?:\"|″|''|in\.?|inch|inches)$", re.IGNORECASE)
_LONGEST_NUMBER: Final = 60

_YES: Final = frozenset({"yes", "y", "true", "t", "1", "x", "on", "active", "exempt", "rush", "✓"})
_NO: Final = frozenset(
    {"no", "n", "false", "f", "0", "-", "off", "inactive", "taxable", "none", "normal", "standard", "regular"}
)


def shortened(text: str) -> str:
    """`text` as a refusal quotes it."""
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def read_text(cell: Cell) -> str:
    """The text of a cell: composed Unicode, without invisible marks and what an export put before a formula."""
    text = _DEFUSED.sub("", as_text(cell), count=1) if as_text(cell).startswith("'") else as_text(cell)
    if "�" in text:
        raise ValueError("The text has a character that could not be read: look at it in the file.")
    if _REORDERING.search(text):
        raise ValueError("The text has characters that reorder it on the screen: type it anew without them.")
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE)).strip()


def read_address(cell: Cell) -> str:
    """An e-mail address, also one written as “Ann <ann@acme.example>”."""
    text = read_text(cell)
    bracketed = re.fullmatch(r"[^<>]*<([^<>]+)>", text)
    address = (bracketed[1] if bracketed else text.removeprefix("mailto:")).strip()
    if not _ADDRESS.fullmatch(address):
        raise ValueError(f"{shortened(text)} is not an e-mail address.")
    return address


def has_decimal_comma(cells: Iterable[Cell], hinted: bool) -> bool:
    """Whether the numbers among `cells` are written as 1.234,56: by what they show, `hinted` when they show nothing."""
    shown = Separators()
    for cell in cells:
        if isinstance(cell, str) and len(cell) < _LONGEST_NUMBER:
            shown.look_at(_bare(_INCHES.sub("", cell.strip()))[0])
    return hinted if shown.points == shown.commas else shown.commas > shown.points


class Separators:
    """Counts numbers that can be read only with a point, and only with a comma."""

    def __init__(self) -> None:
        self.points = self.commas = 0

    def look_at(self, digits: str) -> None:
        """Count `digits` if they tell."""
        if _EITHER.fullmatch(digits) or not {".", ","} & set(digits):
            return
        self.points += bool(_POINT.fullmatch(digits))
        self.commas += bool(_COMMA.fullmatch(digits))


def _bare(text: str) -> tuple[str, bool]:
    """The digits and separators of a number, and whether it is negative: by a sign on either side or parentheses."""
    bare = _CURRENCY.sub("", _GROUPING.sub("", text), count=1).replace("−", "-").strip()
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        bare, negative = bare[1:-1], True
    elif bare.startswith(("-", "+")):
        bare, negative = bare[1:], bare[0] == "-"
    elif bare.endswith("-"):
        bare, negative = bare[:-1], True
    return bare.strip(), negative


def read_number(cell: Cell, decimal_comma: bool = False) -> Decimal:
    """An exact number with signs, thousands, parentheses for negatives, currency symbols."""
    if isinstance(cell, Decimal):
        return cell
    text = read_text(cell)
    digits, negative = _bare(text) if len(text) < _LONGEST_NUMBER else ("", False)
    if not digits.isascii() or not (_COMMA if decimal_comma else _POINT).fullmatch(digits):
        example = "1.234,56" if decimal_comma else "1,234.56"
        raise ValueError(f"{shortened(text)} is not a number such as {example}.")
    plain = digits.replace(".", "").replace(",", ".") if decimal_comma else digits.replace(",", "")
    return -Decimal(plain) if negative else Decimal(plain)


def read_inches(cell: Cell, decimal_comma: bool = False) -> Decimal:
    """A length in inches, also one written as 12″ or 12 in."""
    return read_number(_INCHES.sub("", cell.strip()) if isinstance(cell, str) else cell, decimal_comma)


def read_whole(cell: Cell, decimal_comma: bool = False) -> int:
    """A whole number, also one written as 12.0."""
    number = read_number(cell, decimal_comma)
    if number != number.to_integral_value():
        raise ValueError(f"{shortened(as_text(cell))} is not a whole number.")
    return int(number)


def read_switch(cell: Cell) -> bool:
    """Yes or no, in the words that exports use."""
    word = read_text(cell).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError(f"{shortened(read_text(cell))} is neither yes nor no.")
