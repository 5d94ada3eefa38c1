"""Every picture, declared once: the kind of page, who looks at it, how wide, and in which theme."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from tests.browser.looks import DARK, DESK, LIGHT, PHONE
from tests.browser.page_types import ROOMS, PageType
from tests.cast import USERS

FOLDER: Final = Path(__file__).parents[1] / "guide" / "pictures"
MOST_BYTES: Final = 150_000
"""Of one picture."""
MOST_BYTES_OF_ALL: Final = 4_000_000

KINDS: Final[dict[str, PageType]] = {kind.name: kind for room in ROOMS.values() for kind in room}


@dataclass(frozen=True)
class Picture:
    """One picture: the name of its kind of page, its width in pixels, its theme, and the role if not the kind's own."""

    kind: str
    width: int
    theme: str = LIGHT
    by: str = ""

    @property
    def name(self) -> str:
        """The name of its file, such as “desk-printer-390-dark.png”."""
        parts = [self.kind, USERS.get(self.by, ""), str(self.width), DARK if self.theme == DARK else ""]
        return "-".join(filter(None, parts)) + ".png"

    @property
    def reader(self) -> str:
        """The role that looks, or a stranger."""
        return self.by or KINDS[self.kind].by


def _both(kind: str, by: str = "") -> tuple[Picture, Picture]:
    return Picture(kind, DESK["width"], by=by), Picture(kind, PHONE["width"], by=by)


_AT_BOTH_WIDTHS: Final = (
    *("sign-in", "menu", "notifications", "search", "public-job"),
    *("grid", "grid-filter", "grid-row-menu", "grid-ticked", "many-rows", "views"),
    *("job", "row", "verb-dialog", "delete-refused"),
    *("add", "look-up", "refused"),
    *("import", "import-looked-at", "import-refused"),
    *("users", "settings", "trail", "trail-entry", "mails", "mailbox", "mail", "not-for-your-role"),
    *("invitation", "profile", "user-form", "logo", "raw-table", "raw-form", "lost-within"),
)
_IN_THE_DARK: Final = ("desk", "grid", "job", "add")

PICTURES: Final[tuple[Picture, ...]] = (
    *(picture for kind in _AT_BOTH_WIDTHS for picture in _both(kind)),
    *(
        picture
        for role in (ADMIN, MANAGER, OFFICE, ARTIST, PRODUCTION, BOOKKEEPER)
        for picture in _both("desk", role)
    ),
    *(Picture(kind, DESK["width"], DARK) for kind in _IN_THE_DARK),
    Picture("public-job", PHONE["width"], DARK),
    *_both("calendar"),
    *(Picture(kind, DESK["width"]) for kind in ("calendar-menu", "calendar-refused", "day-sheet")),
    *_both("capacity"),
    *_both("operations-of-a-job"),
    *_both("portal-home"),
    Picture("portal-job", PHONE["width"]),
    *_both("portal-approval"),
    Picture("job", PHONE["width"], by=PRODUCTION),
    Picture("grid", PHONE["width"], by=PRODUCTION),
    Picture("job", DESK["width"], by=PRODUCTION),
    *(
        Picture(kind, PHONE["width"])
        for kind in ("floor-people", "floor-work", "floor-timer", "floor-done", "floor-job")
    ),
    Picture("floor-set-up", DESK["width"]),
    Picture("plan", DESK["width"]),
    Picture("floor-materials", PHONE["width"]),
    Picture("receive", PHONE["width"]),
    *(Picture(kind, DESK["width"]) for kind in ("week", "reorder", "price", "overview")),
    *_both("stale"),  # these last, since they change jobs
    Picture("many-rows-told", DESK["width"]),
)
