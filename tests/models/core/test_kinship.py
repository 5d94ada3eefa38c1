"""What is one customer's stays among that customer's things."""

import pytest

from models.billing import Invoice
from models.core.errors import InvalidValue, RuleBroken
from models.customers import CustomerContact
from models.designs import Design
from models.jobs import Job


@pytest.mark.parametrize("kind", [Design, Invoice])
def test_a_thing_of_one_customer_cannot_be_of_another_customer_s_job(session, cast, kind):
    named = {"name": "A secret design"} if kind is Design else {}
    session.add(kind(customer=cast.rival, job=cast.job, **named))
    with pytest.raises(InvalidValue, match="belongs to Acme, not to Rival") as refused:
        session.commit()
    assert refused.value.field == "job_id"


def test_a_job_cannot_have_another_customer_s_contact(session, cast):
    session.add(Job(title="For Acme", customer=cast.acme, contact=cast.bob))
    with pytest.raises(InvalidValue, match="Bob belongs to Rival, not to Acme") as refused:
        session.commit()
    assert refused.value.field == "contact_id"


def test_a_job_cannot_go_to_another_customer_and_keep_its_contact(session, cast):
    cast.job.contact = cast.ann
    session.commit()
    cast.job.customer = cast.rival
    with pytest.raises(InvalidValue, match="Ann belongs to Acme"):
        session.commit()


def test_a_job_goes_to_another_customer_together_with_its_contact(session, cast):
    cast.job.contact = cast.ann
    session.commit()
    cast.job.contact, cast.job.customer = cast.bob, cast.rival
    session.commit()
    assert cast.job.mail_address() == "bob@rival.example"


def test_a_job_cannot_leave_its_designs_behind(session, cast):
    session.add(Design(name="Acme's art", customer=cast.acme, job=cast.job))
    session.commit()
    cast.job.customer = cast.rival
    with pytest.raises(RuleBroken, match=r"cannot go to Rival: Acme's art belongs to it and to Acme"):
        session.commit()


def test_a_contact_cannot_leave_the_jobs_that_name_it_behind(session, cast):
    cast.job.contact = cast.ann
    session.commit()
    cast.ann.customer = cast.rival
    with pytest.raises(RuleBroken, match="Ann cannot go to Rival"):
        session.commit()


def test_a_contact_that_no_job_names_goes_where_it_likes(session, cast):
    carl = CustomerContact(customer=cast.acme, name="Carl")
    session.add(carl)
    session.commit()
    carl.customer = cast.rival
    session.commit()
    assert carl.customer is cast.rival
