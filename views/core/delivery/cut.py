"""A library's style sheet, cut to what our pages can show.

A rule stays unless it asks for a class that none of the page's makers names: no template, program, script or style
sheet. What counts as naming is any word, so that names which a program puts in a variable are found as well. A class
that is put together from pieces (`alert-` and a category) is named as a whole in our own style sheets.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

_MAKERS: Final = (".html", ".py", ".js", ".css")
_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_COMMENT: Final = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)
_LICENCE: Final = re.compile(r"/\*!.*?\*/", re.DOTALL)
_CLASS: Final = re.compile(r"\.((?:[\w-]|\\.)+)")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_GROUPS: Final = ("@media", "@supports", "@container", "@layer")
_BRACE: Final = re.compile(r"[{}]")


def names_in(folders: Iterable[Path], but: Collection[Path] = ()) -> set[str]:
    """The words of every template, program, script and style sheet below `folders`, the files `but` left out."""
    found: set[str] = set()
    for file in {file for folder in folders for file in folder.rglob("*") if file.suffix in _MAKERS}:
        if file not in but:
            found.update(_WORD.findall(file.read_text(encoding="utf-8", errors="replace")))
    return found


def cut(style: str, names: Collection[str]) -> str:
    """`style` (minified or not) without the rules that ask for a class outside `names`; its licences stay."""
    licences = _LICENCE.findall(style)
    bare = _LICENCE.sub("", _COMMENT.sub("", style))
    return "\n".join([*licences, "".join(_kept(bare, names))])


def _kept(style: str, names: Collection[str]) -> Iterable[str]:
    place = 0
    while (brace := style.find("{", place)) >= 0:
        while (statement := style.find(";", place, brace)) >= 0:  # @charset and @import have no block
            yield style[place : statement + 1]
            place = statement + 1
        head, end = style[place:brace].strip(), _end(style, brace)
        yield _rule(head, style[brace + 1 : end], names)
        place = end + 1


def _end(style: str, brace: int) -> int:
    """Where the block that begins at `brace` ends."""
    depth = 0
    for found in _BRACE.finditer(style, brace):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.start()
    return len(style)


def _rule(head: str, block: str, names: Collection[str]) -> str:
    if head.startswith(_GROUPS):
        inner = "".join(_kept(block, names))
        return f"{head}{{{inner}}}" if inner else ""
    if head.startswith("@"):  # a font, key frames
        return f"{head}{{{block}}}"
    met = [each for each in _selectors(head) if _can_be_met(each, names)]
    return f"{','.join(met)}{{{block}}}" if met else ""


def _selectors(head: str) -> list[str]:
    """The parts between the commas that stand in no brackets."""
    parts, depth, begin = [], 0, 0
    for place, sign in enumerate(head):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append(head[begin:place])
            begin = place + 1
    return [*parts, head[begin:]]


def _can_be_met(selector: str, names: Collection[str]) -> bool:
    """Whether all its classes are named. What stands in brackets (`:not`, `:is`) may be met by what is not there."""
    while _IN_BRACKETS.search(selector):
        selector = _IN_BRACKETS.sub("", selector)
    return all(name.replace("\\", "") in names for name in _CLASS.findall(selector))
