"""Who is whom at an OpenID provider, logins under way there, and which sessions it began"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade():
    with op.batch_alter_table("desk_session") as table:
        table.add_column(sa.Column("issuer", sa.String(500)))
        table.add_column(sa.Column("provider_session", sa.String(64)))
        table.create_index("ix_desk_session_provider_session", ["provider_session"])
    op.create_table(
        "desk_identity",
        sa.Column("issuer", sa.String(500), primary_key=True),
        sa.Column("subject", sa.String(255), primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("desk_user.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("lost", sa.Boolean(create_constraint=True, name="desk_identity_lost"), nullable=False),
    )
    op.create_table(
        "desk_pending_login",
        sa.Column("state", sa.String(64), primary_key=True),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("provider", sa.String(30), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("path", sa.Text),
        sa.Column("kept", sa.Text),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.CheckConstraint("length(verifier) >= 43", name="desk_pending_login_verifier"),
    )
    op.create_table(
        "desk_logout_token",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False, index=True),
    )


def downgrade():
    op.drop_table("desk_logout_token")
    op.drop_table("desk_pending_login")
    op.drop_table("desk_identity")
    with op.batch_alter_table("desk_session") as table:
        table.drop_index("ix_desk_session_provider_session")
        table.drop_column("provider_session")
        table.drop_column("issuer")
