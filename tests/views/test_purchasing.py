"""The pages of purchasing: receiving with one number a line, the paper, and the list of what to order."""

import re

import pytest

from models.core.roles import MANAGER, OFFICE, PRODUCTION
from models.purchasing import PurchaseOrder, PurchaseReceipt
from models.purchasing import PurchaseOrderStatus as P
from tests.browsing import csrf_token
from tests.models.purchasing.ordering import D, garment, mill, ordered
from tests.papers import words

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def order(session):
    """Two cases of tees and a bucket of ink, sent."""
    tee = garment(
        session, "Tee, black L", purchase_unit="case", purchase_unit_quantity=D(12), unit_cost="3.1250"
    )
    return ordered(session, (tee, "24", None), (garment(session, "Ink", unit="g"), "3000", "0.0290"))


def typed(page, **more):
    """The fields of the page as they are filled in."""
    fields = dict(re.findall(r'<input[^>]*? name="([a-z0-9A-Z_-]+)"[^>]*? value="([^"]*)"', page))
    return fields | more


def test_a_delivery_is_taken_in_with_the_numbers_that_are_filled_in(session, order, client_as):
    printer, address = client_as(PRODUCTION), f"/purchase_orders/{order.id}/receive"
    page = printer.get(address).text
    tee, ink = order.lines
    session.rollback()
    assert "2 cases (24 pieces) ordered" in page
    assert "Unit cost" not in page
    assert typed(page)[f"quantity-{tee.id}"] == "24"
    button = printer.post(address, data={"csrf_token": typed(page)["csrf_token"]})
    assert (button.status_code, button.headers["Location"]) == (303, address)  # one tap takes nothing in

    wrong = printer.post(
        address, data=typed(page, **{f"quantity-{tee.id}": "-3", f"quantity-{ink.id}": "much"})
    )
    assert wrong.status_code == 422
    assert "“much” is not a number." in wrong.text
    more = printer.post(address, data=typed(page, **{f"quantity-{tee.id}": "30"}))
    assert (more.status_code, "is 6 pieces more than PO-1001 still awaits" in more.text) == (409, True)
    assert 'value="30"' in more.text
    assert session.query(PurchaseReceipt).count() == 0
    session.rollback()

    some = printer.post(address, data=typed(page, reference="S-1", **{f"quantity-{ink.id}": ""}))
    assert (some.status_code, some.headers["Location"]) == (303, f"/purchase_orders/show/{order.id}")
    session.expire_all()
    assert (order.status, tee.material.quantity_on_hand) == (P.PARTIALLY_RECEIVED, 24)
    session.rollback()
    late = printer.post(address, data=typed(page, reference="S-2"))  # the page of before
    assert (late.status_code, "came in on PO-1001" in late.text) == (409, True)
    assert "Tee, black L" not in printer.get(address).text  # nothing of it is awaited


def test_a_manager_says_what_it_cost_and_reads_costs_on_the_paper(session, order, client_as):
    manager, address = client_as(MANAGER), f"/purchase_orders/{order.id}/receive"
    page = manager.get(address).text
    tee = order.lines[0]
    session.rollback()
    data = typed(page, freight="4.00", **{f"cost-{tee.id}": "3.50"})
    assert manager.post(address, data=data).status_code == 303
    session.expire_all()
    assert (order.status, tee.material.unit_cost) == (P.RECEIVED, D("3.5000"))
    assert sum(each.total_cost for each in session.query(PurchaseReceipt)) == D("175.00")
    session.rollback()
    assert "is received" in manager.get(address).text
    (told,) = words(manager.get(f"/purchase_orders/{order.id}/order.pdf").data)
    (kept,) = words(client_as(OFFICE).get(f"/purchase_orders/{order.id}/order.pdf").data)
    assert ("$75.00" in told, "$" in kept, "2 cases (24 pieces)" in kept) == (True, False, True)


def test_a_page_offers_nothing_that_a_sent_order_refuses(session, order, client_as):
    manager, line = client_as(MANAGER), order.lines[0].id
    session.rollback()
    page = manager.get(f"/purchase_orders/show/{order.id}").text
    assert ("/edit/" in page, "/purchase_order_lines/add" in page, "/delete/" in page) == (True, False, False)
    assert "PO-1001 went to its supplier and stands as it is." in page
    assert "/edit/" not in manager.get(f"/purchase_order_lines/show/{line}").text
    lines = manager.get("/purchase_order_lines/list/").text
    assert (line in lines, f"/edit/{line}" in lines) == (True, False)


def test_a_program_receives_by_lines_and_reverses_a_receipt(session, order, program_as):
    office, address = program_as(OFFICE), f"/api/v1/purchase_orders/{order.id}/receive"
    line_id = order.lines[0].id
    session.rollback()
    for wrong in ({"lines": "x"}, {"lines": [{"line_id": line_id, "quantity": "0"}]}, {"lines": [{}]}):
        assert office.post(address, json=wrong).status_code == 422
    answer = office.post(address, json={"lines": [{"line_id": line_id, "quantity": "6"}], "reference": "S-1"})
    assert (answer.status_code, answer.get_json()["result"]["status"]) == (200, "PARTIALLY_RECEIVED")
    receipt = session.query(PurchaseReceipt).one()
    session.rollback()
    undo = f"/api/v1/purchase_receipts/{receipt.id}/reverse"
    assert office.post(undo, json={"reason": "The wrong carton"}).status_code == 200
    session.expire_all()
    assert order.status == P.SENT


def test_the_list_drafts_what_is_ticked_by_supplier_once(session, client_as):
    tee = garment(session, "Tee, black L", supplier=mill(session), reorder_point=D(24), unit_cost="3.00")
    garment(session, "Odd one", reorder_point=D(3))
    printer, office = client_as(PRODUCTION), client_as(OFFICE)
    assert "Draft purchase orders" not in printer.get("/reorder/").text
    page = office.get("/reorder/").text
    assert "0 pieces available, reorder at 24 pieces" in page
    assert page.index("Mill") < page.index("No supplier")
    data = {"csrf_token": csrf_token(office, "/reorder/"), "id": [tee.id]}
    theirs = data | {"csrf_token": csrf_token(printer, "/reorder/")}
    session.rollback()
    assert printer.post("/reorder/", data=theirs).status_code == 403
    answer = office.post("/reorder/", data=data)
    order = session.query(PurchaseOrder).one()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/purchase_orders/show/{order.id}")
    session.rollback()
    again = office.post("/reorder/", data=data)
    assert (again.status_code, "Nothing was drafted" in again.text) == (409, True)
    assert session.query(PurchaseOrder).count() == 1
