"""The form of an offer: what is saved, what is refused and where it says so, and what a phone then sees."""

import pytest

from tests.offersdesk.conftest import AWAY, NATIONAL, OWN, act, count, offer_of, post, save, version
from tests.people import AARHUS, add_user, logged_in


def test_list_shows_what_one_looks_after(desk, editor):
    page = editor.get("/intern/tilbud").text
    assert 'data-offer="bcd2"' in page and 'data-offer="bcd3"' in page
    assert 'data-offer="bcd4"' not in page and 'data-offer="bcd5"' not in page
    chief = logged_in(desk, add_user(desk, "administrator")).get("/intern/tilbud").text
    assert all(f'data-offer="{code}"' in chief for code in ("bcd2", "bcd3", "bcd4", "bcd5"))


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"q": "aalen"}, {"bcd2", "bcd3"}),
        ({"q": "75 12 34"}, {"bcd2", "bcd3"}),
        ({"q": "+45 75123456"}, {"bcd2", "bcd3"}),
        ({"q": "751234"}, {"bcd2", "bcd3"}),
        ({"q": "ålen findes-ikke"}, set()),
        ({"vis": "all"}, {"bcd2", "bcd3", "bcd5"}),
        ({"vis": "due"}, {"bcd2", "bcd3"}),
        ({"vis": "closed"}, set()),
        ({"vis": "rubbish", "k": "0751"}, {"bcd2", "bcd3"}),
    ],
)
def test_list_is_filtered_and_no_address_says_how(editor, asked, codes):
    answer = post(editor, "/intern/tilbud", **asked)
    assert (answer.status_code, answer.location) == (303, "/intern/tilbud")
    page = editor.get("/intern/tilbud").text
    assert {code for code in ("bcd2", "bcd3", "bcd4", "bcd5") if f'data-offer="{code}"' in page} == codes


def test_administrator_chooses_a_municipality(desk):
    client = logged_in(desk, add_user(desk, "administrator"))
    for place, code in ((AARHUS, "bcd4"), ("-", "bcd5")):
        post(client, "/intern/tilbud", k=place)
        page = client.get("/intern/tilbud").text
        assert [known for known in ("bcd2", "bcd3", "bcd4", "bcd5") if f'data-offer="{known}"' in page] == [code]


def test_what_is_somebody_elses_is_read_only_or_not_there(desk, editor):
    assert editor.get("/intern/tilbud/bcd4").status_code == 404
    page = editor.get("/intern/tilbud/bcd5")
    assert page.status_code == 200 and "Kun til at se" in page.text and "/ret" not in page.text
    for code in ("bcd4", "bcd5", "zzzz"):
        assert editor.get(f"/intern/tilbud/{code}/ret").status_code == 404
        for what in ("ret", "luk", "aabn", "fortryd", "flet"):
            assert act(editor, desk, code, what).status_code == 404
        for address in (f"/intern/bekraeft/{code}", f"/intern/bekraeft/{code}/meldt"):
            assert post(editor, address, how="phone", version="1").status_code == 404
    assert offer_of(desk, "bcd4") == AWAY and offer_of(desk, "bcd5") == NATIONAL


def test_saving_what_is_there_changes_nothing(desk, editor):
    answer = save(editor, desk, "bcd2")
    assert answer.status_code == 303
    assert offer_of(desk, "bcd2") == OWN and version(desk, "bcd2") == 1 and count(desk, "offer_revision") == 0


def test_everything_can_be_changed(desk, editor):
    answer = save(
        editor, desk, "bcd2",
        name="Nyt navn", organization="", neutral_name="Huset", description="To linjer\r\nbliver én.",
        description_en="Talk.", phone="+4576543210", sms="21 00 00 00", email="post@stedet.dk", website="nyt-sted.dk/om",
        chat=True, opening_hours="Mo 10:00-12:00", hours_note="Ring først", topics=["vold", "akut"], audiences=["unge"],
        contact_forms=["fremmoede"], languages=["en", "dts"], anonymous="no", free="unknown", no_referral="yes", children="yes",
        dogs="no", address="Gaden 2", postal="6705", city="Esbjerg Ø", service_regions=["Syddanmark"],
        service_municipalities="esbjerg; Varde Kommune", legal_basis="SEL § 104", notes="Kun os.",
        source_url="https://kilden.dk/a?b=1", source_date="2026-02", confidence="high",
        changes=[
            {"first": "24.12.2026", "last": "2026-12-26", "opening_hours": "", "note": "Jul"},
            {"first": "31/12 2026", "last": "", "opening_hours": "Th 10:00-12:00", "note": ""},
        ],
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    after = offer_of(desk, "bcd2")
    assert after.name == after.organization == "Nyt navn"
    assert after.description == "To linjer bliver én."
    assert (after.phone, after.sms, after.website) == ("76 54 32 10", "21 00 00 00", "https://nyt-sted.dk/om")
    assert (after.children, after.dogs) == ("yes", "no")
    assert set(after.contact_forms) == {"telefon", "sms", "chat", "fremmoede"}
    assert after.service_municipalities == ("0561", "0573") and after.service_regions == ("Syddanmark",)
    assert [(str(day.first), str(day.last), day.opening_hours) for day in after.changes] == [
        ("2026-12-24", "2026-12-26", None),
        ("2026-12-31", "2026-12-31", "Th 10:00-12:00"),
    ]
    assert (after.id, after.code, after.status, after.seen, after.confirmed_on) == (
        OWN.id, OWN.code, OWN.status, OWN.seen, None,
    )  # fmt: skip
    assert save(editor, desk, "bcd2").status_code == 303 and offer_of(desk, "bcd2") == after


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("phone", "12345", "8 tal"),
        ("phone", "hos Ane", "kun tal"),
        ("phone", "0101901234", "8 tal"),
        ("sms", "05 12 34 56", "begynder med 2-9"),
        ("website", "javascript:alert(1)", "Skriv en adresse på en hjemmeside"),
        ("website", " JavaScript:alert(1)", "Skriv en adresse på en hjemmeside"),
        ("website", "data:text/html,x", "Skriv en adresse på en hjemmeside"),
        ("website", "https://x@y.dk", "brugernavn"),
        ("website", "https://127.0.0.1/", "Skriv en adresse på en hjemmeside"),
        ("website", "https://sted.dk/<b>", "Skriv en adresse på en hjemmeside"),
        ("source_url", "//ond.dk", "Skriv en adresse på en hjemmeside"),
        ("email", "ikke en mail", "Skriv en mailadresse"),
        ("email", "post@\u017ftedet.dk", "Skriv en mailadresse"),
        ("opening_hours", "Mo-Fr 09:00-16:00 hver dag", "tegn 19"),
        ("opening_hours", "Feb 30 off", "findes ikke"),
        ("opening_hours", "Mo sunrise-12:00", "Solens tider"),
        ("name", "", "Skriv tilbuddets navn"),
        ("name", "x" * 101, "for langt"),
        ("description", "Spørg efter 010190-1234", "CPR-nummer"),
        ("notes", "Borger 0101901234 ringede", "CPR-nummer"),
        ("hours_note", "Spørg efter 0101901234", "skriv foran, hvad det er"),
        ("how", {"hours_note": "Spørg efter 010190", "legal_basis": "1234"}, "Feltet før og dette"),
        ("how", {"legal_basis": "Født 1/1-1990, de sidste fire cifre", "notes": "1234"}, "Feltet før og dette"),
        ("hours_note", "[[code]]", "[[ og ]]"),
        ("neutral_name", "Krisecentret", "Vælg en af mulighederne"),
        ("topics", [], "mindst ét emne"),
        ("topics", ["findes_ikke"], "Vælg en af mulighederne"),
        ("service_municipalities", "", "Vælg hele landet"),
        ("service_municipalities", "Esbjærg", "Mener du Esbjerg?"),
        ("postal", "67000", "fire tal"),
        ("source_date", "2027-01", "ikke en dag, der ikke er kommet"),
        ("municipality", "0751", "en anden kommune"),
        ("municipality", "9999", "Vælg en af mulighederne"),
        ("confidence", "sikker", "Vælg en af mulighederne"),
        ("how", "drøm", "kan tilbuddet ikke spørges"),
        ("changes", [{"first": "32.12.2026"}], "Skriv en dato"),
        ("changes", [{"first": "2.1.2027", "last": "1.1.2027"}], "før den første"),
        ("changes", [{"first": "1.1.2127"}], "Er årstallet rigtigt"),
        ("changes", [{"first": "1.1.2027", "opening_hours": "Mo 9-x"}], "Den kan ikke læses"),
        ("changes", [{"first": "1.1.2027", "note": "010190-1234"}], "CPR-nummer"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place_and_nothing_is_saved(unchanged_desk, field, value, said):
    desk = unchanged_desk
    several = value if isinstance(value, dict) else {field: value}
    answer = save(logged_in(desk, add_user(desk)), desk, "bcd2", **several)
    page = answer.text
    assert answer.status_code == 422 and said in page
    if isinstance(value, str) and value.startswith(("Mo-Fr", "Spørg")):
        assert value.split(" hver")[0] in page, "what was typed is still there"
    assert offer_of(desk, "bcd2").name == OWN.name
    assert count(desk, "offer_revision") == 0 and count(desk, "change") == 0


def test_one_part_is_edited_by_itself(desk, editor):
    page = editor.get("/intern/tilbud/bcd2/ret/kontakt").text
    assert 'name="phone"' in page and 'name="opening_hours"' not in page and 'name="name"' not in page
    answer = act(editor, desk, "bcd2", "ret/kontakt", phone="76543210", sms="", website=OWN.website, how="")
    assert answer.status_code == 303
    assert offer_of(desk, "bcd2") == OWN.model_copy(update={"phone": "76 54 32 10"})
    answer = act(editor, desk, "bcd2", "ret/aabent", opening_hours="man-fre 9-16, lør lukket", name="Et andet navn")
    assert answer.status_code == 303
    kept = offer_of(desk, "bcd2")
    assert (kept.opening_hours, kept.name) == ("Mo-Fr 09:00-16:00; Sa off", OWN.name)


def test_a_part_that_is_wrong_comes_back_with_what_was_typed(desk, editor):
    answer = act(editor, desk, "bcd2", "ret/aabent", opening_hours="når vi kan", hours_note="Ring først", how="")
    assert answer.status_code == 422 and count(desk, "offer_revision") == 0
    page = answer.text
    assert 'value="når vi kan"' in page and 'value="Ring først"' in page and 'name="phone"' not in page
    seen = version(desk, "bcd2")
    save(editor, desk, "bcd2", phone="70 11 22 33")
    answer = post(
        editor, "/intern/tilbud/bcd2/ret/kontakt", phone="70 99 88 77", website=OWN.website, version=str(seen)
    )
    assert answer.status_code == 409 and "70 99 88 77" in answer.text and "70 11 22 33" in answer.text
    assert offer_of(desk, "bcd2").phone == "70 11 22 33"


def test_there_are_no_other_parts_and_none_of_others(desk, editor):
    assert editor.get("/intern/tilbud/bcd2/ret/navn").status_code == 404
    for code in ("bcd4", "bcd5", "zzzz"):
        assert editor.get(f"/intern/tilbud/{code}/ret/kontakt").status_code == 404
        assert act(editor, desk, code, "ret/kontakt", phone="12345678").status_code == 404
