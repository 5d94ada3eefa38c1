"""The art of the demo's jobs: each version a file that is known by its hash. The files themselves are not kept."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from models.designs import Design, DesignVersion
from models.jobs import Job

from .simulation import Simulation


def draw(shop: Simulation, job: Job, number: int) -> None:
    """Add version `number` to the design of `job`, which begins with the first."""
    session = shop.session
    if number == 1:
        session.add(Design(name=f"{job.title}, art", customer=job.customer, job=job))
        session.flush()
    design = session.scalars(sa.select(Design).where(Design.job_id == job.id)).first()
    if design is None:
        return
    stem = "-".join("".join(c if c.isalnum() else " " for c in job.title.lower()).split())
    name = f"{stem}-v{number}.{shop.random.choice(('ai', 'pdf', 'png'))}"
    kind = "image/png" if name.endswith("png") else "application/pdf"
    version = DesignVersion(design=design, number=number, file_name=name, mime_type=kind)
    version.file_size = shop.random.randrange(40_000, 9_000_000)
    version.sha256 = hashlib.sha256(f"{job.number} {name}".encode()).hexdigest()
    session.add(version)
