"""A real address for every page of the portal that names a row: found by endpoint, or the matrix fails.

Each module `examples_<area>.py` beside this one has `EXAMPLES`: the endpoint (without `portal.`) to a function of the
cast that gives the arguments of its address, of a row that is Acme's. It may make the row, with the session given.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

Example = Callable[[Session, SimpleNamespace], dict[str, Any]]


def examples() -> dict[str, Example]:
    """The examples of all areas."""
    found: dict[str, Example] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name.startswith("examples_"):
            found |= importlib.import_module(f"{__package__}.{module.name}").EXAMPLES
    return found


def once(session: Session, cast: SimpleNamespace, make: Callable[[Session, SimpleNamespace], Any]) -> Any:
    """What `make` makes for this cast: the first time made, then the same again. Drawing proofs takes a while."""
    made: dict[Any, Any] = vars(cast).setdefault("made_once", {})
    if make not in made:
        made[make] = make(session, cast)
    return made[make]
