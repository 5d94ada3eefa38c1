"""The ledger of stock: levels are its sums, values are exact to the cent, and nothing in it changes."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.catalog import Material
from models.core.errors import InvalidValue, RuleBroken
from models.stock import MovementKind, StockMovement, post, reserve, reserved_for
from tests import on_sqlite

from .shelf import equals_its_ledger, stocked

D = Decimal


def test_what_is_on_hand_when_a_material_is_new_is_its_opening_count_at_the_typed_cost(session):
    tee = stocked(session, quantity="111", unit_cost="0.1350")
    movement = session.scalars(sa.select(StockMovement).where(StockMovement.material_id == tee.id)).one()
    assert (movement.kind, movement.quantity, movement.value) == (MovementKind.COUNT, D(111), D("14.99"))
    assert (tee.stock_value, tee.available, tee.version) == (D("14.99"), D(111), 1)


def test_receipts_at_two_prices_make_an_average_and_what_takes_the_last_takes_the_residue(session):
    tee = stocked(session, quantity="1", unit_cost="1.00")
    post(session, tee.id, MovementKind.RECEIPT, quantity=2, value=D("1.00"))
    assert tee.average_cost == D("0.6667")
    taken = [
        post(session, tee.id, MovementKind.ADJUSTMENT, quantity=-1, reason="Lost").value for _ in range(3)
    ]
    assert taken == [D("-0.67"), D("-0.67"), D("-0.66")]
    session.commit()
    assert (tee.quantity_on_hand, tee.stock_value) == (0, 0)
    assert equals_its_ledger(session)


def test_taking_more_than_is_there_is_refused_with_both_numbers_and_the_next_step(session):
    tee = stocked(session, quantity="12")
    with pytest.raises(RuleBroken) as refusal:
        post(session, tee.id, MovementKind.USE, quantity=-15)
    assert str(refusal.value) == (
        "There are 12 pieces of Blank tee, black M; 15 are asked for. Count the stock or adjust it with a reason."
    )
    session.rollback()
    assert equals_its_ledger(session)


@on_sqlite
@pytest.mark.parametrize(
    ("quantity", "unit", "asked", "sentence"),
    [
        ("1", "piece", 2, "There is 1 piece of Ink; 2 are asked for."),
        ("12.5", "g", 13, "There are 12.5 g of Ink; 13 g are asked for."),
        ("0", "m", 1, "There are 0 m of Ink; 1 m is asked for."),
    ],
)
def test_the_refusal_knows_units(session, quantity, unit, asked, sentence):
    ink = stocked(session, "Ink", quantity, unit=unit)
    with pytest.raises(RuleBroken, match=sentence):
        post(session, ink.id, MovementKind.USE, quantity=-asked)


def test_a_movement_leaves_the_version_that_open_forms_compare(session):
    tee = stocked(session)
    post(session, tee.id, MovementKind.USE, quantity=-1)
    post(session, tee.id, MovementKind.ORDER, incoming=24)
    session.commit()
    assert (tee.version, tee.quantity_on_hand, tee.quantity_incoming, tee.available) == (1, 11, 24, 35)
    assert session.scalar(sa.select(Material.available).where(Material.id == tee.id)) == 35


@pytest.mark.parametrize("deed", ["change", "delete"])
def test_a_movement_is_neither_changed_nor_deleted(session, deed):
    stocked(session)
    movement = session.scalars(sa.select(StockMovement)).first()
    if deed == "change":
        movement.quantity = D(99)
    else:
        session.delete(movement)
    with pytest.raises(RuleBroken, match="only added to"):
        session.commit()


@on_sqlite
def test_what_is_on_hand_is_not_typed_over(session):
    tee = stocked(session)
    with pytest.raises(InvalidValue, match="use “count” to change it"):
        tee.quantity_on_hand = D(40)
    tee.quantity_on_hand = D(12)  # what a form sends back as it was read


@on_sqlite
def test_a_unit_changes_only_while_nothing_was_counted_in_it(session):
    tee = stocked(session, quantity="12")
    tee.unit = "dozen"
    with pytest.raises(
        RuleBroken, match=r"counted in piece, and 12 pieces lie on the shelf\. If the unit was wrong"
    ):
        session.commit()
    session.rollback()
    tee.unit = "pcs"  # the same in another spelling
    tee.count(counted=D(0))
    session.commit()
    tee.unit = "in"
    session.commit()
    tee.return_to_stock(quantity=D(3), reason="Found")
    session.commit()
    tee.count(counted=D(0))
    session.commit()
    tee.unit = "g"
    with pytest.raises(RuleBroken, match="add a material that is counted in g"):
        session.commit()


def test_people_count_adjust_and_return_and_what_it_is_worth_follows(session):
    tee = stocked(session, quantity="10", unit_cost="3.00")
    tee.count(counted=D(8), note="Two are missing")
    session.commit()
    assert (tee.quantity_on_hand, tee.stock_value) == (8, D("24.00"))
    tee.adjust(quantity=D(2), reason="Behind the shelf")
    tee.return_to_supplier(quantity=D(5), reason="Wrong shade")
    tee.return_to_stock(quantity=D(1), reason="Not needed")
    session.commit()
    assert (tee.quantity_on_hand, tee.stock_value) == (6, D("18.00"))
    tee.revalue(unit_cost=D("2.50"), reason="The invoice came")
    session.commit()
    assert (tee.stock_value, tee.average_cost) == (D("15.00"), D("2.5000"))
    kinds = session.scalars(
        sa.select(StockMovement.kind).order_by(StockMovement.id).filter_by(material_id=tee.id)
    )
    assert [str(kind) for kind in kinds] == ["COUNT", "COUNT", "ADJUSTMENT", "RETURN", "RETURN", "ADJUSTMENT"]
    assert equals_its_ledger(session)


def test_an_adjustment_below_nothing_and_one_of_nothing_are_refused(session):
    tee = stocked(session, quantity="2")
    tee.adjust(quantity=D(-3), reason="Lost")
    with pytest.raises(RuleBroken, match="There are 2 pieces of Blank tee, black M; 3 are asked for"):
        session.commit()
    session.rollback()
    tee.adjust(quantity=D(0), reason="Nothing")
    with pytest.raises(RuleBroken, match="by how much"):
        session.commit()
    session.rollback()
    assert (tee.quantity_on_hand, equals_its_ledger(session)) == (2, True)


def test_a_job_reserves_exactly_what_is_said_last(session, cast):
    tee, ink = stocked(session), stocked(session, "Ink", "50", unit="g")
    reserve(session, cast.job.id, {tee.id: D(15), ink.id: D("2.5")})
    reserve(session, cast.job.id, {tee.id: D(4)})
    session.commit()
    assert reserved_for(session, cast.job.id) == {tee.id: D(4)}
    assert (tee.quantity_reserved, tee.available, ink.quantity_reserved) == (4, 8, 0)
    assert equals_its_ledger(session)
