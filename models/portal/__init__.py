"""The customer's portal: how a contact signs in, and the sessions in which one looks at what is theirs."""

from .quote_answers import QuoteAnswer, answer_quote, why_no_answer
from .requests import SAME_AGAIN, ask_for_quote, same_again
from .sessions import LIFE_OF_A_LOOK, LIFE_OF_A_SESSION, PortalSession, session_by_token
from .sign_ins import LIFE_OF_A_LINK, PortalSignIn, ask_to_sign_in, sign_in_by_token

__all__ = [
    "LIFE_OF_A_LINK",
    "LIFE_OF_A_LOOK",
    "LIFE_OF_A_SESSION",
    "SAME_AGAIN",
    "PortalSession",
    "PortalSignIn",
    "QuoteAnswer",
    "answer_quote",
    "ask_for_quote",
    "ask_to_sign_in",
    "same_again",
    "session_by_token",
    "sign_in_by_token",
    "why_no_answer",
]
