"""Who may do what: exact (permission, resource) pairs, derived from the declarations of the screens.

There are no patterns and no rows: a pair that was not declared is refused to everybody. The Admin role holds every
pair but those withheld, such as writing the audit trail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from models.core.roles import ADMIN, EVERYBODY

Pair = tuple[str, str]

GRANTS: Final[dict[str, set[Pair]]] = defaultdict(set)
"""Role to the pairs that it holds."""

WITHHELD: Final[set[Pair]] = set()
"""Pairs that nobody holds, not even Admin."""

READ: Final = ("can_list", "can_show", "can_export", "can_get", "can_info", "can_lookup")
ADD: Final = ("can_add", "can_post")
EDIT: Final = ("can_edit", "can_put")
DELETE: Final = ("can_delete",)

_OWN_AFFAIRS: Final = (
    ("can_get", "OpenApi"),
    ("can_show", "SwaggerView"),
    ("can_get", "MenuApi"),
    ("can_userinfo", "UserDBModelView"),
    ("resetmypassword", "UserDBModelView"),
    ("userinfoedit", "UserDBModelView"),
    ("can_this_form_get", "ResetMyPasswordView"),
    ("can_this_form_post", "ResetMyPasswordView"),
    ("can_this_form_get", "UserInfoEditView"),
    ("can_this_form_post", "UserInfoEditView"),
)
"""What every member of staff may do: read how the API works, and keep the own profile and password."""

for _role in EVERYBODY:
    GRANTS[_role].update(_OWN_AFFAIRS)


def grant(roles: Iterable[str], permissions: Iterable[str], resource: str) -> None:
    """Give `roles` each of `permissions` on `resource`."""
    pairs = {(permission, resource) for permission in permissions}
    for role in roles:
        GRANTS[role] |= pairs


def withhold(permissions: Iterable[str], resource: str) -> None:
    """Refuse `permissions` on `resource` to everybody, Admin included."""
    WITHHELD.update((permission, resource) for permission in permissions)


def holds(roles: Iterable[str], permission: str, resource: str) -> bool:
    """Whether one of `roles` holds the pair."""
    pair = (permission, resource)
    if pair in WITHHELD:
        return False
    return any(role == ADMIN or pair in GRANTS.get(role, ()) for role in roles)
