"""Orders with a column for each size, with prints, rushes, contacts and days of shipping."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.core import clock
from models.customers import Customer, CustomerContact
from models.imports import KINDS, guess
from models.imports.sizes import guessed_sizes, size_of
from models.jobs import DecorationMethod, Job, JobItemDecoration, JobStatus
from models.jobs.by_time import complete_by_time, jobs_to_complete
from models.notifications import NotificationQueue
from tasks.imports import ImportRefused
from tests import on_sqlite
from tests.imports import bring_in, rows_of_every_table, sample

HEAD = "Order #,Customer,Item,S,M,XL\n"


def job(session, number):
    return session.scalars(sa.select(Job).filter_by(number=number)).one()


def sizes(item):
    return {size.size: size.quantity for size in item.sizes}


def refusals(session, data, **choices):
    with pytest.raises(ImportRefused) as refused:
        bring_in(session, "jobs", data, **choices)
    return [(each.line, each.reason) for each in refused.value.plan.refused]


def test_an_export_with_a_column_for_each_size_becomes_items_with_sizes(session, cast):
    plan = bring_in(session, "jobs", sample("orders_size_columns.csv"))
    assert "Pieces were read from a column for each size: YM, S, M, L, XL, 2XL." in plan.notes
    tees, polos = job(session, "5101").items
    assert sizes(tees) == {"S": 12, "M": 24, "L": 24, "XL": 12}
    assert (sizes(polos), polos.quantity, polos.unit_price) == (
        {"S": 2, "M": 4, "L": 4, "XL": 2, "2XL": 1},
        13,
        Decimal("21.00"),
    )
    assert sizes(job(session, "5103").items[0]) == {"YM": 30, "S": 10}
    stickers = job(session, "5104").items[0]
    assert (stickers.sizes, stickers.quantity) == ([], 200)


def test_prints_rush_and_contact_come_in_with_the_job(session, cast):
    bring_in(session, "jobs", sample("orders_size_columns.csv"))
    spring = job(session, "5101")
    assert spring.is_rush
    assert (spring.contact.name, spring.contact.customer.name) == ("Dana Cole", "Prairie Dental")
    prints = [
        [(each.decoration_method, each.location, each.colors, each.stitches) for each in item.decorations]
        for item in spring.items
    ]
    assert prints == [
        [(DecorationMethod.SCREEN_PRINT, "Full front", 2, None)],
        [
            (DecorationMethod.EMBROIDERY, "Left chest", None, None),
            (DecorationMethod.EMBROIDERY, "Right sleeve", None, 8000),
        ],
    ]
    assert job(session, "5102").contact_id == cast.ann.id
    assert job(session, "5103").items[0].decorations == []
    quote = job(session, "5104")
    assert (quote.status, quote.is_rush, quote.status_updates) == (JobStatus.QUOTE, True, [])


def test_a_shipped_order_left_as_the_file_says_else_when_it_was_due_else_today(session, cast):
    bring_in(session, "jobs", sample("orders_size_columns.csv"))
    bring_in(session, "jobs", "Order #,Customer,Status,Due date\n1,Acme,Shipped,\n2,Acme,Shipped,1/1/2199\n")
    days = {number: clock.shop_day(job(session, number).shipped_at) for number in ("5102", "5103", "1", "2")}
    today = clock.shop_day()
    assert days == {"5102": dt.date(2024, 11, 2), "5103": dt.date(2024, 11, 6), "1": today, "2": today}
    assert job(session, "5101").shipped_at is None


def test_time_completes_what_came_shipped_and_mails_nobody(session, cast):
    mails = session.scalar(sa.select(sa.func.count()).select_from(NotificationQueue))
    bring_in(session, "jobs", sample("orders_size_columns.csv"))
    late = jobs_to_complete(session)
    assert set(late) == {job(session, number).id for number in ("5102", "5103")}
    for job_id in late:
        complete_by_time(session.get_one(Job, job_id))
    session.commit()
    assert job(session, "5102").status == JobStatus.COMPLETED
    assert session.scalar(sa.select(sa.func.count()).select_from(NotificationQueue)) == mails


@on_sqlite
def test_what_is_shipped_cannot_leave_tomorrow(session):
    data = "Order #,Customer,Status,Ship date\n1,Acme,Shipped,2199-01-01\n2,Acme,Quote,2199-01-01\n"
    assert refusals(session, data) == [
        (2, "Shipped on: 2199-01-01 is still to come, but the order is shipped.")
    ]


@on_sqlite
@pytest.mark.parametrize(
    ("header", "size"),
    [
        ("S", "S"),
        ("size_2xl", "2XL"),
        ("Qty XXL", "XXL"),
        ("Youth Medium", "Youth M"),
        ("Adult Small", "S"),
        ("XL (pcs)", "XL"),
        ("One Size", "One size"),
        ("18 months", "18M"),
        ("Größe 52", "52"),
        ("Women's L", "Womens L"),
    ],
)
def test_a_header_names_its_size(header, size):
    assert size_of(header) == size


@on_sqlite
def test_columns_of_sizes_are_guessed_only_where_there_are_several():
    assert guessed_sizes(["Order", "S", "Size M", "Medium", "Size", "Qty", "Other", "State"]) == [
        "S",
        "Size M",
    ]
    assert guessed_sizes(["Order", "M"]) == []
    kind = KINDS["jobs"]
    assert guess(kind, ["S", "M", "Size", "Qty"], kind.targets).columns == {
        "S": "pieces_of_size",
        "M": "pieces_of_size",
        "Size": "size",
        "Qty": "quantity",
    }


@on_sqlite
def test_two_columns_of_one_size_are_refused_before_anything_is_read(session):
    columns = {"Order #": "number", "Customer": "customer", "S": "pieces_of_size", "Small": "pieces_of_size"}
    with pytest.raises(ImportRefused, match="Two headers name the size S"):
        bring_in(session, "jobs", "Order #,Customer,S,Small\n1,Acme,1,2\n", columns=columns)


@on_sqlite
@pytest.mark.parametrize(
    ("head", "line", "reason"),
    [
        ("Item,S,M,Qty", "Tee,5,5,11", "The quantity is 11, but the sizes make 10."),
        ("Item,S,M,Size", "Tee,5,5,L", "The line names the size L and has pieces in columns of sizes"),
        ("Item,S,M", "Tee,5,-5", "Pieces of size M: It must be at least 0."),
        ("Item,S,M", "Tee,5,many", "Pieces of size M: “many” is not a number"),
        ("Item,Qty,Placement", "Tee,5,Front", "The line tells of a print, but not how it is made"),
        ("Item,Qty,Imprint", "Tee,5,Laser", "Decoration: “Laser” is no way of decorating that is known here"),
        ("Item,Qty,Imprint,Imprint 2", "Tee,5,DTF,DTF", "The line tells twice of the same print: DTF."),
        ("Item,Rush", "Tee,maybe", "Rush: “maybe” is neither yes nor no."),
    ],
)
def test_a_line_that_contradicts_itself_is_refused_with_its_reason(session, head, line, reason):
    [(number, told)] = refusals(session, f"Order #,Customer,{head}\n1,Acme,{line}\n")
    assert number == 2
    assert reason in told


@on_sqlite
def test_a_foreign_word_for_a_decoration_can_be_mapped_and_an_empty_one_too(session):
    data = "Order #,Customer,Item,Qty,Imprint,Placement\n1,Acme,Tee,5,Flock,Front\n2,Acme,Tee,5,,Back\n"
    bring_in(
        session,
        "jobs",
        data,
        methods={"Flock": DecorationMethod.HTV, "": DecorationMethod.DTF},
    )
    found = session.scalars(sa.select(JobItemDecoration).order_by(JobItemDecoration.location)).all()
    told = [
        (each.location, each.decoration_method.name) for each in found if each.location in ("Front", "Back")
    ]
    assert told == [("Back", "DTF"), ("Front", "HTV")]


def test_an_update_follows_the_columns_of_sizes_and_a_zero_empties_a_size(session, cast):
    bring_in(session, "jobs", f"{HEAD}1,Acme,Tee,5,6,0\n")
    assert sizes(job(session, "1").items[0]) == {"S": 5, "M": 6}
    bring_in(session, "jobs", f"{HEAD}1,Acme,Tee,0,,3\n", updates=True)
    assert sizes(job(session, "1").items[0]) == {"S": 0, "M": 6, "XL": 3}
    before = rows_of_every_table(session)
    assert bring_in(session, "jobs", f"{HEAD}1,Acme,Tee,0,,3\n", updates=True).entries == []
    assert rows_of_every_table(session) == before


@on_sqlite
def test_lines_with_different_prints_are_different_items_and_a_bare_line_joins_the_first(session):
    head = "Order #,Customer,Item,Size,Qty,Imprint\n"
    bring_in(session, "jobs", f"{head}1,Acme,Tee,S,5,DTF\n1,Acme,Tee,M,6,\n1,Acme,Tee,S,7,HTV\n")
    items = job(session, "1").items
    assert [(sizes(item), str(item.decorations[0])) for item in items] == [
        ({"S": 5, "M": 6}, "DTF"),
        ({"S": 7}, "HTV"),
    ]


@on_sqlite
def test_a_print_may_be_measured_in_inches(session):
    bring_in(
        session, "jobs", 'Order #;Customer;Qty;Imprint;Print width;Print height\n1;Acme;5;DTF;"11.5""";4 in\n'
    )
    [found] = job(session, "1").items[0].decorations
    assert (found.width, found.height) == (Decimal("11.5"), Decimal("4"))


@on_sqlite
def test_an_unknown_contact_is_refused_when_unknown_customers_are(session, cast):
    data = "Order #,Customer,Contact\n1,Acme,Ann\n2,Acme,Newcomer\n"
    assert refusals(session, data, creates_parents=False) == [
        (
            3,
            "The customer has no contact “Newcomer”: import the contacts first, or choose that unknown ones are made.",
        )
    ]


@on_sqlite
def test_one_person_of_two_customers_is_a_contact_of_each(session):
    data = "Order #,Customer,Contact,Contact e-mail\n"
    data += "1,One Ltd,Sam,sam@x.example\n2,Two Ltd,Sam,sam@x.example\n3,One Ltd,,SAM@x.example\n"
    bring_in(session, "jobs", data)
    owners = sa.select(Customer.name).join(CustomerContact).where(CustomerContact.email == "sam@x.example")
    assert sorted(session.scalars(owners)) == ["One Ltd", "Two Ltd"]
    assert job(session, "3").contact_id == job(session, "1").contact_id
