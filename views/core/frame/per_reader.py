"""What is the same for everybody with the same roles is made once: grants do not change while the shop runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import current_app, request

from ..access.person import current_roles

Made = TypeVar("Made")

_MOST_KEPT: Final = 500


def per_reader(name: str, make: Callable[[], Made], *place: object) -> Made:
    """What `make` made before for the roles of the person at the door, at `place`; `name` is its own."""
    kept: dict[Any, Made] = current_app.extensions.setdefault(f"shop_{name}", {})
    key = (current_roles(), request.root_path, *place)
    if key not in kept:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[key] = make()
    return kept[key]
