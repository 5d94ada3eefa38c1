"""The list of jobs by margin and every chart: what they cost among 100,000 jobs beside what they cost among 10,000."""

from __future__ import annotations

import pytest

from models.core.roles import MANAGER
from views.dashboards.declared import CHARTS

from .figures import side_by_side, told
from .many_margins import fill_with_margins

pytestmark = pytest.mark.bench

SIZES, ROUNDS, PROMISED = (10_000, 100_000), 25, 1.3
SPANS = ("2026-10", "2026-Q3", "2026", "all", "open", "2026-W45")
CUSTOMER = PRODUCT = "01M00000000000001000000007"
CONTROL = "/dashboards/"
"""A page that asks for nothing: how fast the machine is at that moment."""


def _addresses() -> dict[str, str]:
    lists = {f"jobs, {span}": f"/dashboards/jobs?period={span}" for span in SPANS}
    narrowed = {
        "jobs, a customer": f"/dashboards/jobs?period=2026&customer={CUSTOMER}",
        "jobs, a product": f"/dashboards/jobs?period=all&product={PRODUCT}",
        "jobs, a method, a month": "/dashboards/jobs?period=2026-10&method=DTF",
        "jobs, highest first": "/dashboards/jobs?period=all&order=highest",
    }
    charts = {
        f"{name}, {span}": f"/dashboards/{name}.json?period={span}"
        for name, (board, chart) in CHARTS.items()
        if board.name == "profitability"
        for span in ("2026-10", "all")
    }
    charts |= {
        "profitability, 2026": "/dashboards/profitability?period=2026",
        "materials": "/dashboards/materials",
    }
    return lists | narrowed | charts


def test_no_screen_of_profit_costs_more_among_ten_times_the_jobs(shop, database, session, client_as, capsys):
    manager, done, figures = client_as(MANAGER), 0, {name: [] for name in _addresses()}
    for size in SIZES:
        fill_with_margins(session, done, size)
        done = size
        session.rollback()
        for name, address in _addresses().items():

            def asked(address=address):
                assert manager.get(address).status_code == 200

            ours, control = side_by_side(asked, lambda: manager.get(CONTROL), ROUNDS)
            figures[name].append((ours / control, ours))
    slower = {}
    for name, ((few, before), (many, after)) in figures.items():
        detail = f"{after * 1000:.1f} ms of {before * 1000:.1f} ms"
        told(capsys, f"{name}, {database}", many / few, f"<= {PROMISED}", detail)
        slower[name] = many / few
    assert max(slower.values()) <= PROMISED, slower
