"""What counts as revenue: the final invoice, never a deposit (domain.md, “Money”)."""

from decimal import Decimal

from models.billing import Invoice, InvoiceKind, InvoiceLine
from models.billing.life import LineKind
from tests import on_sqlite

from .facts import costing_of, worked

pytestmark = on_sqlite


def issued(session, job, kind, *lines):
    made = Invoice(kind=kind, customer=job.customer, job=job)
    made.lines = [
        InvoiceLine(position=place, description="Line", quantity=1, unit_price=price, kind=line_kind)
        for place, (line_kind, price) in enumerate(lines, 1)
    ]
    session.add(made)
    session.commit()
    made.issue()
    session.commit()
    return made


def test_a_deposit_invoice_leaves_the_margin_unchanged(session, cast):
    worked(session, cast.job, "1", "45.00")
    session.commit()
    before = costing_of(session, cast.job).profit_margin
    issued(session, cast.job, InvoiceKind.DEPOSIT, (LineKind.DEPOSIT, "225.00"))
    kept = costing_of(session, cast.job)
    assert kept.profit_margin == before == Decimal("90.00")
    assert kept.actual_revenue is None


def test_the_final_invoice_replaces_what_was_quoted_and_a_credit_lessens_it(session, cast):
    worked(session, cast.job, "1", "45.00")
    final = issued(
        session, cast.job, InvoiceKind.FINAL, (LineKind.GOODS, "400.00"), (LineKind.MATERIAL, "100.00")
    )
    kept = costing_of(session, cast.job)
    assert (kept.actual_revenue, kept.revenue, kept.materials_charged) == (
        Decimal("500.00"),
        Decimal("500.00"),
        Decimal("100.00"),
    )
    assert kept.profit_margin == Decimal("91.00")
    final.credit(reason="They were the wrong colour")
    session.commit()
    kept = costing_of(session, cast.job)
    assert (kept.actual_revenue, kept.gross_profit, kept.profit_margin) == (0, Decimal("-45.00"), None)
