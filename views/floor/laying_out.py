"""`/floor-setup/`: the page of staff on which a manager registers devices and sets people's numbers."""

from __future__ import annotations

import io
from typing import Any, Final

import segno
import sqlalchemy as sa
from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.security import generate_password_hash

from models.core.actor import current_actor
from models.core.base import db
from models.core.errors import InvalidValue
from models.people import Employee
from models.timekeeping import FloorDevice
from models.timekeeping.numbers import people_with_numbers, refuse_weak, set_number

from ..core.access.person import require
from .frame import known

RESOURCE: Final = "FloorSetup"

bp: Final = Blueprint("floor_setup", __name__, url_prefix="/floor-setup")


@bp.before_request
def _for_managers() -> None:
    require("can_get", RESOURCE)


@bp.get("/")
def show() -> str:
    """The devices, the numbers, and what adds to them."""
    devices = db.session.scalars(sa.select(FloorDevice).order_by(FloorDevice.id.desc())).all()
    people = sa.select(Employee).where(Employee.is_active.is_(True), Employee.archived_at.is_(None))
    return _render(
        "set_up.html",
        devices=devices,
        people=db.session.scalars(people.order_by(Employee.name)).all(),
        with_number={pin.employee_id for pin in people_with_numbers(db.session())},
    )


@bp.post("/devices")
def add_device() -> ResponseReturnValue:
    """Lay out a device, and show the link that registers it; open that at once if it is the browser before one."""
    name = request.form.get("name", "").strip()[:80]
    if not name:
        flash("No device was added: give it a name, such as Press phone.", "danger")
        return redirect(url_for("floor_setup.show"), 303)
    device = FloorDevice(name=name)
    db.session.add(device)
    db.session.flush()
    device.announce_by(current_actor().name)
    db.session.commit()
    if request.form.get("here"):
        return redirect(url_for("floor.registering_show", pk=device.id, token=device.link_token()), 303)
    return redirect(url_for("floor_setup.link", pk=device.id), 303)


@bp.get("/devices/<pk>")
def link(pk: str) -> str:
    """The link of a device that is not registered yet, as a code for its camera; 404 once it is used or over."""
    device = known(FloorDevice, pk)
    if device is None or not device.takes_link:
        abort(404)
    secret = {"pk": device.id, "token": device.link_token()}
    address = url_for("floor.registering_show", **secret, _external=True)
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=2, scale=6, xmldecl=False, svgns=True)
    return _render("link.html", device=device, address=address, code=Markup(drawn.getvalue().decode()))  # noqa: S704


@bp.post("/devices/<pk>/revoke")
def revoke(pk: str) -> ResponseReturnValue:
    """Let nobody in on the device any more."""
    device = known(FloorDevice, pk) or abort(404)
    device.revoke()
    db.session.commit()
    flash(f"{device.name} is one of the floor's devices no longer.", "success")
    return redirect(url_for("floor_setup.show"), 303)


@bp.post("/numbers")
def give_number() -> ResponseReturnValue:
    """Set somebody's number."""
    employee, number = known(Employee, request.form.get("employee", "")), request.form.get("number", "")
    if employee is None:
        flash("No number was set: choose who it is for.", "danger")
        return redirect(url_for("floor_setup.show"), 303)
    try:
        refuse_weak(number)
    except InvalidValue as refusal:
        flash(f"No number was set. {refusal.sentence}", "danger")
        return redirect(url_for("floor_setup.show"), 303)
    set_number(db.session(), employee, generate_password_hash(number))
    db.session.commit()
    flash(f"{employee.name} signs in on the floor by the new number.", "success")
    return redirect(url_for("floor_setup.show"), 303)


def _render(template: str, **values: Any) -> str:
    builder = current_app.extensions["appbuilder"]
    return render_template(f"floor/{template}", appbuilder=builder, base_template="layout.html", **values)
