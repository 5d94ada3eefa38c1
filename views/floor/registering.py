"""Registering a device: its link is opened on it, and a button pressed, once."""

from __future__ import annotations

import hmac

from flask import abort, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from models.core.base import db
from models.timekeeping import FloorDevice

from . import answers, tokens
from .door import OPEN, page
from .frame import known, render


@page("/register/<pk>/<token>", who=OPEN)
def show(pk: str, token: str) -> ResponseReturnValue:
    """The page of a link: a button, so that a program that follows links registers nothing."""
    device = _device(pk, token)
    if not device.takes_link:
        return answers.told(
            410, "This link was used or is over. A manager makes a new one.", title="Too late"
        )
    return render("register.html", device=device)


@page("/register/<pk>/<token>", who=OPEN, methods=("POST",), csrf=False)
def register(pk: str, token: str) -> ResponseReturnValue:
    """Make this browser the device; whoever knows the secret of the address may."""
    device = _device(pk, token)
    device.register()
    db.session.commit()
    return tokens.give_device(make_response(redirect(url_for("floor.signing_in_people"), 303)), device)


def _device(pk: str, token: str) -> FloorDevice:
    device = known(FloorDevice, pk)
    if device is None or not hmac.compare_digest(token.encode(), device.link_token().encode()):
        abort(404)
    return device
