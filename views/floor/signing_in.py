"""Signing in on a registered device: one's name, then one's number; out again in one tap."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from flask import abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.security import check_password_hash, generate_password_hash

from models.core.base import db
from models.core.errors import InvalidValue
from models.people import Employee
from models.timekeeping.numbers import (
    number_of,
    people_with_numbers,
    refuse_weak,
    set_number,
    try_number,
)

from . import answers, tokens
from .door import DEVICE, PERSON, page
from .frame import known, render
from .visitor import device_here, visitor, works_here

_LONGEST: Final = 8


@page("/sign-in", who=DEVICE)
def people() -> ResponseReturnValue:
    """Who works here and has a number."""
    return render("people.html", pins=people_with_numbers(db.session()), next=wanted_page())


@page("/sign-in/<pk>", who=DEVICE)
def number(pk: str) -> ResponseReturnValue:
    """The page that asks for a person's number."""
    return render("number.html", employee=_employee(pk), error="", next=wanted_page())


@page("/sign-in/<pk>", who=DEVICE, methods=("POST",))
def sign_in(pk: str) -> ResponseReturnValue:
    """Let the person in whose number it is; count it when it is not."""
    employee, device = _employee(pk), device_here()
    pin = number_of(db.session(), employee)
    if device is None or pin is None:
        abort(404)
    sent = request.form.get("number", "")
    refusal = try_number(
        device, pin, lambda hashed: len(sent) <= _LONGEST and check_password_hash(hashed, sent)
    )
    hashed = pin.pin_hash
    if not refusal:
        device.end_visit()
    db.session.commit()
    if refusal:
        shown = render("number.html", employee=employee, error=refusal, next=wanted_page())
        return make_response(shown, 429 if refusal.startswith("Too many") else 422)
    return tokens.let_in(make_response(redirect(wanted_page(), 303)), device, employee, hashed)


@page("/sign-out", who=PERSON, methods=("POST",))
def sign_out() -> ResponseReturnValue:
    """Sign the person out of this device, and every copy of the cookie with them."""
    device = visitor().device
    if device is not None:
        device.end_visit()
        db.session.commit()
    answer = make_response(redirect(url_for("floor.signing_in_people"), 303))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return tokens.let_out(answer)


@page("/number", who=PERSON)
def own() -> ResponseReturnValue:
    """The page on which one changes one's own number."""
    return render("own_number.html", error="")


@page("/number", who=PERSON, methods=("POST",))
def change() -> ResponseReturnValue:
    """Take a new number of one's own; on a device the old one is asked for, and its guessing is held up."""
    inside = visitor()
    refusal = _refusal_of_old() if inside.device is not None else ""
    wanted = request.form.get("new", "")
    if not refusal:
        try:
            refuse_weak(wanted)
        except InvalidValue as weak:
            refusal = weak.sentence
    if refusal:
        db.session.commit()  # the failure was counted
        return make_response(render("own_number.html", error=refusal), 422)
    pin = set_number(db.session(), inside.employee, generate_password_hash(wanted))
    hashed = pin.pin_hash
    db.session.commit()
    answer = make_response(redirect(url_for("floor.work_today"), 303))
    return answer if inside.device is None else tokens.let_in(answer, inside.device, inside.employee, hashed)


def _refusal_of_old() -> str:
    inside, old = visitor(), request.form.get("old", "")
    pin = number_of(db.session(), inside.employee)
    if inside.device is None or pin is None:
        return answers.OLD_PAGE
    return try_number(
        inside.device, pin, lambda hashed: len(old) <= _LONGEST and check_password_hash(hashed, old)
    )


def wanted_page() -> str:
    """The page of the floor that `next` names; one's work when it names anything else."""
    wanted = request.values.get("next", "")[:300]
    parts = urlsplit(wanted)
    is_ours = (
        wanted.startswith("/floor/") and not parts.netloc and "\\" not in wanted and wanted.isprintable()
    )
    inside = is_ours and not parts.path.startswith(("/floor/sign-", "/floor/register", "/floor/taps"))
    return wanted if inside else "/floor/"


def _employee(pk: str) -> Employee:
    employee = known(Employee, pk)
    if employee is None or not works_here(employee) or number_of(db.session(), employee) is None:
        abort(404)
    return employee
