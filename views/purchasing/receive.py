"""Receiving a delivery: one number for each line, filled in with what is outstanding; and the order on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Response, redirect, request, url_for
from flask_appbuilder import expose
from pydantic import ValidationError

from models.core import clock
from models.core.actor import current_actor
from models.core.dates import short_day
from models.core.limits import in_plain_digits
from models.core.sentences import by_field
from models.core.visibility import reads_costs
from models.purchasing import PurchaseOrder, PurchaseOrderLine
from models.purchasing.words import counted, in_purchase_units
from models.stock.words import unit_of
from tasks.purchase_orders import paper_of

from ..core.access.person import needs, require
from ..core.pages.cells import row_url
from ..core.pages.forms import InvalidValues
from ..core.pages.writing import attempt
from ..core.papers import paper_sent
from ..core.refusals import Refusal
from ..core.values import read_day


@dataclass(frozen=True)
class Row:
    """A line as the page asks for it: what it is, how it stands, what was typed, and what is wrong with that."""

    line: PurchaseOrderLine
    name: str
    unit: str
    stands: str
    quantity: str
    cost: str
    error: str


class ReceivePages:
    """`/purchase_orders/<id>/receive` and `/purchase_orders/<id>/order.pdf`."""

    @expose("/<pk>/receive", methods=["GET", "POST"])
    def receive(self: Any, pk: str) -> Any:
        """Ask for what came; take it in."""
        require("can_receive", self.table)
        order = self.find(pk)
        typed = request.form.to_dict()
        if request.method == "GET":
            return self._page(order, {})
        if not any(name.startswith("quantity-") for name in typed):  # the button of the order's own page
            return redirect(request.path, 303)
        refusal = attempt(lambda: order.receive(**_told(self.verbs["receive"], order, typed)))
        if refusal is None:
            return redirect(row_url(type(self), order), 303)
        return self._page(self.find(pk), typed, refusal)

    @expose("/<pk>/order.pdf")
    @needs("show")
    def paper(self: Any, pk: str) -> Response:
        """The order on paper, with its costs for those who may see them."""
        order = self.find(pk)
        return paper_sent(paper_of(order, with_costs=reads_costs(current_actor())), f"{order.number}.pdf")

    def parts(self: Any, row: PurchaseOrder, _shown: dict[str, Any]) -> dict[str, Any]:
        """The way to the paper."""
        return {"paper_url": url_for("PurchaseOrderScreen.paper", pk=row.id)}

    def _page(
        self: Any, order: PurchaseOrder, typed: Mapping[str, str], refusal: Refusal | None = None
    ) -> Any:
        fields = refusal.fields if refusal else {}
        rows = [_row(line, typed, fields) for line in order.lines]
        shown = [row for row in rows if row.line.outstanding or row.quantity]
        page = self.render_template(
            "purchasing/receive.html",
            screen=type(self),
            row=order,
            rows=shown,
            typed=typed,
            today=clock.shop_day().isoformat(),
            expected=short_day(order.expected_on) if order.expected_on else "",
            pays=reads_costs(current_actor()),
            why_not=self.verbs["receive"].why_not(order),
            refusal=refusal,
            complaints=[told for name, all_ in fields.items() if not _is_shown(name, order) for told in all_],
            fields=fields,
            back=row_url(type(self), order),
        )
        return (page, refusal.status, refusal.headers) if refusal else page


def _row(line: PurchaseOrderLine, typed: Mapping[str, str], fields: Mapping[str, list[str]]) -> Row:
    material, left = line.material, line.outstanding
    first = f"{left.normalize():f}" if left else ""
    stands = f"{in_purchase_units(material, line.quantity)} ordered"
    if line.quantity_received:
        stands += f", {counted(material, line.quantity_received)} came before"
    wrong = [*fields.get(f"quantity-{line.id}", []), *fields.get(f"cost-{line.id}", [])]
    return Row(
        line,
        material.name,
        unit_of(left, material.unit),
        stands,
        typed.get(f"quantity-{line.id}", "" if typed else first),
        typed.get(f"cost-{line.id}", ""),
        " ".join(wrong),
    )


def _is_shown(name: str, order: PurchaseOrder) -> bool:
    """Whether a complaint stands beside a field of its own."""
    ids = {line.id for line in order.lines}
    own = ("reference", "received_on", "freight", "why_more")
    return name in own or name.partition("-")[2] in ids


def _told(verb: Any, order: PurchaseOrder, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed as the arguments of the verb."""
    told: dict[str, Any] = {
        name: text for name in ("reference", "why_more", "freight") if (text := typed.get(name, "").strip())
    }
    wrong: dict[str, list[str]] = {}
    if day := typed.get("received_on", "").strip():
        _put(told, wrong, "received_on", lambda: read_day(day))
    if "freight" in told:
        _put(told, wrong, "freight", lambda: in_plain_digits(told["freight"]))
    told["lines"] = [line for each in order.lines if (line := _line(each, typed, wrong))]
    names = [each["line_id"] for each in told["lines"]]
    try:
        arguments = verb.arguments.model_validate(told)
    except ValidationError as error:
        wrong = {_beside(name, names): all_ for name, all_ in by_field(error).items()} | wrong
    if wrong:
        raise InvalidValues(wrong)
    return {name: getattr(arguments, name) for name in arguments.model_fields_set}


def _put(told: dict[str, Any], wrong: dict[str, list[str]], name: str, read: Any) -> None:
    try:
        told[name] = read()
    except ValueError as error:
        wrong[name] = [str(error)]


def _line(
    line: PurchaseOrderLine, typed: Mapping[str, str], wrong: dict[str, list[str]]
) -> dict[str, Any] | None:
    """What came of `line`; None for nothing, or for what cannot be read."""
    quantity = _number(typed, f"quantity-{line.id}", wrong)
    cost = _number(typed, f"cost-{line.id}", wrong)
    if quantity in (None, 0):
        return None
    before = _number(typed, f"before-{line.id}", wrong)
    return {"line_id": line.id, "quantity": quantity, "unit_cost": cost, "received_before": before}


def _number(typed: Mapping[str, str], name: str, wrong: dict[str, list[str]]) -> Decimal | None:
    text = typed.get(name, "").strip().replace(",", "")
    if not text:
        return None
    try:
        return Decimal(in_plain_digits(text))
    except (ValueError, ArithmeticError):
        wrong[name] = [f"“{text[:40]}” is not a number."]
        return None


def _beside(name: str, line_ids: list[str]) -> str:
    """The field of the page that a complaint such as “lines.0.quantity” is about."""
    parts = name.split(".")
    if parts[0] != "lines" or len(parts) < 3:
        return name
    of = "cost" if parts[2] == "unit_cost" else "quantity"
    return f"{of}-{line_ids[int(parts[1])]}"
