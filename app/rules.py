"""Addresses of the shop, whose spelling is compiled when one is first spelled.

Werkzeug compiles two functions for each rule at its start. The shop has thousands of rules, of which a process spells a
few: that took most of the time in which its routes were added.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from flask import Flask
from werkzeug.routing import Rule

Spelling = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A rule that matches as Werkzeug's does, and spells the same addresses."""

    def _compile_builder(self, append_unknown: bool = True) -> Spelling:
        """Give what spells an address: domain and path of given values, compiled at its first use."""
        compiled = functools.cache(functools.partial(super()._compile_builder, append_unknown))
        return lambda rule, /, **values: compiled()(rule, **values)  # an argument may be called “rule” too


class Shop(Flask):
    """The application, whose routes are late rules."""

    url_rule_class = LateRule
