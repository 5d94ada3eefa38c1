"""Live updates: open pages are told which rows changed, and fetch what they show anew.

Each process listens to the store once and fans out to its open streams. A stream holds no database connection: who
may hear what is decided when it opens, and again for each change, by a function that asks nobody. Streams end after
a while, so that the browser opens the next one under the rights of that moment.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

import redis
from flask import Flask, Response, current_app, request

from tasks.live import Change, listen

log = logging.getLogger(__name__)

STREAMS_OF_ONE: Final = 24
"""Streams of one visitor: of somebody who signed in, wherever they are, or of one link at one address. Many people
share an address (an office, a mobile network), so an address alone is nobody."""
HEARTBEAT: Final = 15.0
"""Seconds between signs of life; also how soon a closed browser is noticed."""
LIFETIME: Final = 600.0
MOST_WAITING: Final = 32
"""Changes that wait for a slow reader; beyond them it is only told to fetch everything."""
PATIENCE: Final = 5.0
"""Seconds that the store may take to answer."""
SETTLING: Final = 15.0
"""Seconds for which a store that came back is not relied on: who tells it may still think that it is down."""
LONGEST_PAUSE: Final = 15.0
"""Seconds between two attempts to reach a store that is down, at most."""

Wants = Callable[[Change], bool]


def init_app(app: Flask) -> None:
    """Give the application its hub. LIVE_STREAM_CAP limits the streams of a process."""
    app.config.setdefault("LIVE_HEARTBEAT", HEARTBEAT)
    app.config.setdefault("LIVE_PATIENCE", PATIENCE)
    app.extensions["live_hub"] = Hub(
        app.config["REDIS_URL"], app.config["LIVE_STREAM_CAP"], app.config["LIVE_PATIENCE"]
    )


class Subscription:
    """What one stream is still to be told."""

    def __init__(self, wants: Wants, last: Wants, visitor: str) -> None:
        self.visitor = visitor
        self._wants, self._last = wants, last
        self._waiting: deque[Change] = deque()
        self._missed = False
        self._ended = False
        self._something = threading.Condition()

    def offer(self, changes: list[Change] | None) -> None:
        """Take those of `changes` that the stream may hear; None when some were missed. Never waits."""
        heard = None if changes is None else [change for change in changes if self._wants(change)]
        if heard == []:
            return
        with self._something:
            if heard is None or len(self._waiting) + len(heard) > MOST_WAITING:
                self._waiting.clear()
                self._missed = True
            else:
                self._waiting.extend(heard)
            self._ended = self._ended or any(self._last(change) for change in heard or ())
            self._something.notify()

    def take(self, patience: float) -> tuple[list[Change], bool, bool]:
        """Wait for news up to `patience` seconds: the changes, whether others were missed, whether it ends."""
        with self._something:
            self._something.wait_for(lambda: self._waiting or self._missed or self._ended, patience)
            news = list(self._waiting), self._missed, self._ended
            self._waiting.clear()
            self._missed = False
            return news


class Hub:
    """One process's ear at the store, and its open streams. It begins to listen with the first stream."""

    def __init__(self, url: str, cap: int, patience: float) -> None:
        self.cap = cap
        self._url, self._patience = url, patience
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._open: set[Subscription] = set()
        self._listening = False
        self._heard_since: float | None = None

    @property
    def hears(self) -> bool:
        """Whether changes are sure to arrive."""
        since = self._heard_since
        return since is not None and time.monotonic() - since > SETTLING

    def __len__(self) -> int:
        return len(self._open)

    def subscribe(self, wants: Wants, last: Wants, visitor: str) -> Subscription | None:
        """A place among the streams, to be given back with `leave`; None when there is none for `visitor`."""
        if self._process != os.getpid():  # a server's worker: threads do not live on in it
            self._begin_anew()
        with self._lock:
            theirs = sum(each.visitor == visitor for each in self._open)
            if len(self._open) >= self.cap or theirs >= STREAMS_OF_ONE:
                return None
            subscription = Subscription(wants, last, visitor)
            self._open.add(subscription)
            if not self._listening:
                self._listening = True
                threading.Thread(target=self._listen, name="live hub", daemon=True).start()
        return subscription

    def leave(self, subscription: Subscription) -> None:
        """Give the place back. Doing it again does nothing."""
        with self._lock:
            self._open.discard(subscription)

    def _listen(self) -> None:
        pause = 0.1
        while True:
            try:
                for changes in listen(self._url, self._patience):
                    self._heard_since = self._heard_since or time.monotonic()
                    pause = 0.1
                    self._fan_out(changes)
            except redis.RedisError as problem:
                if self._heard_since is not None:
                    log.warning("Live updates have stopped until the store answers: %s", problem)
            except Exception:
                log.exception("Live updates have stopped for a moment.")
            self._heard_since = None
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _fan_out(self, changes: list[Change] | None) -> None:
        with self._lock:
            subscriptions = list(self._open)
        for subscription in subscriptions:
            subscription.offer(changes)


class _Stream:
    """The body of a stream. Closing it, however far it was read, gives its place back."""

    def __init__(self, hub: Hub, subscription: Subscription, heartbeat: float) -> None:
        self._hub, self._subscription = hub, subscription
        self._parts = self._told(heartbeat)

    def __iter__(self) -> Iterator[bytes]:
        return self._parts

    def close(self) -> None:
        self._hub.leave(self._subscription)

    __del__ = close  # an answer that was never begun is only dropped

    def _told(self, heartbeat: float) -> Iterator[bytes]:
        yield b"retry: 3000\n\n"
        until = time.monotonic() + LIFETIME
        while time.monotonic() < until:
            changes, missed, ended = self._subscription.take(heartbeat)
            for change in changes:
                yield f"event: changed\ndata: {change}\n\n".encode()
            if missed or not self._hub.hears:  # while nothing is heard, the page looks for itself
                yield b"event: refetch\ndata: \n\n"
            elif not changes:
                yield b": alive\n\n"
            if ended:
                return


def stream(visitor: str, wants: Wants, last: Wants = lambda _change: False) -> Response:
    """A stream (text/event-stream) of the changes that `wants` lets pass; it ends after one that is `last`.

    Both must be pure: they are asked for each change of the shop, outside any request. Events are `changed` with
    `table/id`, and `refetch` when some may have been missed. 204 when there is no place left, in the process or for
    `visitor` (a name for who asks: see STREAMS_OF_ONE): the browser then stops asking for streams and polls.
    """
    hub: Hub = current_app.extensions["live_hub"]
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    if request.method == "HEAD":
        return Response(headers=headers, mimetype="text/event-stream")
    subscription = hub.subscribe(wants, last, visitor)
    if subscription is None:
        return Response(status=204, headers=headers)
    body = _Stream(hub, subscription, current_app.config["LIVE_HEARTBEAT"])
    return Response(body, headers=headers, mimetype="text/event-stream")
