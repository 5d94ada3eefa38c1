"""What is wrong with given values, said to a person: pydantic's errors as sentences, by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import ValidationError

Told = Mapping[str, Any]

REQUIRED: Final = "This is required."
TEXT: Final = "This must be text."
WHOLE: Final = "This must be a whole number."
NUMBER: Final = "This must be a number, given as text such as “12.50”."
DATE: Final = "This must be a date such as 2026-11-24."
TIME: Final = "This must be a time with its zone, such as 2026-11-24T15:30:00Z."
SWITCH: Final = "This must be true or false."

_BY_TYPE: Final[dict[str, str | Callable[[Told], str]]] = {
    "missing": REQUIRED,
    "extra_forbidden": "There is no such field.",
    "string_type": TEXT,
    "string_too_long": lambda told: f"At most {told['max_length']:,} characters fit.",
    "string_too_short": lambda told: (
        REQUIRED if told["min_length"] == 1 else f"At least {told['min_length']} characters are needed."
    ),
    "string_unicode": "The text is not valid Unicode.",
    "int_from_float": WHOLE,
    "decimal_max_places": lambda told: f"At most {told['decimal_places']} decimals fit.",
    "decimal_max_digits": lambda told: f"The number is too large: at most {told['max_digits']} digits fit.",
    "decimal_whole_digits": lambda told: (
        f"The number is too large: at most {told['whole_digits']} digits before the point fit."
    ),
    "finite_number": "The number must be finite.",
    "greater_than": lambda told: f"It must be more than {told['gt']}.",
    "greater_than_equal": lambda told: f"It must be at least {told['ge']}.",
    "less_than": lambda told: f"It must be less than {told['lt']}.",
    "less_than_equal": lambda told: f"It must be at most {told['le']}.",
    "enum": lambda told: f"It must be one of {told['expected'].replace(chr(39), '')}.",
    "value_error": lambda told: str(told["error"]),
    "timezone_aware": TIME,
}
_BY_FAMILY: Final = {"int": WHOLE, "decimal": NUMBER, "datetime": TIME, "date": DATE, "bool": SWITCH}


def by_field(error: ValidationError) -> dict[str, list[str]]:
    """Every complaint of `error` as a sentence, by the dotted name of its field ("" for the whole)."""
    sentences: dict[str, list[str]] = defaultdict(list)
    for each in error.errors(include_url=False, include_input=False):
        sentences[".".join(map(str, each["loc"]))].append(_sentence(each))
    return dict(sentences)


def _sentence(error: Any) -> str:
    kind = error["type"]
    known = _BY_TYPE.get(kind) or _BY_FAMILY.get(kind.split("_")[0])
    if callable(known):
        return known(error.get("ctx", {}))
    return known or f"{error['msg'].rstrip('.')}."


def named(column: str) -> str:
    """A column as a sentence names it: customer_id is “customer”, due_on “due on”."""
    return column.removesuffix("_id").replace("_", " ")


def listed(names: list[str]) -> str:
    """Names in a sentence: “jobs”, “jobs and invoices”, “jobs, designs and invoices”."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
