"""What became of a sender's mails, each noted in a commit of its own before the next is tried."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from types import TracebackType

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.notifications import ClaimedMail, claims


class Ledger:
    """Notes what became of the mails that `sender` claimed. Use it in a `with` block."""

    def __init__(self, session: Session, sender: str) -> None:
        self._session, self._sender = session, sender

    def __enter__(self) -> Ledger:
        # Mails that went out are by far the most: they are noted without the cost of a session.
        self._connection: sa.Connection = self._session.get_bind().engine.connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def sent(self, mail: ClaimedMail, subject: str, content: str) -> None:
        """The server took it."""

        def note() -> None:
            with self._connection.begin():
                claims.mark_sent(self._connection, mail, self._sender, subject, content)

        _insist(note)

    def give_up(self, mail: ClaimedMail, sentence: str) -> None:
        """It can never be sent."""
        self._note(lambda: claims.give_up(self._session, mail, self._sender, sentence))

    def try_later(self, mail: ClaimedMail, sentence: str) -> None:
        """It was refused for a passing reason."""
        self._note(lambda: claims.try_later(self._session, mail, self._sender, sentence))

    def give_back(self, mails: Sequence[ClaimedMail], error: str | None, delay: dt.timedelta) -> None:
        """They were not tried."""
        if mails:
            self._note(lambda: claims.give_back(self._session, mails, self._sender, error, delay))

    def _note(self, conclusion: Callable[[], object]) -> None:
        def note() -> None:
            try:
                conclusion()
                self._session.commit()
            except OperationalError:
                self._session.rollback()
                raise

        _insist(note)


def _insist(commit: Callable[[], None]) -> None:
    """Try three times: what the server has taken must not go out twice for a passing trouble of the database."""
    for left in (2, 1, 0):
        try:
            commit()
        except OperationalError:
            if not left:
                raise
            time.sleep(1)
        else:
            return
