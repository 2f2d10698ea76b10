"""Offers that say something else from a known day on"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade():
    op.add_column("service", sa.Column("valid_from", sa.Date))
    op.add_column("service", sa.Column("valid_to", sa.Date))
    op.create_table(
        "service_version",
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("valid_from", sa.Date, primary_key=True),
        sa.Column("valid_to", sa.Date),
        sa.Column("changes", sa.Text, nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="service_version_order"),
        sa.CheckConstraint("changes <> ''", name="service_version_said"),
    )


def downgrade():
    op.drop_table("service_version")
    op.drop_column("service", "valid_to")
    op.drop_column("service", "valid_from")
