"""Whose import it is, which maps are saved, and what the form says of a mapping."""

from __future__ import annotations

from collections.abc import Mapping as Form
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from flask import abort
from pydantic import ValidationError

from models.core.base import db
from models.core.roles import ADMIN, MANAGER
from models.imports import KINDS, VOCABULARIES, Import, ImportMap, Kind, Mapping, Vocabulary

from ..core.access.person import current_roles, is_granted, staff

MOST_WORDS: Final = 120
"""Words of one vocabulary that a form shows: a form has at most a thousand fields."""
_LONGEST_NAME: Final = 60


def sender() -> tuple[int | None, str]:
    """The id and the name of the person at the door."""
    user = staff()
    return (user.id, user.username) if user is not None else (None, "nobody")


def own_import(import_id: str) -> Import:
    """The import, for who sent it and for managers, while they may add rows of its kind; else 404."""
    kept = db.session.get(Import, import_id) if len(import_id) <= 26 and import_id.isascii() else None
    if kept is None or kept.kind not in KINDS or not is_granted("can_add", kept.kind):
        abort(404)
    if kept.user_id != sender()[0] and current_roles().isdisjoint({ADMIN, MANAGER}):
        abort(404)
    return kept


class SavedMaps:
    """The saved maps of a kind."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind

    def all(self) -> Sequence[ImportMap]:
        """By name."""
        mine = sa.select(ImportMap).where(ImportMap.kind == self._kind.name)
        return db.session.scalars(mine.order_by(ImportMap.name)).all()

    def named(self, map_id: str) -> Mapping | None:
        """The mapping saved under this id; None when there is none that can be used."""
        found = next((saved for saved in self.all() if saved.id == map_id), None)
        try:
            return Mapping.model_validate(found.columns) if found is not None else None
        except ValidationError:
            return None

    def save(self, name: str, mapping: Mapping) -> None:
        """Keep `mapping` under `name`, in the place of an earlier one of that name; nothing when it has no name."""
        name = " ".join(name.split())[:_LONGEST_NAME]
        if not name:
            return
        saved = next((each for each in self.all() if each.name == name), None)
        if saved is None:
            saved = ImportMap(kind=self._kind.name, name=name)
            db.session.add(saved)
        saved.columns = mapping.model_dump(mode="json")


def mapping_from(form: Form[str, str], headers: Sequence[str]) -> Mapping:
    """The mapping that the form of an import's page says; ValueError with a sentence."""
    columns = {header: form.get(f"column-{place}", "") for place, header in enumerate(headers)}
    told: dict[str, Any] = {
        vocabulary.field: _words_from(form, vocabulary) for vocabulary in VOCABULARIES.values()
    }
    told |= {
        "columns": {header: target for header, target in columns.items() if target},
        "creates_parents": "creates_parents" in form,
        "updates": "updates" in form,
        "leaves_out_refused": "leaves_out_refused" in form,
        "days": form.get("days") or None,
        "decimal_comma": {"comma": True, "point": False}.get(form.get("decimal", "")),
    }
    try:
        return Mapping.model_validate(told)
    except ValidationError:
        raise ValueError("The choices do not fit together: reload the page and choose again.") from None


def _words_from(form: Form[str, str], vocabulary: Vocabulary) -> dict[str, str]:
    """What the form says of the words of a vocabulary, those that it leaves open being left out."""
    field = vocabulary.field
    words = {
        form[f"{field}-word-{n}"]: form.get(f"{field}-{n}", "")
        for n in range(MOST_WORDS)
        if f"{field}-word-{n}" in form
    }
    return {word: choice for word, choice in words.items() if choice}


def words_of(kept: Import) -> list[tuple[Vocabulary, list[tuple[str, str]]]]:
    """The words of a checked file by vocabulary, each with the name of our choice; those still open come first."""
    found = []
    for vocabulary in VOCABULARIES.values():
        words = (kept.report or {}).get("words", {}).get(vocabulary.field, {})
        ordered = sorted(words.items(), key=lambda word: bool(word[1]))
        found.append((vocabulary, ordered[:MOST_WORDS]))
    return [(vocabulary, words) for vocabulary, words in found if words]
