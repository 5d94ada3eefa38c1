"""Static files: packed once in each process, named by their content, and kept by browsers for ever when asked so."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, abort, current_app, request
from werkzeug.utils import safe_join

from .cut import cut, names_in
from .encodings import PACKED, SMALLEST, chosen, pack

FOR_EVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"

CUT: Final = frozenset({"tabler.min.css"})
"""Style sheets of others that are delivered without the rules that none of our pages can meet: see `cut`."""

_TYPES: Final = {".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
"""What a machine's own list of types may say otherwise."""


@dataclass(frozen=True)
class File:
    """A file's content as it was read, with what is packed of it so far."""

    media_type: str
    content: bytes
    digest: str
    """Twelve hexadecimal digits of the content's SHA-256: the `v` of its address."""
    _forms: dict[str, bytes] = field(default_factory=dict, repr=False)

    def form(self, encoding: str) -> bytes:
        """The content in `encoding` ("" for the content itself), made when it is first asked for."""
        if not encoding:
            return self.content
        if encoding not in self._forms:
            self._forms[encoding] = pack(self.content, encoding, hard=True)
        return self._forms[encoding]

    @property
    def is_packed(self) -> bool:
        """Whether it has packed forms at all."""
        return self.media_type in PACKED and len(self.content) >= SMALLEST


_read: Final[dict[Path, tuple[tuple[int, int], File]]] = {}


def file_at(path: Path) -> File:
    """The file at `path`, read anew only after it was written; OSError when there is none."""
    stat = path.stat()
    seen = stat.st_mtime_ns, stat.st_size
    if path not in _read or _read[path][0] != seen:
        content = _content_of(path)
        _read[path] = seen, File(_type_of(path), content, hashlib.sha256(content).hexdigest()[:12])
    return _read[path][1]


def _content_of(path: Path) -> bytes:
    whole = path.read_bytes()
    if path.name not in CUT:
        return whole
    return cut(whole.decode(), names_in(current_app.extensions["page_makers"], but={path})).encode()


def _type_of(path: Path) -> str:
    return _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def init_app(app: Flask) -> None:
    """Deliver the static files of the application and of each of its blueprints from here."""
    app.extensions["page_makers"] = _makers(app)
    owners: dict[str, Any] = {"static": app}
    owners |= {f"{name}.static": blueprint for name, blueprint in app.blueprints.items()}
    for endpoint, owner in owners.items():
        if endpoint in app.view_functions and owner.static_folder is not None:
            app.view_functions[endpoint] = _deliverer(Path(owner.static_folder))


def _makers(app: Flask) -> set[Path]:
    """The folders in which pages are made: the windows, and the templates of the libraries."""
    loaders: list[Any] = [blueprint.jinja_loader for blueprint in app.blueprints.values()]
    libraries = {Path(folder) for loader in loaders if loader is not None for folder in loader.searchpath}
    return {Path(app.root_path) / "views"} | libraries


def _deliverer(folder: Path) -> Callable[..., Response]:
    return partial(_deliver, folder)


def _deliver(folder: Path, filename: str) -> Response:
    """The file `filename` below `folder`, as the browser takes it best; 404 when there is none."""
    place = safe_join(str(folder), filename)
    if place is None or not Path(place).is_file():
        abort(404)
    file = file_at(Path(place))
    encoding = chosen(request) if file.is_packed and "Range" not in request.headers else ""
    answer = Response(file.form(encoding), content_type=_content_type(file))
    answer.headers["Cache-Control"] = FOR_EVER if _is_named_by_content(file) else ASK_AGAIN
    answer.set_etag(f"{file.digest}-{encoding}" if encoding else file.digest)
    if file.is_packed:
        answer.vary.add("Accept-Encoding")
    if encoding:
        answer.headers["Content-Encoding"] = encoding
        answer.make_conditional(request)
    else:
        answer.make_conditional(request, accept_ranges=True, complete_length=len(file.content))
    return answer


def _content_type(file: File) -> str:
    return f"{file.media_type}; charset=utf-8" if file.media_type.startswith("text/") else file.media_type


def _is_named_by_content(file: File) -> bool:
    """A vendored file's address has its version; ours must name this very content, or an older process answered."""
    is_named_by_version = request.path.startswith("/static/vendor/") and Path(request.path).name not in CUT
    return is_named_by_version or request.args.get("v") == file.digest
