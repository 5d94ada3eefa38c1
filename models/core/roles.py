"""The staff roles of the shop. Admin is the owner and may do everything."""

from __future__ import annotations

from typing import Final

ADMIN: Final = "Admin"
MANAGER: Final = "Manager"
OFFICE: Final = "Office"
ARTIST: Final = "Artist"
PRODUCTION: Final = "Production"
BOOKKEEPER: Final = "Bookkeeper"

ROLES: Final = (ADMIN, MANAGER, OFFICE, ARTIST, PRODUCTION, BOOKKEEPER)
EVERYBODY: Final = frozenset(ROLES)
