"""Proofs as people look at them, customers and staff alike: versions beside each other, and the notes on them."""

from .panes import Pane, Pin, compared, has_picture, panes_of
from .threads import Reader, Said, Thread, threads_of, told
from .writing import add_note, anchor_of

__all__ = [
    "Pane",
    "Pin",
    "Reader",
    "Said",
    "Thread",
    "add_note",
    "anchor_of",
    "compared",
    "has_picture",
    "panes_of",
    "threads_of",
    "told",
]
