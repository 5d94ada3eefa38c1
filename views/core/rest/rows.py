"""One row of a resource: reading it, holding it while it is written, and giving it values."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from models.core.base import db, lock

from ..representation import Shape, labels_joined, parents_by_key
from .answers import NotFound
from .json_values import identity_of


def find(shape: Shape, pk: str) -> Any:
    """The row `pk`, read anew with the labels that `shape` shows; NotFound."""
    return _got(shape.model, pk, options=labels_joined(shape), populate_existing=True)


def hold(model: type, pk: str) -> Any:
    """The row `pk`, locked until the transaction ends, so that its version is compared with what is written over."""
    if getattr(model, "__behind__", ""):
        row = _got(model, pk)
        lock(row)
        return row
    return _got(model, pk, with_for_update={"key_share": True})


def _got(model: type, pk: str, **how: Any) -> Any:
    key = identity_of(model, pk)
    row = None if key is None else db.session.get(model, key, **how)
    if row is None:
        raise NotFound
    return row


def refuse_stale(row: Any, version: int | None) -> None:
    """StaleDataError when `version`, if one was told, is not that of `row`."""
    if version is not None and version != getattr(row, "version", version):
        raise StaleDataError(f"{version} is not the version of {row!r}.")


def assignable(model: type, values: dict[str, Any]) -> dict[str, Any]:
    """`values` with each many-to-one as an object, so that whoever reads it before the commit sees the new one."""
    parents, given = parents_by_key(model), {}
    for name, value in values.items():
        if name in parents and value is not None:
            parent = parents[name]
            given[parent.key] = db.session.get(parent.mapper.class_, value)
        else:
            given[name] = value
    return given


def key_of(row: Any) -> str:
    """The id of a row that was just committed, without reading it: that would begin to write anew."""
    return str(sa.inspect(row).identity[0])
