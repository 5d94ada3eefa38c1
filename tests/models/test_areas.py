"""The smaller rules of the areas: addresses, settings, archiving, invitations."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from models.core import clock, keys
from models.core.errors import InvalidValue, RuleBroken
from models.core.visibility import hidden_columns
from models.customers import Customer, CustomerContact
from models.jobs import Job
from models.people import Employee, StaffInvitation, StaffUser, invitation_by_token, invite_staff
from models.settings import DECLARED, Setting, value_of
from tests import on_sqlite

pytestmark = on_sqlite


def test_mails_go_to_the_jobs_contact_before_the_customer(session, cast):
    carl = CustomerContact(customer=cast.acme, name="Carl", email="carl@acme.example")
    cast.job.contact = carl
    session.commit()
    assert cast.job.mail_address() == "carl@acme.example"


def test_mails_go_to_the_first_contact_when_the_customer_has_no_address(session, cast):
    cast.acme.email = None
    session.commit()
    assert cast.job.mail_address() == "ann@acme.example"


def test_nobody_is_mailed_when_nobody_has_an_address(session, cast):
    cast.acme.email = cast.ann.email = None
    session.commit()
    assert cast.job.mail_address() is None


def test_what_is_archived_says_when_and_comes_back(session, cast):
    cast.acme.archive()
    session.commit()
    assert cast.acme.archived_at is not None
    with pytest.raises(RuleBroken, match="archived already"):
        cast.acme.archive()
    cast.acme.unarchive()
    assert cast.acme.archived_at is None


def test_a_customer_with_jobs_cannot_be_deleted(session, cast):
    session.delete(cast.acme)
    with pytest.raises(IntegrityError):
        session.commit()
    session.rollback()


def test_a_setting_refuses_a_value_of_another_kind(session):
    setting = session.scalars(sa.select(Setting).where(Setting.name == "quote_valid_days")).one()
    with pytest.raises(InvalidValue, match="This must be a whole number"):
        setting.value = "soon"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rush_fee", "-50"),
        ("rush_fee", "50.005"),
        ("rush_fee", "1e400"),
        ("quote_valid_days", "-1"),
        ("quote_valid_days", "1000000000"),
        ("completed_after_days", "999999999999"),
        ("mail_delay_minutes", "999999999999999"),
    ],
)
def test_a_setting_refuses_a_value_that_no_job_could_live_with(session, name, value):
    setting = session.scalars(sa.select(Setting).where(Setting.name == name)).one()
    with pytest.raises(
        InvalidValue, match=r"^(It must be at (least|most)|At most 2 decimals|The number is too large)"
    ):
        setting.value = value


def test_a_setting_keeps_the_name_by_which_the_program_knows_it(session):
    setting = session.scalars(sa.select(Setting).where(Setting.name == "rush_fee")).one()
    with pytest.raises(InvalidValue, match="given once"):
        setting.name = "something else"


@pytest.mark.parametrize("name", DECLARED)
def test_every_setting_has_a_sentence_and_its_default_is_of_its_kind(session, name):
    assert DECLARED[name].meaning.endswith(".")
    assert value_of(session, name) == DECLARED[name].default


def test_a_changed_setting_counts_at_once(session, cast):
    session.scalars(sa.select(Setting).where(Setting.name == "quote_valid_days")).one().value = "5"
    job = Job(title="Caps", customer=cast.acme)
    session.add(job)
    session.flush()
    job.send_quote()
    assert job.quote_expires_on == clock.shop_day() + dt.timedelta(days=5)


def test_an_invitation_works_once(session):
    invitation, token = invite_staff(session, name="nina", role="Office", email="nina@687merch.example")
    session.commit()
    assert keys.fingerprint(token) == invitation.token_hash
    assert invitation_by_token(session, token).accept("hash").username == "nina"
    with pytest.raises(RuleBroken, match="used or has expired"):
        invitation.accept("another")


def test_an_invitation_ends_after_a_week(session):
    invitation, _ = invite_staff(session, name="nina", role="Office", email="nina@687merch.example")
    with clock.told_time(clock.now() + dt.timedelta(days=8)), pytest.raises(RuleBroken):
        invitation.accept("hash")


def test_a_new_invitation_ends_the_one_before(session):
    first, _ = invite_staff(session, name="nina", role="Office", email="nina@687merch.example")
    invite_staff(session, name="nina", role="Office", email="nina@687merch.example")
    assert not first.is_open


@pytest.mark.parametrize(
    ("name", "role", "email"),
    [
        ("nina", "Chef", "n@x.example"),
        ("owner", "Office", "n@x.example"),
        ("nina", "Office", "owner@687merch.example"),
    ],
)
def test_an_invitation_is_refused_for_an_unknown_role_or_somebody_elses_name(session, name, role, email):
    with pytest.raises(RuleBroken):
        invite_staff(session, name=name, role=role, email=email)


def test_a_withdrawn_invitation_lets_nobody_in(session):
    invitation, _ = invite_staff(session, name="nina", role="Office", email="nina@687merch.example")
    invitation.withdraw()
    session.commit()
    with pytest.raises(RuleBroken, match="used or has expired"):
        invitation.accept("hash")
    with pytest.raises(RuleBroken, match="ended already"):
        invitation.withdraw()


@pytest.mark.parametrize(
    ("name", "email"),
    [("OWNER", "new@x.example"), ("new", "Owner@687merch.example"), ("a\0b", "new@x.example")],
)
def test_no_user_is_made_beside_whom_another_could_not_sign_in(session, name, email):
    session.add(StaffUser(username=name, first_name="A", last_name="B", email=email, password="!"))
    with pytest.raises((RuleBroken, InvalidValue)):
        session.commit()


def test_an_invitation_to_a_name_that_differs_in_case_is_refused(session):
    with pytest.raises(RuleBroken, match="belongs to another user"):
        invite_staff(session, name="Owner", role="Office", email="new@x.example")


@pytest.mark.parametrize("change", [{"active": False}, {"roles": []}])
def test_the_last_owner_cannot_stop_being_one(session, change):
    owner = session.scalars(sa.select(StaffUser).where(StaffUser.username == "owner")).one()
    for name, value in change.items():
        setattr(owner, name, value)
    with pytest.raises(RuleBroken, match="Somebody must remain"):
        session.commit()


def test_one_of_two_owners_may_stop_being_one(session):
    invitation, _ = invite_staff(session, name="nina", role="Admin", email="nina@687merch.example")
    invitation.accept("hash")
    owner = session.scalars(sa.select(StaffUser).where(StaffUser.username == "owner")).one()
    owner.active = False
    session.commit()
    assert not owner.active


def test_an_invited_user_cannot_sign_in_before_accepting(session):
    invite_staff(session, name="nina", role="Office", email="nina@687merch.example")
    nina = session.scalars(sa.select(StaffUser).where(StaffUser.username == "nina")).one()
    assert nina.active is False


def test_the_hash_of_a_token_is_hidden_from_everybody():
    assert hidden_columns(StaffInvitation, ["Admin", "Manager"]) == {"token_hash"}


@pytest.mark.parametrize(
    ("roles", "hidden"),
    [
        (["Production"], True),
        (["Artist"], True),
        (["Office"], True),
        (["Manager"], False),
        (["Office", "Admin"], False),
    ],
)
def test_rates_are_for_admin_manager_and_bookkeeper(roles, hidden):
    assert ("hourly_rate" in hidden_columns(Employee, roles)) is hidden


def test_a_customers_own_address_is_not_needed(session):
    session.add(Customer(name="Walk-in"))
    session.commit()
