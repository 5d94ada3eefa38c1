"""What a model may answer instead of doing as it was told. Every text is a sentence for the person at the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class RuleBroken(Exception):
    """A rule of the shop forbids this now: what happened, why, and what to do. Doors answer 409."""

    @property
    def details(self) -> Mapping[str, Any]:
        """What programs are told besides the sentence: keys of the JSON answer."""
        return {}

    def kept(self) -> Any:
        """A new row that is kept although all else is rolled back, so that the refusal is counted; None for most."""
        return None


class NotAllowed(RuleBroken):
    """The rule would let somebody else do it. Doors answer 403."""


class InvalidValue(ValueError):
    """A value that its column cannot hold. Doors answer 422 and name the field."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


class DoorLocked(InvalidValue):
    """A column that only verbs write was assigned: a mistake of the program or an attempt to go round the rules."""


class BulkRefused(Exception):
    """A bulk statement on an audited table would pass by history, reactions and audit."""
