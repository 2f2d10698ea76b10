"""Offers in the database: nothing lost on the way in and out, and the file and the editors kept apart."""

import threading
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Boolean, CheckConstraint, event, inspect, select, text
from sqlalchemy.exc import DataError, IntegrityError

from tests.conftest import LIBRARY, make_app
from webapp.database import db, migrations, reading
from webapp.hours.change import Change
from webapp.offers.offer import Offer, OfferVersion
from webapp.registry.codes import code_for
from webapp.registry.models import Service
from webapp.registry.store import Seeded, all_offers, find, save, seed

SHIPPED = LIBRARY.offers
FULL = Offer(
    id="x1",
    code="bcd2",
    status="inactive",
    merged_into="bcd3",
    name="Værestedet Ålen",
    neutral_name="Værestedet",
    organization="En forening",
    description="Man kan tale med nogen.",
    description_en="Talk to somebody.",
    topics=("vold", "akut"),
    audiences=("unge", "alle"),
    contact_forms=("telefon", "sms", "chat"),
    languages=("so", "en", "dts"),
    national=True,
    service_regions=("Sjælland", "Hovedstaden"),
    service_municipalities=("0561", "0101"),
    municipality="0561",
    region="Syddanmark",
    address="Torvet 1",
    postal_code="6700",
    city="Esbjerg",
    phone="+45 70 20 30 82",
    sms="116 111",
    email="post@example.dk",
    website="https://example.dk/?a=1&b=%20",
    chat=True,
    opening_hours="Mo-Fr 09:00-16:00",
    hours_note="Ring først.",
    changes=(
        Change(first=date(2026, 12, 24), last=date(2026, 12, 26), note="Jul"),
        Change(first=date(2026, 7, 1), last=date(2026, 7, 31), opening_hours="Mo 10:00-12:00"),
    ),
    anonymous="yes",
    free="no",
    no_referral="unknown",
    children="yes",
    dogs="no",
    legal_basis="SEL § 109",
    notes="Kun for medarbejdere.",
    source_url="https://example.dk/om",
    source_date="2024-03",
    seen=date(2026, 11, 21),
    confirmed_on=date(2026, 11, 20),
    confidence="high",
    first=date(2026, 1, 1),
    until=date(2026, 12, 31),
    later=(
        OfferVersion(
            first=date(2027, 1, 1),
            until=date(2027, 6, 30),
            seen=date(2026, 11, 28),
            source_url="https://example.dk/nyt",
            confidence="medium",
            phone=None,
            service_regions=("Østdanmark",),
        ),
    ),
    later_source=None,  # the database keeps the versions; which is in force, the day decides
)


@pytest.fixture
def app(tmp_path):
    """An app whose database has the tables and nothing in them."""
    app = make_app(tmp_path / "instance")
    with app.app_context():
        yield app


def kept():
    """What the database holds."""
    with reading() as connection:
        return all_offers(connection)


def by_id():
    return {offer.id: offer for offer in kept()}


def edit(offer: Offer, **changes):
    """Save an offer as the editors' desk does."""
    save(offer.model_copy(update=changes))
    db.session.commit()


def marks(code):
    """What the offer itself does not show: its version, its digest, and when it was edited."""
    with reading() as connection:
        query = select(Service.version, Service.seed_digest, Service.edited_at).where(Service.code == code)
        return connection.execute(query).one()


def test_every_shipped_offer_comes_back_as_it_was(app):
    assert seed(SHIPPED) == Seeded(added=len(SHIPPED))
    assert kept() == SHIPPED
    for offer in kept():
        Offer.model_validate(offer.model_dump())


def test_every_field_comes_back_as_it_was(app):
    assert set(Offer.model_fields) == FULL.model_fields_set
    seed([FULL])
    assert kept() == (FULL,)
    assert find("bcd2") == FULL
    assert find("zzzz") is None
    assert find("bcd2", db.session) == FULL


def test_what_was_merged_says_into_what_until_it_is_open_again(app):
    seed([FULL])
    for_good = {"status": "active", "until": None}
    edit(FULL, **for_good)
    assert find("bcd2") == FULL.model_copy(update=for_good | {"merged_into": None})


def test_reading_takes_a_handful_of_queries(app):
    seed(SHIPPED)
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    kept()
    assert len([statement for statement in statements if statement.startswith("SELECT")]) <= 9


def test_many_offers_are_read_whole(app):
    codes, many = set(), []
    for number in range(5_000):
        code = code_for(str(number), codes)
        codes.add(code)
        many.append(FULL.model_copy(update={"id": f"m{number}", "code": code}))
    seed(many)
    assert len(kept()) == 5_000


def test_seeding_twice_changes_nothing(app):
    seed(SHIPPED)
    assert seed(SHIPPED) == Seeded()
    assert kept() == SHIPPED
    assert marks(SHIPPED[0].code)[0] == 1


def test_untouched_offer_follows_the_file(app):
    seed(SHIPPED)
    first = SHIPPED[0].model_copy(
        update={"phone": "11 22 33 44", "topics": ("akut",), "organization": "En ny", "sms": "1234", "languages": ()}
    )
    assert seed([first, *SHIPPED[1:]]) == Seeded(updated=1)
    assert kept() == (first, *SHIPPED[1:])
    assert marks(first.code)[0] == 2


def test_new_row_comes_in_wherever_it_stands(app):
    seed(SHIPPED[:100])
    assert seed([SHIPPED[200], *SHIPPED[:100]]) == Seeded(added=1)
    assert kept() == (*SHIPPED[:100], SHIPPED[200])


def test_edited_offer_is_never_changed_by_the_file(app):
    seed(SHIPPED)
    edit(SHIPPED[0], phone="99 99 99 99", status="inactive")
    edited = find(SHIPPED[0].code)
    assert edited.phone == "99 99 99 99" and edited.id == SHIPPED[0].id
    before = marks(edited.code)
    assert before.version == 2 and before.edited_at is not None
    changed = SHIPPED[0].model_copy(update={"phone": "11 11 11 11", "name": "Et andet navn"})
    assert seed([changed, *SHIPPED[1:]]) == Seeded(left_alone=1)
    assert seed(SHIPPED[1:]) == Seeded()  # nor when its row is taken out
    assert find(edited.code) == edited
    assert marks(edited.code) == before


def test_vanished_offer_is_closed_and_opens_again_with_its_row(app):
    seed(SHIPPED)
    assert seed(SHIPPED[1:]) == Seeded(closed=1)
    assert find(SHIPPED[0].code) == SHIPPED[0].model_copy(update={"status": "inactive"})
    assert seed(SHIPPED[1:]) == Seeded()
    assert seed(SHIPPED) == Seeded(updated=1)
    assert kept() == SHIPPED


def test_code_stays_though_the_files_order_gives_another(app):
    seed(SHIPPED)
    moved = SHIPPED[0].model_copy(update={"code": "zzzz", "name": "Nyt navn"})
    assert seed([moved, *SHIPPED[1:]]) == Seeded(updated=1)
    assert by_id()[moved.id].code == SHIPPED[0].code


def test_editors_own_offer_is_left_alone_and_keeps_its_code(app):
    edit(FULL)
    (made,) = kept()
    assert made == FULL.model_copy(update={"id": made.id})
    clash = SHIPPED[0].model_copy(update={"code": FULL.code})
    assert seed([clash, *SHIPPED[1:]]) == Seeded(added=len(SHIPPED))
    assert find(FULL.code) == made
    other = by_id()[clash.id].code
    assert other not in {offer.code for offer in SHIPPED[1:]} | {FULL.code}
    edit(made, name="Nyt navn")
    assert find(FULL.code).name == "Nyt navn" and marks(FULL.code).version == 2


def test_saving_is_the_callers_to_undo(app):
    seed([FULL])
    save(FULL.model_copy(update={"name": "Andet", "organization": "Ny", "changes": ()}))
    db.session.rollback()
    assert kept() == (FULL,)
    assert marks(FULL.code).edited_at is None


def test_seeding_is_all_or_nothing(app):
    seed(SHIPPED[:5])
    bad = SHIPPED[7].model_copy(update={"anonymous": "ja"})
    with pytest.raises(IntegrityError):
        seed([SHIPPED[0].model_copy(update={"name": "Nyt"}), SHIPPED[6], bad])
    assert kept() == SHIPPED[:5]


def test_two_servers_may_seed_at_once(app):
    results, failures = [], []

    def start():
        try:
            with app.app_context():
                results.append(seed(SHIPPED))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert sorted(result.added for result in results) == [0, 0, len(SHIPPED)]
    assert kept() == SHIPPED


BAD = [
    "UPDATE service SET status = 'closed'",
    "UPDATE service SET anonymous = 'ja'",
    "UPDATE service SET free = 'ja'",
    "UPDATE service SET no_referral = 'ja'",
    "UPDATE service SET confidence = 'sikker'",
    "UPDATE service SET name = ''",
    "UPDATE service SET neutral_name = NULL",
    "UPDATE service SET code = 'BCD2'",
    "UPDATE service SET code = 'bcd23'",
    "UPDATE service SET url = 'javascript:alert(1)'",
    "UPDATE service SET source_url = 'en avis'",
    "UPDATE service SET source_date = '24'",
    "UPDATE service SET seen = NULL",
    "UPDATE service SET version = 0",
    "UPDATE service SET chat = NULL",
    "UPDATE service SET organization_id = 999",
    "UPDATE service SET seed_id = 'same'",
    "DELETE FROM organization",
    "UPDATE organization SET name = 'same'",
    "UPDATE phone SET type = 'fax'",
    "UPDATE phone SET number = NULL",
    "UPDATE phone SET number = ''",
    "UPDATE schedule_change SET valid_from = '2027-01-01', valid_to = '2026-01-01'",
    "UPDATE service_area SET extent_type = 'world'",
    "UPDATE service_area SET extent = '' WHERE extent_type = 'region'",
    "UPDATE service_area SET extent = '561' WHERE extent_type = 'municipality'",
    "UPDATE service_area SET extent = 'Danmark' WHERE extent_type = 'national'",
    "UPDATE attribute SET taxonomy = 'colour'",
    "UPDATE attribute SET term = ''",
    "UPDATE attribute SET term = 'same'",
    "UPDATE language SET code = 'dansk'",
    "INSERT INTO location (service_id) VALUES (999)",
    "INSERT INTO location (service_id) SELECT service_id FROM location",
    "INSERT INTO phone (service_id, type, number) SELECT service_id, type, '112' FROM phone",
]


@pytest.fixture(scope="module")
def two_offers(tmp_path_factory):
    """A database with two offers, for statements it refuses."""
    app = make_app(tmp_path_factory.mktemp("two") / "instance")
    with app.app_context():
        seed([FULL, FULL.model_copy(update={"id": "x2", "code": "bcd3", "organization": "En anden"})])
    return app


@pytest.mark.parametrize("statement", BAD)
def test_database_itself_refuses(two_offers, statement):
    with two_offers.app_context(), pytest.raises((IntegrityError, DataError)), db.engine.begin() as connection:
        connection.execute(text(statement))


def test_parts_go_with_their_service(app):
    seed([FULL])
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM service"))
        for table in ("location", "phone", "schedule", "schedule_change", "language", "service_area", "attribute"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0  # noqa: S608


def test_migration_makes_the_models_tables_and_takes_them_back(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []
    for table in db.metadata.tables.values():
        made = {check["name"] for check in inspect(db.engine).get_check_constraints(table.name)}
        meant = {str(rule.name) for rule in table.constraints if isinstance(rule, CheckConstraint)}
        if db.engine.dialect.supports_native_boolean:
            meant -= {column.type.name for column in table.columns if isinstance(column.type, Boolean)}
        assert made == meant, table.name
    migrations().downgrade(revision="0001")
    assert "service" not in inspect(db.engine).get_table_names()
    migrations().upgrade()
    assert seed(SHIPPED).added == len(SHIPPED)
