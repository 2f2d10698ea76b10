"""Local agreements: every saved version, and the one in force"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade():
    op.create_table(
        "agreement_version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("municipality", sa.String(4), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer, sa.ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.UniqueConstraint("municipality", "number", name="agreement_version_once"),
        sa.CheckConstraint("number > 0", name="agreement_version_counted"),
        sa.CheckConstraint("length(municipality) = 4", name="agreement_version_municipality"),
    )
    op.create_table(
        "agreement_in_force",
        sa.Column("municipality", sa.String(4), primary_key=True),
        sa.Column("version_id", sa.Integer, sa.ForeignKey("agreement_version.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade():
    op.drop_table("agreement_in_force")
    op.drop_table("agreement_version")
