"""Two people save the same row: who comes second chooses between both values, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from models.core.actor import Actor, acting_as
from models.core.roles import ADMIN, MANAGER, OFFICE
from tests.browsing import post_form


@pytest.fixture
def page(cast):
    """The form of Acme's job."""
    return f"/jobs/edit/{cast.job.id}"


def opened(browser, page):
    """What the form holds when it is opened, as a browser would send it back."""
    text = browser.get(page).text
    return {"version": version_in(text)}


def version_in(text):
    return re.search(r'name="version"[^>]*value="(\d+)"', text)[1]


def filled(cast, given, **typed):
    """The job's form with `typed` in it."""
    empty = {"contact": "", "due_on": "", "notes": ""}
    shown = {
        "title": "Staff tees",
        "customer": cast.acme.id,
        "number": cast.job.number,
        "quoted_amount": "450.00",
    }
    return {**empty, **shown, **given, **typed}


def save_meanwhile(session, cast, **values):
    with acting_as(Actor("staff", "theo", "7")):
        for name, value in values.items():
            setattr(cast.job, name, value)
        session.commit()


def pick(text, name):
    """The choice that the page offers for `name`: what its radio buttons say, and which is chosen."""
    part = re.search(rf'aria-labelledby="differs-{name}".*?</div>', text, re.DOTALL)[0]
    said = re.findall(r"<small>(.*?)</small> (.*?)</span>", part)
    chosen = re.search(r'value="(mine|theirs)"[^>]* checked', part)[1]
    return said, chosen


def test_a_stale_form_shows_both_values_and_saves_what_is_chosen(session, client_as, cast, page):
    browser = client_as(OFFICE)
    given = opened(browser, page)
    save_meanwhile(session, cast, title="Theirs", notes="Their note")
    typed = filled(cast, given, title="Mine", notes="My note")
    answer = post_form(browser, page, **typed)
    assert answer.status_code == 412
    assert "Nothing was changed: somebody else saved this job" in answer.text
    assert pick(answer.text, "title") == ([("Yours", "Mine"), ("Theirs", "Theirs")], "mine")
    assert 'value="Mine"' in answer.text
    choices = {"keep-title": "theirs", "typed-title": "Mine", "keep-notes": "mine", "typed-notes": "My note"}
    renewed = {**typed, **choices, "version": version_in(answer.text)}
    session.expire_all()
    assert cast.job.title == "Theirs"
    assert post_form(browser, page, **renewed).status_code == 303
    session.expire_all()
    assert (cast.job.title, cast.job.notes) == ("Theirs", "My note")


@pytest.mark.on_sqlite
def test_a_field_that_was_not_touched_is_offered_as_the_other_one_left_it(session, client_as, cast, page):
    browser = client_as(OFFICE)
    given = opened(browser, page)
    save_meanwhile(session, cast, due_on=dt.date(2026, 12, 4))
    answer = post_form(browser, page, **filled(cast, given, title="Mine"))
    assert pick(answer.text, "due_on") == ([("Yours", "(empty)"), ("Theirs", "Fri 4 Dec 2026")], "theirs")
    assert pick(answer.text, "title") == ([("Yours", "Mine"), ("Stored", "Staff tees")], "mine")
    assert "2 fields differ" in answer.text


@pytest.mark.on_sqlite
def test_who_saved_is_told_to_those_who_may_read_the_audit_trail(session, client_as, cast, page):
    browser = client_as(MANAGER)
    given = opened(browser, page)
    save_meanwhile(session, cast, title="Theirs")
    answer = post_form(browser, page, **filled(cast, given, title="Mine"))
    assert re.search(r"theo saved this job at \d\d:\d\d, while you were editing", answer.text)
    assert pick(answer.text, "title")[0][1] == ("theo", "Theirs")


@pytest.mark.on_sqlite
def test_a_choice_is_overruled_by_what_is_typed_after_it(session, client_as, cast, page):
    browser = client_as(OFFICE)
    given = opened(browser, page)
    typed = filled(cast, given, title="Third")
    choice = {"keep-title": "theirs", "typed-title": "Mine"}
    assert post_form(browser, page, **typed, **choice).status_code == 303
    session.expire_all()
    assert cast.job.title == "Third"


@pytest.mark.on_sqlite
def test_a_row_that_changed_twice_is_shown_twice(session, client_as, cast, page):
    browser = client_as(OFFICE)
    given = opened(browser, page)
    save_meanwhile(session, cast, title="Theirs")
    typed = filled(cast, given, title="Mine")
    first = post_form(browser, page, **typed)
    save_meanwhile(session, cast, title="Theirs again")
    choice = {"keep-title": "mine", "typed-title": "Mine", "version": version_in(first.text)}
    second = post_form(browser, page, **{**typed, **choice})
    assert second.status_code == 412
    assert pick(second.text, "title")[0] == [("Yours", "Mine"), ("Theirs", "Theirs again")]


@pytest.mark.on_sqlite
def test_a_mistake_in_a_stale_form_is_told_and_kept(session, client_as, cast, page):
    browser = client_as(OFFICE)
    given = opened(browser, page)
    save_meanwhile(session, cast, title="Theirs")
    answer = post_form(browser, page, **filled(cast, given, title="Mine", quoted_amount="a lot"))
    assert answer.status_code == 412
    assert 'value="a lot"' in answer.text
    assert pick(answer.text, "quoted_amount")[0][0] == ("Yours", "a lot")


@pytest.mark.on_sqlite
@pytest.mark.parametrize("version", ["9" * 5000, "-1", "one", "²"])
def test_an_absurd_version_is_stale(client_as, cast, page, version):
    answer = post_form(client_as(ADMIN), page, **filled(cast, {"version": version}, title="Mine"))
    assert answer.status_code == 412


@pytest.mark.on_sqlite
def test_a_price_is_not_told_to_whom_it_is_hidden_from(session, client_as, cast):
    material = f"/materials/edit/{(row := cast.job.items[0].sizes[0].material).id}"
    browser = client_as(OFFICE)
    given = opened(browser, material)
    row.unit_cost, row.name = "9.8765", "Renamed"
    session.commit()
    typed = {"name": "Mine", "unit": "piece", "quantity_on_hand": "0", "sku": row.sku}
    answer = post_form(browser, material, **given, **typed)
    assert answer.status_code == 412
    assert "9.8765" not in answer.text
    assert "Renamed" in answer.text
