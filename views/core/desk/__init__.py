"""The work desk: what needs somebody now, by role.

Areas add their sections where their screens are:

    @desk("Late", of=Job, rows=late_jobs, shows=("customer",), place=10, entry=Job, urgent=True)
    def late(job: Job) -> Item:
        return Item("alert-triangle", str(job), page_of(job), why="…", action=opening(job))

From one declaration come the section on the first page, a page with all its rows, and its share of the counts beside
the menu. What is waiting, and in which order, is for the model to say (`rows`); how it is told is for the function.
"""

from .actions import Action, opening, page_of, speaking
from .ages import ago
from .sections import SECTIONS, Item, Section, desk

__all__ = ["SECTIONS", "Action", "Item", "Section", "ago", "desk", "opening", "page_of", "speaking"]
