"""What the visitor wants to be told, and how: for each event by mail at once, once a day or not, and in the portal."""

from __future__ import annotations

from typing import Final

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from models.core.base import db
from models.core.errors import InvalidValue
from models.notifications.preferences import EVENTS, CustomerEvent, Wish, choose, wishes_of

from .door import VIEWER, page
from .frame import render
from .visitor import visitor

NOW, DAILY, NEVER = "now", "daily", "never"

MAILS: Final = {NOW: Wish(), DAILY: Wish(digest=True), NEVER: Wish(email=False)}


@page("/preferences", who=VIEWER)
def show() -> ResponseReturnValue:
    """The choices as they stand."""
    wishes = wishes_of(db.session(), visitor().contact)
    chosen = {event: _mail_of(wish) for event, wish in wishes.items()}
    saved = request.args.get("saved") == "yes"
    return render("portal/preferences.html", events=EVENTS, wishes=wishes, chosen=chosen, saved=saved)


@page("/preferences", who=VIEWER, methods=("POST",))
def save() -> ResponseReturnValue:
    """Keep what the visitor chose, for every event."""
    for event in EVENTS:
        mail = MAILS.get(request.form.get(f"mail_{event.value}", ""))
        if mail is None:
            raise InvalidValue(event.value, f"Say how you want to hear of “{EVENTS[event].label}”.")
        choose(db.session(), visitor().contact, event, _with_portal(mail, event))
    db.session.commit()
    return redirect(url_for("portal.preferences_show", saved="yes"), 303)


def _with_portal(mail: Wish, event: CustomerEvent) -> Wish:
    return Wish(mail.email, f"in_app_{event.value}" in request.form, mail.digest)


def _mail_of(wish: Wish) -> str:
    return NEVER if not wish.email else DAILY if wish.digest else NOW
