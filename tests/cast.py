"""The people of every test: Acme with Ann, Rival with Bob, a user of each role, and Acme's job half-way through."""

from __future__ import annotations

import functools

from flask_appbuilder.security.sqla.models import Role
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from models import reference
from models.catalog import Material, Product
from models.core.base import db
from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.customers import Customer, CustomerContact
from models.jobs import Job, JobItem, JobItemSize
from models.people import Employee, StaffUser

PASSWORD = "Demo-687-merch!"
USERS = {
    ADMIN: "owner",
    MANAGER: "manager",
    OFFICE: "office",
    ARTIST: "artist",
    PRODUCTION: "printer",
    BOOKKEEPER: "bookkeeper",
}


@functools.cache
def password_hash() -> str:
    """Hashed once, cheaply: the tests sign in often."""
    return generate_password_hash(PASSWORD, "scrypt:1024:1:1")


def fill_with_cast() -> None:
    """Reference rows and the cast, committed."""
    session = db.session
    reference.seed(session)
    session.flush()
    add_staff(session)
    add_customers_and_job(session)
    session.commit()


def add_staff(session: Session) -> None:
    """One signed-up user of each role."""
    roles = {role.name: role for role in session.query(Role)}
    for role, name in USERS.items():
        user = StaffUser(
            username=name, first_name=name.capitalize(), last_name="", email=f"{name}@687merch.example"
        )
        user.password, user.active, user.roles = password_hash(), True, [roles[role]]
        session.add(user)
    session.add(Employee(name="Rosa", email="rosa@687merch.example", hourly_rate="24.00"))


def add_customers_and_job(session: Session) -> None:
    """Acme and Rival, and Acme's job with its gates passed, in production."""
    acme = Customer(name="Acme", email="ann@acme.example")
    rival = Customer(name="Rival", email="bob@rival.example")
    session.add_all(
        [
            acme,
            rival,
            CustomerContact(customer=acme, name="Ann", email="ann@acme.example"),
            CustomerContact(customer=rival, name="Bob", email="bob@rival.example"),
        ]
    )
    tee = Product(sku="TEE", name="T-shirt", unit_price="18.00")
    blank = Material(sku="BLANK-M", name="Blank tee M", unit="piece", unit_cost="3.1250")
    job = Job(title="Staff tees", customer=acme, quoted_amount="450.00")
    item = JobItem(job=job, product=tee, description="Staff tee", unit_price="18.00")
    item.sizes = [JobItemSize(size="M", quantity=15, material=blank), JobItemSize(size="L", quantity=10)]
    session.add_all([tee, blank, job, item])
    session.commit()
    bring_into_production(job)


def bring_into_production(job: Job) -> None:
    """Speak the verbs that lead a new job into production."""
    job.accept_quote()
    job.begin_prep()
    for gate in job.gates:
        if gate.is_blocked:
            gate.mark_passed()
    job.mark_ready()
    job.start_production()
