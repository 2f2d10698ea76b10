"""The count of changes in several rows, so that on PostgreSQL two who save do not wait for each other to count"""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade():
    with op.batch_alter_table("data_version") as table:
        table.drop_constraint("data_version_one_row", type_="check")
        table.create_check_constraint("data_version_rows", "id BETWEEN 1 AND 16")


def downgrade():
    op.execute("UPDATE data_version SET number = (SELECT sum(number) FROM data_version) WHERE id = 1")
    op.execute("DELETE FROM data_version WHERE id <> 1")
    with op.batch_alter_table("data_version") as table:
        table.drop_constraint("data_version_rows", type_="check")
        table.create_check_constraint("data_version_one_row", "id = 1")
