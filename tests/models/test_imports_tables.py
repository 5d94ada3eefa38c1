"""Bytes become headers and rows, whatever program wrote them; what is no table is refused in a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.imports import KINDS, NotATable, guess, parse_mapping, read_delimited

TEXT = "Name;Größe\nZoë;5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_reads_the_same(encoding):
    table = read_delimited(TEXT.encode(encoding))
    assert table.headers == ("Name", "Größe")
    assert [row.cells for row in table.rows] == [("Zoë", "5")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_separator_and_line_end_reads_the_same(separator, end):
    lines = [["Name", "Note"], ["Acme", '"a, b; c\td"'], ["", ""], ["Rival", "x"]]
    table = read_delimited(end.join(separator.join(line) for line in lines).encode())
    assert [(row.line, row.cells) for row in table.rows] == [(2, ("Acme", "a, b; c\td")), (4, ("Rival", "x"))]


def test_a_quote_that_is_never_closed_costs_its_row_only():
    table = read_delimited(b'Name,Note\nAcme,"open\nRival,fine\nThird,fine\n')
    assert [row.cells[0] for row in table.rows] == ["Rival", "Third"]
    assert [(refused.line, "never closed" in refused.reason) for refused in table.refused] == [(2, True)]


def test_a_row_with_too_many_cells_is_refused_and_a_short_one_is_filled():
    table = read_delimited(b"Name,Note\nSmith, Jones,x\nShort\n")
    assert [refused.line for refused in table.refused] == [2]
    assert table.rows[0].cells == ("Short", None)


def test_headers_are_named_apart():
    assert read_delimited(b"Name,,Name,\nx,y,z,\n").headers == ("Name", "Column 2", "Name (2)")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\n\n \n", "no row with headers"),
        (b"Name,Email\n", "no rows"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (b"PK\x03\x04 broken", "ZIP"),
        (b"a\x00b\x00c\x00" * 50, "no text"),
        (b",".join([b"h"] * 300) + b"\nx", "at most 200"),
        (b"Name\n" + b"x\n" * 50_001, "more than 50,000"),
        (b"x" * (16 * 1024 * 1024 + 1), "at most 16 MB"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(NotATable, match=sentence):
        read_delimited(data)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(data):
    try:
        table = read_delimited(data)
    except NotATable as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017
    else:
        assert all(len(row.cells) == len(table.headers) for row in table.rows)


def test_headers_are_guessed_without_case_spaces_and_punctuation():
    kind = KINDS["customers"]
    headers = ["COMPANY_NAME", "E-Mail  Address", "Phone #", "Shoe size"]
    assert guess(kind, headers, kind.targets).columns == {
        "COMPANY_NAME": "name",
        "E-Mail  Address": "email",
        "Phone #": "phone",
    }


def test_every_kind_knows_the_headers_of_our_own_exports():
    for kind in KINDS.values():
        targets = [target for target in kind.targets if not target.by_size]
        labels = [target.label for target in targets]
        assert set(guess(kind, labels, kind.targets).columns.values()) == {t.name for t in targets}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"columns": 5}', '{"columns": {}, "x": 1}', "[" * 5000])
def test_a_map_that_is_none_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match="map"):
        parse_mapping(text)


def test_a_map_may_be_only_its_columns():
    assert parse_mapping('{"Client": "name"}').columns == {"Client": "name"}
