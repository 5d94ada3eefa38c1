"""Having a file that nobody has reason to trust looked at, in a process of its own (`tasks.checking`)."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from models.files import ending_of

from .checking.child import FINDINGS, WALL_SECONDS
from .checking.findings import Findings

_HERE: Final = str(Path(__file__).parent)
# The folder comes last: its modules must not stand before the standard library's of the same name.
_PROGRAM: Final = f"import sys; sys.path.append({_HERE!r}); from checking.child import main; main()"
_ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
_LONGEST: Final = 64 * 1024

_BEYOND: Final = Findings(
    refusal="It could not be looked at within the memory and time that a file gets: export it simpler, and send that."
)

_log = logging.getLogger(__name__)


def look_at(path: Path, file_name: str, room: Path) -> Findings:
    """What the file at `path`, which was sent as `file_name`, is. Its pictures are left in `room`, which is empty.

    A file by which the process dies, or that takes it too long, is refused; this process goes on.
    """
    told = [sys.executable, "-I", "-c", _PROGRAM, str(path), ending_of(file_name), str(room)]
    try:
        ended = subprocess.run(
            told,
            env=_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            timeout=WALL_SECONDS + 10,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _BEYOND
    if ended.returncode != 0:
        _log.warning(
            "Looking at a file ended with %s: %s",
            ended.returncode,
            ended.stderr[-2000:].decode(errors="replace"),
        )
        return _BEYOND
    return _read(room / FINDINGS)


def _read(path: Path) -> Findings:
    """What the process wrote, believed no more than the file that it looked at."""
    try:
        told: dict[str, Any] = json.loads(path.read_bytes()[:_LONGEST])
        return Findings(
            mime_type=str(told["mime_type"])[:120],
            refusal=str(told["refusal"])[:500],
            remark=str(told["remark"])[:500],
            width=int(told["width"]),
            height=int(told["height"]),
            pages=None if told["pages"] is None else int(told["pages"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return _BEYOND
