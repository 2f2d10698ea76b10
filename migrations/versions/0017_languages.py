"""What was corrected and read in the citizen's languages: every saved version"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade():
    op.create_table(
        "language_version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("language", sa.String(3), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer, sa.ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("phrases", sa.Text, nullable=False),
        sa.UniqueConstraint("language", "number", name="language_version_once"),
        sa.CheckConstraint("number > 0", name="language_version_counted"),
    )


def downgrade():
    op.drop_table("language_version")
