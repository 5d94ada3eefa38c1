"""The shelf of papers that were set lately."""

from tasks.typesetting.kept import Shelf


def test_what_was_not_asked_for_longest_makes_room():
    shelf = Shelf(room=10)
    for name in ("first", "second"):
        shelf.put(name, name[:1].encode() * 4)
    assert shelf.get("first") == b"ffff"
    shelf.put("third", b"tttt")
    assert [shelf.get(name) for name in ("first", "second", "third")] == [b"ffff", None, b"tttt"]


def test_a_paper_that_would_fill_it_alone_is_not_kept():
    shelf = Shelf(room=10)
    shelf.put("small", b"s")
    shelf.put("large", b"l" * 11)
    assert (shelf.get("small"), shelf.get("large")) == (b"s", None)
