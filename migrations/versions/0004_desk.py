"""The desk: accounts, sessions, invitations, recovery codes, and the log of changes"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def of_user(**options):
    return sa.Column("user_id", sa.Integer, sa.ForeignKey("desk_user.id", ondelete="CASCADE"), nullable=False, **options)


def upgrade():
    op.create_table(
        "desk_user",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(13), nullable=False),
        sa.Column("municipality", sa.String(4)),
        sa.Column("active", sa.Boolean(create_constraint=True, name="desk_user_active"), nullable=False),
        sa.Column("password_hash", sa.String),
        sa.Column("code_secret", sa.String),
        sa.Column("code_step", sa.Integer),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('editor', 'coordinator', 'administrator')", name="desk_user_role"),
        sa.CheckConstraint("(role = 'administrator') = (municipality IS NULL)", name="desk_user_place"),
        sa.CheckConstraint("municipality IS NULL OR length(municipality) = 4", name="desk_user_municipality"),
        sa.CheckConstraint("email = lower(email) AND email <> ''", name="desk_user_email_form"),
        sa.CheckConstraint("name <> ''", name="desk_user_named"),
    )
    op.create_table(
        "desk_session",
        sa.Column("digest", sa.String(64), primary_key=True),
        of_user(),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_desk_session_user_id", "desk_session", ["user_id"])
    op.create_table(
        "desk_invitation",
        of_user(primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "desk_recovery_code",
        sa.Column("digest", sa.String(64), primary_key=True),
        of_user(),
    )
    op.create_index("ix_desk_recovery_code_user_id", "desk_recovery_code", ["user_id"])
    op.create_table(
        "change",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("desk_user.id", ondelete="RESTRICT")),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("municipality", sa.String(4)),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.CheckConstraint("kind <> '' AND subject <> ''", name="change_said"),
    )
    op.create_index("ix_change_municipality", "change", ["municipality"])
    # The log is only ever added to, whoever asks.
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER change_no_{act.lower()} BEFORE {act} ON change "
                "BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION change_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the log is only added to' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        op.execute(
            "CREATE TRIGGER change_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON change "
            "FOR EACH STATEMENT EXECUTE FUNCTION change_is_kept()"
        )


def downgrade():
    op.drop_table("change")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION change_is_kept()")
    for table in ("desk_recovery_code", "desk_invitation", "desk_session", "desk_user"):
        op.drop_table(table)
