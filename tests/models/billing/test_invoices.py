"""An invoice from draft to paid: its number, its amounts, and that nothing of it changes afterwards."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.billing import Invoice, InvoiceKind, InvoiceLine, InvoiceStatus, LineKind, Payment, revenue_of
from models.core.errors import RuleBroken
from models.core.workflow import verbs_of
from models.gates import GateStatus, JobGate
from models.jobs import Job
from models.sales_tax import TaxRate


@pytest.fixture
def taxed(session):
    """The shop's own place, at 8.25 %."""
    rate = TaxRate(name="Austin, TX", percent=Decimal("8.25"))
    session.add(rate)
    session.commit()
    return rate


def of_kind(session, job, kind):
    session.expire_all()
    return session.scalars(
        sa.select(Invoice).where(Invoice.job_id == job.id, Invoice.kind == kind).order_by(Invoice.id)
    ).all()


def gate_of(session, job):
    return session.scalars(
        sa.select(JobGate).where(JobGate.job_id == job.id, JobGate.gate == "deposit")
    ).one()


def final_of(session, job):
    job.write_final_invoice()
    session.commit()
    invoice = of_kind(session, job, InvoiceKind.FINAL)[-1]
    invoice.issue()
    session.commit()
    return invoice


def test_a_deposit_blocks_its_gate_until_it_is_paid_and_again_when_the_payment_is_reversed(session, cast):
    cast.job.ask_for_deposit()
    session.commit()
    (deposit,) = of_kind(session, cast.job, InvoiceKind.DEPOSIT)
    assert (deposit.number, deposit.total, deposit.balance) == (
        "INV-1001",
        Decimal("225.00"),
        Decimal("225.00"),
    )
    gate = gate_of(session, cast.job)
    assert (gate.status, gate.reason) == (
        GateStatus.BLOCKED,
        "Deposit of $225.00 on INV-1001 is not paid yet",
    )
    deposit.record_payment(Decimal("100.00"), reference="CH-1")
    session.commit()
    assert deposit.status == InvoiceStatus.PARTIALLY_PAID
    assert gate.reason == "Deposit of $125.00 on INV-1001 is not paid yet"
    second = deposit.record_payment(Decimal("125.00"), reference="CH-2")
    session.commit()
    assert (deposit.status, gate.status) == (InvoiceStatus.PAID, GateStatus.PASSED)
    second.reverse("bounced")
    session.commit()
    assert (deposit.status, deposit.balance) == (InvoiceStatus.PARTIALLY_PAID, Decimal("125.00"))
    assert (gate.status, gate.is_blocked) == (GateStatus.BLOCKED, True)
    gate.waive("the owner knows them")
    session.commit()
    deposit.record_payment(Decimal("125.00"), reference="CH-2")
    session.commit()
    assert gate.status == GateStatus.WAIVED


def test_a_final_invoice_charges_what_was_agreed_with_tax_less_the_deposit(session, cast, taxed):
    cast.job.ask_for_deposit(amount=Decimal("200.00"))
    session.commit()
    assert revenue_of(session, [cast.job.id]) == {cast.job.id: None}
    invoice = final_of(session, cast.job)
    assert [(line.kind, line.amount) for line in invoice.lines] == [
        (LineKind.GOODS, Decimal("450.00")),
        (LineKind.DEPOSIT, Decimal("-200.00")),
    ]
    assert (invoice.subtotal, invoice.taxable_amount, invoice.tax_amount) == (
        Decimal(250),
        Decimal(450),
        Decimal("37.13"),
    )
    assert (invoice.total, invoice.balance, invoice.tax_rate) == (
        Decimal("287.13"),
        Decimal("287.13"),
        Decimal("8.25"),
    )
    assert revenue_of(session, [cast.job.id, "none"]) == {cast.job.id: Decimal("450.00"), "none": None}


def test_a_credit_takes_back_the_tax_exactly_and_never_more_than_is_left(session, cast, taxed):
    invoice = final_of(session, cast.job)
    session.refresh(invoice)
    part = invoice.draft_credit("7 came late")
    session.commit()
    part.lines[0].quantity = Decimal(7)
    session.commit()
    part.issue()
    session.commit()
    assert (part.number, part.total, part.status) == ("CN-1001", Decimal("136.40"), InvoiceStatus.PAID)
    assert (invoice.credited_amount, invoice.status) == (Decimal("136.40"), InvoiceStatus.PARTIALLY_PAID)
    rest = invoice.credit("all of it")
    session.commit()
    assert part.tax_amount + rest.tax_amount == invoice.tax_amount
    assert (invoice.balance, invoice.status) == (0, InvoiceStatus.PAID)
    assert revenue_of(session, [cast.job.id]) == {cast.job.id: Decimal(0)}
    with pytest.raises(RuleBroken, match="Nothing is left to credit"):
        invoice.credit("again")


def test_a_draft_comes_to_less_when_a_line_is_taken_off_it(session, cast):
    draft = Invoice(customer=cast.acme)
    draft.lines = [
        InvoiceLine(position=place, description="Tees", unit_price=price)
        for place, price in ((1, 100), (2, 20))
    ]
    session.add(draft)
    session.commit()
    draft.lines.remove(draft.lines[1])
    session.commit()
    assert (draft.subtotal, len(draft.lines)) == (100, 1)


def test_a_discount_takes_no_tax_below_nothing_and_goes_back_with_its_goods_alone(session, cast, taxed):
    invoice = Invoice(customer=cast.acme)
    invoice.lines = [
        InvoiceLine(position=1, description="Tees", unit_price=100, is_taxable=False),
        InvoiceLine(position=2, description="Discount", unit_price=-20),
    ]
    session.add(invoice)
    session.flush()
    invoice.issue()
    assert (invoice.tax_amount, invoice.taxable_amount, invoice.total) == (0, 0, 80)
    note = invoice.draft_credit("The tees alone")
    session.delete(note.lines[1])
    session.commit()
    with pytest.raises(RuleBroken, match=r"\$20.00 more would be taken back of INV-1001 than was charged"):
        note.issue()
    session.rollback()
    invoice.credit("All of it")
    session.commit()
    assert (invoice.balance, invoice.credited_amount) == (0, 80)


def test_what_is_issued_does_not_change_by_any_door(session, cast):
    invoice = final_of(session, cast.job)

    def refused(deed, match):
        deed()
        with pytest.raises(RuleBroken, match=match):
            session.commit()
        session.rollback()

    refused(lambda: setattr(invoice, "notes", "more"), "INV-1001 is issued and does not change")
    refused(lambda: setattr(invoice, "due_on", None), "does not change")
    refused(lambda: setattr(invoice.lines[0], "unit_price", Decimal(1)), "its lines do not change")
    refused(lambda: session.delete(invoice.lines[0]), "its lines do not change")
    refused(
        lambda: session.add(InvoiceLine(invoice_id=invoice.id, description="x", unit_price=Decimal(1))),
        "its lines do not change",
    )
    refused(lambda: session.delete(invoice), "not deleted|do not change")
    payment = invoice.record_payment(Decimal(10))
    session.commit()
    refused(lambda: session.delete(payment), "reverse it instead")


def test_a_draft_can_be_deleted(session, cast):
    cast.job.write_final_invoice()
    session.commit()
    (draft,) = of_kind(session, cast.job, InvoiceKind.FINAL)
    assert (draft.number, draft.total) == (None, Decimal(450))
    session.delete(draft)
    session.commit()
    assert of_kind(session, cast.job, InvoiceKind.FINAL) == []


def test_a_payment_of_the_same_reference_or_beyond_the_balance_is_refused(session, cast):
    invoice = final_of(session, cast.job)
    invoice.record_payment(Decimal(100), "Check", "CH-77")
    session.commit()
    for spelled in ("ch-77", "CH- 77", "ＣＨ-77"):
        with pytest.raises(RuleBroken, match=r"CH-77 of .* is on INV-1001 already"):
            invoice.record_payment(Decimal(100), "Check", spelled)
        session.rollback()
    with pytest.raises(RuleBroken, match=r"\$0\.01 more than the \$350\.00 that is left"):
        invoice.record_payment(Decimal("350.01"))
    session.rollback()
    assert session.scalar(sa.select(sa.func.count(Payment.id))) == 1


def test_nothing_is_invoiced_on_a_cancelled_job(session, cast):
    job = Job(title="Never mind", customer=cast.acme, quoted_amount=Decimal(100))
    session.add(job)
    session.commit()
    job.cancel("they closed")
    session.commit()
    with pytest.raises(RuleBroken, match="is cancelled"):
        job.ask_for_deposit()
    session.rollback()
    session.add(Invoice(customer=cast.acme, job=job))
    with pytest.raises(RuleBroken, match=r"is cancelled\. Reopen the job first"):
        session.commit()
    session.rollback()


def test_what_was_paid_before_a_credit_is_given_back_and_no_more(session, cast):
    invoice = final_of(session, cast.job)
    invoice.record_payment(Decimal(450))
    session.commit()
    invoice.credit("the whole order was spoiled")
    session.commit()
    assert invoice.balance == Decimal(-450)
    with pytest.raises(RuleBroken, match=r"\$450\.00 is owed to the customer"):
        invoice.refund(Decimal("450.01"))
    session.rollback()
    invoice.refund(Decimal(450), "Transfer", "ACH-1")
    session.commit()
    assert (invoice.balance, invoice.paid_amount) == (0, 0)


def test_one_rate_at_a_time_is_that_of_the_shops_own_place(session, cast, taxed):
    other = TaxRate(name="Madison, WI", percent=Decimal("5.5"), taxes_shipping=True)
    session.add(other)
    session.commit()
    other.make_own_place()
    session.commit()
    assert (taxed.is_own_place, other.is_own_place) == (False, True)


def test_what_follows_from_other_deeds_is_offered_to_nobody():
    assert {verbs_of(Invoice)[name].by for name in ("take_back", "settle")} == {frozenset()}
    assert verbs_of(TaxRate)["leave_own_place"].by == frozenset()
