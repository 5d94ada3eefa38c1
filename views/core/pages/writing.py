"""Writing for somebody at the door: it is done and committed, or nothing is and a sentence says why."""

from __future__ import annotations

from collections.abc import Callable

from models.core.base import db
from tasks import refused

from ..refusals import Refusal, answer_to
from .forms import InvalidValues


def attempt(change: Callable[[], object]) -> Refusal | None:
    """Make `change` and commit. When it is refused everything is rolled back, and the refusal comes back.

    What nobody foresaw is raised, after the rollback.
    """
    try:
        change()
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        refused.keep(error)
        refusal = error.refusal if isinstance(error, InvalidValues) else answer_to(error)
        if refusal is None:
            raise
        return refusal
    return None
