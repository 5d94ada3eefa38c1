"""The shop's settings and the numbers it gives out."""

from __future__ import annotations

from typing import Any

from models.core.roles import ADMIN, MANAGER
from models.core.series import NumberSeries
from models.settings import Setting

from .core.pages.forms import RowForm
from .core.screen import Screen, screen
from .core.values import name_of


@screen("Settings", category="System", icon="settings", write={ADMIN, MANAGER}, without={"add", "delete"})
class SettingScreen(Screen, model=Setting):
    """What the owner decides. Settings are declared in code; here they get their value."""

    list_columns = ["name", "value", "help"]
    formats = {"name": lambda setting: name_of(setting.name)}
    headings = {"help": "Meaning"}
    form_columns = ["value"]
    base_order = ("name", "asc")

    def explain(self, form: RowForm, row: Any) -> None:
        """What the setting means stands beside its value."""
        form["value"].description = row.help


@screen("Number series", category="System", icon="list", detail=True)
class NumberSeriesScreen(Screen, model=NumberSeries):
    """The last number given out under each prefix."""

    list_columns = ["prefix", "last", "updated_at"]
    headings = {"last": "Last number", "updated_at": "Given out"}
    named_by = ["prefix"]
