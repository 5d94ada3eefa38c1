"""The whole seconds between two moments, on both databases alike."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class _Seconds(GenericFunction[int]):
    """Seconds since 1970, the broken one dropped."""

    type = sa.BigInteger()
    inherit_cache = True
    name = "whole_seconds"


@compiles(_Seconds, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **kwargs)}) AS INTEGER)"


@compiles(_Seconds, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"CAST(FLOOR(EXTRACT(EPOCH FROM {compiler.process(element.clauses, **kwargs)})) AS BIGINT)"


def seconds_between(since: Any, until: Any) -> sa.ColumnElement[int]:
    """From `since` to `until`: each is cut to its second."""
    return _Seconds(until) - _Seconds(since)
