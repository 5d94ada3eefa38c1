"""For staff: who asked to sign in to the portal, the browsers that are signed in, and how quotes were answered."""

from __future__ import annotations

from models.core.roles import MANAGER, OFFICE
from models.portal import PortalSession, PortalSignIn, QuoteAnswer

from .core.screen import Screen, screen


@screen("Portal sessions", category="Sales", icon="device-mobile", read={OFFICE, MANAGER}, detail=True)
class PortalSessionScreen(Screen, model=PortalSession):
    """Browsers in which contacts are signed in to the portal, and looks of staff as a contact."""

    list_columns = ["contact", "browser", "address", "staff_user", "last_seen_at", "expires_at", "revoked_at"]


@screen("Portal sign-ins", category="Sales", icon="key", read={OFFICE, MANAGER}, detail=True)
class PortalSignInScreen(Screen, model=PortalSignIn):
    """Who asked for a link to sign in to the portal, and whether it was used."""

    list_columns = ["email", "contact", "address", "created_at", "expires_at", "used_at"]


@screen("Quote answers", category="Sales", icon="receipt", read={OFFICE, MANAGER}, detail=True)
class QuoteAnswerScreen(Screen, model=QuoteAnswer):
    """What customers answered to quotes: by which name, to which price, and when."""

    list_columns = ["job", "is_accepted", "name", "contact", "amount", "address", "created_at"]
