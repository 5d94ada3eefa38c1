"""The first page: for staff what they may open, for strangers the log-in."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask_appbuilder import IndexView, expose

from ..access.person import staff


class HomeView(IndexView):
    """`/`."""

    @expose("/")
    def index(self) -> Any:
        """The areas of the shop."""
        if staff() is None:
            return redirect(url_for("LoginView.login"))
        return self.render_template("home.html")
