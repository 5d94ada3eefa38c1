"""Job tickets: the paper that goes with a job through the shop."""

from .printing import MOST_TICKETS, tickets

__all__ = ["MOST_TICKETS", "tickets"]
