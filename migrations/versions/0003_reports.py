"""Reports: what a worker says is wrong with an offer"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.create_table(
        "report",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(1), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.CheckConstraint("kind IN ('1', '2', '3', '4')", name="report_kind"),
        sa.CheckConstraint("length(text) <= 500", name="report_text_length"),
        sa.UniqueConstraint("service_id", "kind", "text", "day", name="report_once"),
    )
    op.create_index("ix_report_service_id", "report", ["service_id"])


def downgrade():
    op.drop_table("report")
