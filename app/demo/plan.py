"""What the demo shop has planned: the days that are over, and the coming month."""

from __future__ import annotations

import datetime as dt

from models.core import clock
from models.scheduling.past import lay_out_the_past

from .registry import closing
from .simulation import Simulation


@closing(10)
def lay_out_the_days(shop: Simulation) -> None:
    """Tell the hours of every day until today, and how many of them were booked and worked."""
    with shop.by("manager"):
        lay_out_the_past(shop.session, clock.shop_day(shop.began) - dt.timedelta(days=1), clock.shop_day())
