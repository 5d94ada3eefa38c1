"""`/money/receivables/`: what customers owe, by how long it is overdue."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, current_app, render_template, url_for

from models.billing.receivables import AGES, receivables
from models.core import clock
from models.core.base import db
from models.core.labels import dollars

from ..core.access.person import require

bp: Final = Blueprint("receivables", __name__, url_prefix="/money")

MENU: Final = "Receivables"


@bp.before_request
def _for_who_bills() -> None:
    require("menu_access", MENU)


@bp.get("/receivables/")
def show() -> str:
    """Everybody who owes something, who owes most first."""
    found = receivables(db.session(), clock.shop_day())
    sums = [sum(amounts) for amounts in zip(*(each.ages for each in found), strict=True)]
    return render_template(
        "billing/receivables.html",
        rows=found,
        ages=AGES,
        sums=sums,
        total=sum(each.total for each in found),
        late=sum(sums[1:5]),
        dollars=dollars,
        page_of=lambda each: url_for("CustomerScreen.show", pk=each.customer_id),
        appbuilder=current_app.extensions["appbuilder"],
        base_template="layout.html",
    )
