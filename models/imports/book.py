"""Which rows the shop has already, found by natural keys: read once, in one statement, then asked for every line."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping as Values
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..core.base import new_id

Key = tuple[str, ...]


@dataclass
class Known:
    """A row that is there, or that this file adds. `line` is the line of the file that speaks of it."""

    id: str
    has_first_key: bool
    line: int | None = None


class Ambiguous(ValueError):
    """Several rows fit; the text says so."""


class Book:
    """The rows of a model by key. The first key decides; rows without it are known by the second, within `scope`."""

    def __init__(self, session: Session, model: Any, keys: tuple[str, ...], scope: str | None = None) -> None:
        self._keys, self._scope, self._model = keys, scope, model
        self._by: dict[str, dict[Key, list[Known]]] = {key: defaultdict(list) for key in keys}
        names = [name for name in (scope, *keys) if name]
        columns = [model.id, *(getattr(model, name) for name in names)]
        for row in session.execute(sa.select(*columns).order_by(model.id)):
            values = dict(zip(names, row[1:], strict=True))
            self._note(Known(row[0], bool(values[keys[0]])), values)

    def add(self, values: Values[str, Any], line: int) -> Known:
        """A new row that this file adds."""
        known = Known(new_id(), bool(values.get(self._keys[0])), line)
        self._note(known, values)
        return known

    def find(self, values: Values[str, Any]) -> Known | None:
        """The row that `values` speak of; Ambiguous when several may be meant."""
        first = values.get(self._keys[0])
        if first:
            found = self._at(self._keys[0], values)
            if found:
                return self._one(found, self._keys[0], values)
        for key in self._keys[1:]:
            if not values.get(key):
                continue
            found = self._at(key, values)
            bare = [known for known in found if not known.has_first_key]
            return self._one(bare if first else bare or found, key, values)
        return None

    def _one(self, found: list[Known], key: str, values: Values[str, Any]) -> Known | None:
        if len(found) > 1:
            told = (
                f"{len(found)} {self._model.__tablename__.replace('_', ' ')} have the {key} “{values[key]}”"
            )
            raise Ambiguous(f"{told}: it is not plain which is meant.")
        return found[0] if found else None

    def _at(self, key: str, values: Values[str, Any]) -> list[Known]:
        return self._by[key].get(self._place(key, values), [])

    def _note(self, known: Known, values: Values[str, Any]) -> None:
        for key in self._keys:
            if values.get(key):
                self._by[key][self._place(key, values)].append(known)

    def _place(self, key: str, values: Values[str, Any]) -> Key:
        scope = str(values.get(self._scope, "")) if self._scope else ""
        return scope, same(values[key])


def same(text: Any) -> str:
    """A key as it is compared: without case, and without the width and spacing that the eye does not see."""
    return " ".join(unicodedata.normalize("NFKC", str(text)).casefold().split())
