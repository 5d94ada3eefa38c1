"""The migrations lead to what the models declare, and back, on both databases."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from models.core.base import db


@pytest.fixture
def empty_shop(shop):
    """A shop without a schema."""
    db.session.remove()
    downgrade(revision="base")
    return shop


def _tables():
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_down_to_the_base_leaves_no_table(empty_shop):
    assert _tables() == set()


def test_up_again_makes_every_table(empty_shop):
    upgrade()
    assert _tables() == set(db.metadata.tables)


def test_the_migrated_schema_is_what_the_models_declare(shop):
    def same_type(_context, _inspected, _column, inspected, declared):
        if isinstance(declared, sa.Enum) and isinstance(inspected, sa.String):
            return inspected.length != declared.length
        return None

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": same_type})
        assert compare_metadata(context, db.metadata) == []
