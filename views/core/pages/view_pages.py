"""Saving a view of a grid, removing it, and how many rows the views have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from flask import Response, abort, flash, jsonify, redirect, request, url_for
from flask_appbuilder import expose
from werkzeug.datastructures import MultiDict

from models.core.base import db
from models.grid_views import LONGEST_QUERY, GridView, drop_view, keep_view, views_for
from models.people import StaffUser

from ..access.person import needs, staff
from ..refusals import Refusal
from ..rest.json_values import identity_of
from .grid import Grid
from .view_counts import counts_of
from .writing import attempt

if TYPE_CHECKING:
    from ..screen import Screen


class ViewPages:
    """`/<table>/views/`: GET asks for a name, POST saves; `/<table>/views/<pk>/remove` removes."""

    @expose("/views/", methods=["GET", "POST"])
    @needs("list")
    def views(self: Any) -> Any:
        """Save the filters and the order of the address as a view."""
        query, user = query_of(type(self), request.args), _person()
        if request.method == "POST":
            return self._keep(query, user)
        own = [view for view in views_for(db.session(), user.id, self.table) if view.user_id == user.id]
        grid = Grid(type(self), MultiDict(parse_qsl(query)))
        return self.render_template("screens/views.html", screen=type(self), grid=grid, query=query, own=own)

    @expose("/views/counts.json")
    @needs("list")
    def view_counts(self: Any) -> Response:
        """`{"counts": [{"href", "told"}]}`: how many rows the tabs have. A grid asks for it when it is shown."""
        there = url_for(f"{self.endpoint}.list")
        counts = counts_of(type(self), views_of_reader(self.table))
        told = [{"href": f"{there}?{q}" if q else there, "told": number} for q, number in counts.items()]
        answer = jsonify(counts=told)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @expose("/views/<pk>/remove", methods=["POST"])
    @needs("list")
    def remove_view(self: Any, pk: str) -> Any:
        """Remove a view of the person at the door."""
        view, user = db.session.get(GridView, identity_of(GridView, pk) or ""), _person()
        if view is None or view.resource != self.table:
            abort(404, "There is no such view, or no longer.")
        refusal = attempt(lambda: drop_view(db.session(), view, user))
        return _told(refusal, "The view was removed.", url_for(f"{self.endpoint}.list"))

    def _keep(self: Any, query: str, user: StaffUser) -> Any:
        Grid(type(self), MultiDict(parse_qsl(query)))  # ends the request when it is no view of this grid

        def change() -> None:
            name, is_shared = request.form.get("name", "").strip(), "is_shared" in request.form
            view = GridView(resource=self.table, name=name, query=query, is_shared=is_shared, user_id=user.id)
            keep_view(db.session(), view)

        there = url_for(f"{self.endpoint}.list")
        return _told(attempt(change), "The view was saved.", f"{there}?{query}" if query else there)


def query_of(screen: type[Screen], arguments: MultiDict[str, str]) -> str:
    """The arguments that make a view, as a query string: neither the page nor its neighbours. 400 when too long."""
    name = screen.__name__
    known = {"find", f"_oc_{name}", f"_od_{name}", f"psize_{name}"}
    kept = [
        (key, value) for key, value in arguments.items(multi=True) if key in known or key.startswith("_flt_")
    ]
    query = urlencode([each for each in kept if each[1].strip()])
    if len(query) > LONGEST_QUERY:
        abort(400, "The view was not saved: its filters are too long. Take some away.")
    return query


def views_of_reader(table: str) -> list[GridView]:
    """The views of the grid of `table` that the person at the door has."""
    return views_for(db.session(), _person().id, table)


def _person() -> StaffUser:
    user = staff()
    return user if user is not None else abort(403)


def _told(refusal: Refusal | None, done: str, there: str) -> Any:
    sentences = [sentence for all_ in refusal.fields.values() for sentence in all_] if refusal else []
    flash(" ".join(sentences) or refusal.message if refusal else done, "danger" if refusal else "success")
    return redirect(there, 303)
