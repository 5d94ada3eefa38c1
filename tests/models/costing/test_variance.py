"""Why actual and estimate differ, and what a job will have cost in the end."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from models.costing.forecast import forecast_of
from models.costing.variance import Cause, Comparison, Estimated, Used, variance_of

money = st.decimals(0, 10_000, places=2)
quantity = st.decimals(0, 1_000, places=4)
estimated = st.builds(Estimated, quantity, money)
used = st.builds(Used, quantity, money, quantity, money)
materials = st.dictionaries(st.sampled_from("ABC"), estimated)
compared = st.builds(
    Comparison,
    materials=materials,
    used=st.dictionaries(st.sampled_from("BCD"), used),
    bought=money,
    labor=estimated,
    worked_seconds=st.integers(0, 500_000),
    labor_cost=money,
    shipping=money,
    shipping_cost=money,
    other=money,
    other_costs=money,
    changed=st.decimals(-500, 500, places=2),
)


def total(amounts):
    return sum(amounts, Decimal(0))


@given(compared)
@settings(max_examples=50)
def test_the_causes_sum_to_actual_less_the_first_estimate_to_the_cent(told):
    actual = total(each.cost for each in told.used.values()) + told.bought
    actual += told.labor_cost + told.shipping_cost + told.other_costs
    reckoned = total(each.amount for each in told.materials.values()) + told.labor.amount
    reckoned += told.shipping + told.other
    causes = variance_of(told)
    assert total(causes.values()) == actual - (reckoned - told.changed)
    assert all(amount == round(amount, 2) for amount in causes.values())


def test_each_cause_is_what_it_says():
    told = Comparison(
        materials={"shirts": Estimated(Decimal(50), Decimal("150.00"))},
        used={"shirts": Used(Decimal(54), Decimal("172.80"), Decimal(2), Decimal("6.40"))},
        labor=Estimated(Decimal(4), Decimal("96.00")),
        worked_seconds=5 * 3600,
        labor_cost=Decimal("130.00"),
        shipping_cost=Decimal("8.00"),
        changed=Decimal("15.00"),
    )
    assert variance_of(told) == {
        Cause.PRICE: Decimal("28.40"),  # 52 good shirts 0.20 dearer each, 5 h at 2.00 more, the parcel
        Cause.QUANTITY: Decimal("6.00"),  # two good shirts more at 3.00
        Cause.TIME: Decimal("24.00"),  # an hour more at 24.00
        Cause.WASTE: Decimal("6.40"),
        Cause.SCOPE: Decimal("15.00"),
    }


def test_a_forecast_adds_what_is_not_done_yet_at_the_estimate_to_what_was_spent():
    told = Comparison(
        materials={"shirts": Estimated(Decimal(50), Decimal("150.00"))},
        used={"shirts": Used(Decimal(22), Decimal("70.40"), Decimal(2), Decimal("6.40"))},
        labor=Estimated(Decimal(4), Decimal("96.00")),
        worked_seconds=2 * 3600,
        labor_cost=Decimal("60.00"),
        shipping=Decimal("12.00"),
    )
    will = forecast_of(told, [Decimal(1), Decimal("0.5")], Decimal("500.00"), is_made=False)
    assert (will.material_cost, will.labor_cost) == (Decimal("160.40"), Decimal("96.00"))
    assert (will.total_costs, will.profit_margin) == (Decimal("268.40"), Decimal("46.32"))
    done = forecast_of(told, [], Decimal("500.00"), is_made=True)
    assert (done.material_cost, done.labor_cost) == (Decimal("70.40"), Decimal("60.00"))
