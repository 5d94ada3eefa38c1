"""Foreign files come in without code, a second time they change nothing, and a hostile row costs only itself."""

import datetime as dt
import random
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.catalog import Material, Product, Supplier
from models.core import audit
from models.customers import Customer, CustomerContact
from models.imports import Mapping
from models.jobs import Job, JobItem, JobStatus
from models.notifications import NotificationQueue
from models.people import Employee
from tasks.imports import ImportRefused
from tests import on_sqlite
from tests.imports import bring_in, rows_of_every_table, sample

FOREIGN = [
    ("jobs", "orders_line_per_size.csv", {}),
    ("jobs", "orders_size_columns.csv", {}),
    ("customer_contacts", "contacts_mail_program.csv", {"creates_parents": True}),
    ("products", "prices_windows_1252.csv", {}),
]


def one(session, model, **values):
    return session.scalars(sa.select(model).filter_by(**values)).one()


@pytest.mark.parametrize(("kind", "file", "choices"), FOREIGN, ids=[each[1] for each in FOREIGN])
@pytest.mark.parametrize("updates", [False, True], ids=["keeping", "updating"])
def test_a_second_import_of_a_file_changes_nothing(session, kind, file, choices, updates):
    first = bring_in(session, kind, sample(file), updates=updates, **choices)
    assert first.entries
    assert first.refused == []
    before = rows_of_every_table(session)
    again = bring_in(session, kind, sample(file), updates=updates, **choices)
    assert again.entries == []
    assert rows_of_every_table(session) == before
    assert audit.verify(session) == []


def test_an_order_export_with_a_line_for_each_size_becomes_jobs(session, cast):
    bring_in(session, "jobs", sample("orders_line_per_size.csv"))
    job = one(session, Job, number="10432")
    assert (job.title, job.status, job.due_on) == (
        "Gildan 5000 Tee, Navy",
        JobStatus.IN_PRODUCTION,
        dt.date(2026, 12, 1),
    )
    assert (job.quoted_amount, job.customer.email) == (Decimal("1140.50"), "front@prairiedental.example")
    sizes = {size.size: (size.quantity, item.unit_price) for item in job.items for size in item.sizes}
    assert sizes["L"] == (44, Decimal("9.50"))
    assert sizes["2XL"] == (20, Decimal("11.50"))
    assert [item.quantity for item in job.items] == [90, 20]
    assert one(session, Job, number="10433").customer_id == cast.acme.id
    assert [item.quantity for item in one(session, Job, number="10435").items] == [50]


def test_an_imported_job_has_one_row_of_history_its_gates_and_no_mail(session):
    mails = session.scalar(sa.select(sa.func.count()).select_from(NotificationQueue))
    bring_in(session, "jobs", sample("orders_line_per_size.csv"))
    job = one(session, Job, number="10433")
    assert [(move.verb, move.new_status) for move in job.status_updates] == [
        ("import_as", JobStatus.COMPLETED)
    ]
    assert len(job.gates) == 3
    assert one(session, Job, number="10434").status_updates == []  # a quote is where every job begins
    assert session.scalar(sa.select(sa.func.count()).select_from(NotificationQueue)) == mails


def test_contacts_of_a_mail_program_find_their_customers(session, cast):
    bring_in(session, "customer_contacts", sample("contacts_mail_program.csv"), creates_parents=True)
    assert one(session, CustomerContact, email="zoe@lakeside.example").customer.name == "Lakeside Rowing Club"
    assert one(session, CustomerContact, email="d.ilyin@harbor.example").name == "Dmitri Ilyin"
    assert one(session, CustomerContact, email="pat.quinn@private.example").customer.name == "Pat Quinn"


def test_a_contact_of_an_unknown_customer_is_refused_unless_the_map_says_otherwise(session):
    with pytest.raises(ImportRefused, match="3 row") as refused:
        bring_in(session, "customer_contacts", sample("contacts_mail_program.csv"))
    assert [each.line for each in refused.value.plan.refused] == [3, 5, 6]
    assert "There is no customer “Lakeside Rowing Club”" in refused.value.plan.refused[0].reason


def test_a_price_list_in_windows_1252_keeps_its_letters_and_its_commas(session):
    bring_in(session, "products", sample("prices_windows_1252.csv"))
    assert one(session, Product, sku="AS-10").unit_price == Decimal("1250.00")
    assert one(session, Product, sku="G500-WH").description == "Größen S–5XL"


def test_one_refused_row_keeps_the_whole_file_out(session):
    before = rows_of_every_table(session)
    with pytest.raises(ImportRefused):
        bring_in(session, "customers", "Name,Email\nGood,g@x.example\nBad,nowhere\n")
    assert rows_of_every_table(session) == before


def test_refused_rows_are_left_out_where_the_map_says_so(session):
    plan = bring_in(
        session, "customers", "Name,Email\nGood,g@x.example\nBad,nowhere\n", leaves_out_refused=True
    )
    assert [each.line for each in plan.refused] == [3]
    assert one(session, Customer, name="Good").email == "g@x.example"


def test_known_rows_are_left_alone_unless_the_map_updates_them(session, cast):
    session.add(Product(sku="A", name="Tee", unit_price=Decimal("5.00")))
    session.commit()
    bring_in(session, "products", "SKU,Name,Price\nA,Tee,6.00\n")
    assert one(session, Product, sku="A").unit_price == Decimal("5.00")
    bring_in(session, "products", "SKU,Name,Price\nA,Tee,6.00\n", updates=True)
    assert one(session, Product, sku="A").unit_price == Decimal("6.00")


def test_an_updated_order_gets_new_sizes_and_keeps_its_status(session):
    head = "Order #,Customer,Status,Item,Size,Qty\n"
    bring_in(session, "jobs", f"{head}1,Acme,Shipped,Tee,S,5\n")
    bring_in(session, "jobs", f"{head}1,Acme,Completed,Tee,S,7\n1,Acme,Completed,Tee,M,1\n", updates=True)
    job = one(session, Job, number="1")
    assert (job.status, job.items[0].quantity) == (JobStatus.SHIPPED, 8)
    assert [(size.size, size.quantity) for size in job.items[0].sizes] == [("S", 7), ("M", 1)]


def test_a_foreign_status_is_refused_until_it_is_mapped(session):
    data = "Order #,Customer,Status\n1,Acme,Zur Freigabe\n"
    with pytest.raises(ImportRefused) as refused:
        bring_in(session, "jobs", data)
    assert "“Zur Freigabe” is no status" in refused.value.plan.refused[0].reason
    bring_in(session, "jobs", data, statuses={"Zur Freigabe": JobStatus.QUOTE_SENT})
    assert one(session, Job, number="1").status == JobStatus.QUOTE_SENT


def test_a_bad_line_refuses_its_whole_order_and_no_other(session):
    head = "Order #,Customer,Item,Size,Qty\n"
    lines = "1,Acme,Tee,S,5\n1,Acme,Tee,M,many\n2,Acme,Tee,S,1\n3,Acme,Tee,S,1\n3,Rival,Tee,M,1\n"
    plan = bring_in(session, "jobs", head + lines, leaves_out_refused=True)
    assert [each.line for each in plan.refused] == [2, 3, 5, 6]
    assert session.scalars(sa.select(Job.number).where(Job.number.in_(["1", "2", "3"]))).all() == ["2"]


def test_a_line_with_a_known_product_is_linked_to_it(session):
    session.add(Product(sku="TEE-9", name="Printed tee 9"))
    session.commit()
    bring_in(session, "jobs", "Order #,Customer,SKU,Qty\n1,Acme,tee-9,5\n2,Acme,Unknown thing,5\n")
    assert one(session, Job, number="1").items[0].product.sku == "TEE-9"
    assert one(session, Job, number="2").items[0].description == "Unknown thing"


@on_sqlite
def test_materials_suppliers_and_employees_come_in_too(session):
    bring_in(session, "suppliers", "Vendor,Lead time\nSanMar,2\n")
    bring_in(session, "materials", "Item,UOM,Cost,On hand,Vendor\nTee black M,piece,$3.1250,48,SanMar\n")
    bring_in(
        session, "employees", "First name,Last name,E-mail,Pay rate,Active\nRosa,Diaz,rosa@x.example,24,yes\n"
    )
    assert one(session, Material, name="Tee black M").supplier_id == one(session, Supplier, name="SanMar").id
    rosa = one(session, Employee, email="rosa@x.example")
    assert (rosa.name, rosa.hourly_rate) == ("Rosa Diaz", Decimal("24.00"))


@on_sqlite
def test_a_map_may_name_only_columns_that_exist(session):
    with pytest.raises(ImportRefused, match="have no column “colour”"):
        bring_in(session, "customers", "Name\nx\n", Mapping(columns={"Name": "colour"}))


HOSTILE = [
    "=HYPERLINK(1)", "+1+1", "@SUM(A1)", "-2+3", "a\0b", "\u202eevil", "\u200frtl", "🙂👩‍👩‍👧", "Zoë",
    "'; DROP TABLE jobs;--", "<script>alert(1)</script>", "{{ 7*7 }}", "\ud7ff", "\ufffe", "%s%n", "../../etc/passwd",
    "NaN", "Infinity", "1e999", "9" * 40, "-0.001", "(5.00", "0", "-1", "12/31/1899", "12/31/9999", "02/30/2026",
    "0000-00-00", '"', '""', '"open', "a;b;c;d;e;f;g;h;i;j;k;l;m", "", " ", "nobody@nowhere", "ann@acme.example",
]  # fmt: skip


HEADS = {
    "size": ("Item,Size,Qty,Price each,Total,Notes", "Tee,S,5,9.50,,"),
    "column": (
        "Item,Contact,Rush,Ship date,Imprint,Placement,Print width,S,M,XL",
        "Tee,Ann,no,1/2/2024,DTF,Front,11.5,1,2,0",
    ),
}
"""Headers and a good row of an export with a line, and with a column, for each size."""


def hostile_file(shape="size", rows=500):
    """Rows of which every cell is something nasty, now and then mended so that some are right."""
    random.seed(687)
    head, mended = HEADS[shape]
    lines = [f"Order #,Customer,E-mail,Status,Due date,{head}"]
    for number in range(rows):
        good = [str(number // 2), "Acme", "", "Done", "12/01/2026", *mended.split(",")]
        good[5] = f"Tee {number % 2}"
        for _ in range(random.choice([0, 0, 1, 2, len(good)])):
            nasty = random.choice(HOSTILE)
            good[random.randrange(len(good))] = nasty if nasty.startswith('"') else f'"{nasty}"'
        if number % 100 == 50:
            good[5] = "x" * 1_000_000
        lines.append(",".join(good))
    return "\n".join(lines).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        *(
            (kind, "size")
            for kind in ("customers", "customer_contacts", "products", "materials", "employees")
        ),
        *(("jobs", shape) for shape in HEADS),
    ],
)
def test_each_of_500_hostile_rows_is_right_or_refused_with_its_reason(session, kind, shape):
    choices = {"leaves_out_refused": True, "creates_parents": True}
    if kind != "jobs":
        names = {"customers": "name", "employees": "name", "customer_contacts": "name"}
        choices["columns"] = {"Item": names.get(kind, "name"), "E-mail": "email"}
        if kind in ("products", "materials"):
            choices["columns"] = {"Item": "name", "Order #": "sku"}
    plan = bring_in(session, kind, hostile_file(shape), **choices)
    assert all(refused.reason for refused in plan.refused)
    assert plan.refused
    assert plan.entries
    assert audit.verify(session) == []
    before = rows_of_every_table(session)
    assert bring_in(session, kind, hostile_file(shape), **choices).entries == []
    assert rows_of_every_table(session) == before


def test_keys_that_stand_twice_in_a_file_are_refused_the_second_time(session):
    data = "Name,Email\nAnna,a@x.example\nAnna B,A@X.example\nBob,\n bob ,\n"
    with pytest.raises(ImportRefused) as refused:
        bring_in(session, "customers", data)
    assert [each.line for each in refused.value.plan.refused] == [3, 5]


def test_items_without_sizes_keep_their_quantity(session):
    bring_in(session, "jobs", "Order #,Customer,Item,Qty\n1,Acme,Cap,24\n")
    assert one(session, JobItem, description="Cap").quantity == 24
