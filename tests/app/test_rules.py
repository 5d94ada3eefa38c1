"""Addresses are spelled as the library spells them, and are compiled no sooner than that."""

from __future__ import annotations

import pytest
from werkzeug.routing import Map, Rule

from app import create_app
from app.config import Settings
from app.rules import LateRule, Shop

SPELLED = [
    ("/jobs/<pk>", {"pk": "a b/ü"}),
    ("/jobs/<pk>", {"pk": "1", "back": "/x?y=1&z"}),
    ("/day/<int:number>/print", {"number": 7}),
    ("/lost", {}),
]


def spelled(kind, rule, values):
    return Map([kind(rule, endpoint="it")]).bind("shop.example").build("it", values)


@pytest.mark.parametrize(("rule", "values"), SPELLED)
def test_an_address_is_spelled_as_the_library_spells_it(rule, values):
    assert spelled(LateRule, rule, values) == spelled(Rule, rule, values)


def test_every_route_of_the_shop_is_a_late_rule(tmp_path):
    app = create_app(
        Settings.load(data_dir=tmp_path, secret_key="a secret of the tests, long enough", demo=True)
    )
    assert isinstance(app, Shop)
    assert {type(rule) for rule in app.url_map.iter_rules()} == {LateRule}
