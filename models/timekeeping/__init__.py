"""The floor: who worked on what and how long, what came out, and the phones on which it is said."""

from .devices import FloorDevice, FloorPin
from .entries import TimeEntry
from .misprints import Misprint, MisprintCause
from .taps import FloorTap, TapKind, TapOutcome

__all__ = [
    "FloorDevice",
    "FloorPin",
    "FloorTap",
    "Misprint",
    "MisprintCause",
    "TapKind",
    "TapOutcome",
    "TimeEntry",
]
