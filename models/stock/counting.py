"""What people say of the shelf: counted, adjusted, returned, worth. The verbs are the material's."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Session

from ..catalog import Material
from ..core.errors import RuleBroken
from ..core.events import Event, on_verb
from ..core.types import round_half_up
from .ledger import hold, post
from .movements import MovementKind


@on_verb(Material, "count")
def take_the_count(session: Session, happened: Event) -> None:
    """The difference to what the ledger says, also when there is none: that it was counted is worth knowing."""
    material = _held(session, happened)
    counted: Decimal = happened.details["counted"]
    difference = counted - material.quantity_on_hand
    post(
        session, material.id, MovementKind.COUNT, quantity=difference, reason=happened.details["note"] or None
    )


@on_verb(Material, "adjust")
def take_the_adjustment(session: Session, happened: Event) -> None:
    """More or less, with its reason."""
    quantity: Decimal = happened.details["quantity"]
    if not quantity:
        raise RuleBroken(f"{happened.subject.name} was not adjusted: by how much? 0 changes nothing.")
    _post(session, happened, MovementKind.ADJUSTMENT, quantity)


@on_verb(Material, "return_to_supplier")
def send_back(session: Session, happened: Event) -> None:
    """What the supplier takes back is not on the shelf any more."""
    _post(session, happened, MovementKind.RETURN, -happened.details["quantity"])


@on_verb(Material, "return_to_stock")
def put_back(session: Session, happened: Event) -> None:
    """What came back lies on the shelf again."""
    _post(session, happened, MovementKind.RETURN, happened.details["quantity"])


@on_verb(Material, "revalue")
def take_the_worth(session: Session, happened: Event) -> None:
    """The same quantity is worth more or less from now on; what was used keeps its cost."""
    material = _held(session, happened)
    worth = round_half_up(material.quantity_on_hand * happened.details["unit_cost"])
    reason = happened.details["reason"]
    post(session, material.id, MovementKind.ADJUSTMENT, value=worth - material.stock_value, reason=reason)


def _held(session: Session, happened: Event) -> Material:
    return hold(session, [happened.subject.id])[happened.subject.id]


def _post(session: Session, happened: Event, kind: MovementKind, quantity: Decimal) -> None:
    reason = happened.details["reason"]
    post(session, happened.subject.id, kind, quantity=quantity, reason=reason)
