"""A job's gates as shields: the word, the reason, since when, and what the reader may do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from models.core import clock
from models.core.actor import current_actor
from models.core.dates import short_day
from models.core.labels import choice_label
from models.gates import GATES, GateStatus, JobGate
from models.jobs import Job

from ..core.access.person import is_granted
from ..core.pages.cells import row_url
from ..core.pages.deeds import Deed, menu_of
from ..core.screen import screen_named

DRAWN: Final = {
    GateStatus.BLOCKED: ("no", "shield-x"),
    GateStatus.PASSED: ("ok", "shield-check"),
    GateStatus.WAIVED: ("wv", "shield-minus"),
}
"""The manner and the icon of each."""


@dataclass(frozen=True)
class Shield:
    """One gate. `leads` says that its first deed is what the job waits for from this reader."""

    name: str
    word: str
    manner: str
    icon: str
    reason: str
    when: str
    href: str
    deeds: list[Deed]
    leads: bool


def shields_of(job: Job, here: str, *, leads: bool) -> list[Shield]:
    """The gates of `job` in their order, if the reader may list them.

    With `leads` the first blocked gate that the reader may do something about comes first on the page.
    """
    if not is_granted("can_list", JobGate.__tablename__):
        return []
    deeds = {gate.id: _deeds(gate, here) for gate in job.gates}
    blocked = (gate.id for gate in job.gates if gate.is_blocked and deeds[gate.id])
    leader = next(blocked, None) if leads else None
    return [_shield(gate, deeds[gate.id], leads=gate.id == leader) for gate in job.gates]


def _shield(gate: JobGate, deeds: list[Deed], *, leads: bool) -> Shield:
    manner, icon = DRAWN[gate.status]
    screen = screen_named(JobGate.__tablename__)
    href = row_url(screen, gate) if is_granted("can_show", screen.table) else ""
    name, word = gate.gate.capitalize(), choice_label(gate.status)
    return Shield(name, word, manner, icon, gate.reason or "", _when(gate), href, deeds, leads)


def _when(gate: JobGate) -> str:
    since = f"Since {short_day(clock.shop_day(gate.updated_at))}"
    return f"{since}, expected {short_day(gate.expected_on)}" if gate.expected_on else since


def _deeds(gate: JobGate, here: str) -> list[Deed]:
    """What the reader may do with the gate now; nothing with one that is for others to decide."""
    registered = GATES.get(gate.gate)
    if registered is None or not current_actor().has(*registered.by):
        return []
    return menu_of(screen_named(JobGate.__tablename__), gate, here)[0]
