"""How a new member of staff sets a password: `/invitation/<token>`. Looking at it uses nothing up."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, flash, redirect, request, url_for
from flask_wtf import FlaskForm
from werkzeug.security import generate_password_hash
from wtforms import PasswordField
from wtforms.validators import InputRequired, ValidationError

from models.core.actor import Actor, acting_as
from models.core.base import db
from models.core.errors import RuleBroken
from models.passwords import LONGEST, SHORTEST, weakness
from models.people import StaffInvitation, invitation_by_token

from .core.public.pages import Notice, answer_with_notice, render
from .core.public.rate_limit import RateLimit
from .core.public.sealed import public_policy, sealed

bp: Final = Blueprint("invitations", __name__, url_prefix="/invitation")
bp.register_error_handler(Notice, answer_with_notice)

REQUESTS_A_MINUTE: Final = 30
LONGEST_TOKEN: Final = 64

NOTICES: Final = {
    404: (
        "This invitation is not known",
        "Perhaps a part of the link was lost when it was copied. Open it again from the mail.",
    ),
    410: (
        "This invitation was used or has expired",
        "If you have set a password, sign in with it. If not, ask the owner for a new invitation.",
    ),
    429: ("That was a lot of requests", "Wait a minute, then reload this page."),
}
"""What a person is told instead of the form, by HTTP status."""

_HEADERS: Final = public_policy(forms=True)


class PasswordForm(FlaskForm):
    """A new password, typed twice."""

    username: str

    password = PasswordField("Password", [InputRequired("Choose a password.")])
    again = PasswordField("The same again", [InputRequired("Type the password a second time.")])

    def validate_password(self, field: PasswordField) -> None:
        """Refuse a weak one with its reason."""
        problem = weakness(field.data or "", self.username)
        if problem:
            raise ValidationError(problem)

    def validate_again(self, field: PasswordField) -> None:
        """Refuse a slip of the finger."""
        if field.data != self.password.data:
            raise ValidationError("The two passwords differ: type them again.")


def init_app(app: Flask) -> None:
    """Serve invitations."""
    app.config.setdefault("INVITATION_REQUESTS_A_MINUTE", REQUESTS_A_MINUTE)
    app.extensions["invitation_limit"] = RateLimit(app.config["INVITATION_REQUESTS_A_MINUTE"], 60)
    app.register_blueprint(bp)


@bp.get("/<token>")
def show(token: str) -> Response:
    """The form."""
    return _page(_opened(token))


@bp.post("/<token>")
def accept(token: str) -> Any:
    """Set the password and lead to the log-in; the form again, with what is wrong, otherwise (422)."""
    invitation = _opened(token)
    form = _form(invitation)
    if not form.validate():
        return _page(invitation, form, 422)
    name = invitation.user.username
    try:
        with acting_as(Actor("staff", name, str(invitation.user_id))):
            invitation.accept(_hashed(form.password.data))
            db.session.commit()
    except RuleBroken:  # somebody was quicker
        db.session.rollback()
        raise _notice(410) from None
    flash(f"Your password is set, {name}. Sign in with it.", "success")
    return redirect(url_for("LoginView.login"))


def _opened(token: str) -> StaffInvitation:
    wait = current_app.extensions["invitation_limit"].wait(request.remote_addr)
    if wait:
        raise _notice(429, wait)
    invitation = invitation_by_token(db.session(), token) if len(token) <= LONGEST_TOKEN else None
    if invitation is None:
        raise _notice(404)
    if not invitation.is_open:
        raise _notice(410)
    return invitation


def _notice(status: int, retry_after: int = 0) -> Notice:
    return Notice(status, *NOTICES[status], _HEADERS, retry_after)


def _form(invitation: StaffInvitation) -> PasswordForm:
    form = PasswordForm()
    form.username = invitation.user.username
    return form


def _page(invitation: StaffInvitation, form: PasswordForm | None = None, status: int = 200) -> Response:
    text = render(
        "invitations/form.html",
        form=form or _form(invitation),
        user=invitation.user,
        shortest=SHORTEST,
        longest=LONGEST,
    )
    return sealed(Response(text, status), _HEADERS)


def _hashed(password: str) -> str:
    """As Flask-AppBuilder hashes the passwords that it sets itself."""
    config = current_app.config
    method = config.get("FAB_PASSWORD_HASH_METHOD", "scrypt")
    return generate_password_hash(password, method, config.get("FAB_PASSWORD_HASH_SALT_LENGTH", 16))
