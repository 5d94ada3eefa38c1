"""What every page under `/raw/` shares: it is the owner's alone, and stands in the frame of every page of staff."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, redirect, request, url_for

from models.core.roles import ADMIN

from ..access.person import current_roles, staff
from ..frame.trail import Step


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

    def render(self: Any, template: str, **values: Any) -> str:
        """The page, in the frame of the shop's own pages: of the library's templates none is used."""
        builder = current_app.appbuilder  # type: ignore[attr-defined]
        return super().render(template, appbuilder=builder, way=self.way(values), **values)  # type: ignore[misc]

    def way(self: Any, _values: dict[str, Any]) -> list[Step | str]:
        """The steps from the raw tables to the page that shows the values."""
        return [self.name]
