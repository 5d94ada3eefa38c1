"""`/reorder/`: what to order, why and from whom, and one button that drafts the orders."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from models.core.base import db
from models.core.errors import RuleBroken
from models.core.sentences import listed
from models.purchasing import PurchaseOrder
from models.purchasing.reordering import Reorder, draft_orders, reorders
from models.purchasing.words import counted, in_purchase_units

from ..core.access.person import is_granted, require
from ..core.pages.writing import attempt
from ..core.refusals import Refusal

bp: Final = Blueprint("reorder", __name__, url_prefix="/reorder")

MENU: Final = "Reorder"


@dataclass(frozen=True)
class Row:
    """A material to order: how much in what is bought and counted, what is available, and why."""

    id: str
    name: str
    url: str
    quantity: str
    available: str
    point: str
    why: str


@bp.before_request
def _for_readers() -> None:
    require("menu_access", MENU)


@bp.get("/")
def show() -> Any:
    """The list, by supplier."""
    return _page()


@bp.post("/")
def draft() -> Any:
    """Draft the orders for the ticked materials."""
    require("can_add", "purchase_orders")
    drafted: list[PurchaseOrder] = []

    def change() -> None:
        drafted.extend(draft_orders(db.session(), request.form.getlist("id")))
        if not drafted:
            raise RuleBroken("Nothing was drafted: tick what is still to be ordered and has a supplier.")

    refusal = attempt(change)
    if refusal is not None:
        return _page(refusal)
    flash(f"Drafted {listed([f'{each} for {each.supplier}' for each in drafted])}.", "success")
    if len(drafted) == 1:
        return redirect(url_for("PurchaseOrderScreen.show", pk=drafted[0].id), 303)
    return redirect(url_for("PurchaseOrderScreen.list", _flt_0_status="DRAFT"), 303)


def _page(refusal: Refusal | None = None) -> Any:
    by_supplier: dict[str, list[Row]] = defaultdict(list)
    for each in reorders(db.session()):
        by_supplier[each.supplier.name if each.supplier else ""].append(_row(each))
    page = render_template(
        "purchasing/reorder.html",
        groups=sorted(by_supplier.items(), key=lambda group: (not group[0], group[0].casefold())),
        count=sum(len(rows) for rows in by_supplier.values()),
        may_draft=is_granted("can_add", "purchase_orders"),
        refusal=refusal,
        appbuilder=current_app.extensions["appbuilder"],
        base_template="layout.html",
    )
    return (page, refusal.status, refusal.headers) if refusal else page


def _row(each: Reorder) -> Row:
    material = each.material
    url = url_for("MaterialScreen.show", pk=material.id) if is_granted("can_show", "materials") else ""
    return Row(
        material.id,
        str(material),
        url,
        in_purchase_units(material, each.quantity),
        counted(material, each.available),
        counted(material, each.point) if each.point is not None else "–",
        each.why,
    )
