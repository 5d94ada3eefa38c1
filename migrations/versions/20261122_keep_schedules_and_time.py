"""Keep schedules and time: stages, routings, days and hours, operations, time entries, the floor's devices."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "floor_devices",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("registered_by", sa.String(length=120), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_devices")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_floor_devices_token_hash")),
    )
    op.create_table(
        "production_stages",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("colour", sa.String(length=10), nullable=False),
        sa.Column("counts_pieces", sa.Boolean(), nullable=False),
        sa.Column("on_start", sa.String(40), nullable=True),
        sa.Column("on_finish", sa.String(40), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production_stages")),
        sa.UniqueConstraint("key", name=op.f("uq_production_stages_key")),
        sa.UniqueConstraint("name", name=op.f("uq_production_stages_name")),
    )
    op.create_table(
        "work_calendar",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("hours", sa.Numeric(9, 4), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_calendar")),
        sa.UniqueConstraint("day", name=op.f("uq_work_calendar_day")),
    )
    op.create_table(
        "machine_stages",
        sa.Column("machine_id", sa.String(length=26), nullable=False),
        sa.Column("stage_id", sa.String(length=26), nullable=False),
        sa.Column("decoration_method", sa.String(40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["machine_id"], ["machines.id"], name=op.f("fk_machine_stages_machine_id")),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["production_stages.id"], name=op.f("fk_machine_stages_stage_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_stages")),
        sa.UniqueConstraint(
            "machine_id",
            "stage_id",
            "decoration_method",
            name=op.f("uq_machine_stages_machine_id_stage_id_decoration_method"),
        ),
    )
    with op.batch_alter_table("machine_stages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_machine_stages_machine_id"), ["machine_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_machine_stages_stage_id"), ["stage_id"], unique=False)

    op.create_table(
        "routings",
        sa.Column("stage_id", sa.String(length=26), nullable=False),
        sa.Column("decoration_method", sa.String(40), nullable=True),
        sa.Column("setup_minutes", sa.Numeric(9, 2), nullable=False),
        sa.Column("minutes_per_screen", sa.Numeric(9, 4), nullable=False),
        sa.Column("minutes_per_piece", sa.Numeric(9, 4), nullable=False),
        sa.Column("minutes_per_dark_piece", sa.Numeric(9, 4), nullable=True),
        sa.Column("pieces_per_hour", sa.Numeric(9, 2), nullable=True),
        sa.Column("stitches_per_minute", sa.Numeric(9, 2), nullable=True),
        sa.Column("minutes_per_run", sa.Numeric(9, 4), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["stage_id"], ["production_stages.id"], name=op.f("fk_routings_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routings")),
    )
    with op.batch_alter_table("routings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_routings_stage_id"), ["stage_id"], unique=False)

    op.create_table(
        "absences",
        sa.Column("employee_id", sa.String(length=26), nullable=True),
        sa.Column("machine_id", sa.String(length=26), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Numeric(9, 4), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"], name=op.f("fk_absences_employee_id")),
        sa.ForeignKeyConstraint(["machine_id"], ["machines.id"], name=op.f("fk_absences_machine_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absences_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_absences_ends_on"), ["ends_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_absences_machine_id"), ["machine_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_absences_starts_on"), ["starts_on"], unique=False)

    op.create_table(
        "daily_capacity",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("employee_id", sa.String(length=26), nullable=True),
        sa.Column("machine_id", sa.String(length=26), nullable=True),
        sa.Column("resource", sa.String(length=26), nullable=False),
        sa.Column("total_hours", sa.Numeric(9, 4), nullable=False),
        sa.Column("booked_hours", sa.Numeric(9, 4), nullable=False),
        sa.Column("actual_hours", sa.Numeric(9, 4), nullable=False),
        sa.Column("is_corrected", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk_daily_capacity_employee_id")
        ),
        sa.ForeignKeyConstraint(["machine_id"], ["machines.id"], name=op.f("fk_daily_capacity_machine_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_capacity")),
        sa.UniqueConstraint("date", "resource", name=op.f("uq_daily_capacity_date_resource")),
    )
    with op.batch_alter_table("daily_capacity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_daily_capacity_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_daily_capacity_machine_id"), ["machine_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_daily_capacity_resource"), ["resource"], unique=False)

    op.create_table(
        "employee_skills",
        sa.Column("employee_id", sa.String(length=26), nullable=False),
        sa.Column("stage_id", sa.String(length=26), nullable=False),
        sa.Column("decoration_method", sa.String(40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk_employee_skills_employee_id")
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["production_stages.id"], name=op.f("fk_employee_skills_stage_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employee_skills")),
        sa.UniqueConstraint(
            "employee_id",
            "stage_id",
            "decoration_method",
            name=op.f("uq_employee_skills_employee_id_stage_id_decoration_method"),
        ),
    )
    with op.batch_alter_table("employee_skills", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employee_skills_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employee_skills_stage_id"), ["stage_id"], unique=False)

    op.create_table(
        "floor_pins",
        sa.Column("employee_id", sa.String(length=26), nullable=False),
        sa.Column("pin_hash", sa.String(length=255), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"], name=op.f("fk_floor_pins_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_pins")),
        sa.UniqueConstraint("employee_id", name=op.f("uq_floor_pins_employee_id")),
    )
    op.create_table(
        "floor_taps",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=26), nullable=True),
        sa.Column("employee_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("tapped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["floor_devices.id"], name=op.f("fk_floor_taps_device_id")),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"], name=op.f("fk_floor_taps_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_taps")),
        sa.UniqueConstraint("key", name=op.f("uq_floor_taps_key")),
    )
    with op.batch_alter_table("floor_taps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_floor_taps_device_id"), ["device_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_floor_taps_employee_id"), ["employee_id"], unique=False)

    op.create_table(
        "production_schedules",
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("stage_id", sa.String(length=26), nullable=False),
        sa.Column("decoration_method", sa.String(40), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.String(length=26), nullable=True),
        sa.Column("machine_id", sa.String(length=26), nullable=True),
        sa.Column("scheduled_date", sa.Date(), nullable=True),
        sa.Column("start_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("estimated_hours", sa.Numeric(9, 4), nullable=False),
        sa.Column("first_estimate", sa.Numeric(9, 4), nullable=False),
        sa.Column("actual_hours", sa.Numeric(9, 4), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("good_pieces", sa.Integer(), nullable=True),
        sa.Column("misprinted_pieces", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overbooked_because", sa.Text(), nullable=True),
        sa.Column("split_from_id", sa.String(length=26), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk_production_schedules_employee_id")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_production_schedules_job_id")),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["machines.id"], name=op.f("fk_production_schedules_machine_id")
        ),
        sa.ForeignKeyConstraint(
            ["split_from_id"], ["production_schedules.id"], name=op.f("fk_production_schedules_split_from_id")
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["production_stages.id"], name=op.f("fk_production_schedules_stage_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production_schedules")),
    )
    with op.batch_alter_table("production_schedules", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_production_schedules_completed_at"), ["completed_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_production_schedules_employee_id"), ["employee_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_production_schedules_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_production_schedules_machine_id"), ["machine_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_production_schedules_scheduled_date"), ["scheduled_date"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_production_schedules_scheduled_date_employee_id"),
            ["scheduled_date", "employee_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_production_schedules_scheduled_date_machine_id"),
            ["scheduled_date", "machine_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_production_schedules_split_from_id"), ["split_from_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_production_schedules_stage_id"), ["stage_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_production_schedules_status"), ["status"], unique=False)

    op.create_table(
        "booking_refusals",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("operation_id", sa.String(length=26), nullable=True),
        sa.Column("resource", sa.String(length=26), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("hours_short", sa.Numeric(9, 4), nullable=True),
        sa.Column("sentence", sa.String(length=500), nullable=False),
        sa.Column("refused_to", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["production_schedules.id"], name=op.f("fk_booking_refusals_operation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_refusals")),
    )
    with op.batch_alter_table("booking_refusals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_refusals_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_refusals_operation_id"), ["operation_id"], unique=False)

    op.create_table(
        "misprints",
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("operation_id", sa.String(length=26), nullable=True),
        sa.Column("employee_id", sa.String(length=26), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(40), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"], name=op.f("fk_misprints_employee_id")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_misprints_job_id")),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["production_schedules.id"], name=op.f("fk_misprints_operation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_misprints")),
    )
    with op.batch_alter_table("misprints", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_misprints_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_misprints_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_misprints_operation_id"), ["operation_id"], unique=False)

    op.create_table(
        "time_entries",
        sa.Column("employee_id", sa.String(length=26), nullable=False),
        sa.Column("job_id", sa.String(length=26), nullable=True),
        sa.Column("operation_id", sa.String(length=26), nullable=True),
        sa.Column("start_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("duration", sa.Numeric(9, 4), nullable=True),
        sa.Column("activity", sa.String(length=60), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("hourly_rate", sa.Numeric(12, 2), nullable=True),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("is_capped", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"], name=op.f("fk_time_entries_employee_id")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_time_entries_job_id")),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["production_schedules.id"], name=op.f("fk_time_entries_operation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_entries")),
    )
    with op.batch_alter_table("time_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_entries_employee_id"), ["employee_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_time_entries_employee_id_start_time"), ["employee_id", "start_time"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_time_entries_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_time_entries_operation_id"), ["operation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_time_entries_start_time"), ["start_time"], unique=False)

    with op.batch_alter_table("employees", schema=None) as batch_op:
        batch_op.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("monday_hours", sa.Numeric(9, 4), nullable=True))
        batch_op.add_column(sa.Column("tuesday_hours", sa.Numeric(9, 4), nullable=True))
        batch_op.add_column(sa.Column("wednesday_hours", sa.Numeric(9, 4), nullable=True))
        batch_op.add_column(sa.Column("thursday_hours", sa.Numeric(9, 4), nullable=True))
        batch_op.add_column(sa.Column("friday_hours", sa.Numeric(9, 4), nullable=True))
        batch_op.add_column(sa.Column("saturday_hours", sa.Numeric(9, 4), nullable=True))
        batch_op.add_column(sa.Column("sunday_hours", sa.Numeric(9, 4), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_employees_user_id"), ["user_id"])
        batch_op.create_foreign_key(batch_op.f("fk_employees_user_id"), "ab_user", ["user_id"], ["id"])

    with op.batch_alter_table("machines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pieces_per_hour", sa.Numeric(9, 2), nullable=True))
        batch_op.add_column(sa.Column("setup_minutes", sa.Numeric(9, 2), nullable=True))
        batch_op.add_column(sa.Column("heads", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("machines", schema=None) as batch_op:
        batch_op.drop_column("heads")
        batch_op.drop_column("setup_minutes")
        batch_op.drop_column("pieces_per_hour")

    with op.batch_alter_table("employees", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_employees_user_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_employees_user_id"), type_="unique")
        batch_op.drop_column("sunday_hours")
        batch_op.drop_column("saturday_hours")
        batch_op.drop_column("friday_hours")
        batch_op.drop_column("thursday_hours")
        batch_op.drop_column("wednesday_hours")
        batch_op.drop_column("tuesday_hours")
        batch_op.drop_column("monday_hours")
        batch_op.drop_column("user_id")

    with op.batch_alter_table("time_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_time_entries_start_time"))
        batch_op.drop_index(batch_op.f("ix_time_entries_operation_id"))
        batch_op.drop_index(batch_op.f("ix_time_entries_job_id"))
        batch_op.drop_index(batch_op.f("ix_time_entries_employee_id_start_time"))
        batch_op.drop_index(batch_op.f("ix_time_entries_employee_id"))

    op.drop_table("time_entries")
    with op.batch_alter_table("misprints", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_misprints_operation_id"))
        batch_op.drop_index(batch_op.f("ix_misprints_job_id"))
        batch_op.drop_index(batch_op.f("ix_misprints_employee_id"))

    op.drop_table("misprints")
    with op.batch_alter_table("booking_refusals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_refusals_operation_id"))
        batch_op.drop_index(batch_op.f("ix_booking_refusals_kind"))

    op.drop_table("booking_refusals")
    with op.batch_alter_table("production_schedules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_production_schedules_status"))
        batch_op.drop_index(batch_op.f("ix_production_schedules_stage_id"))
        batch_op.drop_index(batch_op.f("ix_production_schedules_split_from_id"))
        batch_op.drop_index(batch_op.f("ix_production_schedules_scheduled_date_machine_id"))
        batch_op.drop_index(batch_op.f("ix_production_schedules_scheduled_date_employee_id"))
        batch_op.drop_index(batch_op.f("ix_production_schedules_scheduled_date"))
        batch_op.drop_index(batch_op.f("ix_production_schedules_machine_id"))
        batch_op.drop_index(batch_op.f("ix_production_schedules_job_id"))
        batch_op.drop_index(batch_op.f("ix_production_schedules_employee_id"))
        batch_op.drop_index(batch_op.f("ix_production_schedules_completed_at"))

    op.drop_table("production_schedules")
    with op.batch_alter_table("floor_taps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_floor_taps_employee_id"))
        batch_op.drop_index(batch_op.f("ix_floor_taps_device_id"))

    op.drop_table("floor_taps")
    op.drop_table("floor_pins")
    with op.batch_alter_table("employee_skills", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employee_skills_stage_id"))
        batch_op.drop_index(batch_op.f("ix_employee_skills_employee_id"))

    op.drop_table("employee_skills")
    with op.batch_alter_table("daily_capacity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_daily_capacity_resource"))
        batch_op.drop_index(batch_op.f("ix_daily_capacity_machine_id"))
        batch_op.drop_index(batch_op.f("ix_daily_capacity_employee_id"))

    op.drop_table("daily_capacity")
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absences_starts_on"))
        batch_op.drop_index(batch_op.f("ix_absences_machine_id"))
        batch_op.drop_index(batch_op.f("ix_absences_ends_on"))
        batch_op.drop_index(batch_op.f("ix_absences_employee_id"))

    op.drop_table("absences")
    with op.batch_alter_table("routings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_routings_stage_id"))

    op.drop_table("routings")
    with op.batch_alter_table("machine_stages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_machine_stages_stage_id"))
        batch_op.drop_index(batch_op.f("ix_machine_stages_machine_id"))

    op.drop_table("machine_stages")
    op.drop_table("work_calendar")
    op.drop_table("production_stages")
    op.drop_table("floor_devices")
