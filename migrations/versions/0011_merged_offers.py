"""Which offer a merged one became"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade():
    op.add_column("service", sa.Column("merged_into", sa.String(4)))
    # Those merged before are told by the revision they have their present state from.
    op.execute(
        "UPDATE service SET merged_into = (SELECT other FROM offer_revision WHERE offer_revision.service_id = service.id"
        " AND offer_revision.version = service.version AND offer_revision.kind = 'merged')"
        " WHERE status = 'inactive'"
    )


def downgrade():
    op.drop_column("service", "merged_into")
