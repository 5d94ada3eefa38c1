"""What every page under `/raw/` shares: it is the owner's alone."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for

from models.core.roles import ADMIN

from ..access.person import current_roles, staff


class OwnerOnly:
    """What every page here shares: the Admin role, and nobody else."""

    def is_accessible(self) -> bool:
        """Whether the person at the door is the owner."""
        return ADMIN in current_roles()

    def inaccessible_callback(self, _name: str, **_kwargs: Any) -> Any:
        """A stranger signs in first; anybody else is refused."""
        if staff() is not None:
            abort(403)
        return redirect(url_for("LoginView.login", next=request.full_path.rstrip("?")))

    @property
    def extra_js(self) -> list[str]:
        """The confirmations: under the content security policy no inline handler runs."""
        return [url_for("static", filename="raw/raw.js")]
