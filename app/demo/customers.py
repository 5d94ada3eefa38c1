"""The demo shop's customers and the people who speak for them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.customers import Customer, CustomerContact

CUSTOMERS: dict[str, tuple[str, str, str]] = {
    "Acme": ("Ann Kowalski", "ann@acme.example", "(312) 555-0142"),
    "Rival": ("Bob Tran", "bob@rival.example", "(312) 555-0177"),
    "Lakeside Rowing Club": ("Ines Moreau", "ines@lakesiderowing.example", "(773) 555-0119"),
    "Brightwater Elementary PTA": ("Carol Hastings", "carol@brightwaterpta.example", "(630) 555-0164"),
    "Ironworks Gym": ("Devon Marsh", "devon@ironworksgym.example", "(312) 555-0108"),
    "Tallgrass Brewing": ("Mia Solberg", "mia@tallgrassbrewing.example", "(847) 555-0133"),
    "Northside Little League": ("Greg Paulson", "greg@northsidelittleleague.example", "(773) 555-0186"),
    "Juniper & Rye Café": ("Lena Ortiz", "lena@juniperandrye.example", "(312) 555-0151"),
    "St. Brendan's Parish": ("Fr. Paul Keane", "office@stbrendans.example", "(708) 555-0129"),
    "Harlow Plumbing": ("Rick Harlow", "rick@harlowplumbing.example", "(630) 555-0195"),
}
"""Customer to contact's name, address and telephone number."""

TAX_EXEMPT = {"Brightwater Elementary PTA", "St. Brendan's Parish"}


def add_customers(session: Session) -> None:
    """Add every customer with its contact."""
    for name, (contact, email, phone) in CUSTOMERS.items():
        customer = Customer(name=name, email=email, phone=phone, tax_exempt=name in TAX_EXEMPT)
        session.add_all(
            [customer, CustomerContact(customer=customer, name=contact, email=email, phone=phone)]
        )
