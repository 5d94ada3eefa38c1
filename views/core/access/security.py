"""Flask-AppBuilder's security made exact: roles are grants, and a session ends when its epoch does."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import abort, current_app, request, session
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_login import current_user, user_logged_in
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import TooManyRequests

from models.core.actor import act_as
from models.core.base import db
from models.look import edition
from models.people import StaffUser
from tasks import look

from ..fab import SpokenRows
from .attempts import FailedLogins
from .grants import GRANTS, holds
from .login import (
    LoginApi,
    LoginView,
    ResetMyPasswordView,
    ResetPasswordView,
    RoleView,
    UserInfoEditView,
    UserView,
)
from .person import actor_of, current_roles, is_granted


@cache
def _who() -> sa.Select[Any]:
    """Who is at the door: asked with every page, and so composed once."""
    query = sa.select(StaffUser, edition()).where(StaffUser.id == sa.bindparam("pk"))
    return query.options(joinedload(StaffUser.roles)).execution_options(populate_existing=True)


class ExactSecurityManager(SecurityManager):
    """Flask-AppBuilder's security with exact grants, without permission rows, and without SQL for each question."""

    user_model = StaffUser
    authdbview = LoginView
    security_api = LoginApi
    userdbmodelview = UserView
    rolemodelview = RoleView
    resetmypasswordview = ResetMyPasswordView
    resetpasswordview = ResetPasswordView
    userinfoeditview = UserInfoEditView
    userstatschartview = None

    def __init__(self, appbuilder: Any) -> None:
        super().__init__(appbuilder)
        self.userdbmodelview.datamodel = SpokenRows(StaffUser)
        self.failed_logins = FailedLogins()
        user_logged_in.connect(_keep_epoch, current_app._get_current_object())  # type: ignore[attr-defined]
        self.jwt_manager.additional_claims_loader(self._claims)

    def register_views(self) -> None:
        """Only what a shop needs: signing in, the own account, users and roles."""
        self.appbuilder.add_api(self.security_api)
        for view in (self.userinfoeditview, self.resetpasswordview, self.resetmypasswordview):
            self.appbuilder.add_view_no_menu(view())
        self.auth_view = self.authdbview()
        self.appbuilder.add_view_no_menu(self.auth_view)
        self.user_view = self.appbuilder.add_view(self.userdbmodelview, "Users", category="System")
        self.appbuilder.add_view(self.rolemodelview, "Roles", category="System")

    def create_db(self) -> None:
        """Nothing: tables come from migrations, roles from the reference rows."""

    def load_user(self, pk: Any) -> StaffUser | None:
        """The user of a session cookie with the roles, in one statement; None once the session was ended."""
        user = self._user(pk)
        if user is None or not user.is_active or session.get("epoch") != user.session_epoch:
            return None
        return user

    def load_user_jwt(self, _header: Any, claims: dict[str, Any]) -> StaffUser | None:
        """The user of a bearer token, who acts from here on; None once the sessions were ended."""
        user = self._user(claims["sub"])
        if user is None or not user.is_active or claims.get("epoch") != user.session_epoch:
            return None
        act_as(actor_of(user))
        return user

    def _user(self, pk: Any) -> StaffUser | None:
        """The user with the roles. The statement tells the look's edition besides, which every page needs to know."""
        if not str(pk).isascii() or not str(pk).isdigit():
            return None
        found = db.session.execute(_who(), {"pk": int(pk)}).unique().one_or_none()
        if found is None:
            return None
        user, current = found
        look.noticed(current)
        return user

    def _claims(self, identity: Any) -> dict[str, Any]:
        user = self._user(identity)
        return {"epoch": user.session_epoch if user else None}

    def brake(self, name: str) -> None:
        """End the request with 429 when `name` failed too often to sign in from where it comes."""
        wait = self.failed_logins.wait_for(request.remote_addr or "", name)
        if wait:
            sentence = f"Too many attempts to sign in: try again in {wait // 60 + 1} minutes."
            raise TooManyRequests(sentence, retry_after=wait)

    def auth_user_db(self, username: str | None, password: str | None) -> Any:
        """The user, if name and password are right. Whoever fails too often has to wait (429)."""
        name, address = (username or "")[:320], request.remote_addr or ""
        if "\0" in name:
            return None
        self.brake(name)
        user = super().auth_user_db(name, (password or "")[:1000])
        (self.failed_logins.forget if user else self.failed_logins.note)(address, name)
        return user

    def noop_user_update(self, user: StaffUser) -> None:
        """Write what stands there already, so that a wrong name takes as long to refuse as a wrong password."""
        same = sa.update(StaffUser).where(StaffUser.id == user.id).values(login_count=user.login_count)
        db.session.execute(same.execution_options(deliberate="it changes nothing"))
        db.session.commit()

    def reset_password(self, userid: Any, password: str) -> None:
        """Set the password and end all sessions of the user, but the one that changes its own."""
        user = self._user(userid)
        if user is None:
            abort(404)
        user.end_sessions()
        super().reset_password(user.id, password)
        if current_user.is_authenticated and current_user.id == user.id:
            session["epoch"] = user.session_epoch

    def on_user_logout(self, user: StaffUser) -> None:
        """End the sessions: a copied cookie dies with the one that signed out."""
        user.end_sessions()
        db.session.commit()

    def has_access(self, permission_name: str, view_name: str) -> bool:
        """Whether the person at the door holds the pair."""
        return is_granted(permission_name, view_name)

    def is_item_public(self, _permission_name: str, _view_name: str) -> bool:
        """Nothing is public by declaration: public pages are pages of their own."""
        return False

    def get_user_roles(self, user: Any) -> list[Any]:
        """The roles given to the user; groups give none."""
        return list(user.roles) if user.is_authenticated else []

    def get_user_menu_access(self, menu_names: Iterable[str] | None = None) -> set[str]:
        """Which of `menu_names` the person at the door sees."""
        roles = current_roles()
        return {name for name in menu_names or () if holds(roles, "menu_access", name)}

    def get_role_permissions(self, role: Any) -> set[tuple[str, str]]:
        """The pairs of a role."""
        return set(GRANTS.get(role.name, ()))


def _keep_epoch(_app: Any, user: StaffUser) -> None:
    session["epoch"] = user.session_epoch
    session.permanent = True  # so that it ends PERMANENT_SESSION_LIFETIME after the last visit
