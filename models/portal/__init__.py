"""The customer's portal: how a contact signs in, and the sessions in which one looks at what is theirs."""

from .sessions import LIFE_OF_A_LOOK, LIFE_OF_A_SESSION, PortalSession, session_by_token
from .sign_ins import LIFE_OF_A_LINK, PortalSignIn, ask_to_sign_in, sign_in_by_token

__all__ = [
    "LIFE_OF_A_LINK",
    "LIFE_OF_A_LOOK",
    "LIFE_OF_A_SESSION",
    "PortalSession",
    "PortalSignIn",
    "ask_to_sign_in",
    "session_by_token",
    "sign_in_by_token",
]
