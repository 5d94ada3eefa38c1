"""Deeds of several people at the same moment: threads with a session each, as requests have."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from flask import Flask

from models.core import clock
from models.core.base import db


def at_once(shop: Flask, deeds: Sequence[Callable[[], object]]) -> list[Exception | None]:
    """Do each in a transaction of its own, all at this moment; give what each raised. All of them come to an end."""
    db.session.commit()
    now, start = clock.now(), threading.Barrier(len(deeds))
    raised: list[Exception | None] = [None] * len(deeds)
    done = [False] * len(deeds)

    def live(number: int, deed: Callable[[], object]) -> None:
        with clock.told_time(now), shop.app_context():
            start.wait()
            try:
                deed()
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                raised[number] = error
            done[number] = True

    threads = [threading.Thread(target=live, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert all(done), "somebody still waits"
    db.session.expire_all()
    return raised
