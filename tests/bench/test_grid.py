"""The jobs grid beside a bare Flask view that asks for the same rows and their number and prints a plain table."""

from __future__ import annotations

import re

import flask
import jinja2
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from models.core.base import db
from models.core.roles import OFFICE
from models.core.sqlite import reading
from models.jobs import Job

from .figures import side_by_side, told
from .many_jobs import fill_with_jobs

pytestmark = pytest.mark.bench

SIZES, ROUNDS, PROMISED = (100_000, 1_000_000), 60, 2.0
DEEP, DEEP_PROMISED, MOST_BYTES = 3_000, 1.5, 100_000
COLUMNS = ["number", "title", "customer", "status", "due_on", "is_rush", "blocked", "quoted_amount"]
PLAIN = """<!doctype html><table><tr>{% for column in columns %}<th>{{ column }}</th>{% endfor %}</tr>
{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.title }}</td><td>{{ row.customer }}</td>
<td>{{ row.status }}</td><td>{{ row.due_on }}</td><td>{{ row.is_rush }}</td>
<td>{% for gate in row.gates if gate.is_blocked %}{{ gate.gate }} {% endfor %}</td><td>{{ row.quoted_amount }}</td></tr>
{% endfor %}</table><p>{{ count }} rows</p>"""


@pytest.fixture
def bare(shop):
    """A Flask application of one view on the shop's database."""
    app = flask.Flask("bare")
    app.jinja_loader = jinja2.DictLoader({"plain.html": PLAIN})
    app.config["SQLALCHEMY_DATABASE_URI"] = shop.config["SQLALCHEMY_DATABASE_URI"]
    db.init_app(app)

    @app.get("/")
    def rows():
        page = sa.select(Job).options(joinedload(Job.customer), selectinload(Job.gates))
        page = page.order_by(Job.id.desc()).limit(25)
        with reading():
            return flask.render_template(
                "plain.html",
                columns=COLUMNS,
                rows=db.session.scalars(page).all(),
                count=db.session.scalar(sa.select(sa.func.count()).select_from(Job)),
            )

    with app.app_context():
        yield app.test_client()
        db.session.remove()
        db.engine.dispose()


def test_the_grid_costs_at_most_twice_a_bare_view(shop, database, session, client_as, bare, capsys):
    office, done, figures = client_as(OFFICE), 0, []
    for size in SIZES:
        fill_with_jobs(session, done, size)
        done = size

        def grid():
            answer = office.get("/jobs/list/")
            assert answer.status_code == 200
            assert answer.text.count("<tr") == 27  # with its head and its totals
            assert len(answer.data) <= MOST_BYTES

        def plain():
            answer = bare.get("/")
            assert answer.status_code == 200
            assert answer.text.count("<tr") == 26
            db.session.remove()  # as the end of a request does, or ours would pay for what this one left

        ours, bares = side_by_side(grid, plain, ROUNDS)
        told(
            capsys,
            f"jobs grid, {size:,} rows, {database}",
            ours / bares,
            f"<= {PROMISED}",
            f"{ours * 1000:.1f} ms of {bares * 1000:.1f} ms",
        )
        figures.append(ours / bares)
    assert max(figures) <= PROMISED


def test_page_3000_costs_little_more_than_the_first(shop, database, session, client_as, capsys):
    fill_with_jobs(session, 0, SIZES[0])
    office, figures = client_as(OFFICE), []
    before = office.get(f"/jobs/list/?page_JobScreen={DEEP - 2}").text
    neighbour = re.findall(r'name="id" value="(\w+)"', before)[-1]
    ways = {"by its number": "", "by its neighbour": f"&after={neighbour}"}
    for way, argument in ways.items():

        def deep(address=f"/jobs/list/?page_JobScreen={DEEP - 1}{argument}"):
            answer = office.get(address)
            assert f"Page {DEEP:,} of" in answer.text
            assert answer.text.count("<tr") == 27

        there, first = side_by_side(deep, lambda: office.get("/jobs/list/"), ROUNDS)
        told(
            capsys,
            f"page {DEEP:,} {way}, {database}",
            there / first,
            f"<= {DEEP_PROMISED}",
            f"{there * 1000:.1f} ms of {first * 1000:.1f} ms",
        )
        figures.append(there / first)
    assert max(figures) <= DEEP_PROMISED
