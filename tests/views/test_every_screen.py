"""Every screen opens for whom it is granted, and asks the database little whatever the number of rows."""

from __future__ import annotations

import pytest

from models.core.roles import ADMIN
from views.core.screen import SCREENS


@pytest.mark.on_sqlite
def test_every_list_opens_for_the_owner(shop, client_as):
    owner = client_as(ADMIN)
    answers = {screen.table: owner.get(f"/{screen.table}/list/").status_code for screen in SCREENS}
    assert set(answers.values()) == {200}, answers
