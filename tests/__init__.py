"""The tests. `on_sqlite` marks those in which the database plays no part; the others run on both databases."""

import pytest

on_sqlite = pytest.mark.on_sqlite
