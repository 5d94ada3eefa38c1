"""What to order: the rule of domain.md, and drafts that order nothing twice."""

import datetime as dt

import pytest

from models.catalog import Material
from models.core import clock
from models.purchasing.reordering import draft_orders, reorder_point, reorders, to_order
from models.purchasing.use import DailyUse
from models.stock import MovementKind, post, reserve
from tests import on_sqlite
from tests.at_once import at_once

from .ordering import D, drafted, garment, job_on, mill, ordered

pytestmark = on_sqlite


def test_the_point_is_the_typed_one_else_the_use_over_the_lead_days_and_the_safety():
    use = DailyUse(average=D(4), most=D(10))
    material = Material(name="Tee", lead_days=5, max_lead_days=8)
    assert reorder_point(material, use) == 80  # 4 × 5 + (10 × 8 − 4 × 5)
    assert reorder_point(material, None) is None
    material.reorder_point = D(24)
    assert reorder_point(material, use) == 24


@pytest.mark.parametrize(
    ("available", "point", "least", "unit", "wanted"),
    [
        (25, 24, None, None, 0),
        (24, 24, None, None, 0),  # at the point nothing is missing yet, unless a quantity is worth ordering
        (24, 24, 36, None, 36),
        (-5, 24, None, 12, 36),
        (10, 24, 20, 12, 24),
        (-5, None, None, None, 5),
        (0, None, 36, 12, 0),
    ],
)
def test_what_is_ordered_reaches_the_point_in_whole_purchase_units(available, point, least, unit, wanted):
    material = Material(name="Tee", order_quantity=least, purchase_unit_quantity=unit)
    assert to_order(material, D(available), None if point is None else D(point)) == wanted


def test_the_list_says_what_is_short_for_which_job_and_what_nears_its_end(session):
    tee = garment(
        session, on_hand="10", purchase_unit="case", purchase_unit_quantity=D(12), supplier=mill(session)
    )
    ink = garment(session, "Ink", on_hand="100", unit="g", reorder_point=D(120), order_quantity=D(500))
    used = garment(session, "Film", on_hand="20", unit="in", lead_days=4, max_lead_days=4)
    for days in (1, 3):
        on = clock.shop_day() - dt.timedelta(days=days)
        post(session, used.id, MovementKind.USE, quantity=-5, on=on)
    job = job_on(session, (tee, 24))
    reserve(session, job.id, {tee.id: D(24)})
    session.commit()
    ids = [tee.id, ink.id, used.id]
    told = {each.material.name: (each.quantity, each.why) for each in reorders(session, ids)}
    assert told.pop(tee.name) == (24, f"14 pieces short for {job.number}")
    assert told.pop("Ink") == (500, "100 g available, reorder at 120 g")
    assert told.pop("Film") == (10, "10 in available, reorder at 20 in")
    assert told == {}


def test_drafts_are_made_once_by_supplier_and_nothing_is_ordered_twice(shop, session):
    tee = garment(session, supplier=mill(session), reorder_point=D(24), unit_cost="3.00")
    nobody = garment(session, "Odd", reorder_point=D(1))
    ids = [tee.id, nobody.id]

    def deed():
        from models.core.base import db

        draft_orders(db.session(), ids)

    assert at_once(shop, [deed, deed]) == [None, None]
    (order,) = {line.purchase_order for line in all_lines(session)}
    (line,) = order.lines
    assert (line.material, line.quantity, line.unit_cost) == (tee, 24, D("3.0000"))
    assert line.purpose == "0 pieces available, reorder at 24 pieces"
    order.mark_sent()
    session.commit()
    assert [each.material for each in reorders(session, ids)] == [nobody]


def all_lines(session):
    from models.purchasing import PurchaseOrderLine

    return session.query(PurchaseOrderLine).all()


def test_what_is_drafted_or_on_its_way_is_not_to_be_ordered(session):
    tee = garment(session, reorder_point=D(24))
    drafted(session, (tee, "12", None))
    (left,) = reorders(session, [tee.id])
    assert (left.quantity, left.available) == (12, 12)
    ordered(session, (tee, "13", None))
    assert reorders(session, [tee.id]) == []
