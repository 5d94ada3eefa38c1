"""The first page: for staff their work desk, for strangers the log-in."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from flask import Response, abort, jsonify, redirect, request, url_for
from flask_appbuilder import IndexView, expose

from models.core import clock

from ..access.person import is_granted, staff
from ..desk.laid_out import Laid, badges, counted, laid_out
from ..desk.sections import SECTIONS, Section

PAGE: Final = 50
"""The rows on a page of one section."""


class HomeView(IndexView):
    """`/`, and `/desk/…`: what needs the person at the door, and how much of it."""

    @expose("/")
    def index(self) -> Any:
        """The desk."""
        if staff() is None:
            return redirect(url_for("LoginView.login"))
        laid, day = laid_out(), clock.shop_day()
        return self.render_template(
            "home.html",
            main=[each for each in laid if not each.section.beside],
            beside=[each for each in laid if each.section.beside],
            today=f"{day:%A} {day.day} {day:%B}",
            may_quote=is_granted("can_add", "jobs"),
        )

    @expose("/desk/counts.json")
    def counts(self) -> Response:
        """`{"badges": [{"href", "count", "urgent", "told"}]}`: what waits behind the entries of the menu."""
        if staff() is None:
            abort(401)
        answer = jsonify(badges=[asdict(each) for each in badges()])
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @expose("/desk/<name>/")
    def section(self, name: str) -> Any:
        """All rows of one section, by the page."""
        if staff() is None:
            return redirect(url_for("LoginView.login", next=request.path))
        section = _section(name)
        page, total = _page(), counted([section])[name]
        laid = Laid(section, total, section.items(PAGE, page * PAGE))
        return self.render_template("desk/section.html", laid=laid, page=page, pages=-(-total // PAGE))


def _section(name: str) -> Section:
    section = SECTIONS.get(name)
    if section is None:
        abort(404)
    if not section.is_for_reader():
        abort(403)
    return section


def _page() -> int:
    text = request.args.get("page", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        abort(400, f"“{text[:40]}” is not a number of a page.")
    return int(text)
