"""The queues behind the shop, for the owner: what waits, what failed, who works. It only shows."""

from __future__ import annotations

from typing import Any

from flask_admin import BaseView, expose

from tasks.queue_state import console

from .owner import OwnerOnly


class QueuePage(OwnerOnly, BaseView):
    """`/raw/queue/`: nothing can be done here, since a queued job is code that a worker would run."""

    @expose("/")
    def index(self) -> Any:
        """The queues, the workers and the jobs that failed."""
        return self.render("raw/queue.html", console=console())
