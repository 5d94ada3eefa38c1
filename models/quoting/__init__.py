"""What a job is offered for: prices by the shop's own table, and the quotes that were sent."""

from . import using, versions
from .calculator import Calculation, Line, calculate
from .first_prices import seed_prices
from .lines import QuoteLine, QuoteLineKind
from .prices import DecorationPrice, GarmentMarkup, SetUpBasis, SetUpFee
from .targets import Target, price_for_margin, price_for_markup, targets
from .using import lines_of, priced, use_price
from .versions import QuoteVersion, facts_of, newest_version

__all__ = [
    "Calculation",
    "DecorationPrice",
    "GarmentMarkup",
    "Line",
    "QuoteLine",
    "QuoteLineKind",
    "QuoteVersion",
    "SetUpBasis",
    "SetUpFee",
    "Target",
    "calculate",
    "facts_of",
    "lines_of",
    "newest_version",
    "price_for_margin",
    "price_for_markup",
    "priced",
    "seed_prices",
    "targets",
    "use_price",
    "using",
    "versions",
]
