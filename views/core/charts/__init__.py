"""Charts: figures built here in Python, served as JSON, drawn in the browser by the Plotly that we carry.

A figure names colours of the theme, not values: `meta={"colour": "--accent"}` on a trace (or `"colours"`, one for each
bar), so that the same JSON serves light and dark pages and can be kept by browsers. Fonts, axes and margins of all
charts are those of `static/charts/charts.js`. Every chart stands above its numbers in a table and below a sentence
(`templates/charts/_chart.html`): who sees no picture misses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from plotly import graph_objects as go

Figure = Any
"""A `plotly.graph_objects.Figure`, which has no types."""


@dataclass(frozen=True)
class Chart:
    """A chart on a page: its heading, what it shows in a sentence, where its figure is, and its numbers.

    `rows` are texts as people read them, the first of each its heading.
    """

    name: str
    title: str
    about: str
    src: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def figure(traces: Sequence[Any], **layout: Any) -> Figure:
    """A figure of these traces without Plotly's own template, which our pages replace."""
    made = go.Figure(data=list(traces))
    made.update_layout(template=None, **layout)
    return made


def answer(shown: Figure) -> Response:
    """The figure as JSON, with an ETag: asked for again unchanged, it is not sent again."""
    response = Response(shown.to_json(), mimetype="application/json")
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
