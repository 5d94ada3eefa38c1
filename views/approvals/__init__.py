"""What staff see of approvals: grids, workflows, and the pages of a request."""

from . import screens
