"""The two pages: the one that asks for a file, and that of an import with its columns and its refusals by reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from flask import current_app, render_template

from models.imports import KINDS, Import, ImportStatus, Mapping, NotATable, Table, Target, faults
from models.imports.sizes import size_of
from tasks.import_files import table_of
from tasks.import_progress import rows_done

from ..core.access.person import current_roles, is_granted
from .asking import SavedMaps, words_of

SHOWN_REFUSALS: Final = 200
_SHOWN_LINES: Final = 12


class Choice(NamedTuple):
    """What a column may be: its name in a mapping, and as people read it."""

    name: str
    label: str


class Column(NamedTuple):
    """A column of a file: its header, the first values, and what it may be, by what that is a column of."""

    header: str
    samples: list[str]
    choices: list[tuple[str, list[Choice]]]


def columns_of(table: Table, targets: Sequence[Target]) -> list[Column]:
    """The columns of `table`, each of which may be one of `targets`."""
    groups = [(group, list(members)) for group, members in groupby(targets, key=lambda target: target.group)]
    return [
        Column(header, table.samples(place), [(group, _choices(header, mine)) for group, mine in groups])
        for place, header in enumerate(table.headers)
    ]


def _choices(header: str, targets: list[Target]) -> list[Choice]:
    """A column of pieces is called by the size that its header names."""
    return [
        Choice(target.name, f"Pieces of size {size_of(header)}" if target.by_size else target.label)
        for target in targets
    ]


class Refusal(NamedTuple):
    """A reason for which rows are refused, how many, and in which lines of the file."""

    reason: str
    rows: int
    lines: str


def refusals_of(kept: Import) -> list[Refusal]:
    """The reasons for which rows are refused, in the order of the file: one mistake often meets a thousand rows."""
    lines: dict[str, list[int]] = defaultdict(list)
    for line, reason in (kept.report or {}).get("refused", []):
        lines[reason].append(line)
    return [Refusal(reason, len(found), _told(found)) for reason, found in lines.items()]


def _told(lines: list[int]) -> str:
    shown = ", ".join(f"{line:,}" for line in lines[:_SHOWN_LINES])
    return shown if len(lines) <= _SHOWN_LINES else f"{shown} and {len(lines) - _SHOWN_LINES:,} more"


def ask_page(sentence: str = "", status: int = 200) -> Any:
    """The page that asks for a file, with what was wrong with the last one."""
    kinds = [kind for kind in KINDS.values() if is_granted("can_add", kind.name)]
    maps = [saved for kind in kinds for saved in SavedMaps(kind).all()]
    return _render("ask.html", sentence=sentence, kinds=kinds, maps=maps), status


def import_page(kept: Import, sentence: str = "", status: int = 200, mapping: Mapping | None = None) -> Any:
    """The page of an import: what came of it so far, and its mapping (or the one that was refused) to be mended."""
    kind = KINDS[kept.kind]
    columns: list[Column] = []
    targets, running = kind.offered(current_roles()), kept.is_running
    mapping = mapping or Mapping.model_validate(kept.mapping)
    if not running and kept.status != ImportStatus.IMPORTED:
        try:
            table = table_of(kept)
        except NotATable as refusal:
            sentence, status = sentence or str(refusal), 422 if status == 200 else status
        else:
            columns = columns_of(table, targets)
            sentence = sentence or " ".join(faults(kind, mapping, table.headers, targets))
    page = _render(
        "import.html",
        kept=kept,
        kind=kind,
        columns=columns,
        mapping=mapping,
        creates=kind.creates_parents if mapping.creates_parents is None else mapping.creates_parents,
        words=words_of(kept),
        sentence=sentence,
        running=running,
        report=kept.report or {},
        refusals=refusals_of(kept),
        most=SHOWN_REFUSALS,
        done=rows_done(kept) if running else 0,
    )
    return page, status


def _render(template: str, **values: Any) -> str:
    builder = current_app.extensions["appbuilder"]
    return render_template(f"imports/{template}", appbuilder=builder, base_template="layout.html", **values)
