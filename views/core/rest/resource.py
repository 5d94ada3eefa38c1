"""The REST resource of a screen: lists, rows, look-ups and verbs, by the contract's statuses.

Flask-AppBuilder gives the routes, the permissions and the shape of lists; values and bodies are the house's own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from flask import Response, request, url_for
from flask_appbuilder import ModelRestApi, expose
from flask_appbuilder.api import BaseApi, protect
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.security.decorators import permission_name

from models.core.base import db
from models.core.sqlite import reading
from models.core.workflow import Verb

from ..access.person import current_roles
from ..refusals import Refusal
from ..representation import Shape, represent, shape_of
from . import rows
from .answers import answered, json_answer, refuse
from .arguments import arguments_for
from .bodies import json_object, values_to_add, values_to_change
from .described import about_list, about_resource, about_row
from .listing import (
    InfoQuery,
    ItemQuery,
    ListQuery,
    chosen_names,
    count_of,
    page_size_of,
    query_argument,
    rows_of,
)
from .lookup import looked_up

Method = Callable[..., Response]


def door(path: str, method: str, permission: str) -> Callable[[Method], Method]:
    """Decorate a method of a resource as a route that needs `can_<permission>` and answers every refusal."""

    def wrap(handler: Method) -> Method:
        guarded = protect()(permission_name(permission)(handler))
        exposed: Method = expose(path, methods=(method,))(answered(guarded))
        return exposed

    return wrap


class Resource(ModelRestApi):
    """What the resources of all screens share."""

    screen: ClassVar[Any]
    model: ClassVar[type]
    allow_browser_login = True
    csrf_exempt = False

    def __init__(self) -> None:
        BaseApi.__init__(
            self
        )  # the rest of ModelRestApi would build marshmallow schemas, which nothing here asks

    def create_blueprint(self, *args: Any, **kwargs: Any) -> Any:
        """Register the routes, without schemas."""
        return BaseApi.create_blueprint(self, *args, **kwargs)

    def response_403(self) -> Response:
        """What Flask-AppBuilder answers to whom a pair is not granted."""
        return refuse(Refusal(403, "Nothing was changed: your role may not do this."))

    @property
    def shape(self) -> Shape:
        """The model as the present reader sees it."""
        return shape_of(self.model, current_roles())

    @door("/", "GET", "get")
    def get_list(self) -> Response:
        """A page of rows."""
        query, shape = query_argument(ListQuery), self.shape
        names = chosen_names(shape, query.columns, query.select_columns)
        size = page_size_of(query)
        page = rows_of(shape, query, names).limit(size).offset(query.page * size)
        found = db.session.scalars(page).all()
        first_and_only = query.page == 0 and len(found) < size
        body = {
            "count": len(found) if first_and_only else count_of(shape, query),
            "ids": [str(row.id) for row in found],
            "result": [represent(row, shape, names) for row in found],
        }
        return json_answer(200, body | about_list(self.screen, shape, names, query.keys))

    @door("/<pk>", "GET", "get")
    def get(self, pk: str) -> Response:
        """One row."""
        query, shape = query_argument(ItemQuery), self.shape
        names = chosen_names(shape, query.columns, query.select_columns)
        row = rows.find(shape, pk)
        body = {"id": str(row.id), "result": represent(row, shape, names)}
        return json_answer(200, body | about_row(self.screen, shape, names, query.keys))

    @door("/", "POST", "post")
    def post(self) -> Response:
        """Add a row."""
        row = self.model(**rows.assignable(self.model, values_to_add(self.shape, json_object())))
        db.session.add(row)
        db.session.commit()
        answer = self._shown(201, row)
        answer.headers["Location"] = url_for(f"{self.endpoint}.get", pk=rows.key_of(row))
        return answer

    @door("/<pk>", "PUT", "put")
    def put(self, pk: str) -> Response:
        """Change some columns of a row."""
        body = json_object()
        row = rows.hold(self.model, pk)
        values = values_to_change(self.shape, row, body)
        rows.refuse_stale(row, values.pop("version", None))
        for name, value in rows.assignable(self.model, values).items():
            setattr(row, name, value)
        db.session.commit()
        return self._shown(200, row)

    @door("/<pk>", "DELETE", "delete")
    def delete(self, pk: str) -> Response:
        """Delete a row to which nothing refers.

        It is not held before: its parts go first, and who writes one of them holds that before it holds the row.
        """
        row = rows.find(self.shape, pk)
        label = str(row)
        db.session.delete(row)
        db.session.commit()
        return json_answer(200, {"message": f"{label} was deleted."})

    @door("/lookup", "GET", "lookup")
    def lookup(self) -> Response:
        """Rows whose name begins with the typed text."""
        found = looked_up(self.shape, self.screen.named_by, request.args.get("q", ""))
        return json_answer(200, {"results": [{"id": str(row.id), "text": str(row)} for row in found]})

    @door("/_info", "GET", "info")
    def info(self) -> Response:
        """What may be done here, and with which columns."""
        return json_answer(200, about_resource(self.screen, self.shape, query_argument(InfoQuery).keys))

    def speak(self, verb: Verb, pk: str) -> Response:
        """Speak a verb to a row."""
        body = json_object(required=False)
        row = rows.hold(self.model, pk)
        version, arguments = arguments_for(verb, body)
        rows.refuse_stale(row, version)
        getattr(row, verb.name)(**arguments)
        db.session.commit()
        return self._shown(200, row)

    def _shown(self, status: int, written: Any) -> Response:
        """The row as it was committed, read without waiting for writers."""
        with reading():
            row = rows.find(self.shape, rows.key_of(written))
            return json_answer(status, {"id": str(row.id), "result": represent(row, self.shape)})


def resource_for(screen: Any) -> type[Resource]:
    """The REST resource of `screen`, named as its table."""
    body: dict[str, Any] = {
        "__doc__": f"{screen.title} by REST.",
        "screen": screen,
        "model": screen.model,
        "datamodel": SQLAInterface(screen.model),
        "resource_name": screen.table,
        "class_permission_name": screen.table,
    }
    for verb in screen.verbs.values():
        body[f"verb_{verb.name}"] = _verb_door(verb)
    return type(f"{screen.model.__name__}Resource", (Resource,), body)


def _verb_door(verb: Verb) -> Method:
    def speak(self: Resource, pk: str) -> Response:
        return self.speak(verb, pk)

    speak.__name__, speak.__doc__ = f"verb_{verb.name}", verb.summary
    return door(f"/<pk>/{verb.name}", "POST", verb.name)(speak)
