"""Keep approvals: workflows, requests, approvers, checks, decisions and notes; versions know their file."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("design_versions") as batch_op:
        batch_op.add_column(sa.Column("file_id", sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column("what_changed", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_design_versions_file_id"), ["file_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_design_versions_file_id"), "customer_files", ["file_id"], ["id"]
        )

    op.create_table(
        "approval_checklist_items",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_checklist_items")),
        sa.UniqueConstraint("name", name=op.f("uq_approval_checklist_items_name")),
    )
    op.create_table(
        "approval_workflows",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("customer_id", sa.String(length=26), nullable=True),
        sa.Column("decoration_method", sa.String(40), nullable=True),
        sa.Column("days_to_answer", sa.Integer(), nullable=False),
        sa.Column("remind_hours_before", sa.Integer(), nullable=False),
        sa.Column("remind_when_due", sa.Boolean(), nullable=False),
        sa.Column("remind_hours_after", sa.Integer(), nullable=False),
        sa.Column("expires_after_days", sa.Integer(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_approval_workflows_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_workflows")),
        sa.UniqueConstraint("name", name=op.f("uq_approval_workflows_name")),
    )
    with op.batch_alter_table("approval_workflows") as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_workflows_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "approval_steps",
        sa.Column("workflow_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("approver", sa.String(40), nullable=False),
        sa.Column("contact_id", sa.String(length=26), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["customer_contacts.id"], name=op.f("fk_approval_steps_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["workflow_id"], ["approval_workflows.id"], name=op.f("fk_approval_steps_workflow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_steps")),
        sa.UniqueConstraint("workflow_id", "position", name=op.f("uq_approval_steps_workflow_id_position")),
    )
    with op.batch_alter_table("approval_steps") as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_steps_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_steps_workflow_id"), ["workflow_id"], unique=False)

    op.create_table(
        "approval_comments",
        sa.Column("design_id", sa.String(length=26), nullable=False),
        sa.Column("version_id", sa.String(length=26), nullable=False),
        sa.Column("parent_id", sa.String(length=26), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("pin_x", sa.Numeric(6, 5), nullable=True),
        sa.Column("pin_y", sa.Numeric(6, 5), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("contact_id", sa.String(length=26), nullable=True),
        sa.Column("staff_user_id", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(length=200), nullable=True),
        sa.Column("resolved_in_id", sa.String(length=26), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["customer_contacts.id"], name=op.f("fk_approval_comments_contact_id")
        ),
        sa.ForeignKeyConstraint(["design_id"], ["designs.id"], name=op.f("fk_approval_comments_design_id")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["approval_comments.id"], name=op.f("fk_approval_comments_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_in_id"], ["design_versions.id"], name=op.f("fk_approval_comments_resolved_in_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_user_id"], ["ab_user.id"], name=op.f("fk_approval_comments_staff_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["design_versions.id"], name=op.f("fk_approval_comments_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_comments")),
        sa.UniqueConstraint("design_id", "number", name=op.f("uq_approval_comments_design_id_number")),
    )
    with op.batch_alter_table("approval_comments") as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_comments_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_comments_design_id"), ["design_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_comments_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_approval_comments_resolved_in_id"), ["resolved_in_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_approval_comments_staff_user_id"), ["staff_user_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_approval_comments_version_id"), ["version_id"], unique=False)

    op.create_table(
        "design_approval_requests",
        sa.Column("design_id", sa.String(length=26), nullable=False),
        sa.Column("version_id", sa.String(length=26), nullable=False),
        sa.Column("customer_id", sa.String(length=26), nullable=False),
        sa.Column("job_id", sa.String(length=26), nullable=True),
        sa.Column("workflow_id", sa.String(length=26), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.String(length=200), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("due_date", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=True),
        sa.Column("requested_changes", sa.Text(), nullable=True),
        sa.Column("hash_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certificate_id", sa.String(length=26), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["customer_files.id"], name=op.f("fk_design_approval_requests_certificate_id")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_design_approval_requests_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["design_id"], ["designs.id"], name=op.f("fk_design_approval_requests_design_id")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_design_approval_requests_job_id")),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["ab_user.id"], name=op.f("fk_design_approval_requests_requested_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["design_versions.id"], name=op.f("fk_design_approval_requests_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["workflow_id"], ["approval_workflows.id"], name=op.f("fk_design_approval_requests_workflow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_design_approval_requests")),
    )
    with op.batch_alter_table("design_approval_requests") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_design_approval_requests_certificate_id"), ["certificate_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_design_approval_requests_customer_id"), ["customer_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_design_approval_requests_design_id"), ["design_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_design_approval_requests_due_date"), ["due_date"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_design_approval_requests_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_design_approval_requests_hash_checked_at"), ["hash_checked_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_design_approval_requests_job_id"), ["job_id"], unique=False)
        batch_op.create_index(
            "ix_design_approval_requests_pending",
            ["version_id"],
            unique=True,
            postgresql_where=sa.text("status = 'PENDING'"),
            sqlite_where=sa.text("status = 'PENDING'"),
        )
        batch_op.create_index(
            batch_op.f("ix_design_approval_requests_requested_by_id"), ["requested_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_design_approval_requests_status"), ["status"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_design_approval_requests_version_id"), ["version_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_design_approval_requests_workflow_id"), ["workflow_id"], unique=False
        )

    op.create_table(
        "approval_approvers",
        sa.Column("request_id", sa.String(length=26), nullable=False),
        sa.Column("contact_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["customer_contacts.id"], name=op.f("fk_approval_approvers_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["design_approval_requests.id"], name=op.f("fk_approval_approvers_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_approvers")),
        sa.UniqueConstraint(
            "request_id", "contact_id", name=op.f("uq_approval_approvers_request_id_contact_id")
        ),
    )
    with op.batch_alter_table("approval_approvers") as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_approvers_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_approvers_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_approvers_status"), ["status"], unique=False)

    op.create_table(
        "approval_checks",
        sa.Column("request_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["design_approval_requests.id"], name=op.f("fk_approval_checks_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_checks")),
        sa.UniqueConstraint("request_id", "position", name=op.f("uq_approval_checks_request_id_position")),
    )
    with op.batch_alter_table("approval_checks") as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_checks_request_id"), ["request_id"], unique=False)

    op.create_table(
        "approval_decisions",
        sa.Column("request_id", sa.String(length=26), nullable=False),
        sa.Column("version_id", sa.String(length=26), nullable=False),
        sa.Column("contact_id", sa.String(length=26), nullable=False),
        sa.Column("decision", sa.String(40), nullable=False),
        sa.Column("signature_name", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ip_address", sa.String(length=45), nullable=True),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("checklist", sa.JSON(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=True),
        sa.Column("evidence_file_id", sa.String(length=26), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["customer_contacts.id"], name=op.f("fk_approval_decisions_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"], ["customer_files.id"], name=op.f("fk_approval_decisions_evidence_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["design_approval_requests.id"], name=op.f("fk_approval_decisions_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["design_versions.id"], name=op.f("fk_approval_decisions_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_decisions")),
        sa.UniqueConstraint(
            "request_id", "contact_id", name=op.f("uq_approval_decisions_request_id_contact_id")
        ),
    )
    with op.batch_alter_table("approval_decisions") as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_decisions_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_approval_decisions_evidence_file_id"), ["evidence_file_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_approval_decisions_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_decisions_version_id"), ["version_id"], unique=False)


def downgrade() -> None:
    op.drop_table("approval_decisions")
    op.drop_table("approval_checks")
    op.drop_table("approval_approvers")
    op.drop_table("design_approval_requests")
    op.drop_table("approval_comments")
    op.drop_table("approval_steps")
    op.drop_table("approval_workflows")
    op.drop_table("approval_checklist_items")
    with op.batch_alter_table("design_versions") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_design_versions_file_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_design_versions_file_id"))
        batch_op.drop_column("what_changed")
        batch_op.drop_column("file_id")
