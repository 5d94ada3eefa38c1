"""The screens of jobs, what is made in them, their gates and their history."""

from __future__ import annotations

from typing import Any

from flask import url_for

from models.core.base import db
from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.files import CustomerFile
from models.gates import JobGate
from models.jobs import Job, JobItem, JobItemDecoration, JobItemSize, JobStatusUpdate
from models.links import PortalLink, open_link
from models.scheduling import ProductionSchedule
from tasks.addresses import address

from ..core.access.person import is_granted
from ..core.pages.cells import Cell
from ..core.screen import Screen, screen
from . import cells
from .hub import parts_of
from .tickets import TicketPages

SHOP = {ARTIST, PRODUCTION, BOOKKEEPER}
"""Who reads jobs without writing them."""

IN_ORDER = ("id", "asc")
"""As they were added."""


def sizes(item: Any) -> str:
    """Such as “M × 15, L × 10”."""
    return ", ".join(str(size) for size in item.sizes)


@screen("Jobs", category="Production", icon="briefcase", read=SHOP, write={OFFICE, MANAGER}, leads=True)
class JobScreen(TicketPages, Screen, model=Job):
    """What is made for whom, and how far it is."""

    list_columns = ["number", "title", "is_rush", "customer", "status", "blocked", "due_on", "quoted_amount"]
    quick = ["title", "due_on"]
    named_by = ["number", "title"]
    searched_by = ["number", "title"]
    searched_at = 10
    headings = {"blocked": "Gates"}
    formats = {"blocked": cells.blocked_gates, "due_on": cells.due, "is_rush": cells.rush}
    marks = {"blocked": cells.shields, "due_on": cells.due_mark, "is_rush": cells.rush_mark}
    cards = True
    shown_with = {"blocked": ("gates",)}
    related = ["designs", "material_usage", "portal_links"]
    show_template = "jobs/show.html"
    papers = {"Print tickets": "print_tickets"}

    def parts(self, row: Any, shown: dict[str, Any]) -> dict[str, Any]:
        """Steps, gates, sizes, money and the timeline."""
        return parts_of(row, shown)

    def extras(self, row: Any) -> list[Cell]:
        """Where the customer sees the job, and where its files are sent."""
        found = []
        link = open_link(db.session(), row) if is_granted("can_show", PortalLink.__tablename__) else None
        if link is not None:
            page = address("d", link.token())
            found.append(Cell("link", "The customer's page", page, page))
        if is_granted("can_upload", CustomerFile.__tablename__):
            found.append(Cell("link", "Files", "Send and see files", url_for("uploads.page", job=row.id)))
        if is_granted("can_see_of_a_job", ProductionSchedule.__tablename__):
            page = url_for("job_operations.page", job_id=row.id)
            found.append(Cell("link", "Operations", "See and make operations", page))
        return found


@screen("Job items", category="Production", icon="shirt", detail=True, read=SHOP, write={OFFICE, MANAGER})
class JobItemScreen(Screen, model=JobItem):
    """A product in some sizes, with its decorations."""

    base_order = IN_ORDER
    list_columns = ["description", "job", "product", "quantity", "sizes", "decorations", "unit_price"]
    formats = {"sizes": sizes}
    related = ["job_item_sizes", "job_item_decorations"]
    named_by = ["description"]


@screen("Sizes", category="Production", icon="tags", detail=True, read=SHOP, write={OFFICE, MANAGER})
class JobItemSizeScreen(Screen, model=JobItemSize):
    """How many of each size."""

    base_order = IN_ORDER
    list_columns = ["size", "quantity", "material", "job_item"]
    quick = ["material"]


@screen(
    "Decorations",
    category="Production",
    icon="palette",
    detail=True,
    read=SHOP,
    write={OFFICE, MANAGER, ARTIST},
)
class JobItemDecorationScreen(Screen, model=JobItemDecoration):
    """Where and how each print goes on."""

    base_order = IN_ORDER
    list_columns = [
        "decoration_method",
        "location",
        "width",
        "height",
        "colors",
        "screens",
        "stitches",
        "job_item",
    ]
    quick = ["location", "width", "height", "colors", "screens", "stitches"]


@screen("Gates", category="Production", icon="shield-check", read=SHOP | {OFFICE, MANAGER})
class JobGateScreen(Screen, model=JobGate):
    """What must be true before production; changed only by verbs."""

    list_columns = ["gate", "status", "reason", "expected_on", "job"]
    named_by = ["gate"]
    base_order = IN_ORDER
    formats = {"gate": lambda gate: gate.gate.capitalize()}


@screen("Job history", category="Production", icon="history", detail=True, read=SHOP | {OFFICE, MANAGER})
class JobStatusUpdateScreen(Screen, model=JobStatusUpdate):
    """Every move of every job."""

    list_columns = ["created_at", "job", "old_status", "new_status", "verb", "actor", "reason", "message"]
    formats = {"verb": lambda update: update.verb.replace("_", " ").capitalize()}
    headings = {"created_at": "When", "old_status": "From", "new_status": "To", "actor": "Who"}


@screen("Customer links", category="Sales", icon="link", detail=True, read={OFFICE, MANAGER})
class PortalLinkScreen(Screen, model=PortalLink):
    """The links by which customers see a job, or one file, without signing in."""

    list_columns = ["created_at", "job", "file", "expires_at", "revoked_at"]
