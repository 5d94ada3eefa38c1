"""The owner's settings: declared in code with a default, a type and a sentence; changed in a grid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Final

import sqlalchemy as sa
from pydantic import Field, TypeAdapter, ValidationError
from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column, validates

from .core.base import Versioned
from .core.doors import GIVEN_ONCE
from .core.errors import InvalidValue
from .core.sentences import by_field
from .core.types import Prose


@dataclass(frozen=True)
class Declaration:
    """A setting's name, default, meaning, the type its value must have, and how the input for it is drawn."""

    name: str
    default: Any
    meaning: str
    kind: TypeAdapter[Any]
    drawn: str


DECLARED: dict[str, Declaration] = {}


def declare(name: str, default: Any, meaning: str, kind: Any = None, *, drawn: str = "prose") -> Declaration:
    """Declare a setting. `kind` is its Python type, constrained by pydantic; by default that of `default`.

    `drawn` is the kind of its field on the form: prose, text or colour.
    """
    DECLARED[name] = Declaration(name, default, meaning, TypeAdapter(kind or type(default)), drawn)
    return DECLARED[name]


class Setting(Versioned):
    """One setting of this shop, as text."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(60), unique=True, info=GIVEN_ONCE)
    value: Mapped[str] = mapped_column(Prose(2000), default="")
    help: Mapped[str] = mapped_column(Prose(1000), default="", info=GIVEN_ONCE)

    def __str__(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @validates("value")
    def _fits_its_declaration(self, _key: str, value: str) -> str:
        declared = DECLARED.get(self.name or "")
        if declared is not None:
            parse(declared, value)
        return value


def parse(declared: Declaration, text: str) -> Any:
    """`text` as the declared type; InvalidValue with what is wrong, as sentences."""
    try:
        return declared.kind.validate_strings(text)
    except ValidationError as error:
        sentences = [sentence for told in by_field(error).values() for sentence in told]
        raise InvalidValue("value", " ".join(sentences)) from None


_STORED: Final = sa.select(Setting.value).where(Setting.name == sa.bindparam("asked"))
"""Made once: nearly every deed asks for one."""


def value_of(session: Session, name: str) -> Any:
    """The shop's value of the declared setting `name`, else its default."""
    declared = DECLARED[name]
    stored = session.scalar(_STORED, {"asked": name})
    return declared.default if stored is None else parse(declared, stored)


declare(
    "rush_fee",
    Decimal("50.00"),
    "Added to a job's price when it is accepted as a rush, in dollars.",
    Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=2)],
)
declare(
    "quote_valid_days",
    30,
    "How many days a sent quote may be accepted before it expires.",
    Annotated[int, Field(ge=0, le=3650)],
)
declare(
    "completed_after_days",
    7,
    "A shipped job is completed by itself after so many days.",
    Annotated[int, Field(ge=0, le=3650)],
)
declare(
    "mail_delay_minutes",
    0,
    "How long mails about a job wait, so that a mistaken move can be undone before one goes.",
    Annotated[int, Field(ge=0, le=7 * 24 * 60)],
)
declare(
    "deposit_percent",
    50,
    "So much of a job's price is asked for in advance, in percent, where no amount is given.",
    Annotated[int, Field(ge=1, le=100)],
)
declare(
    "deposit_terms_days",
    7,
    "A deposit is due so many days after it was asked for.",
    Annotated[int, Field(ge=0, le=3650)],
)
declare(
    "invoice_terms_days",
    21,
    "An invoice is due so many days after it was issued.",
    Annotated[int, Field(ge=0, le=3650)],
)
