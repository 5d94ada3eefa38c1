"""The words of another system for what is a choice here: guessed where they are plain, else mapped by a person."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from ..jobs import DecorationMethod, JobStatus
from .kinds import squeezed
from .mapping import Mapping
from .table import Cell, as_text
from .values import shortened

_LONGEST_WORD: Final = 120

_STATUS_WORDS: Final = {
    JobStatus.QUOTE: "quote draft new estimate pending inquiry quoterequested openquote",
    JobStatus.QUOTE_SENT: "quotesent sent quoted awaitingapproval waitingforapproval proofsent quoteapprovalsent",
    JobStatus.APPROVED: "approved accepted confirmed ordered open paid unfulfilled quoteapproved salesorder processing",
    JobStatus.PREP: "prep preparing artwork art inart artapproved orderinggoods goodsordered purchasing preproduction",
    JobStatus.READY: "ready readytoprint readyforproduction scheduled goodsreceived",
    JobStatus.IN_PRODUCTION: "inproduction production printing inprogress started onpress wip working",
    JobStatus.QUALITY_CHECK: "qualitycheck qc quality inspection printed",
    JobStatus.PACKED: "packed boxed packing",
    JobStatus.READY_FOR_PICKUP: "readyforpickup pickup readytopickup readytoship finished",
    JobStatus.SHIPPED: "shipped fulfilled dispatched intransit outfordelivery delivered",
    JobStatus.COMPLETED: "completed complete done closed pickedup invoiced archived",
    JobStatus.DECLINED: "declined rejected lost",
    JobStatus.EXPIRED: "expired",
    JobStatus.CANCELLED: "cancelled canceled void voided refunded deleted",
}
_STATUS_OF: Final = {word: status for status, words in _STATUS_WORDS.items() for word in words.split()}

_METHOD_WORDS: Final = {
    DecorationMethod.HTV: "htv vinyl heattransfervinyl heattransfer heatpress siser transfer vinylpress",
    DecorationMethod.SCREEN_PRINT: "screenprint screenprinting screenprinted silkscreen screen sp siebdruck serigraphy",
    DecorationMethod.DTF: "dtf directtofilm dtftransfer filmtransfer",
    DecorationMethod.DTG: "dtg directtogarment",
    DecorationMethod.EMBROIDERY: "embroidery embroidered emb embroider stitching stick stickerei",
}
_METHOD_OF: Final = {word: method for method, words in _METHOD_WORDS.items() for word in words.split()}
_UNDECORATED: Final = frozenset({"none", "na", "blank", "blanks", "nodecoration", "undecorated", "no"})


@dataclass(frozen=True)
class Vocabulary:
    """A choice that files tell in words of their own: the field of the mapping that keeps them, and how to guess.

    `choices` are those that a word may be mapped to.
    """

    field: str
    title: str
    refusal: str
    choices: tuple[enum.StrEnum, ...]
    guess: Callable[[str], Any]
    unwanted: frozenset[str] = frozenset()
    """Words (squeezed) that say that there is nothing."""

    def understood(self, cells: Iterable[Cell], mapping: Mapping) -> dict[str, Any]:
        """Each different word of `cells` with our choice for it, None where it is not plain."""
        told = getattr(mapping, self.field)
        words = dict.fromkeys(as_text(cell)[:_LONGEST_WORD] for cell in cells)
        return {
            word: told.get(word) or self.guess(word)
            for word in words
            if word in told or squeezed(word) not in self.unwanted
        }

    def reader(self, words: dict[str, Any]) -> Callable[[Cell], Any]:
        """Reads a cell by `words`, as `understood` answers them; ValueError with a sentence."""

        def read(cell: Cell) -> Any:
            word = as_text(cell)[:_LONGEST_WORD]
            if word not in words:
                return None
            choice = words[word]
            if choice is None:
                raise ValueError(f"{shortened(word)} is {self.refusal}")
            if choice == JobStatus.ON_HOLD:
                raise ValueError(
                    "A job cannot be imported on hold: map the word to the status it had before."
                )
            return choice

        return read


VOCABULARIES: Final[dict[type[enum.StrEnum], Vocabulary]] = {
    JobStatus: Vocabulary(
        "statuses",
        "What each status means",
        "no status that is known here: map it to one of ours.",
        tuple(status for status in JobStatus if status != JobStatus.ON_HOLD),
        lambda word: _STATUS_OF.get(squeezed(word)) if word else JobStatus.QUOTE,
    ),
    DecorationMethod: Vocabulary(
        "methods",
        "What each decoration means",
        "no way of decorating that is known here: map it to one of ours.",
        tuple(DecorationMethod),
        lambda word: _METHOD_OF.get(squeezed(word)),
        _UNDECORATED,
    ),
}
"""By the type of the choice."""
