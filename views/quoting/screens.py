"""Prices: the shop's table, the price of a job worked out by it, and quotes as they were sent."""

from __future__ import annotations

from models.core.roles import BOOKKEEPER, MANAGER, OFFICE
from models.quoting import DecorationPrice, GarmentMarkup, QuoteLine, QuoteVersion, SetUpFee

from ..core.screen import Screen, screen

BY_QUANTITY = ("from_quantity", "asc")


@screen(
    "Decoration prices", category="Sales", icon="tag", detail=True, read={OFFICE, BOOKKEEPER}, write={MANAGER}
)
class DecorationPriceScreen(Screen, model=DecorationPrice):
    """What a print on a piece is sold for, by method and quantity."""

    list_columns = [
        "decoration_method",
        "from_quantity",
        "price",
        "price_per_color",
        "price_on_dark",
        "price_per_thousand_stitches",
        "price_per_square_inch",
    ]
    base_order = ("decoration_method", "asc")


@screen("Set-up fees", category="Sales", icon="tag", detail=True, read={OFFICE, BOOKKEEPER}, write={MANAGER})
class SetUpFeeScreen(Screen, model=SetUpFee):
    """What is charged once, whatever the quantity."""

    list_columns = ["name", "decoration_method", "basis", "fee"]


@screen("Garment markups", category="Sales", icon="tag", detail=True, read={BOOKKEEPER}, write={MANAGER})
class GarmentMarkupScreen(Screen, model=GarmentMarkup):
    """What garments are sold for above what they cost, by quantity."""

    list_columns = ["from_quantity", "markup_percent", "updated_at"]
    base_order = BY_QUANTITY


@screen("Quote lines", category="Sales", icon="list", detail=True, read={OFFICE, BOOKKEEPER, MANAGER})
class QuoteLineScreen(Screen, model=QuoteLine):
    """What explains the amounts that jobs were quoted."""

    list_columns = ["job", "text", "kind", "quantity", "unit_price", "amount"]
    base_order = ("job_id", "desc")


@screen("Quotes sent", category="Sales", icon="file-text", detail=True, read={OFFICE, BOOKKEEPER, MANAGER})
class QuoteVersionScreen(Screen, model=QuoteVersion):
    """Quotes as they went out."""

    list_columns = ["job", "number", "sent_at", "expires_on", "amount"]
