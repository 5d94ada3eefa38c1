"""Devices and numbers: links that work once, and waits that grow with every wrong number."""

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.audit import AuditEntry
from models.core.errors import InvalidValue, RuleBroken
from models.timekeeping import FloorDevice
from models.timekeeping.devices import wait_after
from models.timekeeping.numbers import device_by_token, number_of, refuse_weak, set_number, try_number
from tests import on_sqlite

from .floor import rosa_of


@pytest.fixture
def device(session, cast):
    made = FloorDevice(name="Press phone")
    session.add(made)
    session.flush()
    made.announce_by("manager")
    return made


def test_a_link_registers_one_device_within_an_hour(session, device):
    with (
        clock.told_time(device.created_at + dt.timedelta(minutes=61)),
        pytest.raises(RuleBroken, match="over"),
    ):
        device.register()
    device.register()
    with pytest.raises(RuleBroken, match="used or is over"):
        device.register()


def test_a_revoked_device_is_known_no_more(session, device):
    device.register()
    session.commit()
    assert device_by_token(session, device.token()) is device
    device.revoke()
    session.commit()
    assert device_by_token(session, device.token()) is None


def test_each_sign_in_and_sign_out_ends_the_visit_before(session, device):
    device.end_visit()
    device.end_visit()
    assert device.visits == 2


@on_sqlite
def test_the_wait_doubles_from_the_fifth_failure_on_to_an_hour():
    minutes = [wait_after(failures) // dt.timedelta(minutes=1) for failures in range(3, 14)]
    assert minutes == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_failures_are_counted_audited_and_forgotten(session, device):
    pin = set_number(session, rosa_of(session), "hash")
    device.count_failure()
    pin.count_failure()
    session.commit()
    changed = sa.select(AuditEntry.changes).where(AuditEntry.subject == f"floor_pins/{pin.id}")
    assert any("failures" in str(each) for each in session.scalars(changed))
    device.forget_failures()
    pin.forget_failures()
    assert (device.failures, pin.failures, pin.locked_until) == (0, 0, None)


def test_while_locked_nothing_is_compared(session, device):
    pin = set_number(session, rosa_of(session), "hash")
    for _ in range(5):
        try_number(device, pin, lambda _hash: False)
    compared = []
    assert "wait 1 minute" in try_number(device, pin, compared.append)
    assert compared == []


def test_a_new_number_lets_in_whoever_was_locked_out(session, device):
    rosa = rosa_of(session)
    pin = set_number(session, rosa, "hash")
    pin.count_failure()
    pin.keep("another")
    assert (number_of(session, rosa).pin_hash, pin.failures) == ("another", 0)


@on_sqlite
@pytest.mark.parametrize("number", ["123", "123456789", "12a4", "1234", "9876", "0000", "٤٠٧١"])
def test_what_is_no_number_or_tried_first_is_refused(number):
    with pytest.raises(InvalidValue):
        refuse_weak(number)
