"""The headers that protect the browser, and the hosts that requests may name."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.on_sqlite


def test_every_answer_carries_the_headers(shop):
    headers = shop.test_client().get("/healthz").headers
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'self'", "base-uri 'self'"):
        assert part in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Referrer-Policy"] == "same-origin"


def test_each_answer_has_a_nonce_of_its_own(shop):
    client = shop.test_client()
    policies = {client.get("/healthz").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


def test_a_forged_host_is_refused(shop):
    assert shop.test_client().get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_plain_http_promises_no_https(shop):
    assert "Strict-Transport-Security" not in shop.test_client().get("/healthz").headers


def test_behind_https_the_browser_is_told_to_stay_there(tmp_path, store_url):
    from app import create_app
    from app.config import Settings

    settings = Settings.load(
        data_dir=tmp_path, demo=True, base_url="https://shop.example.com", redis_url=store_url
    )
    client = create_app(settings).test_client()
    proxied = {"Host": "shop.example.com", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    answer = client.get("/healthz", headers=proxied)
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
