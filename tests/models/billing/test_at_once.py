"""Several people bill and take money at the same moment: nothing is lost, numbers have no gap, the balance is exact."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.billing import Invoice, InvoiceLine, Payment
from models.core.base import db
from models.core.errors import RuleBroken
from tests.at_once import at_once


def draft(session, cast, amount, job=None):
    """A draft over `amount`."""
    invoice = Invoice(customer=cast.acme, job=job)
    invoice.lines = [InvoiceLine(description="Tees", unit_price=amount)]
    session.add(invoice)
    session.flush()
    return invoice


def _paid_by_two(shop, session, cast, rounds):
    """Two people pay $1.00 each at the same moment, `rounds` times, on an invoice that holds fewer."""
    invoice = draft(session, cast, Decimal(rounds * 2 - 5), cast.job)
    invoice.issue()
    session.commit()
    identity = invoice.id

    def pay():
        db.session.get(Invoice, identity).record_payment(Decimal(1))

    refused = []
    for _ in range(rounds):
        refused += [error for error in at_once(shop, [pay, pay]) if error is not None]
    assert [type(error) for error in refused] == [RuleBroken] * 5
    invoice = session.get(Invoice, identity)
    assert (invoice.balance, invoice.paid_amount) == (0, rounds * 2 - 5)
    assert session.scalar(sa.select(sa.func.sum(Payment.amount))) == invoice.paid_amount


def test_two_who_pay_one_invoice_at_the_same_moment_pay_no_more_than_its_balance(shop, session, cast):
    _paid_by_two(shop, session, cast, 8)


@pytest.mark.soak
def test_two_pay_one_invoice_at_the_same_moment_five_hundred_times(shop, session, cast):
    _paid_by_two(shop, session, cast, 500)


def test_the_same_reference_is_taken_once_though_two_enter_it_at_the_same_moment(shop, session, cast):
    invoice = draft(session, cast, Decimal(100))
    invoice.issue()
    session.commit()
    identity = invoice.id

    def pay():
        db.session.get(Invoice, identity).record_payment(Decimal(10), "Check", "CH-1")

    raised = at_once(shop, [pay] * 3)
    assert sorted(type(error).__name__ for error in raised if error) == ["RuleBroken"] * 2
    assert session.get(Invoice, identity).paid_amount == 10


class Regretted(Exception):
    """Somebody's transaction is rolled back."""


def test_numbers_have_no_gap_though_some_who_issue_at_the_same_moment_fail(shop, session, cast):
    ids = [draft(session, cast, Decimal(10)).id for _ in range(12)]
    session.commit()

    def issue(identity, number):
        def deed():
            db.session.get(Invoice, identity).issue()
            db.session.flush()
            if number % 3 == 0:
                raise Regretted

        return deed

    raised = at_once(shop, [issue(identity, number) for number, identity in enumerate(ids)])
    assert [type(error) for error in raised if error] == [Regretted] * 4
    numbers = session.scalars(sa.select(Invoice.number).where(Invoice.number.is_not(None))).all()
    assert sorted(numbers) == [f"INV-{1001 + number}" for number in range(8)]


def test_a_line_that_is_written_while_its_invoice_is_issued_is_counted_or_refused(shop, session, cast):
    ids = [draft(session, cast, Decimal(10), cast.job).id for _ in range(6)]
    session.commit()

    def issue(identity):
        return lambda: db.session.get(Invoice, identity).issue()

    def add(identity):
        line = {"invoice_id": identity, "description": "Late", "unit_price": Decimal(5), "position": 2}
        return lambda: db.session.add(InvoiceLine(**line))

    raised = at_once(shop, [deed(identity) for identity in ids for deed in (issue, add)])
    assert {type(error) for error in raised} <= {type(None), RuleBroken}, raised  # nobody waits in a circle
    for identity in ids:
        invoice = session.get(Invoice, identity)
        assert invoice.total == sum(line.amount for line in invoice.lines)
