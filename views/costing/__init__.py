"""What jobs cost: their grids, and the panel of a job's page. Importing the package declares them."""

from . import panel, screens

__all__ = ["panel", "screens"]
