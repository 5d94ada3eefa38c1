"""The phones and tablets of the floor, and the numbers by which people sign in on them."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core import clock, keys
from ..core.base import Base, Versioned, new_id
from ..core.doors import VERBS_ONLY
from ..core.roles import MANAGER
from ..core.types import UtcDateTime
from ..core.visibility import SECRET
from ..core.workflow import verb
from ..people import Employee

LIFE_OF_A_LINK: Final = dt.timedelta(hours=1)
"""How long a new device may be registered by its link."""

FREE_TRIES: Final = 5
"""Wrong numbers, of one person and on one device, before either waits."""

LONGEST_WAIT: Final = dt.timedelta(hours=1)

_DEVICE: Final = "floor device"
_LINK: Final = "floor link"


def wait_after(failures: int) -> dt.timedelta:
    """How long nobody may try after so many failures: a minute after the fifth, then twice as long each time."""
    if failures < FREE_TRIES:
        return dt.timedelta()
    return min(dt.timedelta(minutes=2 ** min(failures - FREE_TRIES, 10)), LONGEST_WAIT)


def _is_shut(device: FloorDevice) -> str:
    return "It was revoked already." if device.revoked_at is not None else ""


def _link_is_over(device: FloorDevice) -> str:
    return "" if device.takes_link else "This link was used or is over: ask a manager for a new one."


class FloorDevice(Versioned):
    """A device that a manager has registered. Its secret is derived from its id and kept as a hash only."""

    __tablename__ = "floor_devices"

    # The id comes before the fingerprint, which is made of it.
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(
        String(64), unique=True, default=keys.fingerprint_of_new(_DEVICE), info=SECRET | VERBS_ONLY
    )
    registered_by: Mapped[str] = mapped_column(String(120), default="", info=VERBS_ONLY)
    registered_at: Mapped[dt.datetime | None] = mapped_column(
        UtcDateTime, info=VERBS_ONLY, doc="When its link was opened on it; empty: not yet."
    )
    failures: Mapped[int] = mapped_column(
        default=0, info=VERBS_ONLY, doc="Wrong numbers since the last right one."
    )
    locked_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    visits: Mapped[int] = mapped_column(
        default=0, info=VERBS_ONLY, doc="How many visits are over: the cookie of none of them opens anything."
    )
    last_seen_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)

    def __str__(self) -> str:
        return self.name

    @property
    def takes_link(self) -> bool:
        """Whether its link still registers a device."""
        over = self.created_at + LIFE_OF_A_LINK <= clock.now()
        return self.registered_at is None and self.revoked_at is None and not over

    @property
    def is_open(self) -> bool:
        """Whether people sign in on it."""
        return self.registered_at is not None and self.revoked_at is None

    def token(self) -> str:
        """The secret that its cookie carries: stored nowhere."""
        return keys.token(_DEVICE, self.id)

    def link_token(self) -> str:
        """The secret of the link that registers it, once."""
        return keys.token(_LINK, self.id)

    @verb()
    def announce_by(self, name: str) -> None:
        """Note who laid it out."""
        self.registered_by = name

    @verb(unless=_link_is_over)
    def register(self) -> None:
        """The link was opened on the device, and its button pressed: it is one of the floor's from now on."""
        self.registered_at = clock.now()

    @verb(by={MANAGER}, unless=_is_shut)
    def revoke(self) -> None:
        """Let nobody in on this device any more."""
        self.revoked_at = clock.now()

    @verb()
    def count_failure(self) -> None:
        """Somebody gave a wrong number on it."""
        self.failures += 1
        self.locked_until = clock.now() + wait_after(self.failures)

    @verb()
    def forget_failures(self) -> None:
        """Somebody gave the right number on it."""
        self.failures, self.locked_until, self.last_seen_at = 0, None, clock.now()

    @verb()
    def end_visit(self) -> None:
        """Somebody signs in or out: whoever was in before is out, whatever a copy of their cookie says."""
        self.visits += 1


class FloorPin(Base):
    """The number by which a person signs in on a registered device, as a hash, and the failures against it."""

    __tablename__ = "floor_pins"
    __audited__ = True

    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id"), unique=True)
    pin_hash: Mapped[str] = mapped_column(String(255), default="", info=SECRET | VERBS_ONLY)
    failures: Mapped[int] = mapped_column(default=0, info=VERBS_ONLY)
    locked_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)

    employee: Mapped[Employee] = relationship()

    def __str__(self) -> str:
        return f"Number of {self.employee}"

    @verb()
    def keep(self, pin_hash: str) -> None:
        """Take a new number, as its hash; whoever was locked out may try again."""
        self.pin_hash, self.failures, self.locked_until = pin_hash, 0, None

    @verb()
    def count_failure(self) -> None:
        """Somebody gave a wrong number for this person."""
        self.failures += 1
        self.locked_until = clock.now() + wait_after(self.failures)

    @verb()
    def forget_failures(self) -> None:
        """The person gave the right number."""
        self.failures, self.locked_until = 0, None
