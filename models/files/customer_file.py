"""A file of a customer's: what it is, whether it may be opened yet, and how it is shown without being opened."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ForeignKey, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core import clock
from ..core.actor import Actor, current_actor
from ..core.base import Versioned
from ..core.doors import GIVEN_ONCE, VERBS_ONLY, state_column
from ..core.errors import NotAllowed, RuleBroken
from ..core.kinship import of_the_same
from ..core.prefixes import found_by
from ..core.types import Choice, Prose, UtcDateTime
from ..core.visibility import SECRET, reads_prices
from ..core.workflow import transition, verb
from ..customers import Customer, CustomerContact
from ..jobs import Job


class FileCategory(enum.StrEnum):
    """What a file is to its customer."""

    FINAL_DESIGN = "FINAL_DESIGN"
    PROOF = "PROOF"
    INVOICE = "INVOICE"
    QUOTE = "QUOTE"
    REFERENCE = "REFERENCE"
    PHOTO = "PHOTO"
    OTHER = "OTHER"


C = FileCategory

CATEGORY_WORDS: Final[Mapping[FileCategory, str]] = MappingProxyType(
    {
        C.FINAL_DESIGN: "Final designs",
        C.PROOF: "Proofs",
        C.INVOICE: "Invoices",
        C.QUOTE: "Quotes",
        C.REFERENCE: "References",
        C.PHOTO: "Photos",
        C.OTHER: "Other files",
    }
)
"""How each category is called where its files are listed, in the order of the tabs."""


PRICED: Final = frozenset({C.INVOICE, C.QUOTE})
"""Papers with prices: for those who see prices, and for the customer."""


class FileStatus(enum.StrEnum):
    """QUARANTINED: not looked at yet, and opened by nobody. REFUSED: not kept, for a reason that is told."""

    QUARANTINED = "QUARANTINED"
    AVAILABLE = "AVAILABLE"
    REFUSED = "REFUSED"


S = FileStatus


@found_by("name")
class CustomerFile(Versioned):
    """A file of a customer, perhaps of one of their jobs. Its content never changes and is known by its SHA-256.

    The customer sees it when `is_public` and it is available; they always see what they sent themselves.
    """

    __tablename__ = "customer_files"
    __live__ = True
    __portal__ = "customer_id"
    __unaudited__ = {"download_count", "last_downloaded"}
    __table_args__ = (
        sa.Index("ix_customer_files_shelf", "customer_id", "category", "id"),
        sa.Index("ix_customer_files_status", "status", "id"),
    )
    __sections__ = {
        "File": ("name", "category", "description", "is_public"),
        "Belongs to": ("customer", "job"),
    }

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    job_id: Mapped[str | None] = mapped_column(
        ForeignKey("jobs.id"), index=True, info=of_the_same("customer_id")
    )
    name: Mapped[str] = mapped_column(String(255), index=True, doc="What people call it.")
    description: Mapped[str | None] = mapped_column(Prose(2000))
    category: Mapped[FileCategory] = mapped_column(Choice(FileCategory), default=C.OTHER)
    is_public: Mapped[bool] = mapped_column(default=False, doc="The customer may see it.")
    file_url: Mapped[str] = mapped_column(
        String(200), unique=True, doc="Its key in the storage.", info=SECRET | GIVEN_ONCE
    )
    file_name: Mapped[str] = mapped_column(
        String(255), doc="What it is called when somebody fetches it.", info=GIVEN_ONCE
    )
    file_size: Mapped[int] = mapped_column(sa.BigInteger, info=GIVEN_ONCE | {"unit": "bytes", "minimum": 0})
    status: Mapped[FileStatus] = state_column(FileStatus, S.QUARANTINED)
    mime_type: Mapped[str | None] = mapped_column(
        String(120), doc="What its content is, whatever it was called.", info=VERBS_ONLY
    )
    sha256: Mapped[str | None] = mapped_column(String(64), index=True, info=VERBS_ONLY)
    checked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    remark: Mapped[str | None] = mapped_column(
        Prose(500), doc="Why it was refused, or has no preview.", info=VERBS_ONLY
    )
    thumbnail_key: Mapped[str | None] = mapped_column(String(200), info=SECRET | VERBS_ONLY)
    preview_key: Mapped[str | None] = mapped_column(String(200), info=SECRET | VERBS_ONLY)
    preview_width: Mapped[int | None] = mapped_column(info=VERBS_ONLY | {"unit": "px"})
    preview_height: Mapped[int | None] = mapped_column(info=VERBS_ONLY | {"unit": "px"})
    pages: Mapped[int | None] = mapped_column(doc="Of a document.", info=VERBS_ONLY)
    contact_id: Mapped[str | None] = mapped_column(
        ForeignKey("customer_contacts.id"), index=True, doc="Who sent it.", info=GIVEN_ONCE
    )
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("ab_user.id"), index=True, doc="Who of the shop added it.", info=GIVEN_ONCE
    )
    download_count: Mapped[int] = mapped_column(default=0, info={"counted": True} | GIVEN_ONCE)
    last_downloaded: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=GIVEN_ONCE)

    customer: Mapped[Customer] = relationship()
    job: Mapped[Job | None] = relationship()
    contact: Mapped[CustomerContact | None] = relationship()
    user: Mapped[User | None] = relationship()

    def __str__(self) -> str:
        return self.name

    @property
    def is_available(self) -> bool:
        """Whether it was looked at and may be opened."""
        return self.status == S.AVAILABLE

    @classmethod
    def shown_to(cls, customer_id: str) -> sa.ColumnElement[bool]:
        """The condition by which a customer sees a file: that of `is_shown_to_customer`, in the database."""
        shared = sa.and_(cls.is_public.is_(True), cls.status == S.AVAILABLE)
        return sa.and_(cls.customer_id == customer_id, sa.or_(cls.contact_id.is_not(None), shared))

    def is_shown_to_customer(self) -> bool:
        """Whether its customer sees it: what the shop shares, and whatever they sent themselves."""
        return self.contact_id is not None or (self.is_public and self.is_available)

    def may_be_opened_by(self, actor: Actor) -> bool:
        """Whether `actor` may see what is in it, as far as prices go."""
        return self.category not in PRICED or reads_prices(actor)

    def refuse_unavailable(self) -> None:
        """RuleBroken, with what to do, unless it may be opened."""
        if self.status == S.QUARANTINED:
            raise RuleBroken(f"{self.file_name} is still being checked: try again in a moment.")
        if self.status == S.REFUSED:
            raise RuleBroken(f"{self.file_name} was not kept: {self.remark}")

    @transition("status", {S.QUARANTINED}, S.AVAILABLE)
    def admit(self, mime_type: str, sha256: str) -> None:
        """It was looked at: it is what it says, and may be opened."""
        self.mime_type, self.sha256, self.checked_at = mime_type, sha256, clock.now()

    @transition("status", {S.QUARANTINED}, S.REFUSED)
    def refuse(self, sentence: str) -> None:
        """It is not kept, for a reason that its sender can mend."""
        self.remark, self.checked_at = sentence[:500], clock.now()

    @verb(column="status", sources={S.AVAILABLE})
    def keep_preview(
        self, preview_key: str, thumbnail_key: str, width: int, height: int, pages: int | None = None
    ) -> None:
        """Pictures of it were made: the preview of `width` × `height` pixels, and a small one."""
        self.preview_key, self.thumbnail_key, self.remark = preview_key, thumbnail_key, None
        self.preview_width, self.preview_height, self.pages = width, height, pages

    @verb(column="status", sources={S.AVAILABLE})
    def go_without_preview(self, sentence: str) -> None:
        """No picture can be made of it, for a reason."""
        self.remark = sentence[:500]


@event.listens_for(CustomerFile, "before_update")
def _papers_stay_what_they_are(_mapper: Any, _connection: Any, file: CustomerFile) -> None:
    """Who may not see a paper does not make something else of it, nor share it, nor give it to another customer."""
    state: Any = sa.inspect(file)
    before = state.attrs.category.history.deleted
    if PRICED.isdisjoint({*before, file.category}) or reads_prices(current_actor()):
        return
    raise NotAllowed("Nothing was changed: papers with prices are for those who see prices.")
