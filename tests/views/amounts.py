"""Amounts that no identifier, nonce, token or time of day can spell, for tests that search whole pages for them."""

from __future__ import annotations

from models.jobs import Job

# Each needle holds a separator, which hexadecimal identifiers never have, and five digits beside it, more than a
# clock's seconds have: "450" once stood in the microseconds of a page's time.
NUMBERS = ("98765.4", "98,765", "87654.3", "87,654", "7654.32", "7,654.32")


def price(job: Job) -> None:
    """Gives `job`, its first item and that item's first garment the amounts of `NUMBERS`; nothing is committed."""
    item = job.items[0]
    job.quoted_amount, item.unit_price = "98765.43", "87654.32"
    item.sizes[0].material.unit_cost = "7654.3219"
