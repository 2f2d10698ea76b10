"""Notices on the front page, and what a municipality says about itself"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade():
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("municipality", sa.String(4)),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("text", sa.String(240), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("phone", sa.String(20)),
        sa.Column("offer", sa.String(4)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer, sa.ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False),
        sa.CheckConstraint("municipality IS NULL OR length(municipality) = 4", name="notice_municipality"),
        sa.CheckConstraint("title <> '' AND length(title) <= 60", name="notice_title"),
        sa.CheckConstraint("length(text) <= 240", name="notice_text"),
        sa.CheckConstraint("ends_at >= starts_at", name="notice_order"),
        sa.CheckConstraint("offer IS NULL OR length(offer) = 4", name="notice_offer"),
        sa.CheckConstraint("version >= 1", name="notice_version"),
    )
    op.create_index("ix_notice_municipality", "notice", ["municipality"])
    op.create_index("ix_notice_ends_at", "notice", ["ends_at"])
    op.create_table(
        "municipality_setting",
        sa.Column("municipality", sa.String(4), primary_key=True),
        sa.Column("contact", sa.String(60), nullable=False),
        sa.Column("phone", sa.String(20)),
        sa.Column("email", sa.String(254)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer, sa.ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False),
        sa.CheckConstraint("length(municipality) = 4", name="municipality_setting_municipality"),
        sa.CheckConstraint("length(contact) <= 60", name="municipality_setting_contact"),
        sa.CheckConstraint("version >= 1", name="municipality_setting_version"),
    )


def downgrade():
    op.drop_table("municipality_setting")
    op.drop_table("notice")
