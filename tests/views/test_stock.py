"""Stock at its doors: the ledger is only added to, verbs answer with what follows, and costs are for few."""

import pytest
import sqlalchemy as sa

from models.core.roles import ADMIN, MANAGER, PRODUCTION
from models.stock import StockMovement
from tests import on_sqlite
from tests.browsing import csrf_token
from tests.models.stock.shelf import equals_its_ledger, stocked

pytestmark = on_sqlite

MATERIALS, USES, LEDGER = "/api/v1/materials/", "/api/v1/material_usage/", "/api/v1/stock_movements/"


@pytest.fixture
def tee(session):
    return stocked(session, quantity="12").id


def test_no_door_adds_to_the_ledger_by_hand_or_changes_it(session, client_as, program_as, tee):
    movement = session.scalars(sa.select(StockMovement).where(StockMovement.material_id == tee)).one().id
    session.rollback()
    owner, browser = program_as(ADMIN), client_as(ADMIN)
    sent = {"quantity": "99", "csrf_token": csrf_token(browser, "/jobs/add")}
    answers = [
        owner.post(LEDGER, json={"material_id": tee, "kind": "COUNT", "quantity": "99"}),
        owner.put(f"{LEDGER}{movement}", json={"quantity": "99"}),
        owner.delete(f"{LEDGER}{movement}"),
        browser.post("/stock_movements/add", data=sent),
        browser.post(f"/stock_movements/edit/{movement}", data=sent),
        browser.post(f"/stock_movements/delete/{movement}", data=sent),
        browser.post("/raw/stock_movements/new/", data=sent),
        browser.post(f"/raw/stock_movements/edit/?id={movement}", data=sent),
        browser.post("/raw/stock_movements/delete/", data=sent | {"id": movement}),
    ]
    assert all(answer.status_code in (302, 303, 400, 403, 404, 405) for answer in answers)
    assert session.scalar(sa.select(sa.func.count(StockMovement.id)).filter_by(material_id=tee)) == 1
    assert equals_its_ledger(session)


def test_what_is_on_hand_is_given_with_a_new_material_and_counted_from_then_on(session, program_as):
    owner = program_as(ADMIN)
    new = owner.post(
        MATERIALS, json={"name": "Cap", "unit": "piece", "quantity_on_hand": "40", "unit_cost": "5.40"}
    )
    material = f"{MATERIALS}{new.json['id']}"
    assert owner.get(material).json["result"]["stock_value"] == "216.00"
    typed = owner.put(material, json={"quantity_on_hand": "41"})
    assert (typed.status_code, "count" in typed.text) == (422, True)
    assert owner.put(material, json={"quantity_on_hand": "40.0000", "name": "Cap, khaki"}).status_code == 200
    counted = owner.post(f"{material}/count", json={"counted": "38"})
    assert (counted.status_code, owner.get(material).json["result"]["quantity_on_hand"]) == (200, "38.0000")
    assert equals_its_ledger(session)


def test_a_use_over_rest_tells_its_cost_to_those_who_see_costs_and_refuses_too_much(
    session, program_as, tee, cast
):
    printer, manager, job_id = program_as(PRODUCTION), program_as(MANAGER), cast.job.id
    session.rollback()
    use = {"job_id": job_id, "material_id": tee, "quantity_used": "4"}
    made = printer.post(USES, json=use)
    assert made.status_code == 201
    one = f"{USES}{made.json['id']}"
    assert manager.get(one).json["result"]["total_cost"] == "12.50"
    assert {"total_cost", "unit_cost"}.isdisjoint(printer.get(one).json["result"])
    refused = printer.post(USES, json=use | {"quantity_used": "9"})
    assert (refused.status_code, refused.json["message"]) == (
        409,
        "There are 8 pieces of Blank tee, black M; 9 are asked for. Count the stock or adjust it with a reason.",
    )
    assert printer.post(USES, json=use | {"quantity_used": "0"}).status_code == 422
    assert printer.put(one, json={"quantity_used": "5"}).status_code == 200
    assert printer.delete(one).status_code in (200, 204)
    assert equals_its_ledger(session)


def test_the_page_of_a_material_lists_its_movements_and_the_grid_what_is_available(client_as, tee):
    printer = client_as(PRODUCTION)
    assert "Opening count" in printer.get(f"/materials/show/{tee}").text
    grid = printer.get("/materials/list/").text
    assert all(heading in grid for heading in ("On hand", "Reserved", "Incoming", "Available"))
