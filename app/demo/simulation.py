"""The simulated shop. Stories (a job's life, an invoice's) are generators that say when they go on; the simulation
lets them happen in the order of time, each deed by its own actor under a told clock, and stops at `until`.

What a story would have done later stays undone, so that the shop's last weeks lie around the present day.
"""

from __future__ import annotations

import datetime as dt
import gc
import heapq
import itertools
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.catalog import Material, Product
from models.core import clock, events
from models.core.actor import Actor, acting_as
from models.core.workflow import verbs_of
from models.customers import Customer, CustomerContact
from models.people import Employee, Machine
from models.scheduling import ProductionStage

from . import hours
from .registry import CLOSINGS, CONSEQUENCES, DAILY, OPENINGS

Story = Iterator[dt.datetime]
"""Each value is the moment when the story goes on."""

Decision = Generator[dt.datetime, None, bool]
"""A part of a story that ends with a yes or a no."""

T = TypeVar("T")

REFERENCE = (Customer, CustomerContact, Product, Material, Employee, Machine, ProductionStage)
"""What nearly every deed asks for: held in memory, it is found by its key without a statement."""


class Simulation:
    """One run, from the opening on `began` to `until` (aware moments). The same `seed` does the same again."""

    def __init__(self, session: Session, began: dt.datetime, until: dt.datetime, seed: int) -> None:
        self.session, self.began, self.until = session, began, until
        self.random = Random(seed)  # noqa: S311 - a story, no secret
        self.leaves_mail = False
        """Whether the mails of the last days are left to the worker."""
        self.has_portal = True
        """Whether customers use the portal and files are kept: not in a shop whose rows are copied by the thousand."""
        self.staff: dict[str, Actor] = {}
        self.after_each_deed: Callable[[frozenset[str]], None] = lambda _bells: None
        self._agenda: list[tuple[dt.datetime, int, Story]] = []
        self._counter = itertools.count()
        self._own: dict[type, Any] = {}
        self._known: list[Any] = []

    def own(self, kind: type[T]) -> T:
        """An area's own memory of this run: made by `kind()` when it is first asked for."""
        if kind not in self._own:
            self._own[kind] = kind()
        return self._own[kind]

    def begin(self, story: Story, moment: dt.datetime | None = None) -> None:
        """Let `story` begin at `moment` (default: now)."""
        heapq.heappush(self._agenda, (moment or clock.now(), next(self._counter), story))

    def run(self) -> None:
        """Open the shop and let everything happen; one commit for each day."""
        with _rarely_collecting(), _kept_over_commits(self.session):
            self._open()
            self._known = [row for model in REFERENCE for row in self.session.scalars(sa.select(model))]
            self._live()
            self._close()

    def _open(self) -> None:
        with clock.told_time(self.began):
            for _, _, deed in sorted(OPENINGS, key=lambda entry: entry[:2]):
                deed(self)
                self.settle()
        for hour, _, deed in sorted(DAILY, key=lambda entry: entry[:2]):
            self.begin(self._each_day(deed, hour), self.began)

    def _live(self) -> None:
        today = clock.shop_day(self.began)
        while self._agenda and self._agenda[0][0] <= self.until:
            moment, _, story = heapq.heappop(self._agenda)
            if clock.shop_day(moment) != today:
                today = clock.shop_day(moment)
                self.session.commit()
            with clock.told_time(moment):
                self._go_on(story)
        self.session.commit()

    def _close(self) -> None:
        just_before = self.until - dt.timedelta(
            milliseconds=1
        )  # rows of the present itself may be there already
        with clock.told_time(just_before):
            for _, _, deed in sorted(CLOSINGS, key=lambda entry: entry[:2]):
                deed(self)
                self.settle()
        self.session.commit()

    def _go_on(self, story: Story) -> None:
        then = next(story, None)
        self.settle()
        if then is not None:
            self.begin(story, max(then, clock.now()))

    def _each_day(self, deed: Callable[[Simulation], object], hour: float) -> Story:
        for day in hours.workdays(clock.shop_day(self.began), clock.shop_day(self.until)):
            if (moment := hours.moment(day, hour)) > self.began:
                yield moment
                deed(self)

    @contextmanager
    def by(self, who: str | Actor) -> Iterator[None]:
        """Act as a member of staff (by user name) or another actor; what is done inside is settled at the end."""
        with acting_as(self.staff[who] if isinstance(who, str) else who):
            yield
            self.settle()

    def do(self, who: str | Actor, row: Any, verb: str, **arguments: Any) -> None:
        """Speak `verb` to `row` as `who`, who must be allowed to, and let its consequences begin."""
        with self.by(who):
            actor = self.staff[who] if isinstance(who, str) else who
            model: type = type(row)
            declared = verbs_of(model)[verb]
            if actor.kind == "staff" and not actor.has(*declared.by):
                raise PermissionError(f"{actor.name} may not {verb} {row}.")
            told = declared.arguments.model_validate(arguments)
            getattr(row, verb)(**{name: getattr(told, name) for name in arguments})
        self.follow(row, verb)

    def follow(self, row: Any, verb: str) -> None:
        """Let the consequences of `verb` begin, which was spoken to `row` by a function of its area."""
        for consequence in CONSEQUENCES[type(row), verb]:
            consequence(self, row)

    def settle(self) -> None:
        """React to what was done so far, as a commit would; for deeds that are no verb of `do`."""
        self.after_each_deed(events.settle(self.session))

    def chance(self, likelihood: float) -> bool:
        """True so often, of 1."""
        return self.random.random() < likelihood

    def in_hours(self, fewest: float, most: float) -> dt.datetime:
        """A moment between so many worked hours from now."""
        return hours.after(clock.now(), self.random.uniform(fewest, most))

    def in_days(self, fewest: int, most: int) -> dt.datetime:
        """A moment on the working day that is so many working days from today."""
        return self.on(hours.workday_after(clock.shop_day(), self.random.randint(fewest, most)))

    def on(self, day: dt.date) -> dt.datetime:
        """A moment in the working hours of `day`, or of the next working day; not before now."""
        there = hours.moment(hours.workday_after(day, 0), self.random.uniform(8.2, 16.6))
        return max(there, clock.now())


@contextmanager
def _kept_over_commits(session: Session) -> Iterator[None]:
    """Nobody else writes to the shop meanwhile: what was read need not be read again after each day's commit."""
    expires, session.expire_on_commit = session.expire_on_commit, False
    try:
        yield
    finally:
        session.expire_on_commit = expires
        session.expire_all()


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """Python looks through all its objects every few deeds, and finds little: a sixth of the time of a run.

    What the program itself is made of never goes: it is not looked through at all.
    """
    often = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()
