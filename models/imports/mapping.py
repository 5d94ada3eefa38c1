"""Which column of a file is what: guessed from its headers, mended by a person, kept for that source's next file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..jobs import DecorationMethod, JobStatus
from .days import Order
from .kinds import Kind, Target, squeezed
from .sizes import guessed_sizes, size_of

_Header = Annotated[str, Field(max_length=130)]
_Name = Annotated[str, Field(max_length=40)]


class Mapping(BaseModel):
    """Headers to targets, foreign words for statuses and decoration methods to ours, and what to do with what is open.

    `creates_parents` None is the kind's own way. `updates` writes a file's values over those of known rows; without
    it they are left alone. `leaves_out_refused` imports the good rows of a file that has bad ones.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: dict[_Header, _Name] = Field(max_length=250)
    statuses: dict[_Header, JobStatus] = Field(default_factory=dict, max_length=200)
    methods: dict[_Header, DecorationMethod] = Field(default_factory=dict, max_length=200)
    creates_parents: bool | None = None
    updates: bool = False
    leaves_out_refused: bool = False
    days: Order | None = None
    decimal_comma: bool | None = None

    def header_of(self, target: str) -> str | None:
        """The header that is mapped to `target`."""
        return next((header for header, name in self.columns.items() if name == target), None)


def guess(kind: Kind, headers: Iterable[str], targets: Iterable[Target]) -> Mapping:
    """The mapping that the headers themselves suggest: each target gets the header that it knows best."""
    headers, targets = list(headers), list(targets)
    columns: dict[str, str] = {}
    for target in targets:
        free = [header for header in headers if header not in columns]
        own = {squeezed(target.name), squeezed(target.label)}
        known = [header for header in free if squeezed(header) in own]
        known += [header for header in free if squeezed(header) in target.known_as]
        if known and not (target.name == "name" and _is_in_parts(kind, headers, known[0])):
            columns[known[0]] = target.name
    for target in (each for each in targets if each.by_size):
        free = [header for header in headers if header not in columns]
        columns |= dict.fromkeys(guessed_sizes(free), target.name)
    return Mapping(columns=columns)


def _is_in_parts(kind: Kind, headers: list[str], candidate: str) -> bool:
    """Whether the file has first and last names, and its “name” is a word that only some exports mean a name by."""
    parts = [t for t in kind.targets if t.name in ("first_name", "last_name")]
    both = bool(parts) and all(any(squeezed(h) in part.known_as for h in headers) for part in parts)
    return both and squeezed(candidate) not in {"name", "displayname", "fullname"}


def parse_mapping(text: str) -> Mapping:
    """The mapping in a JSON text: a whole one, or only {"header": "target"}; ValueError with a sentence."""
    try:
        told: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("The map is no JSON.") from None
    if not isinstance(told, dict):
        raise ValueError('The map must be a JSON object such as {"columns": {"Customer Name": "name"}}.')
    try:
        return Mapping.model_validate(told if "columns" in told else {"columns": told})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise ValueError(f"The map is wrong at {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None


def faults(kind: Kind, mapping: Mapping, headers: Iterable[str], targets: Iterable[Target]) -> list[str]:
    """What keeps the mapping from being used on a file with `headers`, as sentences; nothing when all is well."""
    offered, present = {target.name for target in targets}, set(headers)
    told = []
    for header, name in mapping.columns.items():
        if kind.target(name) is None:
            told.append(f"{kind.title} have no column “{name}”: there are {', '.join(sorted(offered))}.")
        elif name not in offered:
            told.append(f"Your role may not import the column “{name}”: map “{header}” to nothing.")
    used = [name for header, name in mapping.columns.items() if header in present]
    several = {target.name for target in kind.targets if target.by_size}
    twice = sorted(_repeated(used) - several)
    told += [f"Two headers are mapped to “{_label(kind, name)}”: choose one." for name in twice]
    told += _size_faults([h for h, name in mapping.columns.items() if h in present and name in several])
    for choice in kind.needs:
        if not set(choice) & set(used):
            labels = " or ".join(target.label for target in kind.targets if target.name in choice)
            told.append(f"No header is mapped to {labels}: without it no row can be imported.")
    return told


def _label(kind: Kind, name: str) -> str:
    target = kind.target(name)
    return target.label if target is not None else name


def _size_faults(headers: list[str]) -> list[str]:
    sizes = [size_of(header) for header in headers]
    told = [f"Two headers name the size {size}: map one of them to nothing." for size in _repeated(sizes)]
    long = (header for header, size in zip(headers, sizes, strict=True) if len(size) > _LONGEST_SIZE)
    return told + [f"“{header}” is too long for the name of a size." for header in long]


_LONGEST_SIZE: Final = 20


def _repeated(names: list[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}
