"""What stands around the portal's pages, and where other rooms add to them without editing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any, Final

from flask import Flask, current_app, render_template, request, url_for
from markupsafe import Markup

from models.jobs import Job
from tasks.look import look

from .answers import UNVERSIONED
from .tokens import portal_csrf
from .visitor import Visitor, known_visitor


@dataclass(frozen=True)
class Tab:
    """A tab of the bars: its name, its icon (of `vendor.ICONS`), its address below /portal and the start of those that
    belong to it.
    """

    name: str
    title: str
    icon: str
    rule: str
    within: tuple[str, ...]


TABS: Final = (
    Tab("jobs", "Jobs", "shirt", "/", ("/jobs/", "/approvals/")),
    Tab("files", "Files", "file-text", "/files/", ("/files/",)),
    Tab("messages", "Messages", "message", "/messages/", ("/messages/",)),
    Tab("account", "Account", "user", "/account", ("/account", "/preferences")),
)

BELL: Final = "/notifications"
"""Where the bell leads; `@tab_count("bell")` gives its number."""

Count = Callable[[Visitor], int]
Card = Callable[[Job, Visitor], Markup | None]


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the visitor, as the first page asks for it.

    `kind` names it for styles and tests ("approval", "quote"), `headline` asks, `sentence` tells what it is about,
    `due` tells by when and why; `button` is the deed, at the address `url`.
    """

    kind: str
    headline: str
    sentence: str
    picture_url: str
    due: str
    url: str
    button: str


@dataclass(frozen=True)
class _DeclaredCard:
    place: str
    position: int
    draw: Card


_counts: Final[dict[str, Count]] = {}
_cards: Final[list[_DeclaredCard]] = []
_waiting: Final[list[Callable[[Visitor], list[Waiting]]]] = []


def tab_count(name: str) -> Callable[[Count], Count]:
    """Declare how many of something waits behind a tab (by its name) or behind the "bell"; 0 shows nothing.

    It is asked with every page: one cheap query.
    """

    def declare(count: Count) -> Count:
        _counts[name] = count
        return count

    return declare


def job_card(*, place: str, position: int) -> Callable[[Card], Card]:
    """Declare a card on the page of a job: in the wide column ("main") or beside it ("side"), ordered by `position`.

    The function draws a whole `<section class="box">` for the job and the visitor, or gives None when there is
    nothing to show.
    """
    if place not in ("main", "side"):
        raise ValueError(f"A card stands in the main column or beside it, not in “{place}”.")

    def declare(draw: Card) -> Card:
        _cards.append(_DeclaredCard(place, position, draw))
        _cards.sort(key=lambda card: card.position)
        return draw

    return declare


def waiting(find: Callable[[Visitor], list[Waiting]]) -> Callable[[Visitor], list[Waiting]]:
    """Declare what may wait for a visitor; the first page asks it."""
    _waiting.append(find)
    return find


def cards_of(job: Job, visitor: Visitor, place: str) -> list[Markup]:
    """The cards of a job in one of its columns, drawn."""
    drawn = (card.draw(job, visitor) for card in _cards if card.place == place)
    return [card for card in drawn if card]


def waiting_for(visitor: Visitor) -> list[Waiting]:
    """All that waits for the visitor."""
    return [each for find in _waiting for each in find(visitor)]


def init_app(app: Flask) -> None:
    """Give templates the token of forms."""
    app.jinja_env.globals["portal_csrf"] = portal_csrf


def render(template: str, **values: Any) -> str:
    """`template`, which extends `portal/base.html`, in the frame of whoever is in."""
    inside = known_visitor()
    frame = {"visitor": inside, "tabs": _tabs(inside), "bell": _bell(inside), "live": _live(inside)}
    address = parseaddr(str(current_app.config["MAIL_DEFAULT_SENDER"]))[1]
    return render_template(template, shop=look(), shop_address=address, **frame, **values)


def _live(inside: Visitor | None) -> dict[str, Any] | None:
    """How an open page hears of changes; nothing for a stranger's page."""
    if inside is None:
        return None
    poll = current_app.config["PUBLIC_POLL_SECONDS"]
    return {"events": url_for("portal.live_events"), "poll": poll, "version": UNVERSIONED}


def _tabs(inside: Visitor | None) -> list[dict[str, Any]]:
    if inside is None:
        return []
    return [_tab(tab, inside) for tab in TABS]


def _tab(tab: Tab, inside: Visitor) -> dict[str, Any]:
    path = request.path.removeprefix("/portal")
    here = path == tab.rule or path.startswith(tab.within)
    return {
        "title": tab.title,
        "icon": tab.icon,
        "url": f"/portal{tab.rule}",
        "here": here,
        "count": _count(tab.name, inside),
    }


def _bell(inside: Visitor | None) -> dict[str, Any] | None:
    if inside is None:
        return None
    return {"url": f"/portal{BELL}", "count": _count("bell", inside)}


def _count(name: str, inside: Visitor) -> int:
    counted = _counts.get(name)
    return counted(inside) if counted is not None else 0
