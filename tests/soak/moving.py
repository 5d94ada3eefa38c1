"""A shop's rows in another database."""

from __future__ import annotations

import sqlalchemy as sa

from models.core.base import Base

PORTION = 1_000


def move_rows(source: sa.Engine, target: sa.Engine) -> None:
    """Give a PostgreSQL database, which has the tables, all rows of `source` and no others."""
    tables = Base.metadata.sorted_tables
    names = ", ".join(f'"{table.name}"' for table in tables)
    with source.connect() as reading, target.begin() as writing:
        writing.exec_driver_sql("SET LOCAL session_replication_role = replica")  # looks up no foreign key
        writing.exec_driver_sql(f"TRUNCATE {names}")
        for table in tables:
            rows = reading.execution_options(yield_per=PORTION).execute(sa.select(table))
            for portion in rows.mappings().partitions():
                writing.execute(sa.insert(table), [dict(row) for row in portion])
    with target.connect() as working:
        working.exec_driver_sql("ANALYZE")
        working.commit()
