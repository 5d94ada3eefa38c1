"""Papers that were set a while ago, in this process's memory: one that is asked for again is not set again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

ROOM: Final = 8 * 2**20
"""Bytes of all papers that are kept together."""


class Shelf:
    """Papers by what they were made of. Beyond `room` bytes the one that was not asked for longest goes."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._papers: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._papers)

    def get(self, made_of: str) -> bytes | None:
        """The paper that was made of this, if it is still there."""
        with self._lock:
            paper = self._papers.get(made_of)
            if paper is not None:
                self._papers.move_to_end(made_of)
            return paper

    def put(self, made_of: str, paper: bytes) -> None:
        """Keep `paper`; one that alone would fill the shelf is not kept."""
        with self._lock:
            if len(paper) > self._room or made_of in self._papers:
                return
            self._papers[made_of] = paper
            self._size += len(paper)
            while self._size > self._room:
                self._size -= len(self._papers.popitem(last=False)[1])
