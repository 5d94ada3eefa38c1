"""Flask-AppBuilder as it is: each test fails when a repair of ours is no longer needed, or no longer enough."""

from __future__ import annotations

import subprocess
import sys

import pytest
import sqlalchemy as sa
from flask_appbuilder.api import BaseApi
from flask_appbuilder.menu import Menu
from sqlalchemy.orm import Session
from sqlalchemy_utils.aggregates import manager

from models.core.base import db
from models.core.roles import ADMIN, PRODUCTION
from views.core.fab import PlainMenu

pytestmark = pytest.mark.on_sqlite


def library_says(program: str) -> str:
    """What `program` prints in a process where nothing was mended."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def test_the_library_frees_every_api_from_csrf(shop):
    assert BaseApi.csrf_exempt
    assert shop.config["WTF_CSRF_CHECK_DEFAULT"] is False  # ours looks at every request instead


def test_the_library_would_ask_the_database_for_every_role(shop):
    """Its own answer to `has_access` reads permission rows; ours has none to read."""
    for table in ("ab_permission", "ab_view_menu", "ab_permission_view"):
        assert db.session.scalar(sa.text(f"select count(*) from {table}")) == 0


def test_the_library_shares_the_filters_of_a_view_between_requests():
    """Why a grid is made anew for each request, and no screen keeps filters."""
    program = """
import inspect
from flask_appbuilder.baseviews import BaseCRUDView
print("get_filter_args(self._filters)" in inspect.getsource(BaseCRUDView._list))
"""
    assert library_says(program) == "True"


def test_the_library_deletes_and_edits_without_the_sentence():
    """Why adding, editing and deleting are pages of our own."""
    program = """
import inspect
from flask_appbuilder.baseviews import BaseCRUDView
source = inspect.getsource
print("database_error_message" in source(BaseCRUDView._edit), "return None" in source(BaseCRUDView._add))
"""
    assert library_says(program) == "True True"


def test_the_log_in_of_the_library_hides_what_is_raised_inside_it():
    """Why ours asks the brake before it calls the library's."""
    program = """
import inspect
from flask_appbuilder.security.api import SecurityApi
print("@safe" in inspect.getsource(SecurityApi.login))
"""
    assert library_says(program) == "True"


def test_the_library_flashes_the_statement_that_failed():
    """Why rows of its own screens are SpokenRows."""
    program = """
import inspect
from flask_appbuilder.baseviews import BaseCRUDView
print("flash(str(e))" in inspect.getsource(BaseCRUDView._add))
"""
    assert library_says(program) == "True"


def test_the_library_stumbles_over_a_page_that_is_no_number():
    """Why its own screens have a PlainAddress."""
    program = """
from flask import Flask
from flask_appbuilder.urltools import get_page_args
with Flask("x").test_request_context("/?page_UserView=abc"):
    try:
        print(get_page_args())
    except ValueError:
        print("stumbles")
"""
    assert library_says(program) == "stumbles"


def test_the_library_repeats_the_names_of_a_menu_and_ours_does_not():
    def filled(menu):
        for category in ("Sales", "Money", "Production"):
            for name in ("a", "b"):
                menu.add_link(f"{category} {name}", category=category)
        return menu.get_flat_name_list()

    assert len(filled(Menu())) > 9
    assert len(filled(PlainMenu())) == 9


def test_the_menu_is_kept_by_roles(shop, client_as):
    for _ in range(2):
        assert "Audit seals" in client_as(ADMIN).get("/").text
        assert "Audit seals" not in client_as(PRODUCTION).get("/").text


def test_a_helper_of_the_library_looks_through_all_rows_after_each_flush(shop):
    """Why it is taken off: in a long session it takes a large share of the time."""
    program = """
import flask_appbuilder.models.sqla.interface
from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlalchemy_utils.aggregates import manager
print(event.contains(Session, "after_flush", manager.construct_aggregate_queries))
"""
    assert library_says(program) == "True"
    assert not sa.event.contains(Session, "after_flush", manager.construct_aggregate_queries)
    assert not manager.generator_registry
