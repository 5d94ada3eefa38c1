"""Answers with headers of their own that later hooks, which speak for all pages, cannot soften."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from flask import Response
from werkzeug.datastructures import Headers


class _Sealed(Response):
    seal: Mapping[str, str] = {}

    def get_wsgi_headers(self, environ: Any) -> Headers:
        headers = super().get_wsgi_headers(environ)
        for name, value in self.seal.items():
            headers[name] = value
        return headers


def sealed(answer: Response, headers: Mapping[str, str]) -> Response:
    """`answer` with `headers`, whatever is set later; it is not stored by anybody unless it says otherwise."""
    answer.__class__ = _Sealed  # as werkzeug's own force_type does
    cast("_Sealed", answer).seal = headers
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def public_policy(*, forms: bool = False) -> dict[str, str]:
    """The headers of a page that a secret link opens: it tells nobody its address and loads only from here."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action "
    )
    policy += "'self'" if forms else "'none'"
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
    }
