"""Purchase orders on paper and by mail."""

from models.notifications import NotificationStatus
from models.purchasing import PurchaseOrderStatus
from tasks.outbox import drain
from tasks.purchase_orders import paper_of
from tests import on_sqlite
from tests.models.purchasing.ordering import D, drafted, garment
from tests.papers import words

from .smtp import text_of

pytestmark = on_sqlite

HOSTILE = '#panic("x") $x$ *bold* <mark>'


def order_for(session):
    tee = garment(
        session, HOSTILE, sku="TEE-L", purchase_unit="case", purchase_unit_quantity=D(12), unit_cost="3.1250"
    )
    return drafted(
        session, (tee, "24", None), (garment(session, "Ink", unit="g"), "100", "0.0290"), freight="5.00"
    )


def test_the_supplier_gets_the_order_as_a_pdf_and_the_mail_names_no_price(session, outbox, smtp):
    order = order_for(session)
    order.send()
    session.commit()
    drain()
    (mail,) = smtp.messages
    assert (mail["To"], mail["Subject"]) == ("orders@mill.example", "Purchase order PO-1001 from 687 Merch")
    assert "2 cases (24 pieces)" in text_of(mail)
    assert "3.125" not in text_of(mail)
    (attached,) = mail.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("application/pdf", "PO-1001.pdf")
    (page,) = words(attached.get_content())
    assert f"TEE-L {HOSTILE} 2 cases (24 pieces) $3.125 $75.00" in page
    assert "Goods $77.90 Freight $5.00 Total $82.90" in page
    assert "DRAFT" not in page
    assert mail.get_body(("html",)) is not None
    assert all(len(line) < 999 for line in smtp.raw[0].split(b"\r\n"))


def test_an_order_that_was_cancelled_meanwhile_is_not_mailed(session, outbox, smtp):
    order = order_for(session)
    order.send()
    order.cancel("Found some")
    session.commit()
    drain()
    (mail,) = outbox()
    assert (smtp.messages, mail.status) == ([], NotificationStatus.FAILED)
    assert "PO-1001 was cancelled" in mail.error
    assert order.status == PurchaseOrderStatus.CANCELLED


def test_who_may_not_see_costs_prints_it_without(session):
    (page,) = words(paper_of(order_for(session), with_costs=False)())
    assert "2 cases (24 pieces)" in page
    assert "PO-1001 DRAFT" in page
    assert "$" not in page.replace(HOSTILE, "")
