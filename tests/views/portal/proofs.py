"""Requests to approve a design of Acme's job, with pictures to look at."""

from __future__ import annotations

import io
from types import SimpleNamespace

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from models.approvals import ApprovalWorkflow, DesignApprovalRequest
from models.core.base import new_id
from models.designs import DesignVersion
from tasks.storage import storage
from tests.approvals import add_version, ask, drawn, unapproved_job

WIDE, HIGH = 600, 450


def drawing(number: int) -> bytes:
    """A picture that another number makes different, as WebP."""
    image = Image.new("RGB", (WIDE, HIGH), "#3f4e57")
    pen = ImageDraw.Draw(image)
    pen.ellipse((200, 80, 400, 280), fill="#ea7434" if number > 1 else None, outline="#efe6d6", width=8)
    pen.rectangle((150, 320, 150 + 80 * number, 360), fill="#efe6d6")
    file = io.BytesIO()
    image.save(file, "WEBP")
    return file.getvalue()


def give_picture(session: Session, version: DesignVersion) -> None:
    """The version's content, and the preview that the worker would have made of it; committed."""
    file = version.file
    assert file is not None
    key = f"previews/{new_id()}"
    storage().write(key, drawing(version.number), "image/webp")
    storage().write(file.file_url, bytes(file.file_size), "image/png")
    file.keep_preview(key, key, WIDE, HIGH)
    session.commit()


def asked_about_two(
    session: Session, cast: SimpleNamespace, workflow: ApprovalWorkflow | None = None
) -> DesignApprovalRequest:
    """A pending request about the second version of a design, whose first one was asked about before."""
    design = drawn(session, unapproved_job(session, cast))
    ask(session, design.versions[0])
    give_picture(session, design.versions[0])
    version = add_version(session, design, 2)
    give_picture(session, version)
    return ask(session, version, workflow)
