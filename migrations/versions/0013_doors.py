"""Municipalities' own doors: every saved version of number, website and who answers at night"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade():
    op.create_table(
        "door_version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("municipality", sa.String(4), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer, sa.ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("contacts", sa.Text, nullable=False),
        sa.UniqueConstraint("municipality", "number", name="door_version_once"),
        sa.CheckConstraint("number > 0", name="door_version_counted"),
        sa.CheckConstraint("length(municipality) = 4", name="door_version_municipality"),
    )


def downgrade():
    op.drop_table("door_version")
