"""The views of grids that people keep, for the owner to look after. People save theirs on the grid itself."""

from __future__ import annotations

from models.grid_views import GridView

from .core.screen import Screen, screen


@screen("Saved views", category="System", icon="columns-3", detail=True)
class GridViewScreen(Screen, model=GridView):
    """Filters and an order under a name, for one person or for everybody."""

    list_columns = ["resource", "name", "user", "is_shared", "created_at"]
    headings = {"resource": "List", "is_shared": "For everybody"}
