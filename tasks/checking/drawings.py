"""SVG: read as XML first, and drawn only when nothing in it runs or reaches for something else.

resvg runs no scripts, but it reads local files that a drawing refers to; so a drawing that refers to anything outside
itself is not drawn.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

import resvg_py
from PIL import Image

from .findings import Findings, NoPreview, Refused
from .kinds import SVG
from .pictures import PREVIEW_SIDE, write

LARGEST: Final = 20 * 1024 * 1024
_MOST_ELEMENTS: Final = 500_000
_MOST_DEPTH: Final = 500
_LONGEST_RATIO: Final = 20.0
_SHOWN_INSIDE: Final = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|jpg|gif|webp);base64,|$)", re.I)
_REACHING: Final = re.compile(r"@import|url\(\s*['\"]?(?!\s*#)", re.I)
_NUMBER: Final = re.compile(r"\s*(\d*\.?\d+)")
_RUNS: Final = frozenset({"script", "handler", "listener", "iframe", "embed", "object"})
_LINKS: Final = frozenset({"a"})


class _Reader:
    """What one pass over the XML finds out: that the root is an svg, its size, and nothing that runs or reaches out."""

    def __init__(self) -> None:
        self.elements = self.depth = 0
        self.size: tuple[float, float] | None = None
        self.obstacle = ""

    def parser(self) -> Any:
        """What reads the XML, and tells this of what it meets."""
        parser = expat.ParserCreate()
        parser.buffer_text = True  # “@imp<![CDATA[ort]]>” is one word
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.ProcessingInstructionHandler = self._instruction
        return parser

    def _entity(self, *_told: Any) -> None:
        self.obstacle = "The drawing defines entities"
        raise NoPreview(f"{self.obstacle}, so there is no preview: export it as plain SVG.")

    def _instruction(self, target: str, _data: str) -> None:
        if "stylesheet" in target.lower():
            self.obstacle = "The drawing uses a style sheet of elsewhere"

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > _MOST_ELEMENTS or self.depth > _MOST_DEPTH:
            raise NoPreview("The drawing has too many parts for a preview.")
        local = name.rpartition(":")[2].lower()
        if self.elements == 1:
            if local != "svg":
                raise Refused(
                    "It is called an SVG drawing, and its content is something else: export it again."
                )
            self.size = _size_of(attributes)
        if local in _RUNS:
            raise _runs()
        if local == "foreignobject":
            self.obstacle = "The drawing holds parts of a web page"
        for attribute, value in attributes.items():
            self._look_at(local, attribute.rpartition(":")[2].lower(), value)

    def _look_at(self, element: str, attribute: str, value: str) -> None:
        if attribute.startswith("on") or "javascript:" in "".join(value.split()).lower():
            raise _runs()
        if attribute in ("href", "src", "base") and element not in _LINKS and not _SHOWN_INSIDE.match(value):
            self.obstacle = "The drawing refers to something outside itself"
        if _REACHING.search(value):
            self.obstacle = "The drawing refers to something outside itself"

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _text(self, text: str) -> None:
        if _REACHING.search(text):
            self.obstacle = "The drawing refers to something outside itself"


def _runs() -> Refused:
    return Refused("The drawing holds a script: export it as plain SVG, or as a PDF, and send that.")


def draw(path: Path, room: Path) -> Findings:
    """Leave pictures of the drawing in `room`; Refused when it runs something, NoPreview when it reaches outside."""
    if path.stat().st_size > LARGEST:
        raise NoPreview("The drawing is too large for a preview.")
    content, reader = path.read_bytes(), _Reader()
    try:
        reader.parser().Parse(content, True)
    except expat.ExpatError as error:
        raise Refused("The drawing is damaged: export it again, and send that.") from error
    if reader.obstacle:
        raise NoPreview(f"{reader.obstacle}, so there is no preview: embed everything, or send a PDF.")
    width, height = write(_drawn(content, reader.size), room)
    return Findings(SVG, width=width, height=height)


def _drawn(content: bytes, size: tuple[float, float] | None) -> Any:
    wide, high = size or (1.0, 1.0)
    if max(wide, high) > _LONGEST_RATIO * min(wide, high):
        raise NoPreview("The drawing is too long and thin for a preview.")
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=content.decode("utf-8-sig"),
            width=PREVIEW_SIDE if wide >= high else None,
            height=PREVIEW_SIDE if wide < high else None,
        )
    except (ValueError, UnicodeDecodeError) as error:
        raise NoPreview("The drawing cannot be drawn here, so there is no preview.") from error
    with Image.open(io.BytesIO(bytes(png)), formats=["PNG"]) as picture:
        picture.load()
        picture.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
        return picture


def _size_of(attributes: dict[str, str]) -> tuple[float, float] | None:
    """Width and height of the root, of which only the ratio matters; None when it does not say."""
    box = [
        float(number)
        for number in re.findall(r"-?\d*\.?\d+(?:e-?\d{1,2})?", attributes.get("viewBox", ""), re.I)
    ]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return box[2], box[3]
    found = [_NUMBER.match(attributes.get(name, "")) for name in ("width", "height")]
    values = [float(match[1]) for match in found if match]
    return (values[0], values[1]) if len(values) == 2 and min(values) > 0 else None
