"""Checking the rules of alerts, each by itself: one that fails stops no other, and is an alert of its own. And mailing
what people are to be told.

Most checks find nothing to change and only read, so that they keep nobody from writing.
"""

from __future__ import annotations

import logging
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.alerts import ALERT_RULES, AlertRule, lay_out_routes, lay_out_rules, mailing
from models.alerts.checking import check, clear_undeclared, needs_check
from models.alerts.pruning import forget_old_alerts
from models.core.errors import InvalidValue, RuleBroken
from models.core.sqlite import reading
from models.people import StaffUser

from .running import stopping

ENOUGH: Final = 13
"""Failures that are counted: by then the alert about it is critical."""

_log = logging.getLogger(__name__)


def check_alerts(session: Session) -> None:
    """Check every rule; safe to run at any time, and as often as one likes."""
    session.rollback()
    lay_out_rules(session)
    lay_out_routes(session)
    clear_undeclared(session)
    session.commit()
    for name in ALERT_RULES:
        if stopping.is_set():
            return
        check_rule(session, name)


def check_rule(session: Session, name: str) -> None:
    """Check one rule, committed. What goes wrong is noted with the rule, and logged."""
    try:
        with reading():
            is_needed = needs_check(session, _rule(session, name))
            session.rollback()
        if is_needed:
            check(session, _rule(session, name))
            session.commit()
    except Exception as error:
        session.rollback()
        _log.exception("The alert rule %s could not be checked; the others are, and it is tried again.", name)
        _note(session, name, error)


def prune_alerts(session: Session) -> None:
    """Forget what cleared over two years ago, a portion in each transaction."""
    is_done = False
    while not is_done and not stopping.is_set():
        is_done = forget_old_alerts(session)
        session.commit()


def mail_alerts(session: Session) -> None:
    """Mail what is critical at once and all else once a day, each person's in a transaction of its own."""
    due = mailing.people_to_mail(session)
    session.commit()
    for user_id in due:
        mailing.gather(session, session.get_one(StaffUser, user_id))
        session.commit()


def _rule(session: Session, name: str) -> AlertRule:
    return session.scalars(sa.select(AlertRule).where(AlertRule.name == name)).one()


def _note(session: Session, name: str, error: Exception) -> None:
    try:
        rule, sentence = _rule(session, name), _sentence(error)
        if rule.failures < ENOUGH or rule.error != sentence:  # else the trail would grow with every check
            rule.fail(sentence)
        session.commit()
    except Exception:
        session.rollback()
        _log.exception("That the alert rule %s failed could not be noted.", name)


def _sentence(error: Exception) -> str:
    """What went wrong, for the owner: the sentence of a broken rule, or what the program met."""
    if isinstance(error, InvalidValue | RuleBroken):
        return str(error)
    return f"The program met something that it does not expect ({type(error).__name__}: {error})"[:900]
