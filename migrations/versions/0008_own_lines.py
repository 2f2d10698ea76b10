"""Municipalities' own lines and notes on the checklist: every saved version"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade():
    op.create_table(
        "checklist_version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("municipality", sa.String(4), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer, sa.ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("lines", sa.Text, nullable=False),
        sa.UniqueConstraint("municipality", "number", name="checklist_version_once"),
        sa.CheckConstraint("number > 0", name="checklist_version_counted"),
        sa.CheckConstraint("length(municipality) = 4", name="checklist_version_municipality"),
    )


def downgrade():
    op.drop_table("checklist_version")
