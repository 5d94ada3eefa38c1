"""Rows as a file: of a grid, a chart or a report. Nobody between us and the reader keeps a copy."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from flask import Response, current_app, send_file

from .export_files import write_csv, write_xlsx

KINDS: Final = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def sent_as(
    kind: str, name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Response:
    """The answer that carries `rows` as csv or xlsx: written to disk first, so that a failure is an answer."""
    write, media_type = KINDS[kind]
    scratch = Path(current_app.instance_path) / "exports"
    scratch.mkdir(parents=True, exist_ok=True)
    file = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 - closed with the answer that sends it
    write(file, title, headings, rows, scratch)
    file.seek(0)
    answer = send_file(file, media_type, as_attachment=True, download_name=f"{name}.{kind}", max_age=0)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
