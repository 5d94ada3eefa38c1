"""Telling customers' open pages: a commit rings once for each customer whose rows it wrote.

A model says in `__portal__` how a row leads to its customer: by a column of its own (`customer_id`), which costs
nothing, or over relations (`job.customer_id`), whose rows are mostly at hand already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from .ledger import Event, Fact, ring
from .reactions import at_the_end

PORTAL: Final = "portal"
"""What the live channel calls a customer's pages: the change `portal/<customer's id>`."""

_BATCH: Final = 500
"""Rows that are looked up in one statement."""


@at_the_end
def _tell_customers(session: Session, facts: list[Fact], _events: list[Event]) -> None:
    by_model: dict[type[Any], list[Fact]] = defaultdict(list)
    for fact in facts:
        if getattr(fact.model, "__portal__", ""):
            by_model[fact.model].append(fact)
    told = {each for model, written in by_model.items() for each in customers_of(session, model, written)}
    for customer_id in sorted(told):
        ring(session, "live", PORTAL, customer_id)


def customers_of(session: Session, model: Any, facts: Iterable[Fact]) -> set[str]:
    """The ids of the customers that these written rows of `model` belong to, and belonged to before."""
    *relations, column = model.__portal__.split(".")
    keys = [*(_key_of(relation) for relation in _followed(model, relations)), column]
    ids = {id_ for fact in facts for id_ in (fact.values.get(keys[0]), fact.before.get(keys[0])) if id_}
    for relation, key in zip(_followed(model, relations), keys[1:], strict=True):
        ids = _looked_up(session, relation.mapper.class_, key, ids)
    return ids


def _followed(model: Any, names: Iterable[str]) -> Iterator[Any]:
    """The relations of the way, each from where the one before leads."""
    for name in names:
        relation = inspect(model).relationships[name]
        yield relation
        model = relation.mapper.class_


def _key_of(relation: Any) -> str:
    """The attribute that holds the id of the row that a many-to-one leads to."""
    return str(relation.parent.get_property_by_column(next(iter(relation.local_columns))).key)


def _looked_up(session: Session, model: Any, key: str, ids: Collection[str]) -> set[str]:
    """The values of `key` in the rows of `model` with these ids; what the session holds is not asked for."""
    found: set[str] = set()
    unknown = []
    for id_ in sorted(ids):
        row = session.identity_map.get(identity_key(model, id_))
        value = None if row is None else inspect(row).dict.get(key)
        unknown.append(id_) if value is None else found.add(value)
    waiting = iter(unknown)
    while batch := list(islice(waiting, _BATCH)):
        found.update(filter(None, session.scalars(sa.select(getattr(model, key)).where(model.id.in_(batch)))))
    return found
