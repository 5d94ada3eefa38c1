"""What a job needs: its garments by size with their spares, and what its decorations use up."""

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.catalog import Material, Product
from models.core.errors import RuleBroken
from models.jobs import Job
from models.requirements import (
    ItemPlan,
    MaterialRequirement,
    MeshCount,
    PrintPlan,
    SpoilageRate,
    needed,
    needed_for_items,
    plans_of,
    reckon,
)
from models.requirements.needs import recipes_for, reckon_items
from tests import on_sqlite

from .recipes import C, M, item_of, jersey_of, statements_of

D = Decimal


@pytest.fixture
def job(session, cast):
    """A job in which nothing is made yet."""
    job = Job(title="Team", customer=cast.acme)
    session.add(job)
    session.commit()
    return job


@pytest.fixture
def jerseys(session, job):
    """The job with 23 jerseys, on vinyl."""
    recipe = jersey_of(session)
    session.add(item_of(recipe.product, job))
    session.commit()
    return job


def told(session, job):
    """What the job needs: quantity and explanation by the material's name."""
    names = dict(session.execute(sa.select(Material.id, Material.name)).all())
    return {names[need.material_id]: (need.quantity, need.explanation) for need in needed(session, job.id)}


def test_a_job_needs_garments_by_size_with_spares_and_vinyl_by_the_roll(session, jerseys):
    assert told(session, jerseys) == {
        "Blank M": (D(16), "M: 15 + 1 spare"),
        "Blank L": (D(8), "L: 8"),
        "Vinyl": (D(111), "24 pieces, 2 a row: 12 × 9.25 in (HTV, Back)"),
    }


def test_what_is_needed_costs_three_statements_however_many_items(session, jerseys):
    recipe = session.scalars(sa.select(MaterialRequirement)).one()
    for _ in range(3):
        session.add(item_of(recipe.product, jerseys))
    session.commit()
    job_id = jerseys.id
    assert len(statements_of(lambda: needed(session, job_id))) == 3


@on_sqlite
def test_spoilage_is_the_shops_to_say_by_method(session, jerseys):
    session.scalars(sa.select(SpoilageRate).filter_by(decoration_method=M.HTV)).one().percent = D(10)
    session.commit()
    assert told(session, jerseys)["Vinyl"][0] == D("120.25")
    assert sum(told(session, jerseys)[f"Blank {size}"][0] for size in "ML") == 26


@on_sqlite
def test_each_layer_and_the_set_up_are_added_in_the_unit_of_the_material(session, jerseys):
    recipe = session.scalars(sa.select(MaterialRequirement)).one()
    recipe.layers, recipe.setup_amount, recipe.unit = 2, D(1), "ft"
    recipe.material = Material(name="Vinyl by the yard", unit="yd", roll_width=15)
    session.commit()
    quantity, why = told(session, jerseys)["Vinyl by the yard"]
    assert quantity == D("6.5")  # 2 × 111 in and a foot
    assert why == "1 ft to set up + 24 pieces, 2 a row: 12 × 9.25 in, 2 layers (HTV, Back)"


@on_sqlite
def test_without_a_calculator_it_is_so_much_a_piece(session, job):
    recipe = jersey_of(session, calculator=None, quantity_per="0.5", setup_amount="3", unit="in")
    session.add(item_of(recipe.product, job))
    session.commit()
    assert told(session, job)["Vinyl"] == (D(15), "3 in to set up + 0.5 in × 24 pieces")


@on_sqlite
def test_a_white_base_is_a_layer_of_its_own_for_dark_garments_only(session, job):
    mesh = session.scalars(sa.select(MeshCount).filter_by(name="39/100-55")).one()
    tee = Product(name="Tee")
    for name, more in (("Black", {}), ("White", {"garments": "DARK", "layers": 1, "coverage": 60})):
        ink = Material(name=name, unit="g", density="1.44")
        row = {"decoration_method": M.SCREEN_PRINT, "calculator": C.SCREEN_INK, "unit": "g", "mesh": mesh}
        session.add(MaterialRequirement(product=tee, material=ink, left_per_screen=30, **row, **more))
    light, dark = (
        item_of(
            tee,
            job,
            [(size, 100)],
            decoration_method=M.SCREEN_PRINT,
            width=10,
            height=12,
            colors=2,
            on_dark=is_dark,
        )
        for size, is_dark in (("M", False), ("L", True))
    )
    session.add_all([light, dark])
    session.commit()
    each = D("774.192") * D("0.4") * D("61.8") / 10_000 * D("1.44") * 103 + 30
    needs = [(need.quantity, need.job_item_id) for need in needed(session, job.id) if need.method]
    assert needs == [
        ((2 * each).quantize(D("0.0001")), light.id),
        ((2 * each).quantize(D("0.0001")), dark.id),
        (((each - 30) * D("1.5") + 30).quantize(D("0.0001")), dark.id),
    ]


@pytest.mark.parametrize(
    ("decoration", "sentence"),
    [
        ({"width": None}, "“HTV, Back” has no width and height: what it takes cannot be told."),
        ({"width": 16, "height": 16}, "16 × 16 in does not fit on a roll of 14.75 in, turned or not."),
        (
            {"decoration_method": M.DTF},
            "It is not said which materials DTF takes on the product of “Team jerseys”.",
        ),
    ],
)
@on_sqlite
def test_what_cannot_be_told_is_a_sentence_and_the_rest_is_told(session, job, decoration, sentence):
    recipe = jersey_of(session)
    session.add(item_of(recipe.product, job, **decoration))
    session.commit()
    reckoned = reckon(session, [job.id])[job.id]
    assert [gap.sentence for gap in reckoned.gaps] == [sentence]
    assert len(reckoned.needs) == 2


@on_sqlite
def test_what_is_not_said_of_an_item_is_asked_for(session, job):
    recipe = jersey_of(session)
    item = item_of(recipe.product, job)
    item.product, item.sizes[0].material = None, None
    session.add(item)
    session.commit()
    assert [gap.sentence for gap in reckon(session, [job.id])[job.id].gaps] == [
        "“Team jerseys” in M names no garment: choose the one it is made on.",
        "“Team jerseys” names no product: what its HTV takes is not known.",
    ]


@on_sqlite
def test_an_estimate_is_reckoned_before_anything_of_it_is_written(session):
    recipe = jersey_of(session)
    print_ = PrintPlan(M.HTV, "Back", D(7), D(9))
    reckoned = needed_for_items(session, [ItemPlan("", "Jerseys", recipe.product_id, 23, prints=(print_,))])
    assert reckoned.totals == {recipe.material_id: D(111)}
    assert [gap.sentence for gap in reckoned.gaps] == [
        "“Jerseys” has no sizes: which garments its 23 pieces take is not known."
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"calculator": None, "quantity_per": 2, "unit": "g"}, "“g” is a weight and “in” a length"),
        ({"calculator": None}, "takes no Vinyl"),
        ({"calculator": C.SCREEN_INK}, "“g” is a weight and “in” a length"),
        ({"calculator": C.DTF_FILM}, "DTF film does not reckon HTV"),
    ],
)
@on_sqlite
def test_a_requirement_that_cannot_be_reckoned_is_refused_and_not_written(session, values, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        jersey_of(session, **values)
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(MaterialRequirement)) == 0


@on_sqlite
def test_a_materials_unit_that_no_longer_fits_is_refused(session):
    recipe = jersey_of(session)
    recipe.material.unit = "kg"
    with pytest.raises(RuleBroken, match="“in” is a length and “kg” a weight"):
        session.commit()


@on_sqlite
def test_a_fine_mesh_needs_the_volume_of_its_data_sheet(session):
    session.add(MeshCount(name="61/156-64", threads_per_cm=61, thread_diameter=64))
    with pytest.raises(RuleBroken, match="give the ink volume of its data sheet"):
        session.commit()


@on_sqlite
def test_what_pieces_took_that_are_made_already_has_no_spares(session, jerseys):
    items = plans_of(session, [jerseys.id])[jerseys.id]
    recipes = replace(recipes_for(session, items), spoilage=dict.fromkeys(M, D(0)))
    garments = [need.quantity for need in reckon_items(recipes, items).needs if need.method is None]
    assert garments == [15, 8]
