"""Deliveries: what they move, what is refused, and that nothing is received twice."""

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.actor import Actor, acting_as
from models.core.errors import InvalidValue, NotAllowed, RuleBroken
from models.core.roles import PRODUCTION
from models.purchasing import PurchaseOrder, PurchaseReceipt
from models.purchasing import PurchaseOrderStatus as P
from models.purchasing.prices import purchases
from models.stock import StockMovement
from tests import on_sqlite
from tests.at_once import at_once
from tests.models.stock.shelf import equals_its_ledger

from .ordering import D, came, drafted, garment, mill, ordered

DAY = dt.timedelta(days=1)


def refusal_of(session, deed):
    """The sentence with which `deed` is refused; nothing is written."""
    before = session.query(PurchaseReceipt).count(), session.query(StockMovement).count()

    def done():
        deed()
        session.commit()

    with pytest.raises(RuleBroken) as refused:
        done()
    session.rollback()
    assert (session.query(PurchaseReceipt).count(), session.query(StockMovement).count()) == before
    return str(refused.value)


def test_what_is_sent_is_incoming_until_it_is_received_at_its_actual_cost_and_freight(session):
    tee, film = garment(session), garment(session, "Film", unit="in", unit_cost="0.0700")
    order = drafted(session, (tee, "24", None), (film, "100", "0.0700"))
    order.mark_sent()
    session.commit()
    assert (order.status, order.expected_on) == (P.SENT, clock.shop_day() + 3 * DAY)
    assert (tee.quantity_incoming, tee.quantity_on_hand, order.lines[0].unit_cost) == (24, 0, D("3.1250"))

    order.receive([came(order.lines[0], 18, unit_cost=D("3.1250"))], freight=D("5.00"), reference="S-1")
    session.commit()
    assert (order.status, tee.quantity_incoming, tee.quantity_on_hand) == (P.PARTIALLY_RECEIVED, 6, 18)
    assert tee.stock_value == D("61.25")  # 56.25 and the freight

    order.receive(freight=D("0.01"))  # all that is outstanding: 18.75 and 7.00 worth
    session.commit()
    assert (order.status, tee.quantity_incoming, tee.quantity_on_hand) == (P.RECEIVED, 0, 24)
    assert (film.quantity_on_hand, tee.stock_value + film.stock_value) == (100, D("87.01"))
    assert [row.received_by for row in session.query(PurchaseReceipt)] == ["System"] * 3
    assert equals_its_ledger(session)


def test_more_than_was_ordered_is_refused_unless_somebody_says_why_it_is_kept(session):
    tee = garment(session)
    order = ordered(session, (tee, "24", "3.00"))
    told = refusal_of(session, lambda: order.receive([came(order.lines[0], 30)]))
    assert told == (
        "Nothing was received: 30 pieces of Blank tee, black M is 6 pieces more than PO-1001 still awaits "
        "(24 pieces). Receive what was ordered, or say why more is kept."
    )
    order.receive([came(order.lines[0], 30)], why_more="Six for free")
    session.commit()
    assert (order.status, tee.quantity_on_hand, tee.quantity_incoming) == (P.RECEIVED, 30, 0)
    assert session.query(PurchaseReceipt).one().reason == "Six for free"
    assert equals_its_ledger(session)


@on_sqlite
def test_bad_deliveries_are_refused_with_a_sentence_and_leave_nothing(session):
    tee = garment(session)
    draft, order = drafted(session, (tee, "24", "3.00")), ordered(session, (tee, "24", "3.00"))
    over = ordered(session, (tee, "5", "3.00"))
    over.cancel("Too late")
    session.commit()
    line = order.lines[0]
    assert "PO-1001 is draft" in refusal_of(session, draft.receive)
    assert "PO-1003 is cancelled" in refusal_of(session, over.receive)
    tomorrow = clock.shop_day() + DAY
    assert "still to come" in refusal_of(session, lambda: order.receive(received_on=tomorrow))
    assert "no line of PO-1002" in refusal_of(session, lambda: order.receive([]))
    order.receive([came(line, 1)], reference="S-1")
    session.commit()
    for again in ("S-1", "s -1"):
        refusal = refusal_of(session, lambda slip=again: order.receive([came(line, 1)], reference=slip))
        assert "packing slip S-1" in refusal
    late = [came(line, 1, received_before=D(0))]
    assert "meanwhile 1 piece of" in refusal_of(session, lambda: order.receive(late))
    with pytest.raises(InvalidValue):
        order.receive([came(draft.lines[0], 1)])
    session.rollback()
    for quantity in ("0", "-3"):
        with pytest.raises(ValueError):
            came(line, quantity)
    printer = Actor("staff", "printer", roles=frozenset({PRODUCTION}))
    with acting_as(printer), pytest.raises(NotAllowed):
        order.receive([came(line, 1, unit_cost=D(1))])
    session.rollback()
    assert equals_its_ledger(session)


@on_sqlite
def test_an_order_is_sent_with_lines_whose_cost_is_known_and_mailed_to_an_address(session):
    bare = garment(session, unit_cost=None)
    assert "it has no lines" in refusal_of(session, drafted(session).mark_sent)
    assert "what Blank tee, black M costs" in refusal_of(
        session, drafted(session, (bare, "1", None)).mark_sent
    )
    mill(session).email = None
    order = drafted(session, (bare, "1", "2.00"))
    assert "Mill has no e-mail address" in refusal_of(session, order.send)


@on_sqlite
def test_an_order_that_was_sent_stands(session):
    tee = garment(session)
    order = ordered(session, (tee, "24", "3.00"))

    def more():
        order.lines[0].quantity = D(25)

    def cheaper():
        order.lines[0].unit_cost = D(1)

    for deed in (more, cheaper, lambda: session.delete(order), lambda: session.delete(order.lines[0])):
        assert "PO-1001 went to its supplier" in refusal_of(session, deed)
    order.notes = "Ring the bell"  # what does not count may change
    session.commit()


def test_a_wrong_receipt_is_reversed_once_and_the_stock_and_the_order_are_as_before(session):
    tee = garment(session, on_hand="10", unit_cost="2.00")
    order = ordered(session, (tee, "24", "3.00"))
    order.receive(freight=D("1.00"))
    session.commit()
    assert (tee.quantity_on_hand, tee.stock_value, tee.unit_cost) == (34, D("93.00"), D("3.0000"))
    receipt = session.query(PurchaseReceipt).one()
    receipt.reverse("The wrong carton")
    session.commit()
    assert (order.status, tee.quantity_on_hand, tee.stock_value) == (P.SENT, 10, D("20.00"))
    assert tee.quantity_incoming == 24
    assert purchases(session, tee.id) == []
    back = session.scalars(sa.select(PurchaseReceipt).where(PurchaseReceipt.reverses_id == receipt.id)).one()
    assert (back.quantity, back.total_cost) == (-24, D("-73.00"))
    assert "was reversed by System" in refusal_of(session, lambda: receipt.reverse("Again"))
    assert "is a reversal itself" in refusal_of(session, lambda: back.reverse("Again"))
    assert equals_its_ledger(session)


@on_sqlite
def test_what_was_used_meanwhile_cannot_be_sent_back_and_no_value_falls_below_nothing(session):
    tee = garment(session, on_hand="10", unit_cost="1.00")
    order = ordered(session, (tee, "1", "1000.00"))
    order.receive()
    session.commit()
    tee.adjust(quantity=D(-9), reason="Given away")
    session.commit()
    receipt = session.query(PurchaseReceipt).one()
    receipt.reverse("Never ordered")
    session.commit()
    assert (tee.quantity_on_hand, tee.stock_value) == (1, 0)
    assert equals_its_ledger(session)


def test_what_will_not_come_is_not_awaited_any_more(session):
    tee = garment(session)
    short, never = ordered(session, (tee, "24", "3.00")), ordered(session, (tee, "12", "3.00"))
    short.receive([came(short.lines[0], 20)])
    short.close_short("The mill is out of it")
    never.cancel("Found some")
    session.commit()
    assert (short.status, never.status, tee.quantity_incoming) == (P.RECEIVED, P.CANCELLED, 0)
    session.query(PurchaseReceipt).one().reverse("Never came")
    session.commit()
    assert (short.status, tee.quantity_incoming, tee.quantity_on_hand) == (P.RECEIVED, 0, 0)
    assert equals_its_ledger(session)


def test_two_who_receive_the_same_line_at_the_same_moment_do_not_receive_it_twice(shop, session):
    tee = garment(session)
    order = ordered(session, (tee, "24", "3.00"))
    order_id, line_id = order.id, order.lines[0].id
    deed = received_by_somebody(session, order_id, line_id, "24")
    raised = at_once(shop, [deed, deed])
    assert sorted(map(type, raised), key=str) == sorted([type(None), RuleBroken], key=str)
    assert (tee.quantity_on_hand, tee.quantity_incoming, order.status) == (24, 0, P.RECEIVED)
    assert equals_its_ledger(session)


def received_by_somebody(session, order_id, line_id, quantity):
    """Somebody takes so much in; each in a transaction of their own."""
    del session

    def deed():
        from models.core.base import db
        from models.purchasing.arguments import ReceivedLine

        order = db.session.get_one(PurchaseOrder, order_id)
        order.receive([ReceivedLine(line_id=line_id, quantity=D(quantity))])

    return deed


@pytest.mark.soak
def test_five_hundred_small_receipts_by_many_at_once_sum_to_what_was_ordered(shop, session):
    tee = garment(session)
    order = ordered(session, (tee, "490", "3.00"))
    deed = received_by_somebody(session, order.id, order.lines[0].id, "1")
    raised = [each for _ in range(50) for each in at_once(shop, [deed] * 10)]
    assert [type(each) for each in raised if each is not None] == [RuleBroken] * 10
    assert (tee.quantity_on_hand, tee.quantity_incoming, order.status) == (490, 0, P.RECEIVED)
    assert equals_its_ledger(session)


def test_the_price_follows_the_newest_delivery_and_its_history_names_the_supplier(session):
    tee = garment(session, unit_cost="2.50")
    order = ordered(session, (tee, "24", "3.00"))
    order.receive([came(order.lines[0], 6, unit_cost=D("3.20"))])
    order.receive([came(order.lines[0], 6)], received_on=clock.shop_day() - 2 * DAY)
    session.commit()
    assert tee.unit_cost == D("3.2000")
    told = [(each.supplier, each.quantity, each.unit_cost, each.order) for each in purchases(session, tee.id)]
    assert told == [("Mill", 6, D("3.2000"), "PO-1001"), ("Mill", 6, D("3.0000"), "PO-1001")]
