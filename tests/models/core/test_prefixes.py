"""A text is found by its beginning, whatever its case, and through an index on both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.billing import Invoice
from models.core.prefixes import begins, folded
from models.customers import Customer, CustomerContact
from models.designs import Design
from models.jobs import Job

NAMES = ("Acme", "ACME Racing", "acme's garage", "Acm", "Bacme", "Ünal", "100% Cotton", "100_", "J\u00e4ger")


@pytest.fixture
def named(session):
    """Customers of these names alone."""
    session.execute(sa.update(Customer).values(name="Zed").execution_options(deliberate="out of the way"))
    session.add_all(Customer(name=name) for name in NAMES)
    session.commit()
    return session


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("acme", {"Acme", "ACME Racing", "acme's garage"}),
        ("ACM", {"Acme", "ACME Racing", "acme's garage", "Acm"}),
        ("acme ", {"ACME Racing"}),
        ("Ün", {"Ünal"}),
        ("j\u00e4", {"J\u00e4ger"}),
        ("100%", {"100% Cotton"}),
        ("100_", {"100_"}),
        ("acmf", set()),
    ],
)
def test_what_begins_so_is_found_and_nothing_else(named, typed, expected):
    assert set(named.scalars(sa.select(Customer.name).where(begins(Customer.name, typed)))) == expected


def test_a_shorter_name_comes_before_those_that_begin_with_it(named):
    found = sa.select(Customer.name).where(begins(Customer.name, "acm")).order_by(folded(Customer.name))
    assert [*named.scalars(found)] == ["Acm", "Acme", "ACME Racing", "acme's garage"]


SEARCHED = [
    (Job.number, "ix_jobs_number_folded"),
    (Job.title, "ix_jobs_title_folded"),
    (Customer.name, "ix_customers_name_folded"),
    (Customer.email, "ix_customers_email_folded"),
    (CustomerContact.name, "ix_customer_contacts_name_folded"),
    (CustomerContact.email, "ix_customer_contacts_email_folded"),
    (Design.name, "ix_designs_name_folded"),
    (Invoice.number, "ix_invoices_number_folded"),
]


@pytest.mark.parametrize(("column", "index"), SEARCHED, ids=[index for _, index in SEARCHED])
def test_the_beginning_is_looked_up_in_the_index(session, database, column, index):
    asked = sa.select(column).where(begins(column, "a")).order_by(folded(column)).limit(6)
    told = str(asked.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
    connection = session.connection()
    if database == "postgresql":
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # a small table would be read whole
        connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        connection.exec_driver_sql("SET LOCAL enable_sort = off")  # and its few rows sorted
    explain = "EXPLAIN" if database == "postgresql" else "EXPLAIN QUERY PLAN"
    plan = "\n".join(str(row) for row in connection.exec_driver_sql(f"{explain} {told}"))
    assert index in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
