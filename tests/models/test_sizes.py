"""Sizes are read in the shop's order."""

from models.jobs import size_order


def test_youth_comes_before_adults_and_small_before_large():
    sizes = ["2XL", "One size", "M", "YL", "xs", "Youth S", "L", "XL", "S", "12M"]
    assert sorted(sizes, key=size_order) == [
        "Youth S",
        "YL",
        "xs",
        "S",
        "M",
        "L",
        "XL",
        "2XL",
        "12M",
        "One size",
    ]
