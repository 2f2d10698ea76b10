"""Offers: HSDS's tables"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ANSWERS = "('yes', 'no', 'unknown')"


def address(column):
    return f"substr({column}, 1, 7) = 'http://' OR substr({column}, 1, 8) = 'https://'"


def of_service():
    return sa.Column(
        "service_id",
        sa.Integer,
        sa.ForeignKey("service.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )


def upgrade():
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.CheckConstraint("name <> ''", name="organization_name_said"),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(4), nullable=False, unique=True),
        sa.Column("seed_id", sa.String, unique=True),
        sa.Column(
            "organization_id", sa.Integer, sa.ForeignKey("organization.id", ondelete="RESTRICT"), nullable=False
        ),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("neutral_name", sa.String, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("description_en", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("email", sa.String),
        sa.Column("chat", sa.Boolean(create_constraint=True, name="service_chat"), nullable=False),
        sa.Column("anonymous", sa.String(7), nullable=False),
        sa.Column("free", sa.String(7), nullable=False),
        sa.Column("no_referral", sa.String(7), nullable=False),
        sa.Column("confidence", sa.String(6), nullable=False),
        sa.Column("legal_basis", sa.Text),
        sa.Column("notes", sa.Text),
        sa.Column("source_url", sa.Text),
        sa.Column("source_date", sa.String(10)),
        sa.Column("seen", sa.Date, nullable=False),
        sa.Column("confirmed_on", sa.Date),
        sa.Column("seed_digest", sa.String(64)),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("edited_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("length(code) = 4 AND code = lower(code)", name="service_code_form"),
        sa.CheckConstraint("name <> '' AND neutral_name <> '' AND description <> ''", name="service_named"),
        sa.CheckConstraint("status IN ('active', 'inactive')", name="service_status"),
        sa.CheckConstraint(f"anonymous IN {ANSWERS}", name="service_anonymous"),
        sa.CheckConstraint(f"free IN {ANSWERS}", name="service_free"),
        sa.CheckConstraint(f"no_referral IN {ANSWERS}", name="service_no_referral"),
        sa.CheckConstraint("confidence IN ('high', 'medium', 'low')", name="service_confidence"),
        sa.CheckConstraint(address("url"), name="service_url_form"),
        sa.CheckConstraint(address("source_url"), name="service_source_url_form"),
        sa.CheckConstraint("length(source_date) IN (4, 7, 10)", name="service_source_date_form"),
        sa.CheckConstraint("version >= 1", name="service_version_positive"),
    )
    op.create_table(
        "location",
        of_service(),
        sa.Column("municipality", sa.String(4)),
        sa.Column("region", sa.String),
        sa.Column("address_1", sa.String),
        sa.Column("postal_code", sa.String),
        sa.Column("city", sa.String),
    )
    op.create_table(
        "phone",
        of_service(),
        sa.Column("type", sa.String(5), primary_key=True),
        sa.Column("number", sa.String(20), nullable=False),
        sa.CheckConstraint("type IN ('voice', 'sms')", name="phone_type"),
        sa.CheckConstraint("length(number) BETWEEN 2 AND 20", name="phone_number_form"),
    )
    op.create_table(
        "schedule",
        of_service(),
        sa.Column("opening_hours", sa.Text),
        sa.Column("description", sa.Text),
    )
    op.create_table(
        "schedule_change",
        of_service(),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date, nullable=False),
        sa.Column("opening_hours", sa.Text),
        sa.Column("note", sa.Text),
        sa.CheckConstraint("valid_from <= valid_to", name="schedule_change_order"),
    )
    op.create_table(
        "language",
        of_service(),
        sa.Column("code", sa.String(3), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.CheckConstraint("length(code) BETWEEN 2 AND 3", name="language_code_form"),
    )
    op.create_table(
        "service_area",
        of_service(),
        sa.Column("extent_type", sa.String(12), primary_key=True),
        sa.Column("extent", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.CheckConstraint("extent_type IN ('national', 'region', 'municipality')", name="service_area_type"),
        sa.CheckConstraint("(extent_type = 'national') = (extent = 'DK')", name="service_area_national"),
        sa.CheckConstraint("extent_type <> 'municipality' OR length(extent) = 4", name="service_area_municipality"),
        sa.CheckConstraint("extent <> ''", name="service_area_said"),
    )
    op.create_table(
        "attribute",
        of_service(),
        sa.Column("taxonomy", sa.String(12), primary_key=True),
        sa.Column("term", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.CheckConstraint("taxonomy IN ('topic', 'audience', 'contact_form')", name="attribute_taxonomy"),
        sa.CheckConstraint("term <> ''", name="attribute_term_said"),
    )


def downgrade():
    for table in (
        *("attribute", "service_area", "language", "schedule_change", "schedule", "phone", "location"),
        *("service", "organization"),
    ):
        op.drop_table(table)
