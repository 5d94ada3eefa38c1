"""The shop's settings and the numbers it gives out."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import current_app, flash, redirect, request
from flask_appbuilder import expose

from models.core.base import db
from models.core.errors import InvalidValue
from models.core.roles import ADMIN, MANAGER
from models.core.series import NumberSeries
from models.look import LOGO, SHOP_NAME
from models.settings import DECLARED, Setting
from tasks import logo
from tasks.look import look

from .core.access.person import needs
from .core.pages.forms import RowForm
from .core.pages.writing import attempt
from .core.refusals import Refusal
from .core.screen import Screen, screen
from .core.values import name_of

_LOGO_PAGE = "/settings/logo"


def _value_of(setting: Setting) -> str:
    """A setting's value as the grid shows it; what nobody chose says what holds instead."""
    if setting.name == SHOP_NAME and not setting.value:
        return f"{current_app.config['SHOP_NAME']} (as installed)"
    if setting.name == LOGO:
        return "A picture" if setting.value else "None"
    return setting.value


@screen("Settings", category="System", icon="settings", write={ADMIN, MANAGER}, without={"add", "delete"})
class SettingScreen(Screen, model=Setting):
    """What the owner decides. Settings are declared in code; here they get their value."""

    list_columns = ["name", "value", "help"]
    formats = {"name": lambda setting: name_of(setting.name), "value": _value_of}
    headings = {"help": "Meaning"}
    form_columns = ["value"]
    base_order = ("name", "asc")

    def explain(self, form: RowForm, row: Any) -> None:
        """What the setting means stands beside its value, in an input of its kind."""
        field, declared = form["value"], DECLARED.get(row.name)
        field.description = row.help
        if declared is not None:
            field.kind = declared.drawn
            field.may_be_empty = declared.default == ""

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @needs("edit")
    def edit(self, pk: str) -> Any:
        """Change a setting; the logo is not typed, but chosen on a page of its own."""
        if self.find(pk).name == LOGO:
            return redirect(_LOGO_PAGE)
        return super().edit(pk)

    @expose("/logo", methods=["GET", "POST"])
    @needs("edit")
    def logo(self) -> Any:
        """Choose the shop's logo, or take it away."""
        if request.method == "GET":
            return self._logo_page()
        before = _logo_setting().value
        leaves = "remove" in request.form
        refusal = attempt(_take_logo_away if leaves else _take_logo)
        if refusal is not None:
            return self._logo_page(refusal)
        if before != _logo_setting().value:
            logo.remove(before)
        flash("The logo was taken away." if leaves else "The logo was changed.", "success")
        return redirect(_LOGO_PAGE, 303)

    def _logo_page(self, refusal: Refusal | None = None) -> Any:
        page = self.render_template("settings/logo.html", shop=look(), limits=logo, refusal=refusal)
        return (page, refusal.status, refusal.headers) if refusal else page


def _take_logo() -> None:
    chosen = request.files.get("logo")
    if chosen is None:
        raise InvalidValue("logo", "Choose a picture first.")
    _logo_setting().value = logo.keep(chosen.stream)


def _take_logo_away() -> None:
    _logo_setting().value = ""


def _logo_setting() -> Setting:
    return db.session.scalars(sa.select(Setting).where(Setting.name == LOGO)).one()


@screen("Number series", category="System", icon="list", detail=True)
class NumberSeriesScreen(Screen, model=NumberSeries):
    """The last number given out under each prefix."""

    list_columns = ["prefix", "last", "updated_at"]
    headings = {"last": "Last number", "updated_at": "Given out"}
    named_by = ["prefix"]
