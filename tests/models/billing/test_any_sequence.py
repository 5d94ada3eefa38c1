"""Whatever is billed, paid, credited and given back, in any order: the amounts are what the rows say, to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.billing import Invoice, InvoiceLine, InvoiceStatus, LineKind, Payment
from models.core.errors import RuleBroken
from models.sales_tax import TaxRate
from tests import on_sqlite

NOTHING = Decimal(0)
KINDS = (LineKind.GOODS, LineKind.FEE, LineKind.SHIPPING, LineKind.OTHER)
cents = st.integers(-4_000, 20_000).map(lambda number: Decimal(number) / 100)
line = st.tuples(st.sampled_from(KINDS), st.sampled_from(["1", "3", "0.3333"]), cents, st.booleans())
deed = st.tuples(
    st.sampled_from(["pay", "pay", "refund", "reverse", "credit", "credit a line"]),
    st.integers(0, 9),
    st.integers(1, 20_000).map(lambda number: Decimal(number) / 100),
)


def of(examples):
    """So many runs; a failing one is told as it was found, since each commits for real."""
    return settings(
        max_examples=examples,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def _attempt(session, deed):
    """Do it and commit, or nothing of it."""
    try:
        deed()
        session.commit()
    except RuleBroken:
        session.rollback()


def _issued(session, cast, lines):
    """An invoice over these lines; None where it would come to less than nothing."""
    invoice = Invoice(customer=cast.acme)
    invoice.lines = [
        InvoiceLine(
            position=n, kind=kind, description="It", quantity=Decimal(q), unit_price=price, is_taxable=taxed
        )
        for n, (kind, q, price, taxed) in enumerate(lines, start=1)
    ]
    session.add(invoice)
    session.commit()
    _attempt(session, invoice.issue)
    return invoice if invoice.is_issued else None


def _credit_a_line(session, invoice, which):
    note = invoice.draft_credit("One of them")
    kept = note.lines[which % len(note.lines)]
    for other in [each for each in note.lines if each is not kept]:
        session.delete(other)
    session.flush()
    note.issue()


def _perform(session, invoice, what, which, amount):
    payments = list(session.scalars(sa.select(Payment).filter_by(invoice_id=invoice.id).order_by(Payment.id)))
    match what:
        case "pay":
            invoice.record_payment(min(amount, invoice.balance) if which % 2 and invoice.balance else amount)
        case "refund":
            invoice.refund(amount)
        case "reverse" if payments:
            payments[which % len(payments)].reverse("Bounced")
        case "credit":
            invoice.credit("All of it")
        case "credit a line":
            _credit_a_line(session, invoice, which)


def _is_what_its_rows_say(session, invoice):
    notes = list(session.scalars(sa.select(Invoice).filter_by(credits_id=invoice.id)))
    issued = [note for note in notes if note.is_issued]
    paid = sum(session.scalars(sa.select(Payment.amount).filter_by(invoice_id=invoice.id)), NOTHING)
    assert invoice.balance == invoice.total - paid - sum((note.total for note in issued), NOTHING)
    assert NOTHING <= invoice.credited_amount <= invoice.total
    assert paid >= NOTHING or invoice.balance > 0  # a payment that was given back bounced
    assert (invoice.status == InvoiceStatus.PAID) == (invoice.balance <= 0)
    for each in (invoice, *issued):
        assert each.total == each.subtotal + each.tax_amount
        assert each.subtotal == sum(one.amount for one in each.lines)
        assert each.tax_amount == sum(one.tax_amount for one in each.lines) >= 0
    return issued


def _check(session, cast, lines, deeds):
    invoice = _issued(session, cast, lines)
    if invoice is None:
        return
    for each in deeds:
        _attempt(session, lambda each=each: _perform(session, invoice, *each))
        _is_what_its_rows_say(session, invoice)
    _attempt(session, lambda: invoice.credit("What is left"))
    notes = _is_what_its_rows_say(session, invoice)
    if invoice.total:  # all of it was taken back: no cent is left, of no amount
        for name in ("subtotal", "taxable_amount", "tax_amount", "total"):
            assert sum((getattr(note, name) for note in notes), NOTHING) == getattr(invoice, name), name


def _at_a_rate(session):
    session.add(TaxRate(name="Austin, TX", percent=Decimal("8.25"), taxes_shipping=False))
    session.commit()


@on_sqlite
def test_the_balance_is_what_the_rows_say_after_any_deeds(session, cast):
    _at_a_rate(session)

    @given(lines=st.lists(line, min_size=1, max_size=3), deeds=st.lists(deed, max_size=3))
    @of(30)
    def run(lines, deeds):
        _check(session, cast, lines, deeds)

    run()


@pytest.mark.soak
def test_the_balance_is_what_the_rows_say_after_many_deeds(session, cast):
    _at_a_rate(session)

    @given(lines=st.lists(line, min_size=1, max_size=8), deeds=st.lists(deed, max_size=25))
    @of(300)
    def run(lines, deeds):
        _check(session, cast, lines, deeds)

    run()
