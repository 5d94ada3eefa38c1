"""`POST /floor/taps`: taps that a phone saved, in their order, each taken once and answered for itself.

    {"now": 1764000000000, "taps": [{"key": "…", "kind": "START", "at": 1763999000000, "employee": "…", "proof": "…"}]}

Times are milliseconds by the phone's clock, `now` the moment of sending; the answer says by how many the phone is
`ahead` of the shop, in whole minutes, so that it shows how long somebody has worked. Each tap bears a proof that its
person signed in on this device: it is in no cookie, so that no other site can send taps, and it outlives the session,
so that those saved without a network are credited to whom they belong, whoever holds the phone by then. What bears no
proof of this device is answered WAITS: the phone keeps it until its person signs in there, which gives it another
proof.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from flask import abort, g, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.exc import IntegrityError

from models.core.actor import Actor, acting_as
from models.core.base import db
from models.core.errors import InvalidValue, RuleBroken
from models.core.roles import PRODUCTION
from models.people import Employee
from models.timekeeping import FloorDevice, FloorTap, MisprintCause, TapKind
from models.timekeeping.phone_clocks import offset_of, put_right
from models.timekeeping.taking import Tap, may_take_time, refuse, take
from models.timekeeping.work import Pieces
from tasks import refused

from . import tokens
from .door import DEVICE, page
from .frame import known
from .visitor import Visitor, device_here

MOST: Final = 200
"""Taps in one batch: a phone sends the rest afterwards."""

_UNREADABLE: Final = "This tap could not be read. Ask a manager to enter the time."

Id = Annotated[str, Field(pattern=r"^[0-9A-Z]{26}$")]
Moment = Annotated[int, Field(ge=0, le=4_102_444_800_000)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Said(BaseModel):
    """One tap as the phone says it."""

    model_config = ConfigDict(extra="forbid")

    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{16,64}$")]
    kind: TapKind
    at: Moment
    employee: Id
    proof: Annotated[str, Field(max_length=64)]
    operation: Id | None = None
    activity: Annotated[str, Field(max_length=60)] = ""
    good: Count | None = None
    misprinted: Count | None = None
    cause: MisprintCause | None = None
    time_only: bool = False


@page("/taps", who=DEVICE, methods=("POST",), csrf=False)
def send() -> ResponseReturnValue:
    """Take a batch in its order; what is wrong with one stops no other."""
    body = _body()
    if not isinstance(body, dict) or not isinstance(body.get("taps"), list) or len(body["taps"]) > MOST:
        abort(422, f"Nothing was taken: send at most {MOST} taps and the phone's time.")
    try:
        offset = offset_of(_moment(body.get("now")))
    except (TypeError, ValueError, OverflowError):
        abort(422, "Nothing was taken: the phone did not say what time it has.")
    taps = [_answered(each, offset) for each in body["taps"]]
    return jsonify(taps=taps, ahead=-offset // dt.timedelta(milliseconds=1))


def _body() -> Any:
    """What was sent; None for what is no JSON, however deep it is nested."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _answered(told: Any, offset: dt.timedelta) -> dict[str, Any]:
    """What became of one tap; what is none is refused, so that the phone forgets it."""
    try:
        said = Said.model_validate(told)
    except ValidationError:
        key = told.get("key") if isinstance(told, dict) else None
        return _answer(key if isinstance(key, str) else None, "REFUSED", _UNREADABLE)
    employee = known(Employee, said.employee)
    if employee is None:
        return _answer(
            said.key, "REFUSED", "This tap is of nobody who works here. Ask a manager to enter the time."
        )
    if not tokens.is_tap_proof(_device(), employee, said.proof):
        return _unproven(employee, said, offset)
    with acting_as(_actor(employee)):
        try:
            row = _taken(employee.id, said, offset)
            answer = _answer(row.key, row.outcome, row.answer)
            return answer | {"time_alone": True} if may_take_time(db.session(), row) else answer
        except (RuleBroken, InvalidValue) as refusal:
            db.session.rollback()
            return _answer(said.key, "REFUSED", str(refusal))
        except (OverflowError, IntegrityError):  # times out of this world; a key that is another's by now
            db.session.rollback()
            return _answer(said.key, "REFUSED", _UNREADABLE)


def _unproven(employee: Employee, said: Said, offset: dt.timedelta) -> dict[str, Any]:
    """It stays on the phone until its person signs in there: that proves it anew. What is too old is given up."""
    try:
        put_right(_moment(said.at), offset)
    except RuleBroken as refusal:
        return _answer(said.key, "REFUSED", f"{employee.name}: {refusal}")
    return _answer(said.key, "WAITS", f"{employee.name} has to sign in on this phone: then it is sent.")


def _taken(employee_id: str, said: Said, offset: dt.timedelta) -> FloorTap:
    """The row of a tap, committed. What the plan refuses is tried again as time alone, then kept as refused."""
    try:
        return _committed(employee_id, said, offset, "")
    except (RuleBroken, InvalidValue) as refusal:
        db.session.rollback()
        refused.keep(refusal)
        first = str(refusal)
    try:
        return _committed(employee_id, said, offset, first)
    except (RuleBroken, InvalidValue):
        db.session.rollback()
    employee = db.session.get_one(Employee, employee_id)
    at = min(_moment(said.at) + offset, _moment(said.at))
    row = refuse(db.session(), employee, _device(), Tap(said.key, said.kind, at, said.operation), first)
    db.session.commit()
    return row


def _committed(employee_id: str, said: Said, offset: dt.timedelta, refused: str) -> FloorTap:
    employee = db.session.get_one(Employee, employee_id)
    at = put_right(_moment(said.at), offset)
    pieces = Pieces(said.good, said.misprinted, said.cause) if not refused else Pieces()
    tap = Tap(said.key, said.kind, at, said.operation, said.activity.strip(), pieces, said.time_only)
    row = take(db.session(), employee, _device(), tap, refused=refused)
    db.session.commit()
    return row


def _answer(key: Any, outcome: str, sentence: str | None) -> dict[str, Any]:
    return {"key": key, "outcome": str(outcome), "answer": sentence}


def _moment(milliseconds: Any) -> dt.datetime:
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)


def _device() -> FloorDevice | None:
    """The device, unless somebody came in by the staff's own session."""
    inside: Visitor | None = g.get("floor_visitor")
    return inside.device if inside is not None and inside.device is None else device_here()


def _actor(employee: Employee) -> Actor:
    inside: Visitor | None = g.get("floor_visitor")
    if inside is not None and inside.employee.id == employee.id:
        return inside.actor
    return Actor("staff", employee.name, str(employee.user_id or ""), frozenset({PRODUCTION}))
