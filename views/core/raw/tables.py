"""Raw tables: every table as it is, for the owner only, under the rules that hold at every other door.

Doors, limits, versions, refusals and audit are the models' own; what only verbs or the program write is shown and not
edited; secrets are not even shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

from flask import Flask, flash
from flask_admin import Admin, AdminIndexView
from flask_admin.actions import action
from flask_admin.contrib.sqla import ModelView
from flask_admin.model.typefmt import BASE_FORMATTERS
from flask_appbuilder.security.sqla.models import Role

from models.core.base import Base, db
from models.core.roles import ADMIN
from models.people import StaffUser

from ..access.grants import holds
from ..frame.trail import Step
from ..refusals import answer_to
from ..representation import Shape, labels_joined, parents_by_key, shape_of
from ..rest.json_values import identity_of
from ..values import name_of
from .forms import RawConverter, TokenForm, searched, seen_version, texts_of
from .owner import OwnerOnly
from .pages import RawPages
from .queue import QueuePage

_LAST_PAGE = 1_000_000
_LONGEST_SHOWN = 200
_ACCOUNTS = {"ab_user": "Accounts", "ab_role": "Roles"}
_ACCOUNT_SECRETS = frozenset({"password"})


class Index(OwnerOnly, AdminIndexView):
    """The tables by area."""

    def way(self, _values: dict[str, Any]) -> list[Step | str]:
        """No further: it is the page that the menu leads to."""
        return []


class RawTable(RawPages, OwnerOnly, ModelView):
    """One table."""

    shape: ClassVar[Shape]
    scaffolds_new = True

    form_base_class = TokenForm
    model_form_converter = RawConverter
    can_view_details = True
    can_export = False
    column_display_pk = True
    column_auto_select_related = False
    column_default_sort = ("id", True)
    page_size = 50
    list_template, details_template = "raw/table.html", "raw/row.html"
    column_type_formatters_detail: ClassVar[dict[type, Any]] = BASE_FORMATTERS | {
        bool: lambda _view, value, _name: "Yes" if value else "No",
        dt.datetime: lambda _view, value, _name: _moment(value),
    }
    column_type_formatters: ClassVar[dict[type, Any]] = column_type_formatters_detail | {
        str: lambda _view, value, _name: (
            value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"
        ),
    }

    def way(self, values: dict[str, Any]) -> list[Step | str]:
        """The table, and what is done there with a row."""
        here = str(values.get("heading") or values.get("model") or "")
        return [Step(self.name, self.get_url(".index_view")), here] if here else [self.name]

    def get_edit_form(self) -> Any:
        """The form with the version that the person sees."""
        self.scaffolds_new = False
        form = super().get_edit_form()
        if "version" in self.shape.columns:
            form.version = seen_version()
        return form

    def get_query(self) -> Any:
        """The rows, with what their labels read."""
        return super().get_query().options(*labels_joined(self.shape))

    def get_list(self, page: int | None, *args: Any, **kwargs: Any) -> Any:
        """A page of rows; a page or a text that cannot be leads to none."""
        args = (*args[:2], searched(args[2]) if args[2] else args[2], *args[3:])
        return super().get_list(min(max(page or 0, 0), _LAST_PAGE), *args, **kwargs)

    def get_one(self, key: Any) -> Any:
        """The row; None for an id that nothing has."""
        identity = identity_of(self.model, key)
        return None if identity is None else db.session.get(self.model, identity)

    @action("delete", "Delete", "Delete the selected rows?")
    def action_delete(self, ids: Sequence[str]) -> None:
        """Delete row by row, each in its own transaction, so that every refusal is told."""
        rows = [row for row in map(self.get_one, ids) if row is not None]
        deleted = sum(self.delete_model(row) for row in rows)
        flash(
            f"{deleted} of {len(ids)} selected rows were deleted.",
            "success" if deleted == len(ids) else "info",
        )

    def handle_view_exception(self, exc: Exception) -> bool:
        """Tell a refusal; what nobody foresaw is raised."""
        refusal = answer_to(exc)
        if refusal is None:
            return False
        flash(refusal.message, "danger")
        return True


def _moment(value: dt.datetime) -> str:
    """To the second; the accounts' own moments, which Flask-AppBuilder keeps without a zone, as they are."""
    return (
        f"{value:%Y-%m-%d %H:%M:%S}"
        if value.tzinfo is None
        else f"{value.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC"
    )


def init_app(app: Flask) -> None:
    """Put the raw tables at `/raw/`. Call it once the screens are declared."""
    index = Index(name="Tables", url="/raw", endpoint="raw", template="raw/index.html")
    admin = Admin(
        app,
        name="Raw tables",
        url="/raw",
        endpoint="raw",
        index_view=index,
    )
    admin.add_view(QueuePage(name="Queues", url="/raw/queue", endpoint="raw_queue"))
    app.appbuilder.add_link("Raw tables", href="/raw/", category="System")  # type: ignore[attr-defined]
    areas = [item.name for item in app.appbuilder.menu.menu]  # type: ignore[attr-defined]
    for table in sorted(map(_table_of, _models()), key=lambda each: areas.index(each.category)):
        admin.add_view(table)


def _models() -> list[Any]:
    """The shop's own models by table, then those of the accounts."""
    own = {mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Base)}
    return [*sorted(own, key=lambda model: model.__tablename__), StaffUser, Role]


def _table_of(model: Any) -> RawTable:
    """The page of one table. A table without a screen, and one that nobody writes, is only read."""
    from ..screen import screen_of

    screen, table = screen_of(model), model.__tablename__
    shape = _shape_of(model)
    parents = {key: parent.key for key, parent in parents_by_key(model).items()}
    shown_names = [parents.get(key, key) for key in shape.columns]

    def may(deed: str) -> bool:
        return screen is not None and holds([ADMIN], f"can_{deed}", table)

    body = {
        "shape": shape,
        "can_create": may("add"),
        "can_edit": may("edit"),
        "can_delete": may("delete"),
        "column_list": shown_names,
        "column_details_list": shown_names,
        "column_sortable_list": list(shape.columns.keys() - parents.keys()),
        "column_searchable_list": [name for name in texts_of(model) if name in shape.columns],
        "column_labels": {name: name_of(name) for name in shown_names},
        "form_columns": [parents.get(key, key) for key in shape.writable],
    }
    kind = type(f"Raw{model.__name__}", (RawTable,), body)
    words = _ACCOUNTS.get(table) or table.replace("_", " ").capitalize()
    category = screen.category if screen is not None else "System"
    return kind(model, db, name=words, category=category, endpoint=f"raw_{table}", url=f"/raw/{table}")


def _shape_of(model: Any) -> Shape:
    shape = shape_of(model, [ADMIN])
    columns = {key: column for key, column in shape.columns.items() if key not in _ACCOUNT_SECRETS}
    return Shape(model, columns, shape.parents)
