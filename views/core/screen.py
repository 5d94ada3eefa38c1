"""A screen: everything people do with the rows of one model, from a few declarative lines.

    @screen("Jobs", category="Production", read={PRODUCTION}, write={OFFICE})
    class JobScreen(Screen, model=Job):
        list_columns = ["number", "title", "customer", "status"]

From it come the grid with its filters and export, the forms with look-ups, the row's page with its verbs, and
(`views.core.rest.resource`) the REST resource. What is not declared is derived from the model.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar, Final

import sqlalchemy as sa
from flask_appbuilder import ModelView
from flask_appbuilder.models.sqla.interface import SQLAInterface

from models.core.labels import noun_of
from models.core.roles import ADMIN
from models.core.visibility import hidden_columns
from models.core.workflow import Verb, verbs_of

from .access import grants
from .access.person import current_roles
from .given import declared
from .pages import columns
from .pages.bulk import BulkPages
from .pages.cells import Drawing, Format
from .pages.export import ExportPages
from .pages.form_pages import FormPages
from .pages.list_page import ListPage
from .pages.quick import QuickPages, refuse_what_is_not_quick
from .pages.show_page import ShowPage
from .pages.verb_pages import VerbPages
from .pages.view_pages import ViewPages
from .representation import parents_by_key
from .values import kind_of, name_of

SCREENS: Final[list[type[Screen]]] = []
"""Every declared screen, in the order of declaration."""


def screen(
    title: str,
    *,
    category: str,
    read: Collection[str] = (),
    write: Collection[str] = (),
    without: Collection[str] = (),
    leads: bool = False,
    detail: bool = False,
    icon: str = "table",
) -> Callable[[type[Screen]], type[Screen]]:
    """Declare a screen: its title and menu category, the roles that read it, and those that also write it.

    Admin may do what anybody may. When nobody writes, not even Admin does: such rows come from verbs or from the
    program itself. `without` names what is withheld from writers too: add, edit or delete. A screen that `leads`
    stands first in its category; one that is a `detail`, whose rows are parts of another's, stands behind “More”.
    """

    def declare(cls: type[Screen]) -> type[Screen]:
        cls.title, cls.category, cls.leads = title, category, leads
        cls.detail, cls.icon = detail, icon
        cls.read, cls.write = frozenset(read) | frozenset(write) | {ADMIN}, frozenset(write)
        cls.withheld = frozenset(without) if write else frozenset({"add", "edit", "delete"})
        refuse_what_is_not_quick(cls)
        _grant(cls)
        SCREENS.append(cls)
        return cls

    return declare


def _grant(cls: type[Screen]) -> None:
    pairs = {"add": grants.ADD, "edit": grants.EDIT, "delete": grants.DELETE}
    grants.grant(cls.read, grants.READ, cls.table)
    grants.grant(cls.read, ["menu_access"], cls.title)
    grants.grant(cls.read, ["menu_access"], cls.category)
    for deed, permissions in pairs.items():
        if deed in cls.withheld:
            grants.withhold(permissions, cls.table)
        else:
            grants.grant(cls.write, permissions, cls.table)
    for verb in cls.verbs.values():
        grants.grant(verb.by, [f"can_{verb.name}"], cls.table)
        for argument in verb.arguments.model_fields.values():
            if table := declared(argument, "x-table"):
                grants.grant(verb.by, ["can_lookup"], table)
    for name in cls.form_columns:
        relation = sa.inspect(cls.model).relationships.get(name)
        if relation is not None:  # the right to look up follows the form that uses it
            grants.grant(cls.write, ["can_lookup"], relation.mapper.class_.__tablename__)


def screen_of(model: type) -> type[Screen] | None:
    """The screen of `model`, if it has one."""
    return next((each for each in SCREENS if each.model is model), None)


def screen_named(table: str) -> type[Screen]:
    """The screen of the table `table`; LookupError when there is none."""
    found = next((each for each in SCREENS if each.table == table), None)
    if found is None:
        raise LookupError(f"No screen shows the table {table}.")
    return found


class Screen(
    ListPage, QuickPages, BulkPages, ExportPages, ShowPage, FormPages, VerbPages, ViewPages, ModelView
):
    """The pages of one model. Subclass it with `model=` and declare it with `@screen`."""

    model: ClassVar[Any] = None
    table: ClassVar[str] = ""
    title: ClassVar[str] = ""
    category: ClassVar[str] = ""
    leads: ClassVar[bool] = False
    detail: ClassVar[bool] = False
    icon: ClassVar[str] = "table"
    """A name of `vendor.ICONS`."""
    read: ClassVar[frozenset[str]] = frozenset()
    write: ClassVar[frozenset[str]] = frozenset()
    withheld: ClassVar[frozenset[str]] = frozenset()
    verbs: ClassVar[dict[str, Verb]] = {}
    """The verbs that some role may speak, by name."""

    named_by: ClassVar[list[str]] = []
    """The columns that a look-up searches."""
    searched_by: ClassVar[list[str]] = []
    """The columns by whose beginnings the search of every page finds rows; none, when it is not for that. Each needs
    an index (`models.core.prefixes`). The first two are what a row is told by."""
    searched_at: ClassVar[int] = 50
    """Where its rows stand among those of other screens."""
    form_columns: ClassVar[list[str]] = []
    """What the forms write; derived from the model when empty."""
    totals: ClassVar[list[str]] = []
    """The columns of the list that are added up below it; derived when empty: money and hours, but not prices."""
    base_order: ClassVar[tuple[str, str]] = ("id", "desc")
    """Newest first, unless declared. The column needs an index."""
    papers: ClassVar[Mapping[str, str]] = {}
    """What is printed of ticked rows: the words of a button, and the page of this screen that takes their ids."""
    related: ClassVar[list[str]] = []
    """Tables whose rows belong to this one and are listed on its page."""
    formats: ClassVar[Mapping[str, Format]] = {}
    """Columns of the list or the page that are made from the row by a function. A stored one is exported as stored."""
    marks: ClassVar[Mapping[str, Drawing]] = {}
    """What is drawn before the text of such a column, by a function of the row. The text must say it too."""
    cards: ClassVar[bool] = False
    """Whether a style sheet lays out the rows as cards of its own on a phone, by the columns' classes `of-<name>`."""
    links: ClassVar[Mapping[str, Format]] = {}
    """Where the text of such a column leads, by a function of the row; "" when nowhere."""
    shown_with: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """The relations that such a function reads."""
    headings: ClassVar[Mapping[str, str]] = {}
    """What a column is called, where the derived name is not good enough."""

    related_views: ClassVar[list[Any]] = []
    exclude_route_methods: ClassVar[set[str]] = {"action", "action_post", "download"}

    def __init_subclass__(cls, model: Any = None, **kwargs: Any) -> None:
        """Derive what the subclass does not say."""
        super().__init_subclass__(**kwargs)
        if model is None:
            return
        cls.model, cls.table = model, model.__tablename__
        cls.datamodel = SQLAInterface(model)
        cls.route_base, cls.class_permission_name = f"/{cls.table}", cls.table
        cls.verbs = {name: verb for name, verb in verbs_of(model).items() if verb.by}
        cls.form_columns = cls.form_columns or [*columns.writable(model)]
        told = columns.told(model)
        cls.list_columns = cls.list_columns or told[:7]
        cls.totals = cls.totals or columns.added_up(model, cls.list_columns)
        cls.show_columns = cls.show_columns or [*told, "created_at", "updated_at"]
        cls.search_columns = cls.search_columns or [*told, "created_at"]
        cls.named_by = cls.named_by or columns.naming(model)

    def _init_properties(self) -> None:
        """Nothing of Flask-AppBuilder's per-instance state: requests run side by side."""

    def _init_forms(self) -> None:
        """Nor its forms."""

    def _init_titles(self) -> None:
        """Nor its titles."""

    @classmethod
    def read_beside(cls, rows: Sequence[Any]) -> None:
        """Reads at once what the `formats` of these rows say besides the rows; for subclasses."""

    @classmethod
    def noun(cls) -> str:
        """One row as a sentence names it, such as “job item”."""
        return noun_of(cls.model)

    @classmethod
    def about(cls) -> str:
        """What its rows are, in a sentence: the first line of its docstring."""
        return (cls.__doc__ or "").split("\n")[0]

    @classmethod
    def counted(cls, number: int) -> str:
        """So many rows as a sentence names them, such as “3 jobs”."""
        return f"{number:,} {cls.noun() if number == 1 else cls.title.lower()}"

    @classmethod
    def heading(cls, column: str) -> str:
        """What people call `column`."""
        return cls.headings.get(column) or name_of(column)

    @classmethod
    def visible(cls, names: Collection[str]) -> list[str]:
        """Those of the columns `names` that the person at the door may see, in order."""
        hidden = hidden_columns(cls.model, current_roles())
        hidden |= {parent.key for key, parent in parents_by_key(cls.model).items() if key in hidden}
        return [name for name in names if name not in hidden]

    @classmethod
    def findable(cls) -> list[str]:
        """The texts among the columns that name a row, as far as the person at the door may see them."""
        own = cls.model.__table__.c
        texts = [name for name in cls.named_by if name in own and kind_of(own[name]) in ("text", "prose")]
        return cls.visible(texts)

    @classmethod
    def order_columns(cls) -> list[str]:
        """The columns that rows can be ordered by."""
        own = set(cls.model.__table__.c.keys())
        named = dict.fromkeys([*cls.list_columns, *cls.search_columns, "created_at", "updated_at"])
        return [name for name in named if name in own]
