"""A door of its own for pages that are not the staff's: nothing is served that does not say whom it is for.

bp = Door("floor", __name__, url_prefix="/floor", serve=_serve)

@bp.page("/jobs/<pk>", who=PERSON)
def show(pk: str) -> ResponseReturnValue: ...
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint
from flask.typing import ResponseReturnValue

from . import visit

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods that change nothing, and so need no token of a page."""

Serving = Callable[..., ResponseReturnValue]


@dataclass(frozen=True)
class Page:
    """A declared page: its address behind the door, whom it is for, its methods, and what it is free of.

    `csrf` False frees what writes of the page's token: only for what trusts no cookie. `staff_too` lets somebody of the
    staff who looks as another do it, though it writes: leaving, say.
    """

    endpoint: str
    rule: str
    who: enum.Enum
    methods: frozenset[str]
    csrf: bool
    staff_too: bool


class Door(Blueprint):
    """A blueprint to which only `page` adds addresses; `pages` holds each by its endpoint.

    Endpoints are named `<door>.<module>_<function>`. `serve(page, function)` answers every request: it turns the
    visitor away, or gives what `function()` gives.
    """

    def __init__(
        self,
        name: str,
        module: str,
        *,
        url_prefix: str,
        serve: Callable[[Page, Serving], ResponseReturnValue],
    ) -> None:
        super().__init__(name, module, url_prefix=url_prefix)
        self.pages: dict[str, Page] = {}
        self._serve, self._declaring = serve, False

    def add_url_rule(self, *args: Any, **kwargs: Any) -> None:
        """RuntimeError for an address that nobody declared."""
        if not self._declaring:
            raise RuntimeError(f"Declare a page of the {self.name} with @page: it says whom it is for.")
        super().add_url_rule(*args, **kwargs)

    def page(
        self,
        rule: str,
        *,
        who: enum.Enum,
        methods: Collection[str] = ("GET",),
        csrf: bool = True,
        staff_too: bool = False,
    ) -> Callable[[Serving], Serving]:
        """Serve the function at `rule`, below the door's own address, to whom `who` names; see `Page`."""

        def declare(function: Serving) -> Serving:
            name = f"{function.__module__.rpartition('.')[2]}_{function.__name__}"
            declared = Page(f"{self.name}.{name}", rule, who, frozenset(methods), csrf, staff_too)
            self.pages[declared.endpoint] = declared
            visit.GUARDED_ELSEWHERE.add(declared.endpoint)
            self._declare(rule, name, self._guarded(declared, function), sorted(methods))
            return function

        return declare

    def _declare(self, rule: str, name: str, served: Serving, methods: list[str]) -> None:
        self._declaring = True
        try:
            self.add_url_rule(rule, name, served, methods=methods)
        finally:
            self._declaring = False

    def _guarded(self, declared: Page, function: Serving) -> Serving:
        @functools.wraps(function)
        def served(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            return self._serve(declared, functools.partial(function, *args, **kwargs))

        return served
