"""Files for readers: rows of a grid, a chart or a report, and what was kept. Nobody on the way keeps a copy."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any, Final

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
    return file_sent(file, media_type, f"{name}.{kind}")


def file_sent(file: IO[bytes], media_type: str, name: str, *, is_read_at_once: bool = False) -> Response:
    """The answer that carries `file`, to be kept as `name` or, when it `is_read_at_once`, opened in the browser."""
    answer = send_file(file, media_type, as_attachment=not is_read_at_once, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
