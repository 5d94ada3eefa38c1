"""The contract of the REST door, on jobs."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient

from models.customers import Customer
from models.jobs import Job
from tests import on_sqlite

from .rest import Statements, asked, count_of

JOBS = "/api/v1/jobs/"


@pytest.fixture
def office(program_as):
    return program_as("Office")


@pytest.fixture
def url(cast):
    return f"{JOBS}{cast.job.id}"


def test_a_row_is_strings_names_and_labels(office, url, cast):
    row = office.get(url).get_json()["result"]
    assert row["id"] == cast.job.id
    assert row["customer_id"] == cast.acme.id
    assert row["customer"] == "Acme"
    assert row["quoted_amount"] == "450.00"
    assert row["status"] == "IN_PRODUCTION"
    assert row["created_at"].endswith("Z")
    assert row["due_on"] is None


def test_a_job_is_added_with_a_number_of_its_own(office, cast):
    body = {"title": "Caps", "customer_id": cast.acme.id, "quoted_amount": "12.5", "due_on": "2026-12-01"}
    answer = office.post(JOBS, json=body)
    assert answer.status_code == 201
    row = answer.get_json()["result"]
    assert row["number"].startswith("J-")
    assert (row["quoted_amount"], row["due_on"], row["status"]) == ("12.50", "2026-12-01", "QUOTE")
    assert office.get(answer.headers["Location"]).get_json()["id"] == answer.get_json()["id"]


def test_whole_numbers_may_be_json_numbers(office, cast):
    job = {"title": "Caps", "customer_id": cast.acme.id, "quoted_amount": 12}
    assert office.post("/api/v1/jobs/", json=job).get_json()["result"]["quoted_amount"] == "12.00"


def test_what_was_read_may_be_sent_back(office, url):
    row = office.get(url).get_json()["result"]
    answer = office.put(url, json=row | {"title": "Renamed"})
    assert answer.status_code == 200
    assert answer.get_json()["result"]["title"] == "Renamed"


def test_a_change_is_partial(office, url):
    row = office.put(url, json={"notes": "Call Ann first."}).get_json()["result"]
    assert (row["title"], row["notes"]) == ("Staff tees", "Call Ann first.")


def test_a_many_to_one_is_changed_by_its_id(office, url, cast):
    row = office.put(url, json={"customer_id": cast.rival.id}).get_json()["result"]
    assert (row["customer_id"], row["customer"]) == (cast.rival.id, "Rival")


def test_every_wrong_field_is_named_at_once(office, cast):
    body = {
        "title": " ",
        "customer_id": cast.job.id,
        "due_on": "soon",
        "quoted_amount": "much",
        "colour": "red",
    }
    answer = office.post(JOBS, json=body)
    assert answer.status_code == 422
    assert set(answer.get_json()["message"]) == {"title", "customer_id", "due_on", "quoted_amount", "colour"}


WRONG = [
    ("title", None),
    ("title", ""),
    ("title", 5),
    ("title", ["a"]),
    ("title", "x" * 201),
    ("title", "a\x00b"),
    ("title", "\ud800"),
    ("customer_id", None),
    ("customer_id", "nobody"),
    ("customer_id", "'; DROP TABLE jobs"),
    ("customer_id", {"id": 1}),
    ("customer_id", 7),
    ("contact_id", "nobody"),
    ("due_on", "2026-13-01"),
    ("due_on", "0001-01-01"),
    ("due_on", "20261201"),
    ("due_on", 5),
    ("due_on", "2026-12-01T00:00:00Z"),
    ("quoted_amount", 12.5),
    ("quoted_amount", "12.505"),
    ("quoted_amount", "1e5"),
    ("quoted_amount", "NaN"),
    ("quoted_amount", "9" * 50),
    ("quoted_amount", 10**30),
    ("quoted_amount", "-1"),
    ("quoted_amount", True),
    ("quoted_amount", "1_000"),
    ("notes", "x" * 4001),
    ("number", "J" * 21),
    ("status", "CANCELLED"),
    ("status", "NONSENSE"),
    ("held_from", "READY"),
    ("is_rush", True),
    ("customer", "Rival"),
    ("id", "x"),
    ("created_at", "2020-01-01T00:00:00Z"),
    ("gates", []),
    ("__class__", "x"),
    ("version", "one"),
]


def test_a_value_that_cannot_be_is_422_by_field_and_nothing_is_written(office, url):
    before = office.get(url).get_json()["result"]
    wrong = []
    for field, value in WRONG:
        answer = office.put(url, json={"notes": "must not be kept"} | {field: value})
        if answer.status_code != 422 or field not in answer.get_json()["message"]:
            wrong.append((field, value, answer.status_code, answer.text[:200]))
    assert wrong == []
    assert office.get(url).get_json()["result"] == before


@on_sqlite
def test_an_inexact_number_is_refused_with_a_sentence(office, url):
    told = office.put(url, json={"quoted_amount": 12.5}).get_json()["message"]["quoted_amount"]
    assert told == ["The number must be exact: give it as text, such as “12.50”."]


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b'"text"', "application/json", 400),
        (b"null", "application/json", 400),
        (b'{"title": NaN}', "application/json", 400),
        (b'{"title": "\xff"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"quoted_amount": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"title=a", "application/x-www-form-urlencoded", 415),
        (b'{"title": "a"}', "text/plain", 415),
    ],
)
@on_sqlite
def test_a_body_that_cannot_be_read_is_400_or_415(office, url, data, content_type, status):
    for method in (office.post, office.put):
        answer = method(JOBS if method == office.post else url, data=data, content_type=content_type)
        assert answer.status_code == status
        assert answer.get_json()["message"].endswith(".")


def test_a_taken_number_is_409_and_named(office, cast):
    body = {"title": "Twin", "customer_id": cast.acme.id, "number": cast.job.number}
    answer = office.post(JOBS, json=body)
    assert answer.status_code == 409
    assert cast.job.number in answer.get_json()["message"]
    assert count_of(Job) == 1


def test_a_stale_version_is_412_and_a_fresh_one_is_not(office, url):
    version = office.get(url).get_json()["result"]["version"]
    assert office.put(url, json={"title": "First", "version": version}).status_code == 200
    late = office.put(url, json={"title": "Second", "version": version})
    assert late.status_code == 412
    assert "Reload it" in late.get_json()["message"]
    assert office.get(url).get_json()["result"]["title"] == "First"


def test_of_two_who_read_the_same_version_one_is_refused(shop, office, url):
    version = office.get(url).get_json()["result"]["version"]
    headers = {"Authorization": office.environ_base["HTTP_AUTHORIZATION"]}

    def change(title):
        client = FlaskClient(shop, shop.response_class, use_cookies=False)
        return client.put(url, json={"title": title, "version": version}, headers=headers).status_code

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(change, "ABCD")) == [200, 412, 412, 412]


def test_a_row_in_use_is_not_deleted_but_to_be_archived(office, cast):
    answer = office.delete(f"/api/v1/customers/{cast.acme.id}")
    assert answer.status_code == 409
    assert "archive it instead" in answer.get_json()["message"]
    assert count_of(Customer) == 2


def test_a_row_that_nothing_refers_to_is_deleted(office, session):
    added = office.post("/api/v1/customers/", json={"name": "Passing"}).get_json()["id"]
    assert office.delete(f"/api/v1/customers/{added}").status_code == 200
    assert office.get(f"/api/v1/customers/{added}").status_code == 404


@on_sqlite
@pytest.mark.parametrize("method", ["get", "put", "delete"])
@pytest.mark.parametrize("job_id", ["nobody", "0" * 26, "%00", "a" * 500, "1", "_", "null"])
def test_an_unknown_row_is_404(office, method, job_id):
    extra = {"json": {"title": "x"}} if method == "put" else {}
    assert getattr(office, method)(f"{JOBS}{job_id}", **extra).status_code == 404


@on_sqlite
def test_strangers_and_false_tokens_are_401(program_as):
    stranger = program_as("anonymous")
    assert stranger.get(JOBS).status_code == 401
    assert stranger.get(JOBS, headers={"Authorization": "Bearer a.b.c"}).status_code == 401
    assert stranger.get(JOBS, headers={"Authorization": "Bearer"}).status_code == 401
    assert stranger.get(JOBS, headers={"Authorization": "Basic YTpi"}).status_code == 401
    assert (
        stranger.post(JOBS, json={"title": "x"}, headers={"Authorization": "Bearer a.b.c"}).status_code == 401
    )


@on_sqlite
def test_who_may_not_write_is_403(program_as, url):
    printer = program_as("Production")
    assert printer.put(url, json={"title": "x"}).status_code == 403
    assert printer.post(JOBS, json={"title": "x"}).status_code == 403
    assert printer.delete(url).status_code == 403


def test_a_list_is_filtered_ordered_and_cut(office, session, cast):
    session.add_all([Job(title=f"Batch {n}", customer=cast.rival, quoted_amount=n) for n in range(5)])
    session.commit()
    answer = office.get(
        asked(
            JOBS,
            filters=[
                {"col": "quoted_amount", "opr": "lt", "value": 4},
                {"col": "title", "opr": "sw", "value": "bat"},
            ],
            order_column="quoted_amount",
            order_direction="desc",
            page=1,
            page_size=3,
            columns=["title", "customer"],
            keys=["none"],
        )
    ).get_json()
    assert answer["count"] == 4
    assert answer["result"] == [{"title": "Batch 0", "customer": "Rival"}]
    assert len(answer["ids"]) == 1


FILTERS = [
    ("title", "eq", "Staff tees", 1),
    ("title", "ct", "TEES", 1),
    ("title", "ct", "%", 0),
    ("title", "nct", "cap", 1),
    ("title", "in", ["Staff tees", "other"], 1),
    ("number", "neq", "J-1001", 0),
    ("status", "eq", "IN_PRODUCTION", 1),
    ("status", "not_in", ["QUOTE"], 1),
    ("quoted_amount", "gt", "449.99", 1),
    ("quoted_amount", "eq", 450, 1),
    ("quoted_amount", "eq", "450.00", 1),
    ("version", "gt", 1, 1),
    ("is_rush", "eq", False, 1),
    ("due_on", "lt", "2030-01-01", 0),
    ("due_on", "eq", None, 1),
    ("created_at", "gt", "2020-01-01T00:00:00Z", 1),
    ("contact_id", "eq", None, 1),
]


def test_every_kind_of_column_is_filtered(office):
    wrong = []
    for column, operator, value, count in FILTERS:
        answer = office.get(asked(JOBS, filters=[{"col": column, "opr": operator, "value": value}]))
        if answer.status_code != 200 or answer.get_json()["count"] != count:
            wrong.append((column, operator, value, answer.text[:200]))
    assert wrong == []


def test_rows_are_filtered_by_their_many_to_one(office, cast):
    for customer, count in ((cast.acme, 1), (cast.rival, 0)):
        filters = [{"col": "customer", "opr": "rel_o_m", "value": customer.id}]
        assert office.get(asked(JOBS, filters=filters)).get_json()["count"] == count


BAD_QUERIES = [
    "((",
    "!!",
    "(page:-1)",
    "(page:x)",
    "(filter:!())",
    "(order_direction:sideways)",
    "(order_column:nothing)",
    "(columns:!(nothing))",
    "(filters:!((col:nothing,opr:eq,value:1)))",
    "(filters:!((col:title,opr:like,value:a)))",
    "(filters:!((col:title,opr:gt,value:a)))",
    "(filters:!((col:quoted_amount,opr:gt,value:abc)))",
    "(filters:!((col:quoted_amount,opr:gt,value:'')))",
    "(filters:!((col:due_on,opr:gt,value:soon)))",
    "(filters:!((col:status,opr:eq,value:NONSENSE)))",
    "(filters:!((col:title,opr:eq,value:'a%00b')))",
    "(filters:!((col:version,opr:eq,value:99999999999999999999)))",
    "(filters:!((col:customer,opr:rel_o_m,value:'no id')))",
    "(filters:!((col:title,opr:eq)))",
    "(filters:x)",
    "!(1,2)",
    "(page:99999999999)",
]


def test_a_query_that_cannot_be_is_400(office):
    answers = {query: office.get(f"{JOBS}?q={query}") for query in BAD_QUERIES}
    assert {query: answer.text for query, answer in answers.items() if answer.status_code != 400} == {}
    assert all(isinstance(answer.get_json()["message"], str) for answer in answers.values())


@on_sqlite
def test_a_query_may_be_json(office):
    assert office.get(JOBS + '?q={"page_size":1,"keys":["none"]}').status_code == 200


@on_sqlite
def test_a_page_has_a_largest_size(office, shop, session, cast):
    most = shop.config["FAB_API_MAX_PAGE_SIZE"]
    session.add_all([Customer(name=f"Customer {n}") for n in range(most + 5)])
    session.commit()
    for size in (most + 1, -1, 10**9):
        answer = office.get(asked("/api/v1/customers/", page_size=size, columns=["id"]))
        assert len(answer.get_json()["result"]) == most


def test_rows_that_tie_keep_their_order_over_pages(office, session, cast):
    session.add_all([Job(title="Same", customer=cast.acme) for _ in range(9)])
    session.commit()
    pages = [
        office.get(asked(JOBS, order_column="title", page=page, page_size=4, keys=["none"])).get_json()["ids"]
        for page in range(3)
    ]
    seen = [each for page in pages for each in page]
    assert len(seen) == len(set(seen)) == 10


def test_empty_values_come_last_in_both_orders(office, session, cast):
    session.add_all(
        [
            Job(title="A", customer=cast.acme, due_on=day)
            for day in (dt.date(2026, 12, 2), dt.date(2026, 12, 1))
        ]
    )
    session.commit()
    for direction in ("asc", "desc"):
        answer = office.get(asked(JOBS, order_column="due_on", order_direction=direction, columns=["due_on"]))
        assert answer.get_json()["result"][-1] == {"due_on": None}


def test_a_list_asks_the_database_little_whatever_its_size(office, session, cast):
    def statements():
        with Statements() as asked_:
            assert office.get(asked(JOBS, page_size=100)).status_code == 200
        return asked_.count

    few = statements()
    session.add_all([Job(title=f"Job {n}", customer=Customer(name=f"C{n}")) for n in range(60)])
    session.commit()
    assert statements() <= max(few, 6)
    assert statements() <= 6


def test_a_look_up_finds_by_the_beginning_of_a_name(office, cast, session):
    session.add(Customer(name="100% Cotton Club"))
    session.commit()
    assert office.get("/api/v1/customers/lookup?q=ac").get_json() == {
        "results": [{"id": cast.acme.id, "text": "Acme"}]
    }
    found = office.get("/api/v1/customers/lookup?q=100%25").get_json()["results"]
    assert [row["text"] for row in found] == ["100% Cotton Club"]
    assert office.get("/api/v1/customers/lookup?q=%00").status_code in (200, 400)


def test_a_look_up_offers_no_archived_row_and_at_most_twenty(office, cast, session):
    session.add_all([Customer(name=f"Acme {n}") for n in range(30)])
    session.commit()
    cast.acme.archive()
    session.commit()
    found = office.get("/api/v1/customers/lookup?q=acme").get_json()["results"]
    assert len(found) == 20
    assert cast.acme.id not in [row["id"] for row in found]


@on_sqlite
def test_the_resource_describes_itself(office):
    told = office.get("/api/v1/jobs/_info").get_json()
    assert "can_send_quote" in told["permissions"]
    assert {"title", "customer_id"} <= {field["name"] for field in told["add_columns"] if field["required"]}
    assert {"name": "Contains", "operator": "ct"} in told["filters"]["title"]
    assert set(office.get(asked("/api/v1/jobs/_info", keys=["permissions"])).get_json()) == {"permissions"}


def test_an_argument_that_no_column_keeps_is_422(office, url):
    answer = office.post(f"{url}/hold", json={"reason": "a\x00b"})
    assert answer.status_code == 422
    assert list(answer.get_json()["message"]) == ["reason"]


@on_sqlite
def test_an_inexact_argument_is_422(office, url):
    answer = office.post(f"{url}/change_order", json={"what": "Caps", "amount": 1.5, "accepted_by": "Ann"})
    assert answer.status_code == 422
    assert list(answer.get_json()["message"]) == ["amount"]


@on_sqlite
@pytest.mark.parametrize(
    ("gate_argument", "value"),
    [("expected_on", 0), ("expected_on", True), ("reason", 5)],
)
def test_an_argument_of_another_kind_is_422_and_not_guessed_at(office, cast, gate_argument, value):
    gate = next(gate for gate in cast.job.gates if gate.gate == "blanks")
    body = {"reason": "Gone", gate_argument: value}
    answer = office.post(f"/api/v1/job_gates/{gate.id}/block", json=body)
    assert answer.status_code == 422
    assert list(answer.get_json()["message"]) == [gate_argument]


@on_sqlite
def test_a_switch_is_true_or_false(office, url):
    answer = office.post(f"{url}/hold", json={"reason": "Blanks", "tell_customer": "yes"})
    assert answer.get_json() == {"message": {"tell_customer": ["This must be true or false."]}}


@on_sqlite
def test_a_verb_needs_no_body_when_it_takes_no_arguments(program_as, url):
    assert program_as("Production").post(f"{url}/send_to_quality_check").status_code == 200
