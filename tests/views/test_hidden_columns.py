"""Costs and prices cannot be found by whom they are kept from, through any page."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.catalog import Material
from models.core.roles import ADMIN, ARTIST, OFFICE, PRODUCTION
from models.core.visibility import hidden_columns
from models.jobs import Job, JobItem
from tests.browsing import post_form
from views.core.access.grants import holds
from views.core.screen import SCREENS

from .amounts import NUMBERS, price
from .many_rows import fill_every_table

SHOP_FLOOR = [PRODUCTION, ARTIST]


@pytest.fixture
def secrets(session, cast):
    """Numbers that stand nowhere else."""
    price(cast.job)
    item = session.scalars(sa.select(JobItem)).one()
    material = session.scalars(sa.select(Material)).one()
    session.commit()
    return {"job": cast.job.id, "item": item.id, "material": material.id}


@pytest.mark.on_sqlite
@pytest.mark.parametrize("role", SHOP_FLOOR)
@pytest.mark.parametrize(
    "page",
    [
        "/jobs/list/",
        "/jobs/show/{job}",
        "/job_items/list/",
        "/job_items/show/{item}",
        "/materials/list/",
        "/materials/show/{material}",
        "/products/list/",
        "/jobs/export.csv",
        "/job_items/export.csv",
        "/materials/export.csv",
    ],
)
def test_no_page_of_the_shop_floor_shows_a_price_or_a_cost(client_as, secrets, role, page):
    answer = client_as(role).get(page.format(**secrets))
    assert answer.status_code == 200
    for number in NUMBERS:
        assert number not in answer.text
    for word in ("Quoted amount", "quoted_amount", "Unit price", "unit_price", "Unit cost", "unit_cost", "$"):
        assert word not in answer.text


def test_the_office_sees_prices_and_no_costs(client_as, secrets):
    browser = client_as(OFFICE)
    assert "$98,765.43" in browser.get("/jobs/list/").text
    for page in (
        "/materials/list/",
        f"/materials/show/{secrets['material']}",
        f"/materials/edit/{secrets['material']}",
    ):
        text = browser.get(page).text
        assert "unit_cost" not in text
        assert not any(number in text for number in NUMBERS)


@pytest.mark.on_sqlite
@pytest.mark.parametrize("role", sorted({PRODUCTION, ARTIST, OFFICE}))
def test_a_hidden_column_is_in_no_page_and_can_be_neither_filtered_nor_ordered_by(shop, client_as, role):
    fill_every_table(2)
    browser = client_as(role)
    found = []
    for screen in SCREENS:
        if not holds([role], "can_list", screen.table):
            continue
        page = f"/{screen.table}/list/"
        text = browser.get(page).text
        for column in hidden_columns(screen.model, [role]):
            refused = [f"?_flt_{place}_{column}=1" for place in range(6)]
            refused.append(f"?_oc_{screen.__name__}={column}&_od_{screen.__name__}=asc")
            found += [address for address in refused if browser.get(page + address).status_code != 400]
            found += [
                address
                for address in refused
                if browser.get(f"/{screen.table}/export.csv{address}").status_code != 400
            ]
            found += [page for word in (f'"{column}"', f"_{column}") if word in text]
    assert not found


def test_a_refused_filter_says_the_same_of_a_hidden_and_of_an_unknown_column(client_as, secrets):
    browser = client_as(PRODUCTION)
    hidden = browser.get("/jobs/list/?_flt_1_quoted_amount=98765")
    unknown = browser.get("/jobs/list/?_flt_1_no_such_column=98765")
    assert hidden.status_code == unknown.status_code == 400
    told, of_nothing = (answer.text.split("<main", 1)[1].split("</main>")[0] for answer in (hidden, unknown))
    assert told.replace("quoted_amount", "no_such_column") == of_nothing


def test_the_office_cannot_write_a_cost_that_it_does_not_see(session, client_as, secrets):
    page = f"/materials/edit/{secrets['material']}"
    answer = post_form(
        client_as(OFFICE), page, name="Blank tee M", unit="piece", quantity_on_hand="0", unit_cost="1"
    )
    assert answer.status_code == 303
    session.expire_all()
    assert str(session.get(Material, secrets["material"]).unit_cost) == "7654.3219"


@pytest.mark.parametrize("role", SHOP_FLOOR)
def test_related_rows_are_shown_only_to_whom_may_list_them(client_as, secrets, role):
    text = client_as(role).get(f"/jobs/show/{secrets['job']}").text
    assert 'id="job_items"' in text
    assert 'id="job_gates"' in text
    for table in ("billing", "portal_links"):
        assert f'id="{table}"' not in text


def test_the_owner_sees_all_of_it(client_as, secrets):
    owner = client_as(ADMIN)
    assert "$98,765.43" in owner.get(f"/jobs/show/{secrets['job']}").text
    assert "$7,654.3219" in owner.get(f"/materials/show/{secrets['material']}").text
    assert 'id="billing"' in owner.get(f"/jobs/show/{secrets['job']}").text


def test_a_secret_column_is_on_no_page(session, client_as, cast):
    from models.links import link_for

    link = link_for(session, session.get(Job, cast.job.id))
    session.commit()
    owner = client_as(ADMIN)
    for page in ("/portal_links/list/", f"/portal_links/show/{link.id}", "/portal_links/export.csv"):
        assert link.token_hash not in owner.get(page).text
    assert owner.get(f"/portal_links/list/?_flt_0_token_hash={link.token_hash[:4]}").status_code == 400
