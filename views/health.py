"""What machines ask: is the shop alive, is it ready, how does it fare. No session, no page, quick in any trouble."""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections.abc import Callable
from typing import Any, Final

import redis
import sqlalchemy as sa
from flask import Blueprint, Flask, Response, abort, current_app, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, Histogram, generate_latest

from models.core import revisions
from models.core.base import db
from models.core.sqlite import reading
from tasks.queue import HEARTBEAT, redis_client
from tasks.storage import storage

bp: Final = Blueprint("health", __name__)

_READY: Final = Gauge("shop_ready", "Whether a part of the shop is ready (1) or not (0)", ["part"])
_SECONDS: Final = Histogram(
    "shop_request_seconds",
    "Time to answer a request",
    ["method", "endpoint", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class NotReady(Exception):
    """A part of the shop is not ready; the text is a sentence saying why."""


def init_app(app: Flask) -> None:
    """Serve /healthz, /readyz and /metrics, and time every request."""
    app.register_blueprint(bp)
    app.before_request(_note_start)
    app.after_request(_note_end)


@bp.get("/healthz")
def alive() -> Response:
    """200 as long as the process answers at all."""
    return jsonify(status="ok")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """200 when every part is ready, else 503; each part by name with “ok” or a sentence saying what is wrong."""
    states = readiness()
    everything = all(state == "ok" for state in states.values())
    return jsonify(ready=everything, **states), 200 if everything else 503


@bp.get("/metrics")
def metrics() -> Response:
    """Figures for Prometheus: for programs on this machine, and for those that have METRICS_TOKEN."""
    if not _may_read_metrics():
        abort(403)
    for part, state in readiness().items():
        _READY.labels(part).set(state == "ok")
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def readiness() -> dict[str, str]:
    """Each part of the shop and how it is: “ok” or a sentence."""
    return {part: _state(check) for part, check in PARTS.items()}


def _state(check: Callable[[], None]) -> str:
    try:
        check()
    except NotReady as problem:
        return str(problem)
    except (sa.exc.SQLAlchemyError, redis.RedisError, OSError) as problem:
        return f"It does not answer ({type(problem).__name__})."
    return "ok"


def _check_database() -> None:
    with reading(), db.engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))


def _check_migrations() -> None:
    with reading(), db.engine.connect() as connection:
        applied = revisions.applied(connection)
    if applied != revisions.expected(current_app.extensions["migrate"].directory):
        raise NotReady("The tables are not those of this version: run `flask shop init`.")


def _check_redis() -> None:
    _heartbeat()


def _check_worker() -> None:
    if _heartbeat() is None:
        raise NotReady("No worker has shown itself for 90 seconds.")


def _heartbeat() -> Any:
    """The worker's last sign of life. Asked once a request, so that a frozen Redis costs one short wait."""
    if "heartbeat" not in g:
        try:
            g.heartbeat = redis_client().get(HEARTBEAT)
        except redis.RedisError as problem:
            g.heartbeat = problem
    if isinstance(g.heartbeat, redis.RedisError):
        raise g.heartbeat
    return g.heartbeat


def _check_storage() -> None:
    storage().check()


PARTS: Final[dict[str, Callable[[], None]]] = {
    "database": _check_database,
    "migrations": _check_migrations,
    "redis": _check_redis,
    "worker": _check_worker,
    "storage": _check_storage,
}


def _may_read_metrics() -> bool:
    token = current_app.config["SHOP_METRICS_TOKEN"]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    # Behind a proxy on this machine everybody comes from a loopback address, but not without saying so.
    forwarded = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"))
    return not forwarded and ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104


def _note_start() -> None:
    g.started = time.perf_counter()


def _note_end(response: Response) -> Response:
    if "started" in g:
        labels = (request.method, request.endpoint or "none", str(response.status_code))
        _SECONDS.labels(*labels).observe(time.perf_counter() - g.started)
    return response
