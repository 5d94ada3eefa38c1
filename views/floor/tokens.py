"""The floor's cookies, and what proves that a page of ours, or a tap saved on a phone, comes from whom it says.

`floor_device` says which registered device it is, for as long as browsers keep a cookie. `floor` says who signed in on
it by a number, and since when nothing happened: it is over after `IDLE`, with the device, with the number, and when
somebody signs in or out.
"""

from __future__ import annotations

import datetime as dt
import hmac
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, current_app, g, request

from models.core import clock, keys
from models.people import Employee
from models.timekeeping import FloorDevice

DEVICE: Final = "floor_device"
PERSON: Final = "floor"

IDLE: Final = dt.timedelta(minutes=30)
"""After so long without a page the person is asked for the number again."""

_LIFE_OF_A_DEVICE: Final = dt.timedelta(days=400)
_PATH: Final = "/floor"
_AGAIN: Final = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Said:
    """What the cookie of a person says: not believed before `is_of`."""

    employee_id: str
    seen: int
    proof: str

    def is_of(self, device: FloorDevice, pin_hash: str) -> bool:
        """Whether the person signed in on this device, by the number that is theirs now, and was not away long."""
        now = clock.now().timestamp()
        if not now - IDLE.total_seconds() <= self.seen <= now + 60:
            return False
        expected = _proof(device, self.employee_id, self.seen, pin_hash)
        return hmac.compare_digest(self.proof.encode(), expected.encode())


def person_said() -> Said | None:
    """What the request's cookie says; None when it says nothing that could be ours."""
    parts = request.cookies.get(PERSON, "").split(".")
    if len(parts) != 3 or not parts[1].isdecimal() or len(parts[0]) != 26 or len(parts[1]) > 12:
        return None
    return Said(parts[0], int(parts[1]), parts[2])


def _proof(device: FloorDevice, employee_id: str, seen: int, pin_hash: str) -> str:
    visit = f"{device.id}:{device.visits}:{employee_id}:{seen}"
    return keys.token("floor session", f"{visit}:{keys.fingerprint(pin_hash)}")


def let_in(answer: Response, device: FloorDevice, employee: Employee, pin_hash: str) -> Response:
    """`answer`, with which the person is signed in on the device."""
    seen = int(clock.now().timestamp())
    said = f"{employee.id}.{seen}.{_proof(device, employee.id, seen, pin_hash)}"
    return _set(answer, PERSON, said, IDLE)


def prolong(answer: Response, device: FloorDevice, employee: Employee, pin_hash: str) -> Response:
    """`answer`; the person is here, and stays signed in."""
    said = person_said()
    if said is None or clock.now().timestamp() - said.seen < _AGAIN.total_seconds():
        return answer
    if any(value.startswith(f"{PERSON}=") for value in answer.headers.getlist("Set-Cookie")):
        return answer  # signed out by this very answer
    return let_in(answer, device, employee, pin_hash)


def let_out(answer: Response) -> Response:
    """`answer`, with which nobody is signed in on the device."""
    answer.delete_cookie(PERSON, path=_PATH, httponly=True, samesite="Lax")
    return answer


def give_device(answer: Response, device: FloorDevice) -> Response:
    """`answer`, with which the browser is one of the floor's devices."""
    return _set(answer, DEVICE, device.token(), _LIFE_OF_A_DEVICE)


def _set(answer: Response, name: str, value: str, life: dt.timedelta) -> Response:
    answer.set_cookie(
        name,
        value,
        max_age=life,
        path=_PATH,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer


def subject_of(device: FloorDevice | None, employee: Employee) -> str:
    """What the tokens of a person's visit are made of: the device or the staff's session, and the person."""
    return f"{device.id if device is not None else 'staff'}:{employee.id}"


def tap_proof(subject: str) -> str:
    """What a saved tap bears: that its person signed in on this device. It outlives the session, not the device."""
    return keys.token("floor taps", subject)


def is_tap_proof(device: FloorDevice | None, employee: Employee, proof: str) -> bool:
    """Whether the tap comes from where its person signed in."""
    expected = tap_proof(subject_of(device, employee))
    return hmac.compare_digest(proof.encode(), expected.encode())


def floor_csrf() -> str:
    """The token for the forms of this page: of the person who is in, else of the device."""
    visitor: Any = g.get("floor_visitor")
    device = g.get("floor_device")
    if visitor is not None:
        return keys.token("floor form", visitor.subject)
    return keys.token("floor form", device.id) if device is not None else ""


def is_sent_by_our_page() -> bool:
    """Whether the request bears the token of the page, as a header or as a field of its form."""
    if not current_app.config["WTF_CSRF_ENABLED"]:
        return True
    sent = request.headers.get("X-CSRFToken") or request.form.get("csrf_token", "")
    return bool(sent) and hmac.compare_digest(sent.encode(), floor_csrf().encode())
