"""Flask-AppBuilder's own pages for signing in and for accounts, made to fit the house."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import abort, g, make_response, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.exceptions import PasswordComplexityValidationError
from flask_appbuilder.security import views as library
from flask_appbuilder.security.api import SecurityApi
from flask_appbuilder.security.decorators import no_cache
from flask_appbuilder.security.forms import LoginForm_db
from flask_appbuilder.security.views import AuthDBView, RoleModelView, UserDBModelView
from flask_appbuilder.widgets import ListWidget, ShowWidget
from flask_login import current_user, logout_user

from models.core.base import db
from models.core.limits import accept
from models.core.sqlite import only_reading
from models.passwords import weakness
from models.people import StaffUser

from ..fab import PlainAddress
from ..rest.answers import answered
from ..rest.bodies import Malformed, json_object


def refuse_weak(password: str) -> None:
    """PasswordComplexityValidationError with a sentence when `password` is easy to guess for the form's account."""
    weak = weakness(password, _account_of_the_form())
    if weak:
        raise PasswordComplexityValidationError(weak)


def _account_of_the_form() -> str:
    """The user name that was typed for a new account, else that of the account whose password is set."""
    if "username" in request.form:
        return request.form["username"]
    if (request.endpoint or "").startswith("ResetPasswordView."):
        pk = request.args.get("pk", "")
        user = db.session.get(StaffUser, int(pk)) if pk.isascii() and pk.isdigit() else None
        return user.username if user is not None else ""
    return str(g.user.username)


class LoginView(AuthDBView):
    """The log-in form, and signing out."""

    login_template = "login.html"
    invalid_login_message = "The name or the password is wrong, or the account is not active."

    @expose("/login/", methods=["GET", "POST"])
    @no_cache
    def login(self) -> Any:
        """Sign in. A refusal is the form again with the name that was typed; the library would empty it."""
        answer = super().login()
        if request.method == "GET" or current_user.is_authenticated:
            return answer
        form = LoginForm_db()
        form.validate()
        return self.render_template(self.login_template, form=form), 422

    @expose("/logout/", methods=["GET", "POST"])
    def logout(self) -> Any:
        """End the session, and with it every copy of its cookie. Other sites cannot make a visitor do so."""
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            abort(403)
        self.appbuilder.session.rollback()  # what was begun to read cannot always go on to write
        only_reading(False)
        if g.user.is_authenticated:
            self.appbuilder.sm.on_user_logout(g.user._get_current_object())
        logout_user()
        answer = make_response(redirect(url_for("LoginView.login")))
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer


class LoginApi(SecurityApi):
    """The log-in of programs: `POST /api/v1/security/login`."""

    @expose("/login", methods=["POST"])
    @answered
    def login(self) -> Any:
        """A token for a name and a password. The library would answer 500 to the brake, and to what is no text."""
        given = json_object()
        for name in ("username", "password"):
            _refuse_what_is_no_text(name, given.get(name))
        self.appbuilder.sm.brake(str(given.get("username") or "")[:320])
        return super().login()


def _refuse_what_is_no_text(name: str, value: object) -> None:
    try:
        accept(sa.String(), value)
    except ValueError as refusal:
        raise Malformed(f"{name}: {refusal}") from None


class UserView(PlainAddress, UserDBModelView):
    """The staff who sign in; Admin only, but for the own profile. Users are made inactive, not deleted."""

    class_permission_name = "UserDBModelView"
    exclude_route_methods = {"delete", "download", "action_post"}
    list_title, show_title, add_title, edit_title = "Users", "User", "Add user", "Edit user"
    user_info_title = "Your account"
    list_columns = ["username", "first_name", "last_name", "email", "active", "roles"]
    show_columns = ["username", "first_name", "last_name", "email", "active", "roles", "last_login"]
    show_fieldsets = user_show_fieldsets = None
    search_columns = ["username", "first_name", "last_name", "email", "active"]
    label_columns = {"active": "Active", "roles": "Roles", "username": "User name", "email": "E-mail"}
    add_columns = [
        "username",
        "first_name",
        "last_name",
        "email",
        "active",
        "roles",
        "password",
        "conf_password",
    ]
    edit_columns = ["username", "first_name", "last_name", "email", "active", "roles"]
    validators_columns: dict[str, Any] = {}

    @expose("/action/<string:name>/<pk>", methods=["POST"])
    def action(self, name: str, pk: str) -> Any:
        """What the library does for a user; 404 where it would stumble."""
        if (
            name not in self.actions
            or not (pk.isascii() and pk.isdigit())
            or self.datamodel.get(int(pk)) is None
        ):
            abort(404)
        return super().action(name, int(pk))


class RoleView(PlainAddress, RoleModelView):
    """The roles. What they may do is declared by the screens, so there is nothing to edit."""

    class_permission_name = "RoleModelView"
    base_permissions = ["can_list", "can_show"]
    list_widget, show_widget = ListWidget, ShowWidget
    exclude_route_methods = {"add", "edit", "delete", "download", "action", "action_post"}
    list_title, show_title = "Roles", "Role"
    list_columns = ["name"]
    show_columns = ["name"]
    search_columns = ["name"]


class ResetMyPasswordView(library.ResetMyPasswordView):
    """A new password of one's own."""

    form_title, message = "Change your password", "Your password was changed."


class ResetPasswordView(library.ResetPasswordView):
    """A new password for somebody else, given by the owner."""

    form_title, message = "Set a new password", "The password was changed."


class UserInfoEditView(library.UserInfoEditView):
    """One's own name."""

    form_title, message = "Edit your name", "Your name was changed."
