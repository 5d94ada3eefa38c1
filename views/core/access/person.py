"""The person at the door: who it is, and whether they may."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from flask import abort, redirect, request, url_for
from flask_jwt_extended import current_user as bearer
from flask_login import current_user

from models.core.actor import Actor
from models.people import StaffUser

from .grants import holds


def staff() -> StaffUser | None:
    """The member of staff whose request this is, by cookie or by bearer token; None for a stranger."""
    if current_user and current_user.is_authenticated:
        return current_user._get_current_object()
    return bearer._get_current_object() if bearer else None


def roles_of(user: StaffUser | None) -> frozenset[str]:
    """The names of the user's roles; none for a stranger or for somebody who may no longer sign in."""
    return frozenset(role.name for role in user.roles) if user is not None and user.is_active else frozenset()


def current_roles() -> frozenset[str]:
    """The roles that the person at the door holds."""
    return roles_of(staff())


def is_granted(permission: str, resource: str) -> bool:
    """Whether the person at the door holds `permission` on `resource`."""
    return holds(current_roles(), permission, resource)


def actor_of(user: StaffUser) -> Actor:
    """The actor that history and audit name."""
    return Actor("staff", user.username, str(user.id), roles_of(user))


def needs(permission: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a page of a view in only with `can_<permission>` on it: strangers are sent to sign in, others get 403."""

    def wrap(page: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(page)
        def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
            require(f"can_{permission}", self.class_permission_name)
            return page(self, *args, **kwargs)

        guarded._permission_name = permission  # type: ignore[attr-defined]
        return guarded

    return wrap


def require(permission: str, resource: str) -> None:
    """Return if the person at the door holds the pair; else end the request: 403, or the log-in for a stranger."""
    if is_granted(permission, resource):
        return
    if staff() is not None:
        abort(403)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    abort(redirect(url_for("LoginView.login", next=wanted)))
