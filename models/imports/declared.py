"""What can be imported. A header is known by its words, without case, spaces and punctuation."""

from __future__ import annotations

from typing import Any, Final

from ..catalog import Material, Product, Supplier
from ..customers import Customer, CustomerContact
from ..jobs import Job, JobItem, JobItemSize
from ..people import Employee
from .kinds import Kind, Target


def _target(model: Any, column: str, *synonyms: str, label: str = "", name: str = "") -> Target:
    """A target, by default called as its column; synonyms are parted by strokes."""
    called = name or column
    known = tuple(word for words in synonyms for word in words.split("|"))
    return Target(called, label or called.replace("_", " ").capitalize(), model, column, known)


_NAME: Final = "full name|display name|contact|contact name|person"
_EMAIL: Final = (
    "e-mail|mail|email address|e-mail address|primary email|e-mail 1 - value|email 1|e-mail-adresse"
)
_PHONE: Final = (
    "telephone|phone number|phone no|tel|mobile|mobile phone|business phone|work phone|primary phone|phone 1 - value|"
    "cell|cell phone|telefon"
)
_COMPANY: Final = (
    "company|company name|customer name|client|client name|organization|organisation|organization name|"
    "organization 1 - name|account|account name|business|bill to|firma|kunde"
)
_NOTES: Final = "note|comments|comment|remarks|internal notes|order notes"
_SKU: Final = (
    "item number|item no|article|article number|article no|part number|part no|style|style number|code|item code|"
    "product code|artikelnummer|artikel-nr|art-nr"
)
_PRODUCT: Final = "product name|item|item name|title|style name|bezeichnung|artikel"
_PRICE: Final = "price|unit price|sell price|sales price|list price|retail|each|rate|preis"
_COST: Final = "cost|cost price|purchase price|wholesale|net price|your price|einkaufspreis|ek"


def _person(model: Any, name: str = "") -> tuple[Target, ...]:
    """A name, whole or in parts, and how to reach whoever has it."""
    return (
        _target(model, "name", *filter(None, (name, _NAME))),
        _target(model, "name", "given name|forename|first|vorname", name="first_name"),
        _target(model, "name", "family name|surname|last|nachname", name="last_name"),
        _target(model, "email", _EMAIL, "customer email"),
    )


_SOME_NAME: Final = ("name", "first_name", "last_name")

CUSTOMERS: Final = Kind(
    "customers",
    "Customers",
    Customer,
    (
        *_person(Customer, f"{_COMPANY}|customer"),
        _target(Customer, "phone", _PHONE),
        _target(Customer, "tax_exempt", "exempt|tax free|resale|no tax"),
        _target(Customer, "notes", _NOTES),
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
        _target(CustomerContact, "phone", _PHONE),
        _target(Customer, "name", _COMPANY, name="customer"),
        _target(
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
        _target(Employee, "hourly_rate", "rate|pay rate|wage|hourly|pay|hourly wage"),
        _target(Employee, "is_active", "active|status|employed"),
    ),
    keys=("email", "name"),
    needs=(_SOME_NAME,),
)
SUPPLIERS: Final = Kind(
    "suppliers",
    "Suppliers",
    Supplier,
    (
        _target(Supplier, "name", _COMPANY, "supplier|supplier name|vendor|vendor name|lieferant"),
        _target(Supplier, "email", _EMAIL),
        _target(Supplier, "phone", _PHONE),
        _target(Supplier, "lead_days", "lead time|days|delivery days"),
        _target(Supplier, "notes", _NOTES),
    ),
    keys=("name",),
    needs=(("name",),),
)
PRODUCTS: Final = Kind(
    "products",
    "Products",
    Product,
    (
        _target(Product, "sku", _SKU, label="SKU"),
        _target(Product, "name", _PRODUCT, "product"),
        _target(Product, "unit_price", _PRICE),
        _target(Product, "description", "details|long description|beschreibung", _NOTES),
    ),
    keys=("sku", "name"),
    needs=(("name",),),
)
MATERIALS: Final = Kind(
    "materials",
    "Materials",
    Material,
    (
        _target(Material, "sku", _SKU, label="SKU"),
        _target(Material, "name", _PRODUCT, "material|description"),
        _target(Material, "unit", "uom|unit of measure|units|einheit"),
        _target(Material, "unit_cost", _COST, _PRICE),
        _target(Material, "quantity_on_hand", "on hand|stock|qty on hand|quantity|qty|in stock|bestand"),
        _target(Material, "reorder_point", "reorder level|minimum|min stock|reorder at"),
        _target(Supplier, "name", "vendor|supplier name|vendor name|brand|lieferant", name="supplier"),
    ),
    keys=("sku", "name"),
    needs=(("name",),),
    parent="suppliers",
)
JOBS: Final = Kind(
    "jobs",
    "Jobs, with items and sizes",
    Job,
    (
        _target(
            Job,
            "number",
            "order no|order|order id|job number|job no|invoice number|visual id|name|reference",
            label="Order number",
        ),
        _target(Job, "title", "job name|job title|order name|nickname|order title|project"),
        _target(Customer, "name", _COMPANY, "billing name", name="customer"),
        _target(
            Customer,
            "email",
            _EMAIL,
            "customer email|client email|client e-mail|billing email",
            label="Customer's e-mail",
            name="customer_email",
        ),
        _target(Customer, "phone", _PHONE, "billing phone", label="Customer's phone", name="customer_phone"),
        _target(Job, "status", "order status|job status|stage|state|fulfillment status"),
        _target(
            Job,
            "due_on",
            "due|due date|in hands|in hands date|in-hand date|customer due date|deadline|ship by",
        ),
        _target(
            Job,
            "quoted_amount",
            "order total|total|amount|quote|quoted|subtotal|grand total",
            label="Order total",
        ),
        _target(Job, "notes", _NOTES, "production notes"),
        _target(
            JobItem,
            "description",
            _PRODUCT,
            "item description|description|garment|line item|lineitem name",
            label="Item",
            name="item",
        ),
        _target(JobItem, "description", "colour|item color|garment color", name="color"),
        _target(Product, "sku", _SKU, "lineitem sku|sku", name="product"),
        _target(
            JobItem,
            "unit_price",
            "item price|price each|price per piece|lineitem price|each|price",
            label="Price of a piece",
        ),
        _target(JobItemSize, "size", "item size|garment size|variant"),
        _target(JobItemSize, "quantity", "qty|pieces|count|pcs|item quantity|lineitem quantity|menge"),
    ),
    keys=("number",),
    needs=(("number",), ("customer", "customer_email")),
    parent="customers",
    creates_parents=True,
)

KINDS: Final = {
    kind.name: kind for kind in (CUSTOMERS, CONTACTS, EMPLOYEES, SUPPLIERS, PRODUCTS, MATERIALS, JOBS)
}
"""By name, which is that of the table."""
