"""The shop's list of the files of all customers, who fetched them, and what is on its way."""

from __future__ import annotations

from typing import Any, Final

from flask import abort, redirect, request, url_for
from flask_appbuilder import expose

from models.core import clock
from models.core.actor import current_actor
from models.core.base import db
from models.core.dates import short_day
from models.core.roles import ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.files import CustomerFile, DownloadDoor, FileDownload, Upload
from models.links import PortalLink, link_to_file, links_to_file
from tasks.addresses import address

from ..core.access import grants
from ..core.access.person import is_granted, needs, staff
from ..core.pages.cells import Cell
from ..core.screen import Screen, screen
from .sending import download, picture_of
from .words import size_of

_SHOP: Final = {ARTIST, PRODUCTION, BOOKKEEPER, OFFICE, MANAGER}


@screen(
    "Files", category="Sales", icon="file-text", read=_SHOP, write={ARTIST, OFFICE, MANAGER}, without={"add"}
)
class CustomerFileScreen(Screen, model=CustomerFile):
    """Designs, proofs, photos and papers of customers and their jobs."""

    list_columns = [
        "name",
        "category",
        "customer",
        "job",
        "is_public",
        "status",
        "file_size",
        "download_count",
        "created_at",
    ]
    headings = {
        "is_public": "Shared",
        "file_size": "Size",
        "download_count": "Fetched",
        "created_at": "Added",
    }
    formats = {"file_size": size_of}
    form_columns = ["name", "category", "description", "is_public", "customer", "job"]
    named_by = ["name", "file_name"]
    searched_by = ["name"]
    searched_at = 45
    related = ["portal_links", "file_downloads"]
    show_template = "files/show.html"

    def parts(self, row: Any, _shown: dict[str, Any]) -> dict[str, Any]:
        """Its picture, the way to fetch it, and to give it away by a link."""
        return {
            "may_open": may_open(row),
            "may_link": row.is_available and is_granted("can_link", self.table),
        }

    def extras(self, row: Any) -> list[Cell]:
        """The links that open it now."""
        if not is_granted("can_link", self.table):
            return []
        return [_cell(link) for link in links_to_file(db.session(), row)]

    @expose("/<pk>/link", methods=["POST"])
    @needs("link")
    def link(self, pk: str) -> Any:
        """Make a link that opens the file alone, without a sign-in, for some days."""
        file, days = _opened(pk), request.form.get("days", "")
        link_to_file(db.session(), file, int(days) if days.isascii() and days.isdigit() else 0)
        db.session.commit()
        return redirect(url_for("CustomerFileScreen.show", pk=pk), 303)

    @expose("/<pk>/download")
    @needs("show")
    def fetch(self, pk: str) -> Any:
        """The file itself, under its name."""
        user = staff()
        return download(_opened(pk), DownloadDoor.STAFF, user_id=user.id if user else None)

    @expose("/<pk>/preview")
    @needs("show")
    def preview(self, pk: str) -> Any:
        """A picture of it, as large as a screen."""
        return picture_of(_opened(pk), "preview")

    @expose("/<pk>/thumbnail")
    @needs("show")
    def thumbnail(self, pk: str) -> Any:
        """A small picture of it."""
        return picture_of(_opened(pk), "thumbnail")


def _opened(pk: str) -> CustomerFile:
    """The file, if the person at the door may open it: papers with prices are not for everybody."""
    file = db.session.get(CustomerFile, pk)
    if file is None:
        abort(404)
    if not may_open(file):
        abort(403)
    return file


def may_open(file: CustomerFile) -> bool:
    """Whether the person at the door may open the file: papers with prices are for those who see prices."""
    return file.may_be_opened_by(current_actor())


def _cell(link: PortalLink) -> Cell:
    page = address("d", link.token())
    until = f" until {short_day(clock.shop_day(link.expires_at))}" if link.expires_at else ""
    return Cell("link", f"Opens without sign-in{until}", page, page)


grants.grant({OFFICE, MANAGER}, ["can_link"], CustomerFile.__tablename__)


@screen("Downloads", category="System", icon="download", detail=True, read={OFFICE, MANAGER})
class FileDownloadScreen(Screen, model=FileDownload):
    """Who fetched which file, when and where."""

    list_columns = ["created_at", "file", "door", "contact", "user", "address"]
    named_by = ["address"]
    headings = {"created_at": "When", "user": "Of the shop"}


@screen("Uploads", category="System", icon="upload", detail=True, read={OFFICE, MANAGER})
class UploadScreen(Screen, model=Upload):
    """Files on their way in; what is not finished in two days is forgotten."""

    list_columns = [
        "created_at",
        "file_name",
        "file_size",
        "customer",
        "job",
        "contact",
        "user",
        "file",
        "expires_at",
    ]
    named_by = ["file_name"]
    formats = {"file_size": size_of}
    headings = {"created_at": "Begun", "file_size": "Size"}
