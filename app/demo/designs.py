"""The art of the demo's jobs. That of the last weeks has its files, and customers answered about it in the portal; what
is older came from an older system, of which only names and hashes are known.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import zlib
from typing import Final

import sqlalchemy as sa

from models.approvals import ApprovalStatus, Decision, DesignApprovalRequest
from models.core import clock
from models.core.actor import Actor
from models.designs import Design, DesignVersion
from models.files import CustomerFile, FileCategory
from models.jobs import Job
from tasks.certificates import certify
from tasks.files import keep

from . import artwork
from .simulation import Simulation

RECENT: Final = dt.timedelta(days=9)
"""How long before the present the shop began to keep its art in the library."""

CHANGED: Final = "The colors and sizes follow your notes. Nothing else moved."
WISHES: Final = (
    "A little larger, and the second color warmer",
    "The line below is not straight",
    "Our new name",
)


def draw(shop: Simulation, job: Job, number: int, changed: str = CHANGED) -> DesignVersion:
    """Add version `number` to the design of `job`, which begins with the first."""
    if not shop.has_portal or clock.now() < shop.until - RECENT:
        return _of_the_older_system(shop, job, number)
    file = _drawn(shop, job, number)
    shop.do(
        "artist", _design_of(shop, job), "add_version", file_id=file.id, what_changed=changed * (number > 1)
    )
    newest = _design_of(shop, job).newest_version()
    assert newest is not None  # noqa: S101
    return newest


def ask(shop: Simulation, version: DesignVersion, message: str = "") -> DesignApprovalRequest | None:
    """The artist asks the customer about `version`; None when it has no file to look at."""
    if version.file_id is None:
        return None
    shop.do("artist", version, "request_approval", message=message)
    asked = sa.select(DesignApprovalRequest).where(DesignApprovalRequest.version_id == version.id)
    return shop.session.scalars(asked).one()


def answer(shop: Simulation, request: DesignApprovalRequest, decision: Decision, comment: str = "") -> None:
    """Everybody who is asked answers in the portal, one after the other, until the request is closed."""
    while request.is_pending:
        contact = next(each.contact for each in request.unanswered() if each.asked_at is not None)
        ticked = [check.mark for check in request.checks] if decision == Decision.APPROVED else []
        with shop.by(Actor("customer", contact.name, contact.id)):
            request.decide(contact.id, decision, contact.name, ticked, comment, "192.0.2.44")
    if request.status == ApprovalStatus.APPROVED:
        certify(request)  # as the worker would, at once
        shop.settle()


def _design_of(shop: Simulation, job: Job) -> Design:
    known = shop.session.scalars(sa.select(Design).where(Design.job_id == job.id)).first()
    if known is None:
        known = Design(name=f"{job.title}, art", customer=job.customer, job=job)
        shop.session.add(known)
        shop.session.flush()
    return known


def _stem(job: Job) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in job.title.lower()).split())


def _drawn(shop: Simulation, job: Job, number: int) -> CustomerFile:
    with shop.by("artist"):
        return keep(
            shop.session,
            picture(job, number),
            customer=job.customer,
            job=job,
            category=FileCategory.FINAL_DESIGN,
            file_name=f"{_stem(job)}-v{number}.png",
            is_public=True,
            user_id=int(shop.staff["artist"].reference),
        )


def picture(job: Job, number: int) -> bytes:
    """The print of `job` in version `number`: a customer keeps to one motif."""
    line = job.title.partition(",")[0]
    customer = str(job.customer)
    motif = (
        0 if customer == "Acme" else zlib.crc32(customer.encode())
    )  # Ann's first draft is known by its sun
    return _picture(motif, customer, line, min(number, 3))


_picture = functools.lru_cache(maxsize=64)(artwork.print_of)


def _of_the_older_system(shop: Simulation, job: Job, number: int) -> DesignVersion:
    name = f"{_stem(job)}-v{number}.{shop.random.choice(('ai', 'pdf', 'png'))}"
    version = DesignVersion(
        design=_design_of(shop, job),
        number=number,
        file_name=name,
        mime_type="image/png" if name.endswith("png") else "application/pdf",
        file_size=shop.random.randrange(40_000, 9_000_000),
        sha256=hashlib.sha256(f"{job.number} {name}".encode()).hexdigest(),
    )
    shop.session.add(version)
    return version
