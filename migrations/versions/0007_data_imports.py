"""Imports of tables at the desk: what was sent, and which versions of the offers it made"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade():
    op.create_table(
        "data_import",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("municipality", sa.String(4)),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True)),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("sent", sa.Text, nullable=False),
        sa.Column("made", sa.Text),
        sa.CheckConstraint("applied_at IS NULL OR made IS NOT NULL", name="data_import_kept"),
        sa.CheckConstraint("undone_at IS NULL OR applied_at IS NOT NULL", name="data_import_undone"),
    )
    op.create_index("ix_data_import_by_id", "data_import", ["by_id"])


def downgrade():
    op.drop_table("data_import")
