"""Every dashboard asked for what there is not: a sentence, never an error of ours."""

import pytest

from models.core.roles import ADMIN
from tests import on_sqlite
from views.dashboards.declared import CHARTS, DASHBOARDS

WRONG = {
    "period": (
        "2999", "9999", "0000", "0", "10000", "2999-01", "0001-01", "1969-W01", "9999-12-31", "9999-W53", "0000-00-00",
        "2026-13", "2026-02-30", "2026-Q5", "2026-W54", "-1", "١٢٣٤", "2026-11'", "%00", "x" * 5000, "all;open", "None",
    ),
    "customer": ("nobody", "%00", "é", "x" * 5000, "' or 1=1", "01M00000000000000000000000"),
    "product": ("nobody", "%00", "é", "x" * 5000),
    "method": ("PENCIL", "%00", "x" * 5000),
    "figure": ("nothing", "%00", "__class__", "x" * 5000),
    "against": ("never", "%00", "x" * 5000),
    "job": ("nobody", "%00", "é", "x" * 5000),
}  # fmt: skip
"""Values that mean nothing, by argument."""
FINE = {"figure": "revenue"}


def addresses(board, argument):
    """The dashboard, its figures, and a file of its first chart, asked wrongly for `argument`."""
    besides = "".join(
        f"&{name}={value}" for name, value in FINE.items() if name in board.filters and name != argument
    )
    paths = [board.name, f"{board.name}.json", f"{board.name}/{board.charts[0].name}.csv"]
    for path in paths:
        for value in WRONG[argument]:
            yield f"/dashboards/{path}?{argument}={value}{besides}"


@on_sqlite
@pytest.mark.parametrize("argument", WRONG)
@pytest.mark.parametrize("name", DASHBOARDS)
def test_what_there_is_not_is_refused_in_a_sentence(client_as, cast, name, argument):
    browser, wrong = client_as(ADMIN), {}
    for address in addresses(DASHBOARDS[name], argument):
        answer = browser.get(address)
        if answer.status_code not in (200, 400) or "Traceback" in answer.text:
            wrong[address[:120]] = answer.status_code
    assert wrong == {}


@on_sqlite
@pytest.mark.parametrize("name", [each.name for each in DASHBOARDS.values() if "job" not in each.filters])
def test_a_period_that_is_none_or_has_not_begun_is_told_how_to_be_written(client_as, cast, name):
    browser = client_as(ADMIN)
    besides = "&figure=revenue" if "figure" in DASHBOARDS[name].filters else ""
    for period, said in {
        "2026-13": "is not a period: write a year as",
        "0000": "is not a period: write a year as",
        "2999-01": "has not begun",
        "2999": "has not begun",
    }.items():
        answer = browser.get(f"/dashboards/{name}?period={period}{besides}")
        assert answer.status_code == 400
        assert said in answer.text, (period, name)


@on_sqlite
@pytest.mark.parametrize("name", DASHBOARDS)
def test_of_an_argument_that_comes_twice_the_first_counts(client_as, cast, name):
    besides = {"figure": "&figure=revenue&figure=nothing", "job": f"&job={cast.job.id}&job=nobody"}
    told = "".join(value for key, value in besides.items() if key in DASHBOARDS[name].filters)
    address = f"/dashboards/{name}?period=2026-11&period=2999{told}"
    answer = client_as(ADMIN).get(address)
    assert answer.status_code == 200


@on_sqlite
def test_the_first_years_of_all_are_told_as_nothing(client_as, cast):
    browser = client_as(ADMIN)
    for name, board in DASHBOARDS.items():
        if "job" in board.filters:
            continue
        besides = "&figure=revenue" if "figure" in board.filters else ""
        for period in ("0001", "0002-01", "1970", "0001-W01", "0001-01-01"):
            answer = browser.get(f"/dashboards/{name}?period={period}{besides}")
            assert answer.status_code in (200, 400), (name, period)


@on_sqlite
@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_alone_is_refused_as_its_dashboard_is(client_as, cast, chart):
    board = CHARTS[chart][0]
    besides = "".join(f"&{name}={value}" for name, value in FINE.items() if name in board.filters)
    answer = client_as(ADMIN).get(f"/dashboards/{chart}.json?period=2999{besides}")
    assert answer.status_code == 400
