"""The process in which a file is looked at: little memory, little time, nothing of the shop's.

    python -I -c "…; from checking.child import main; main()" FILE ENDING ROOM

It is started anew, not forked: what it could read of the shop's memory, settings and connections is not there, and a
thread that held a lock at the time of a fork cannot hang it. What it found stands in ROOM/findings.json.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from .drawing import draw
from .findings import Findings, NoPreview, Refused
from .kinds import kind_of
from .two_kinds import refuse_a_bomb, refuse_two_kinds

MEMORY: Final = 1536 * 1024 * 1024
"""Bytes of address space: a picture of 60 million pixels needs 240 MB, and as much again while it is made smaller."""
PROCESSOR_SECONDS: Final = 40
WALL_SECONDS: Final = 60
_LARGEST_PICTURE: Final = 32 * 1024 * 1024

FINDINGS: Final = "findings.json"


def main() -> None:
    """Look at the file that the command line names."""
    path, ending, room = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    _limit()
    found = look_at(path, ending, room)
    (room / FINDINGS).write_text(json.dumps(asdict(found)), encoding="utf-8")


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, _LARGEST_PICTURE),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(WALL_SECONDS)  # also when whoever started us has died


def look_at(path: Path, ending: str, room: Path) -> Findings:
    """What the file `path`, which was sent with the name's `ending`, is; its pictures are left in `room`."""
    found = Findings()
    try:
        found = replace(found, mime_type=kind_of(path, ending))
        refuse_two_kinds(path, found.mime_type)
        refuse_a_bomb(path)
        return draw(path, found.mime_type, room)
    except Refused as refusal:
        return replace(found, refusal=str(refusal))
    except NoPreview as reason:
        return replace(found, remark=str(reason))
    except MemoryError:
        return replace(
            found, refusal="It takes too much memory to look at: export it smaller, and send that."
        )
