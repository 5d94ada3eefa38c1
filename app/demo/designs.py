"""The art of the demo's jobs. That of customers on the portal is in the library, and they answer about it there: jobs
of the last days have files of their own, older ones the customer's house print. Of the others' art, which an old system
keeps, only names and hashes are known.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import zlib
from typing import Final

import sqlalchemy as sa

from models.approvals import ApprovalStatus, Decision, DesignApprovalRequest
from models.approvals.certificates import certificate_of, file_name_of
from models.core import clock
from models.core.actor import Actor
from models.designs import Design, DesignVersion
from models.files import CustomerFile, FileCategory
from models.jobs import Job
from tasks.certificates import certify
from tasks.files import keep

from . import artwork
from .maturity import is_on_the_portal
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
    if not is_on_the_portal(shop, job):
        return _of_the_older_system(shop, job, number)
    file = _of_the_library(shop, job, number) if _is_old(shop) else _drawn(shop, job, number)
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
        _certify(shop, request)
        shop.settle()


class Library(dict[tuple[str, int], CustomerFile]):
    """The house print of a customer in each of its states, by the customer's id."""


def _of_the_library(shop: Simulation, job: Job, number: int) -> CustomerFile:
    """Older jobs show the customer's house print: one file for all of them."""
    state, library = min(number, 3), shop.own(Library)
    if (job.customer_id, state) not in library:
        customer = job.customer
        content = _picture(zlib.crc32(customer.name.encode()), customer.name, "House print", state)
        with shop.by("artist"):
            library[job.customer_id, state] = keep(
                shop.session,
                content,
                customer=customer,
                category=FileCategory.FINAL_DESIGN,
                file_name=f"house-print-{state}.png",
                is_public=True,
                user_id=int(shop.staff["artist"].reference),
            )
    return library[job.customer_id, state]


def _is_old(shop: Simulation) -> bool:
    return clock.now() < shop.until - RECENT


def _certify(shop: Simulation, request: DesignApprovalRequest) -> None:
    """As the worker would, at once. Of what is older the facts are kept, and nobody draws a paper of them."""
    if not _is_old(shop):
        certify(request)
        return
    kept = keep(
        shop.session,
        json.dumps(certificate_of(request)).encode(),
        customer=request.customer,
        job=request.job,
        category=FileCategory.OTHER,
        file_name=file_name_of(request, "json"),
        name=f"Certificate of {request.design_version}",
        is_public=True,
        mime_type="application/json",
    )
    request.certify(kept.id)


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
