"""`flask shop import KIND FILE [--map FILE] [--dry-run]`."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from models.catalog import Product
from models.jobs import Job
from tests import on_sqlite
from tests.imports import FILES

pytestmark = on_sqlite


@pytest.fixture
def command(shop):
    """Run `flask shop import …` in the test's shop."""

    def run(*arguments):
        return shop.test_cli_runner().invoke(args=["shop", "import", *map(str, arguments)])

    return run


def test_a_file_is_imported_and_a_second_time_known(command, session):
    done = command("jobs", FILES / "orders_line_per_size.csv")
    assert done.exit_code == 0, done.output
    assert "Imported: 2 new customers, 4 new jobs" in done.output
    again = command("jobs", FILES / "orders_line_per_size.csv")
    assert again.output.endswith("Imported: 4 known jobs.\n")


def test_a_dry_run_writes_nothing(command, session):
    told = command("products", FILES / "prices_windows_1252.csv", "--dry-run")
    assert told.exit_code == 0
    assert "An import would bring: 4 new products." in told.output
    assert session.scalar(sa.select(Product).where(Product.sku == "AS-10")) is None


def test_refused_rows_are_named_and_nothing_is_imported(command, tmp_path, session):
    file = tmp_path / "orders.csv"
    file.write_text("Order #,Customer,Status\n1,Acme,Done\n2,Acme,Strange\n")
    for options in ([], ["--dry-run"]):
        refused = command("jobs", file, *options)
        assert refused.exit_code == 1
        assert "line 3: Status: “Strange” is no status" in refused.output
    assert session.scalar(sa.select(Job).where(Job.number == "1")) is None


def test_a_map_says_what_the_headers_do_not(command, tmp_path, session):
    file, mapping = tmp_path / "orders.csv", tmp_path / "map.json"
    file.write_text("Nummer,Wer,Wo\n1,Acme,Lager\n")
    columns = {"Nummer": "number", "Wer": "customer", "Wo": "status"}
    mapping.write_text(json.dumps({"columns": columns, "statuses": {"Lager": "PACKED"}}))
    assert command("jobs", file, "--map", mapping).exit_code == 0
    assert session.scalars(sa.select(Job.status).where(Job.number == "1")).one().name == "PACKED"


@pytest.mark.parametrize(
    ("kind", "content", "mapping", "sentence"),
    [
        ("planets", "x", None, "There is no kind “planets”"),
        ("customers", "", None, "The file is empty."),
        ("customers", "Colour\nred\n", None, "No header is mapped to Name"),
        ("customers", "Name\nAcme\n", "{", "The map is no JSON."),
        ("customers", "Name\nAcme\n", '{"Name": "colour"}', "have no column “colour”"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(command, tmp_path, kind, content, mapping, sentence):
    file, map_file = tmp_path / "file.csv", tmp_path / "map.json"
    file.write_text(content)
    map_file.write_text(mapping or "{}")
    refused = command(kind, file, *(["--map", map_file] if mapping else []))
    assert refused.exit_code in (1, 2)
    assert sentence in refused.output
    assert "Traceback" not in refused.output
