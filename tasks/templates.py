"""Mail templates: MJML is compiled once, without any data; data is filled into the result, escaped.

Two kinds of brackets keep the two moments apart: `[% … %]` and `[[ … ]]` are read when a template is compiled (the
common frame, the colours), `{% … %}` and `{{ … }}` when a mail is written. What customers and staff typed is
therefore never read as MJML, nor as a template, and in HTML it is always escaped.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from mjml import mjml2html

FOLDER: Final = Path(__file__).resolve().parent.parent / "email_templates"
FILES: Final = ("subject.txt", "body.mjml", "body.txt")
LONGEST_SUBJECT: Final = 200

_PLAIN_TYPES: Final = frozenset({str, int, bool, type(None)})
_COLOURS: Final = {
    "page": "#f7f7f5",
    "line": "#e5e6e2",
    "ink": "#1b1f1d",
    "soft": "#4f5753",
}

# Fills the frame with MJML of ours; data never meets it.
_frames: Final = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=False,  # noqa: S701
    block_start_string="[%",
    block_end_string="%]",
    variable_start_string="[[",
    variable_end_string="]]",
    comment_start_string="[#",
    comment_end_string="#]",
)
_options: Final[dict[str, Any]] = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
_html: Final = ImmutableSandboxedEnvironment(autoescape=True, **_options)
_text: Final = ImmutableSandboxedEnvironment(autoescape=False, **_options)  # plain text has nothing to escape


@dataclass(frozen=True)
class Written:
    """A mail as it goes out: a subject of one line, the text, the HTML."""

    subject: str
    text: str
    html: str


def write(name: str, values: Mapping[str, Any]) -> Written:
    """The mail `name` with `values`: text, numbers, truth values, None, and lists and dicts of them."""
    refuse_objects(values)
    subject, text, html = _compiled(name)
    line = " ".join(subject.render(values).split())
    return Written(line[:LONGEST_SUBJECT], text.render(values).strip() + "\n", html.render(values))


def refuse_objects(value: Any) -> None:
    """TypeError for anything that a template could call: a template gets plain data only."""
    if type(value) in _PLAIN_TYPES:
        return
    if isinstance(value, Mapping):
        for each in value.values():
            refuse_objects(each)
    elif isinstance(value, list | tuple):
        for each in value:
            refuse_objects(each)
    else:
        raise TypeError(f"A mail template gets plain data, not {type(value).__name__}.")


@functools.cache
def _compiled(name: str) -> tuple[Template, Template, Template]:
    mjml = _frames.get_template(f"{name}/body.mjml").render(_COLOURS)
    html = mjml2html(mjml, disable_comments=False)
    return (
        _text.from_string((FOLDER / name / "subject.txt").read_text(encoding="utf-8")),
        _text.from_string(_frames.get_template(f"{name}/body.txt").render()),
        _html.from_string(html),
    )
