"""`/alerts/`: what is out of its limits, as far as the reader may see it; `/alerts/<id>/` all about one."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for

from models.alerts import AlertRule, AlertSeverity, AlertType, BusinessAlert, mark_read, read_by, reading
from models.alerts.news import mark_lines_read
from models.alerts.reading import rule_named, who_may_see
from models.alerts.words import facts_of, kind_name, numbers_of
from models.core.base import db
from models.core.labels import choice_label
from models.people import StaffUser

from ..core.access.person import current_roles, is_granted, require, staff
from ..core.desk import page_of
from ..core.pages.writing import attempt
from ..core.refusals import Refusal
from ..core.rest.json_values import identity_of
from ..core.screen import SCREENS
from .asked import NOTHING, asked_for, tabs
from .deeds import VERBS, form_of, possible, speak, told_of
from .history import history_of
from .shown import shown

bp: Final = Blueprint("alerts", __name__, url_prefix="/alerts")

MENU: Final = "Alerts"

READ: Final = "mark_read"


@bp.before_request
def _for_staff() -> None:
    require("menu_access", MENU)


@bp.get("/")
def listed() -> str:
    """The alerts that were asked for, the gravest first."""
    asked = asked_for(request.args)
    user, roles, session = _reader(), current_roles(), db.session()
    rows = reading.listed(session, user, roles, asked.wanted(user.id), asked.page)
    lines = [shown(alert, unread=unread) for alert, unread in rows[: reading.PAGE]]
    return _page(
        "alerts/list.html",
        asked=asked,
        alerts=lines,
        tabs=tabs(asked, reading.counted(session, roles)),
        types=[(each.name, kind_name(each)) for each in AlertType],
        severities=[(each.name, choice_label(each)) for each in reversed(AlertSeverity)],
        nothing=NOTHING[asked.state][0],
        nothing_why=NOTHING[asked.state][1],
        before=asked.at(asked.page - 1) if asked.page else "",
        after=asked.at(asked.page + 1) if len(rows) > reading.PAGE else "",
        said=f"Alerts {asked.page * reading.PAGE + 1} to {asked.page * reading.PAGE + len(lines)}",
        may_route=is_granted("can_list", "alert_routes"),
    )


@bp.get("/<alert_id>/")
def show(alert_id: str) -> Any:
    """One alert: what happened, what it means, what can be done, and what was done."""
    return _shown(_find(alert_id))


@bp.post("/<alert_id>/<deed>")
def do(alert_id: str, deed: str) -> Any:
    """Resolve, put off, hand over, comment, reopen, or only mark as read; whoever does something has read it."""
    if deed not in (*VERBS, READ):
        abort(404)
    alert, user = _find(alert_id), _reader()
    form = form_of(deed, request.form.to_dict()) if deed != READ else None

    def change() -> None:
        if form is not None:
            speak(alert, deed, form)
        mark_read(db.session(), alert, user.id)
        mark_lines_read(db.session(), alert, user.id)

    refusal = (form.unreadable() if form is not None else None) or attempt(change)
    if refusal is not None:
        return _shown(_find(alert_id), refusal)
    flash(told_of(deed, alert), "success")
    return redirect(f"/alerts/{alert_id}/", 303)


def _shown(alert: BusinessAlert, refusal: Refusal | None = None) -> Any:
    session, user = db.session(), _reader()
    page = _page(
        "alerts/show.html",
        alert=shown(alert),
        here=f"/alerts/{alert.id}/",
        numbers=numbers_of(alert),
        facts=facts_of(alert),
        meaning=alert.about,
        rule_href=_rule_page(alert),
        subject=alert.subject_name,
        subject_href=_subject_page(alert),
        history=history_of(alert),
        unread=alert.id not in read_by(session, [alert], user.id),
        deeds=possible(alert),
        people=[
            ("", "Nobody in particular"),
            *((str(each.id), str(each)) for each in who_may_see(session, alert)),
        ],
        assigned_id=str(alert.assigned_to_id or ""),
        refusal=refusal,
        wrong=refusal.fields if refusal is not None else {},
        typed=request.form,
    )
    return (page, refusal.status, refusal.headers) if refusal is not None else page


def _find(alert_id: str) -> BusinessAlert:
    """The alert; 404 when there is none, or it is not for the person at the door to see."""
    identity = identity_of(BusinessAlert, alert_id)
    found = reading.find(db.session(), str(identity), current_roles()) if identity is not None else None
    return found if found is not None else abort(404, "There is no such alert, or it is not for your role.")


def _reader() -> StaffUser:
    user = staff()
    return user if user is not None else abort(401)


def _rule_page(alert: BusinessAlert) -> str:
    """Where the limits of its rule are changed, for whom may."""
    rule = rule_named(db.session(), alert.rule) if is_granted("can_edit", AlertRule.__tablename__) else None
    return page_of(rule) if rule is not None else ""


def _subject_page(alert: BusinessAlert) -> str:
    """The page of what it is about, for whom may see it; "" for what has none, or is gone."""
    screen = next((each for each in SCREENS if each.table == alert.subject_table), None)
    if screen is None or not alert.subject_name or not is_granted("can_show", screen.table):
        return ""
    identity = identity_of(screen.model, alert.subject_id)
    row = db.session.get(screen.model, identity) if identity is not None else None
    return url_for(f"{screen.__name__}.show", pk=row.id) if row is not None else ""


def _page(template: str, **values: Any) -> str:
    return render_template(
        template,
        appbuilder=current_app.extensions["appbuilder"],
        base_template="layout.html",
        **values,
    )
