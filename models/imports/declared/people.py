"""People and companies: customers, contacts, employees, suppliers."""

from __future__ import annotations

from typing import Any, Final

from ...catalog import Supplier
from ...customers import Customer, CustomerContact
from ...people import Employee
from ..kinds import Kind, Target
from .headers import COMPANY, EMAIL, NAME, NOTES, PHONE, target


def _person(model: Any, name: str = "") -> tuple[Target, ...]:
    """A name, whole or in parts, and how to reach whoever has it."""
    return (
        target(model, "name", *filter(None, (name, NAME))),
        target(model, "name", "given name|forename|first|vorname", name="first_name"),
        target(model, "name", "family name|surname|last|nachname", name="last_name"),
        target(model, "email", EMAIL, "customer email"),
    )


_SOME_NAME: Final = ("name", "first_name", "last_name")

CUSTOMERS: Final = Kind(
    "customers",
    "Customers",
    Customer,
    (
        *_person(Customer, f"{COMPANY}|customer"),
        target(Customer, "phone", PHONE),
        target(Customer, "tax_exempt", "exempt|tax free|resale|no tax"),
        target(Customer, "notes", NOTES),
    ),
    keys=("email", "name"),
    needs=(_SOME_NAME,),
)
CONTACTS: Final = Kind(
    "customer_contacts",
    "Contacts",
    CustomerContact,
    (
        *_person(CustomerContact),
        target(CustomerContact, "phone", PHONE),
        target(Customer, "name", COMPANY, name="customer"),
        target(
            Customer, "email", "company email|client email", label="Customer's e-mail", name="customer_email"
        ),
    ),
    keys=("email", "name"),
    needs=((*_SOME_NAME, "email"),),
    parent="customers",
)
EMPLOYEES: Final = Kind(
    "employees",
    "Employees",
    Employee,
    (
        *_person(Employee, "employee|employee name"),
        target(Employee, "hourly_rate", "rate|pay rate|wage|hourly|pay|hourly wage"),
        target(Employee, "is_active", "active|status|employed"),
    ),
    keys=("email", "name"),
    needs=(_SOME_NAME,),
)
SUPPLIERS: Final = Kind(
    "suppliers",
    "Suppliers",
    Supplier,
    (
        target(Supplier, "name", COMPANY, "supplier|supplier name|vendor|vendor name|lieferant"),
        target(Supplier, "email", EMAIL),
        target(Supplier, "phone", PHONE),
        target(Supplier, "lead_days", "lead time|days|delivery days"),
        target(Supplier, "notes", NOTES),
    ),
    keys=("name",),
    needs=(("name",),),
)
