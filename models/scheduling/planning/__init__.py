"""Planning as a pure function: what is to be placed and where there is room goes in, places and reasons come out.

Nothing here knows the database. Hours are whole ten-thousandths (`ticks`), as exact as the columns they come from.
"""

from .board import Board
from .facts import Place, Plan, Problem, Resource, Work, hours_of, ticks
from .figures import Lateness, lateness_of
from .greedy import first_come_first_served, place_in_order
from .reasons import why_unplaced
from .search import improved

__all__ = [
    "Board",
    "Lateness",
    "Place",
    "Plan",
    "Problem",
    "Resource",
    "Work",
    "first_come_first_served",
    "hours_of",
    "improved",
    "lateness_of",
    "place_in_order",
    "ticks",
    "why_unplaced",
]
