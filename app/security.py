"""What every answer carries to protect the browser, and what we believe of a proxy in front of us."""

from __future__ import annotations

from typing import Final

from flask import Flask
from flask_talisman import Talisman
from werkzeug.middleware.proxy_fix import ProxyFix

from .config import Settings
from .environment import is_loopback

_CONTENT_SECURITY_POLICY: Final = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
    "form-action": "'self'",
    "base-uri": "'self'",
    "object-src": "'none'",
}


def init_app(app: Flask, settings: Settings) -> None:
    """Send the security headers, with a nonce for the scripts and styles of our own pages."""
    secure = settings.base_url.startswith("https://")
    Talisman(
        app,
        force_https=False,  # the proxy that has the certificate redirects
        strict_transport_security=secure,
        strict_transport_security_include_subdomains=False,  # other names of the shop are its own affair
        session_cookie_secure=secure,
        session_cookie_samesite="Lax",
        content_security_policy=_CONTENT_SECURITY_POLICY,
        content_security_policy_nonce_in=["script-src", "style-src"],
        frame_options="SAMEORIGIN",
        referrer_policy="same-origin",  # links with tokens are told to nobody else
        permissions_policy={"geolocation": "()", "microphone": "()", "payment": "()"},
    )
    if secure and is_loopback(settings.host):
        # Only a proxy on this machine can reach us, and it speaks for its clients.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
