"""The books of a shop in SQL alone (`books.sql`, written from domain.md), and what its screens say over REST."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from tests.cast import PASSWORD
from tests.views.rest import asked

COSTS = {
    "material": "material_cost",
    "labor": "labor_cost",
    "shipping": "shipping_cost",
    "other": "other_costs",
}
"""The kinds of cost in the books, and their columns on the screens."""

Amounts = Mapping[str, Decimal]
"""By the row's id."""


def books_of(session: Session) -> dict[str, Amounts]:
    """Each named statement's answer: dollars by the row's id; quantities in the material's unit."""
    text = Path(__file__).with_name("books.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- name: (\w+)$", text, flags=re.MULTILINE)[1:]
    named = zip(parts[::2], parts[1::2], strict=True)
    return {name: _amounts(session, name, statement.strip().rstrip(";")) for name, statement in named}


def _amounts(session: Session, name: str, statement: str) -> Amounts:
    scale = 4 if name.endswith("quantity") else 2
    rows = session.execute(sa.text(statement))
    return {row_id: Decimal(int(cents)).scaleb(-scale) for row_id, cents in rows}


def rest_of(app: Flask, user: str) -> Callable[[str], list[dict[str, Any]]]:
    """All rows of a resource as `user` reads them, a page after the other."""
    client = app.test_client()
    told = {"username": user, "password": PASSWORD, "provider": "db"}
    token = client.post("/api/v1/security/login", json=told).json["access_token"]

    def rows(table: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            address = asked(f"/api/v1/{table}/", page=len(found) // 100, page_size=100)
            answer = client.get(address, headers={"Authorization": f"Bearer {token}"}).json
            found += answer["result"]
            if not answer["result"] or len(found) >= answer["count"]:
                return found

    return rows


def differences(app: Flask, session: Session) -> list[str]:
    """What the screens say otherwise than the books, a sentence each; there must be none."""
    books, rows = books_of(session), rest_of(app, "bookkeeper")
    session.rollback()
    found: list[str] = []

    def compare(what: str, said: Any, due: Decimal | None) -> None:
        if (None if said is None else Decimal(said)) != due:
            found.append(f"{what}: {said} on the screen, {due} in the books")

    none = Decimal(0)
    for row in rows("job_costing"):
        job = row["job_id"]
        total = none
        for kind, column in COSTS.items():
            compare(f"{column} of {row['job']}", row[column], books[kind].get(job, none))
            total += books[kind].get(job, none)
        revenue = books["revenue"].get(job, books["quoted"].get(job))
        compare(f"actual revenue of {row['job']}", row["actual_revenue"], books["revenue"].get(job))
        compare(f"revenue of {row['job']}", row["revenue"], revenue)
        compare(f"costs of {row['job']}", row["total_costs"], total)
        compare(f"profit of {row['job']}", row["gross_profit"], (revenue or none) - total)
    for row in rows("materials"):
        compare(
            f"stock of {row['name']}", row["quantity_on_hand"], books["stock_quantity"].get(row["id"], none)
        )
        compare(
            f"stock value of {row['name']}", row["stock_value"], books["stock_value"].get(row["id"], none)
        )
    return found
