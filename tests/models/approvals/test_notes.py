"""Notes on a design: threads of customer and artist, pins, and which version solved them."""

from decimal import Decimal

import pytest

from models.approvals import comment_on
from models.core.actor import Actor, acting_as
from models.core.errors import InvalidValue, RuleBroken
from models.notifications import StaffNotification
from tests import on_sqlite
from tests.approvals import add_version, drawn, unapproved_job


@pytest.fixture
def design(session, cast):
    return drawn(session, unapproved_job(session, cast))


@pytest.fixture
def ann(cast):
    return Actor("customer", "Ann", cast.ann.id)


@pytest.fixture
def note(session, design, ann):
    with acting_as(ann):
        made = comment_on(
            design.versions[0], "Make the year 2026", pin=(Decimal("0.25"), Decimal("0.7512345"))
        )
        session.commit()
    return made


def test_a_pinned_note_keeps_its_place_and_who_wrote_it(session, note, cast):
    session.expire_all()
    assert (note.number, note.pin_x, note.pin_y) == (1, Decimal("0.25000"), Decimal("0.75123"))
    assert (note.contact, note.author_name) == (cast.ann, "Ann")


def test_an_answer_to_an_answer_stays_in_the_thread(session, note):
    first = note.reply("Done")
    session.commit()
    second = comment_on(note.design_version, "Thank you", parent=first)
    session.commit()
    assert second.parent is note
    assert [each.body for each in note.replies] == ["Done", "Thank you"]
    assert second.number is None


def test_a_solved_note_names_the_version_that_solved_it(session, design, note):
    second = add_version(session, design, 2)
    note.resolve()
    session.commit()
    assert note.resolved_in is second
    with pytest.raises(RuleBroken, match="solved already"):
        note.resolve()


@on_sqlite
@pytest.mark.parametrize("place", ["-0.01", "1.01"])
def test_a_place_outside_the_picture_is_refused(design, place):
    with pytest.raises(InvalidValue, match="outside the picture"):
        comment_on(design.versions[0], "Here", pin=(Decimal(place), Decimal(0)))


@on_sqlite
def test_an_empty_note_is_refused(design):
    with pytest.raises(InvalidValue, match="Write what"):
        comment_on(design.versions[0], "  \n ")


@on_sqlite
def test_a_note_about_another_design_takes_no_answer_here(session, design, cast, note):
    other = drawn(session, design.job)
    with pytest.raises(InvalidValue, match="another design"):
        comment_on(other.versions[0], "Here", parent=note)


@on_sqlite
def test_artists_are_told_what_a_customer_wrote_and_not_what_they_wrote_themselves(session, note):
    note.reply("Done")
    session.commit()
    told = [each.text for each in session.query(StaffNotification)]
    assert told == ["Ann wrote on Trailhead v1: Make the year 2026"]
