"""Drafts: what somebody is typing in a form of the desk"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade():
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("desk_user.id", ondelete="CASCADE"), nullable=False),
        sa.Column("action", sa.String(200), nullable=False),
        sa.Column("page", sa.String(200), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("user_id", "action", name="draft_once"),
        sa.CheckConstraint("action LIKE '/intern%' AND page LIKE '/intern%'", name="draft_of_the_desk"),
    )
    op.create_index("ix_draft_user_id", "draft", ["user_id"])
    op.create_index("ix_draft_kept_at", "draft", ["kept_at"])


def downgrade():
    op.drop_table("draft")
