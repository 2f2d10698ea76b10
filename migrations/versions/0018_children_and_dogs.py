"""Whether one may bring one's children and one's dog; of the offers that are there nobody has said"""

from alembic import op

revision = "0018"
down_revision = "0017"

NAMES = ("children", "dogs")


def upgrade():
    # As text: SQLite takes a check with its column, but none afterwards, and a table that is built anew loses its others.
    for name in NAMES:
        op.execute(
            f"ALTER TABLE service ADD COLUMN {name} VARCHAR(7) DEFAULT 'unknown' NOT NULL"
            f" CONSTRAINT service_{name} CHECK ({name} IN ('yes', 'no', 'unknown'))"
        )


def downgrade():
    for name in reversed(NAMES):
        op.drop_column("service", name)
