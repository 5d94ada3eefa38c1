"""The demo shop's customers and the people who speak for them."""

from __future__ import annotations

import csv
import functools
from pathlib import Path
from typing import NamedTuple

from models.core.actor import Actor
from models.customers import Customer, CustomerContact
from models.jobs import Job

from .registry import opening
from .simulation import Simulation


class Profile(NamedTuple):
    """A customer of customers.csv: how often it orders (`weight`), after how many days it pays, how it behaves.

    `temper` is steady, slow (pays late) or bad (pays late, changes its mind, calls off).
    """

    name: str
    contact: str
    email: str
    phone: str
    second: str
    kind: str
    weight: int
    pays_after: int
    temper: str
    tax_exempt: bool


@functools.cache
def profiles() -> dict[str, Profile]:
    """Everybody in customers.csv by name."""
    with (Path(__file__).parent / "customers.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: _profile(row) for row in csv.DictReader(file)}


def _profile(row: dict[str, str]) -> Profile:
    told = {
        "weight": int(row["weight"]),
        "pays_after": int(row["pays_after"]),
        "tax_exempt": bool(row["tax_exempt"]),
    }
    return Profile(**row | told)  # type: ignore[arg-type]


@opening(30)
def add_customers(shop: Simulation) -> None:
    """Add every customer with its contacts, as the office typed them in."""
    with shop.by("office"):
        for profile in profiles().values():
            shop.session.add_all(_rows(profile))


def _rows(profile: Profile) -> list[Customer | CustomerContact]:
    told = {"email": profile.email, "phone": profile.phone}
    customer = Customer(name=profile.name, tax_exempt=profile.tax_exempt, **told)
    if profile.temper == "bad":
        customer.notes = "Half in advance. Everything in writing, and no work before the quote is signed."
    rows = [customer, CustomerContact(customer=customer, name=profile.contact, **told)]
    if profile.second:
        email = f"{profile.second.split()[-2].lower()}@{profile.email.partition('@')[2]}"
        rows.append(CustomerContact(customer=customer, name=profile.second, email=email))
    return rows


def speaker(job: Job) -> Actor:
    """The contact of `job`, acting."""
    if job.contact is None:
        return Actor("customer", str(job.customer))
    return Actor("customer", job.contact.name, job.contact.id)
