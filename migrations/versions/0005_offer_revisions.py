"""Revisions of offers, and what was done about reports"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade():
    op.create_table(
        "offer_revision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("how", sa.String(7)),
        sa.Column("other", sa.String(4)),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text, nullable=False),
        sa.CheckConstraint(
            "kind IN ('made', 'edited', 'closed', 'opened', 'merged', 'confirmed', 'undone', 'imported', 'taken_back')",
            name="offer_revision_kind",
        ),
        sa.CheckConstraint("how IS NULL OR how IN ('phone', 'visit', 'website')", name="offer_revision_how"),
        sa.UniqueConstraint("service_id", "version", name="offer_revision_once"),
    )
    op.create_table(
        "report_answer",
        sa.Column("report_id", sa.Integer, sa.ForeignKey("report.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("outcome", sa.String(7), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.CheckConstraint("outcome IN ('fixed', 'right', 'unclear')", name="report_answer_outcome"),
        sa.CheckConstraint("length(note) <= 200", name="report_answer_note_length"),
    )


def downgrade():
    op.drop_table("report_answer")
    op.drop_table("offer_revision")
