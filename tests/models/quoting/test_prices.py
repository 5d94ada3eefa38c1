"""A job's price by the table: every piece and fee once, to the cent, with what explains it."""

from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from models.catalog import Material
from models.core.doors import speaking
from models.core.errors import RuleBroken
from models.jobs import DecorationMethod, Job, JobItem, JobItemDecoration, JobItemSize
from models.quoting import (
    DecorationPrice,
    GarmentMarkup,
    SetUpBasis,
    SetUpFee,
    calculate,
    lines_of,
    newest_version,
    price_for_margin,
    price_for_markup,
    targets,
)
from models.quoting.prices import PriceTable
from models.quoting.targets import margin_of, markup_of

M = DecorationMethod
D = Decimal

ROWS = [
    DecorationPrice(
        decoration_method=M.SCREEN_PRINT, from_quantity=1, price=D("8.50"), price_per_color=D("2.50")
    ),
    DecorationPrice(
        decoration_method=M.SCREEN_PRINT,
        from_quantity=24,
        price=D("3.60"),
        price_per_color=D("0.80"),
        price_on_dark=D("0.60"),
    ),
    DecorationPrice(
        decoration_method=M.EMBROIDERY,
        from_quantity=1,
        price=D("2.75"),
        price_per_thousand_stitches=D("0.70"),
        price_per_square_inch=D("0"),
    ),
    DecorationPrice(
        decoration_method=M.DTF, from_quantity=1, price=D("2.75"), price_per_square_inch=D("0.0333")
    ),
]
for row in ROWS:
    for name in ("price_per_color", "price_on_dark", "price_per_thousand_stitches", "price_per_square_inch"):
        if getattr(row, name) is None:
            setattr(row, name, D(0))
TABLE = PriceTable(
    ROWS,
    [
        SetUpFee(decoration_method=M.SCREEN_PRINT, name="Screens", basis=SetUpBasis.SCREEN, fee=D("20.00")),
        SetUpFee(decoration_method=M.EMBROIDERY, name="Digitizing", basis=SetUpBasis.PRINT, fee=D("45.00")),
    ],
    [
        GarmentMarkup(from_quantity=1, markup_percent=D(100)),
        GarmentMarkup(from_quantity=24, markup_percent=D(90)),
    ],
    rush_percent=D(20),
    rush_fee=D("50.00"),
)
TEE = Material(name="Tee", unit="piece", unit_cost=D("3.1250"), quantity_on_hand=D(0))
BIG = Material(name="Tee 2XL", unit="piece", unit_cost=D("5.1000"), quantity_on_hand=D(0))


def job_of(*items, is_rush=False):
    job = Job(title="Staff tees")
    with speaking(job):
        job.is_rush = is_rush
    job.items = list(items)
    return job


def item(sizes, *decorations, description="Staff tee"):
    made = JobItem(description=description, quantity=sum(quantity for _, quantity in sizes))
    made.sizes = [
        JobItemSize(size=material.name[4:] or "M", quantity=n, material=material) for material, n in sizes
    ]
    made.decorations = [JobItemDecoration(**each) for each in decorations]
    return made


FRONT = {
    "decoration_method": M.SCREEN_PRINT,
    "location": "Front",
    "colors": 2,
    "screens": 2,
    "on_dark": False,
}
CREST = {"decoration_method": M.EMBROIDERY, "location": "Left chest", "stitches": 8000, "on_dark": False}


def test_pieces_of_a_job_find_their_break_together_and_lines_sum_to_the_price():
    tees, big = item([(TEE, 20)], FRONT), item([(TEE, 3), (BIG, 1)], FRONT | {"on_dark": True})
    found = calculate(job_of(tees, big), TABLE)
    told = [(line.text.split(":")[0], line.quantity, str(line.unit_price)) for line in found.lines]
    assert told == [
        ("Staff tee", 20, "5.94"),  # 3.125 × 1.9 = 5.9375
        ("Staff tee", 20, "4.40"),  # from 24 pieces: 3.60 + 0.80
        ("Staff tee", 4, "6.88"),  # (3 × 5.94 + 9.69) / 4 = 6.8775
        ("Staff tee", 4, "5.00"),  # on dark: + 0.60
        ("Screens", 4, "20.00"),
    ]
    assert found.amount == sum((line.quantity * line.unit_price for line in found.lines), D(0)) == D("334.32")
    assert (found.unit_price(tees), found.unit_price(big)) == (D("10.34"), D("11.88"))
    assert found.lines[1].text == "Staff tee: Screen print, Front, 2 colors, price from 24 pieces"


def test_stitches_size_and_fees_for_each_print_count():
    found = calculate(
        job_of(item([(TEE, 10)], CREST, {"decoration_method": M.DTF, "width": D(10), "height": D("4.5")})),
        TABLE,
    )
    assert [str(line.amount) for line in found.lines] == ["62.50", "83.50", "42.50", "45.00"]


def test_a_rush_adds_a_share_of_the_price_and_at_least_the_fee():
    small = calculate(job_of(item([(TEE, 1)], FRONT), is_rush=True), TABLE)
    large = calculate(job_of(item([(TEE, 100)], FRONT), is_rush=True), TABLE)
    assert (small.lines[-1].amount, large.lines[-1].amount) == (D("50.00"), D("214.80"))


def test_what_the_table_lacks_is_a_gap_and_what_nobody_told_a_remark():
    bare = item([(TEE, 5)], {"decoration_method": M.HTV}, CREST | {"stitches": None})
    bare.sizes.append(JobItemSize(size="L", quantity=2))
    found = calculate(job_of(bare), TABLE)
    assert found.gaps == ["The price table has no price for HTV of 5 pieces: add one there."]
    assert found.remarks == [
        "Staff tee: the garments in L are not counted, as no material with a cost is chosen.",
        "Staff tee, Embroidery, Left chest: reckoned with 6,000 stitches.",
    ]
    assert calculate(job_of(), TABLE).gaps == [
        "No price can be worked out: say first what is made, and how many."
    ]


@given(st.decimals("0.01", "100000", places=2), st.decimals("0", "99.99", places=2))
def test_a_price_that_reaches_a_target_does_and_a_cent_less_does_not(cost, percent):
    for reached, of in (
        (price_for_margin, lambda p: p - cost - p * percent / 100),
        (price_for_markup, lambda p: p - cost - cost * percent / 100),
    ):
        price = reached(cost, percent)
        assert of(price) >= 0 > of(price - D("0.01"))


def test_margins_of_nothing_are_unknown():
    assert (margin_of(D(0), D(5)), markup_of(D(5), D(0))) == (None, None)
    assert (margin_of(D("1250.00"), D("321.14")), markup_of(D("150"), D("100"))) == (D("74.31"), D("50.00"))


@pytest.fixture
def quote(session, cast):
    """A quote of 15 tees on blanks of 3.1250, printed in one color, in the shop's first table."""
    blank = session.scalars(sa.select(Material)).one()
    job = Job(title="Club tees", customer=cast.acme)
    line = JobItem(job=job, description="Club tee")
    line.sizes = [JobItemSize(size="M", quantity=15, material=blank)]
    line.decorations = [JobItemDecoration(**FRONT | {"colors": 1, "screens": 1})]
    session.add_all([job, line])
    session.commit()
    return job


def test_using_the_price_writes_it_once_everywhere_and_keeps_what_explains_it(session, quote):
    quote.use_price()
    session.commit()
    # 3.125 × 1.9 = 5.94 and 4.75 a piece, one screen
    assert (quote.items[0].unit_price, quote.quoted_amount) == (D("10.69"), D("180.35"))
    quote.use_price(price=D("175.00"))
    session.commit()
    lines = lines_of(session, quote.id)
    assert [(str(each.kind), str(each.amount)) for each in lines] == [
        ("GARMENT", "89.10"),
        ("DECORATION", "71.25"),
        ("SET_UP", "20.00"),
        ("ADJUSTMENT", "-5.35"),
    ]
    assert quote.quoted_amount == sum((each.amount for each in lines), D(0)) == D("175.00")


def test_a_price_with_gaps_and_one_of_a_sent_quote_is_not_used(session, quote):
    session.execute(
        sa.delete(DecorationPrice).execution_options(deliberate="a shop without a table, as a test wants it")
    )
    quote.use_price()
    with pytest.raises(
        RuleBroken, match=r"No price was used\. The price table has no price for Screen print"
    ):
        session.commit()
    session.rollback()
    quote.send_quote()
    session.commit()
    with pytest.raises(RuleBroken, match="to use price it must be quote"):
        quote.use_price()


def test_a_sent_quote_is_kept_as_it_was_sent(session, quote):
    quote.use_price()
    session.commit()
    quote.send_quote()
    session.commit()
    quote.revise_quote()
    quote.quoted_amount = "160.00"
    session.delete(quote.items[0])
    session.commit()
    sent = newest_version(session, quote.id)
    assert (sent.number, sent.amount, sent.facts["total"]) == (1, D("180.35"), "180.35")
    assert sent.facts["items"][0]["sizes"] == [["M", 15]]
    assert [fee["amount"] for fee in sent.facts["fees"]] == ["20.00"]
    session.refresh(quote)
    quote.send_quote()
    session.commit()
    again = newest_version(session, quote.id)
    assert (again.number, again.facts["items"], again.facts["total"]) == (2, [], "160.00")


def test_targets_tell_what_the_price_has_and_what_reaches_them(session, cast):
    margin, markup = targets(session, D("180.35"), D("100.00"))
    assert (margin.percent, str(margin.actual), str(margin.price)) == (D(40), "44.55", "166.67")
    assert (markup.is_reached, str(markup.actual), str(markup.price)) == (True, "80.35", "165.00")
