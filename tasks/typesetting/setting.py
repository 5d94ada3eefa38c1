"""Having a paper set by the press."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from .kept import Shelf

_PRESS: Final = Path(__file__).with_name("press.py")

_PATIENCE: Final = 20.0
"""Seconds that one paper may take; a page takes some 0.07 s, the first of a cold machine 1.4 s."""

_NO_PICTURES: Final[Mapping[str, bytes]] = MappingProxyType({})

_shelf: Final = Shelf()


def typeset(
    template: Path, facts: Mapping[str, Any], *, at: dt.datetime, pictures: Mapping[str, bytes] = _NO_PICTURES
) -> bytes:
    """What the Typst `template` makes of `facts`, as the bytes of a PDF that says it was made `at`.

    The template reads them with `json(bytes(sys.inputs.facts))`: what somebody typed is text, never markup. It finds
    `pictures` by their names, which are ours, and no other file but itself. The same facts make the same bytes on the
    same machine: a paper that was set lately is given without setting it again, so say `at` by what the paper shows,
    not by the clock, where it may be asked for often. CalledProcessError when it cannot be set, TimeoutExpired when it
    takes longer than `_PATIENCE`.
    """
    made_of = _made_of(template, facts, at, pictures)
    paper = _shelf.get(made_of)
    if paper is None:
        paper = _set(template, facts, at, pictures)
        _shelf.put(made_of, paper)
    return paper


def _made_of(template: Path, facts: Mapping[str, Any], at: dt.datetime, pictures: Mapping[str, bytes]) -> str:
    drawn = {name: hashlib.sha256(content).hexdigest() for name, content in pictures.items()}
    told = json.dumps([str(template), facts, int(at.timestamp()), drawn], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _set(template: Path, facts: Mapping[str, Any], at: dt.datetime, pictures: Mapping[str, bytes]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="shop-paper-") as name:
        room = Path(name)
        shutil.copyfile(template, room / template.name)
        for picture, content in pictures.items():
            (room / picture).write_bytes(content)
        return _pressed(
            {
                "template": str(room / template.name),
                "root": name,
                "facts": facts,
                "timestamp": int(at.timestamp()),
            }
        )


def _pressed(asked: dict[str, Any]) -> bytes:
    program = [sys.executable, "-I", str(_PRESS)]
    done = subprocess.run(
        program, input=json.dumps(asked).encode(), stdout=subprocess.PIPE, timeout=_PATIENCE, check=True
    )
    return done.stdout
