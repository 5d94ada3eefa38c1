"""Material used on a job, written down on the phone: once, weighed against the shelf, with waste by its misprint."""

import re

import pytest
import sqlalchemy as sa

from models.catalog import Material
from models.stock import MaterialUsage
from models.timekeeping import Misprint, MisprintCause
from tests import on_sqlite
from tests.browsing import csrf_token
from tests.floor import lay_out, signed_in

pytestmark = on_sqlite


@pytest.fixture
def laid(session, cast):
    blank = session.scalars(sa.select(Material).where(Material.sku == "BLANK-M")).one()
    blank.count(counted=12)
    session.add(Misprint(job=cast.job, quantity=2, cause=MisprintCause.PRINT))
    laid = lay_out(session)
    session.commit()
    laid.blank_id, laid.page = blank.id, f"/floor/jobs/{cast.job.id}/materials"
    return laid


@pytest.fixture
def rosa(shop, laid):
    return signed_in(shop.test_client(), laid)


def write(rosa, laid, quantity, row="", **said):
    token = csrf_token(rosa, laid.page)
    sent = {"csrf_token": token, "row": row, "material": laid.blank_id, "quantity": quantity}
    return rosa.post(laid.page, data=sent | said)


def uses(session):
    session.rollback()
    return session.scalars(sa.select(MaterialUsage).order_by(MaterialUsage.id)).all()


def test_what_is_taken_is_written_once_by_the_person_at_the_phone(session, rosa, laid, cast):
    page = rosa.get(laid.page).text
    assert "Needs 15 pieces, used 0 pieces. On the shelf 12 pieces." in page
    row = re.search(r'name="row" value="([0-9A-Z]{26})"', page)[1]
    assert [write(rosa, laid, "5", row).status_code for _ in range(2)] == [303, 303]
    (use,) = uses(session)
    assert (use.quantity_used, use.used_by_id, use.job_id) == (5, laid.rosa_id, cast.job.id)
    assert "used 5 pieces. On the shelf 7 pieces." in rosa.get(laid.page).text


def test_waste_names_its_misprint(session, rosa, laid):
    misprint = session.scalars(sa.select(Misprint)).one().id
    assert "2 misprinted: Smudged" in rosa.get(laid.page).text
    write(rosa, laid, "2", misprint=misprint)
    assert [use.misprint_id for use in uses(session)] == [misprint]


@pytest.mark.parametrize(
    ("quantity", "sentence"),
    [
        ("15", "There are 12 pieces of Blank tee M; 15 are asked for."),
        ("0", "It must be more than 0."),
        ("-1", "It must be more than 0."),
        ("many", "“many” is not a number."),
        ("", "Nothing was written: say how much was used."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_stays_typed(session, rosa, laid, quantity, sentence):
    answer = write(rosa, laid, quantity)
    assert (answer.status_code, uses(session)) == (409, [])
    assert sentence in answer.text
    assert f'value="{quantity}"' in answer.text
