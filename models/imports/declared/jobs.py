"""Jobs: the order, its customer and contact, its items with sizes and decorations."""

from __future__ import annotations

from typing import Final

from ...catalog import Product
from ...customers import Customer, CustomerContact
from ...jobs import Job, JobItem, JobItemDecoration, JobItemSize
from ..kinds import Kind, Target
from .headers import COMPANY, EMAIL, NOTES, PHONE, PRODUCT, SKU, target

_ORDER: Final = (
    target(
        Job,
        "number",
        "order no|order|order id|job number|job no|invoice number|invoice no|invoice|visual id|name|reference",
        label="Order number",
    ),
    target(Job, "title", "job name|job title|order name|nickname|order title|project"),
    target(Job, "status", "order status|job status|stage|state|fulfillment status"),
    target(
        Job,
        "due_on",
        "due|due date|in hands|in hands date|in-hand date|customer due date|deadline|ship by",
    ),
    target(
        Job,
        "shipped_at",
        "shipped on|date shipped|shipped date|ship date|shipping date|fulfilled at",
        label="Shipped on",
        name="shipped_on",
    ),
    target(Job, "is_rush", "rush order|rush job|priority|express", label="Rush"),
    target(
        Job,
        "quoted_amount",
        "order total|total|amount|quote|quoted|subtotal|grand total",
        label="Order total",
    ),
    target(Job, "notes", NOTES, "production notes"),
)
_FOR_WHOM: Final = (
    target(Customer, "name", COMPANY, "billing name", name="customer"),
    target(
        Customer,
        "email",
        EMAIL,
        "customer email|client email|client e-mail|billing email",
        label="Customer's e-mail",
        name="customer_email",
    ),
    target(Customer, "phone", PHONE, "billing phone", label="Customer's phone", name="customer_phone"),
    target(
        CustomerContact,
        "name",
        "contact name|contact person|buyer|buyer name|ordered by|attention|attn|ansprechpartner",
        label="Contact",
        name="contact",
    ),
    target(
        CustomerContact,
        "email",
        "contact email|contact e-mail|buyer email|buyer e-mail",
        label="Contact's e-mail",
        name="contact_email",
    ),
)
_ITEM: Final = (
    target(
        JobItem,
        "description",
        PRODUCT,
        "item description|description|garment|line item|lineitem name",
        label="Item",
        name="item",
    ),
    target(JobItem, "description", "colour|item color|garment color", name="color"),
    target(Product, "sku", SKU, "lineitem sku|sku", name="product", label="Product (SKU or name)"),
    target(
        JobItem,
        "unit_price",
        "item price|price each|price per piece|lineitem price|each|price",
        label="Price of a piece",
    ),
    target(JobItemSize, "size", "item size|garment size|variant"),
    target(
        JobItemSize,
        "quantity",
        "qty|pieces|count|pcs|item quantity|lineitem quantity|menge|total qty|total quantity|total pieces",
    ),
    Target(
        "pieces_of_size", "Pieces of the size that its header names", JobItemSize, "quantity", by_size=True
    ),
)

DECORATIONS: Final = ("", "_2", "_3")
"""What is added to the names of a decoration's columns: a line may tell of three prints on its item."""


def _decoration(after: str) -> tuple[Target, ...]:
    """The columns of one print; `after` is one of DECORATIONS."""
    number = after.replace("_", " ")

    def column(name: str, label: str, synonyms: str) -> Target:
        known = [f"{word}{number}" for word in synonyms.split("|")]
        return target(JobItemDecoration, name, *known, label=label + number, name=name + after)

    return (
        column(
            "decoration_method",
            "Decoration",
            "method|print method|imprint method|imprint type|imprint|process|print type|decoration type|technique",
        ),
        column("location", "Print location", "location|imprint location|placement|position|print position"),
        column("width", "Print width", "width|imprint width|art width|design width"),
        column("height", "Print height", "height|imprint height|art height|design height"),
        column(
            "colors", "Ink colors", "colors|number of colors|color count|no of colors|print colors|colours"
        ),
        column("screens", "Screens", "number of screens|screen count"),
        column("stitches", "Stitches", "stitch count|number of stitches"),
    )


JOBS: Final = Kind(
    "jobs",
    "Jobs, with items, sizes and decorations",
    Job,
    (
        *_ORDER[:2],
        *_FOR_WHOM,
        *_ORDER[2:],
        *_ITEM,
        *(column for after in DECORATIONS for column in _decoration(after)),
    ),
    keys=("number",),
    needs=(("number",), ("customer", "customer_email")),
    parent="customers",
    creates_parents=True,
)
