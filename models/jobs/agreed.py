"""What a customer accepted is not typed over."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from ..core.actor import current_actor
from ..core.doors import is_spoken_to
from ..core.errors import InvalidValue
from ..core.labels import dollars
from .job import UNDECIDED, Job
from .life import S


@event.listens_for(Job.quoted_amount, "set")
def _keep_what_was_accepted(job: Job, value: Decimal | None, old: Any, _initiator: Any) -> None:
    """A price that the customer accepted is changed by what they accept besides: not typed over by staff."""
    is_open = job.status in UNDECIDED | {S.DECLINED, S.EXPIRED, None}
    if value == old or old is None or is_open or not sa.inspect(job).persistent or is_spoken_to(job):
        return
    if current_actor().kind == "staff":
        raise InvalidValue("quoted_amount", f"{job} was accepted at {dollars(old)}: use Change order.")
