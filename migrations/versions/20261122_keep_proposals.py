"""Keep proposals of plans and their moves."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("job_id", sa.String(length=26), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("jobs_late_before", sa.Integer(), nullable=False),
        sa.Column("days_late_before", sa.Integer(), nullable=False),
        sa.Column("jobs_late_after", sa.Integer(), nullable=False),
        sa.Column("days_late_after", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_proposals_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_status"), ["status"], unique=False)

    op.create_table(
        "proposal_moves",
        sa.Column("proposal_id", sa.String(length=26), nullable=False),
        sa.Column("operation_id", sa.String(length=26), nullable=False),
        sa.Column("operation_version", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Numeric(9, 4), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=True),
        sa.Column("from_employee_id", sa.String(length=26), nullable=True),
        sa.Column("from_machine_id", sa.String(length=26), nullable=True),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.Column("to_employee_id", sa.String(length=26), nullable=True),
        sa.Column("to_machine_id", sa.String(length=26), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_employee_id"], ["employees.id"], name=op.f("fk_proposal_moves_from_employee_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_machine_id"], ["machines.id"], name=op.f("fk_proposal_moves_from_machine_id")
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["production_schedules.id"], name=op.f("fk_proposal_moves_operation_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_moves_proposal_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_employee_id"], ["employees.id"], name=op.f("fk_proposal_moves_to_employee_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_machine_id"], ["machines.id"], name=op.f("fk_proposal_moves_to_machine_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_moves")),
    )
    with op.batch_alter_table("proposal_moves", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_moves_from_employee_id"), ["from_employee_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_moves_from_machine_id"), ["from_machine_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_proposal_moves_operation_id"), ["operation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_moves_proposal_id"), ["proposal_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_proposal_moves_to_employee_id"), ["to_employee_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_proposal_moves_to_machine_id"), ["to_machine_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("proposal_moves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_moves_to_machine_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_moves_to_employee_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_moves_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_moves_operation_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_moves_from_machine_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_moves_from_employee_id"))

    op.drop_table("proposal_moves")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposals_status"))
        batch_op.drop_index(batch_op.f("ix_proposals_job_id"))

    op.drop_table("proposals")
