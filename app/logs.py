"""How the program logs: one line an event, to standard error; for a person at a terminal, JSON otherwise."""

from __future__ import annotations

import logging
import sys
from typing import Any, TextIO

import structlog


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is now: a test or a server may have put another stream in its place."""

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, _stream: TextIO) -> None:
        """Not kept."""


def configure(level: int = logging.INFO) -> None:
    """Send structlog's and the standard library's events through one formatter; safe to call twice."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = _StandardError()
    handler.set_name("shop")
    handler.setFormatter(_formatter(shared))
    root = logging.getLogger()
    root.handlers = [other for other in root.handlers if other.get_name() != "shop"] + [handler]
    root.setLevel(level)
    for talkative in ("alembic", "rq", "flask_appbuilder", "apscheduler", "fontTools"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def _formatter(shared: list[Any]) -> logging.Formatter:
    last: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    if sys.stderr.isatty():
        last = [structlog.dev.ConsoleRenderer()]
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        foreign_pre_chain=shared,
    )
