"""The drain of the outbox: claim a batch, write the letters, send them over one connection, note each at once.

No transaction is open while the server is spoken to. A mail is noted as sent in a commit of its own, right after the
server took it: one that dies in between sends that single mail again when its lease ends, and loses none.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from dataclasses import dataclass
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from models.core import clock
from models.core.base import db, new_id
from models.notifications import ClaimedMail, claims

from . import emails, queue, templates
from .desk import Desk, Gone
from .ledger import Ledger
from .letter import Letter
from .mailer import Refused, ServerGone, Transport, connected
from .message import Attachment, ShopMessage, Unsendable
from .running import stopping

BATCH: Final = 50
LONGEST_DRAIN: Final = 45.0
"""Seconds after which a drain ends, so that the worker can show that it lives."""

_LONGEST_MAIL: Final = dt.timedelta(seconds=60)
"""What one mail may take at the worst; who holds it for less than that does not begin to send it."""

_SERVER_PAUSE: Final = dt.timedelta(seconds=30)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ready:
    """A mail that is written and only needs to be handed over. `kept` is its text as it may be stored."""

    mail: ClaimedMail
    message: ShopMessage
    kept: str


def drain_job() -> None:
    """What the worker does when a commit has queued mail."""
    queue.forget_wake()
    drain()


def drain(lease: dt.timedelta = claims.LEASE, seconds: float = LONGEST_DRAIN) -> int:
    """Send what is due until nothing is, the server is gone, or `seconds` are over; how many were sent.

    Any number of drains may run at once, here and elsewhere. Needs an application context.
    """
    return Drain(db.session(), new_id(), lease).run(time.monotonic() + seconds)


class Drain:
    """One sender's work. `name` is what its claims are held under."""

    def __init__(self, session: Session, name: str, lease: dt.timedelta) -> None:
        self.session, self.name, self.lease = session, name, lease
        self.sent = 0

    def run(self, end: float) -> int:
        """Batch after batch, until there is no more to do or no more time."""
        kept = self.session.expire_on_commit
        self.session.expire_on_commit = (
            False  # each mail has a commit, and every row would be expired by each
        )
        try:
            self._work(end)
        finally:
            self.session.expire_on_commit = kept
            self.session.expire_all()
        if self.sent:
            _log.info("%d mails sent", self.sent)
        return self.sent

    def _work(self, end: float) -> None:
        while not stopping.is_set():
            if time.monotonic() > end:
                queue.wake()
                break
            mails = claims.claim(self.session, self.name, BATCH, self.lease)
            self.session.commit()
            self.session.expire_all()  # so that each batch is written by what holds now
            if not mails:
                break
            try:
                self._deliver(self._written(mails))
            except ServerGone as failure:
                _log.warning("%s", failure)
                break

    def _written(self, mails: list[ClaimedMail]) -> list[Ready]:
        """The mails that could be written; the others are put off or given up."""
        letters = self._composed(mails)
        return [ready for mail, letter in letters if (ready := self._ready(mail, letter))]

    def _composed(self, mails: list[ClaimedMail]) -> list[tuple[ClaimedMail, Letter]]:
        """What the mails say, and a commit of the links that were made for them: nothing stays open."""
        letters = []
        desk = Desk(self.session, mails)
        for mail in mails:
            try:
                letters.append((mail, emails.compose(desk, mail)))
            except SQLAlchemyError as mistake:
                self.session.rollback()  # with the links of the others: they begin anew, without this one
                self._unwritten(mail, mistake)
                self.session.commit()
                return self._composed([other for other in mails if other is not mail])
            except Gone as gone:
                claims.give_up(self.session, mail, self.name, str(gone))
            except Exception as mistake:
                self._unwritten(mail, mistake)
        self.session.commit()
        return letters

    def _ready(self, mail: ClaimedMail, letter: Letter) -> Ready | None:
        try:
            written = templates.write(mail.name, letter.values)
            attached = [Attachment(name, draw()) for name, draw in letter.papers.items()]
        except Exception as mistake:
            self._unwritten(mail, mistake)
            self.session.commit()
            return None
        try:
            message = ShopMessage(
                mail.id,
                to=mail.recipient_email,
                subject=written.subject,
                text=written.text,
                html=written.html,
                sender=emails.sender(),
                unsubscribe=letter.unsubscribe,
                attached=attached,
            )
        except Unsendable as mistake:
            claims.give_up(self.session, mail, self.name, str(mistake))
            self.session.commit()
            return None
        return Ready(mail, message, letter.masked(written.text))

    def _unwritten(self, mail: ClaimedMail, mistake: Exception) -> None:
        _log.error("The mail %s (%s) could not be written.", mail.id, mail.name, exc_info=mistake)
        claims.try_later(self.session, mail, self.name, f"It could not be written: {type(mistake).__name__}.")

    def _deliver(self, batch: list[Ready]) -> None:
        waiting = list(batch)
        with Ledger(self.session, self.name) as ledger:
            try:
                with connected() as street:
                    while waiting and self._may_go_on(waiting[0].mail):
                        self._send(street, ledger, waiting.pop(0))
            except ServerGone as failure:
                ledger.give_back(_mails(waiting), str(failure), _SERVER_PAUSE)
                raise
            except BaseException:
                self.session.rollback()
                ledger.give_back(_mails(waiting), None, dt.timedelta())
                raise
            ledger.give_back(_mails(waiting), None, dt.timedelta())

    def _may_go_on(self, mail: ClaimedMail) -> bool:
        enough = min(_LONGEST_MAIL, self.lease / 2)
        return not stopping.is_set() and mail.locked_until - clock.now() > enough

    def _send(self, street: Transport, ledger: Ledger, ready: Ready) -> None:
        mail = ready.mail
        try:
            street.send(ready.message)
        except Refused as refusal:
            conclude = ledger.give_up if refusal.permanent else ledger.try_later
            conclude(mail, str(refusal))
        except ServerGone as failure:
            # It may have been this very mail that the server could not bear: it waits longer than the others.
            ledger.try_later(mail, str(failure))
            raise
        else:
            ledger.sent(mail, ready.message.subject or "", ready.kept)
            self.sent += 1
            _log.debug("mail %s sent (%s)", mail.id, mail.name)


def _mails(batch: list[Ready]) -> list[ClaimedMail]:
    return [ready.mail for ready in batch]
