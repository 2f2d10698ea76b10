"""Writing, comparing, publishing and taking down an agreement at the desk."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.agreement.agreements import INTERNAL, WHOLE, add_agreement, values_of
from tests.answers import shown
from tests.people import AARHUS, ESBJERG, add_user, logged_in, send
from webapp.agreement import store
from webapp.audit import Change
from webapp.database import db
from webapp.edition.bundle import unpack
from webapp.edition.site import site_file
from webapp.publishing.publish import publish

LONG = 60  # seconds to wait for an edition: only a machine that hangs uses them
OWN = f"/intern/aftale/{ESBJERG}"


def changes_in(desk) -> list[Change]:
    with desk.app_context():
        found = (
            db.session.execute(select(Change).where(Change.kind.startswith("agreement")).order_by(Change.id))
            .scalars()
            .all()
        )
        db.session.expunge_all()
        return found


def kept(desk) -> list[dict]:
    with desk.app_context():
        return [one.values for one in store.versions.of(ESBJERG)]


def test_the_first_form_proposes_steps_and_keeps_nothing(desk, coordinator):
    page = coordinator.get(f"{OWN}/ret").get_data(as_text=True)
    assert "Tal med en kollega." in page and kept(desk) == []


def test_what_was_written_comes_back_whole(desk, coordinator):
    answer = send(coordinator, f"{OWN}/ret", base="0", **WHOLE)
    assert answer.location == f"{OWN}/1" and kept(desk) == [values_of(WHOLE)]
    form = BeautifulSoup(coordinator.get(f"{OWN}/ret").data, "html.parser").select_one("main form")
    for name, value in WHOLE.items():
        if isinstance(value, list):
            assert [tick["value"] for tick in form.select(f"[name={name}][checked]")] == value
        elif name == "writing":
            assert form.select_one(f"[name={name}][checked]")["value"] == value
        else:
            field = form.select_one(f"[name={name}]")
            assert (field.get_text().lstrip("\r\n") if field.name == "textarea" else field["value"]) == value
    assert form.select_one("[name=base]")["value"] == "1"


def test_the_same_again_makes_no_version(desk, coordinator):
    for base in ("0", "0", "1", "x"):
        assert send(coordinator, f"{OWN}/ret", base=base, **WHOLE).location == f"{OWN}/1"
    assert len(kept(desk)) == 1 and len(changes_in(desk)) == 1


@pytest.mark.parametrize("name", ["own_signs", "contact", "said_first"])
def test_a_cpr_number_is_refused_with_the_reason_and_nothing_is_lost(desk, coordinator, name):
    sent = WHOLE | {name: "Født 010190-1234"}
    answer = send(coordinator, f"{OWN}/ret", base="0", **sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "ligner et CPR-nummer" in page and kept(desk) == []
    for value in sent.values():
        for line in value if isinstance(value, list) else value.split("\n"):
            assert line in page
    assert changes_in(desk) == []


def test_two_at_once_lose_nothing(desk, coordinator):
    send(coordinator, f"{OWN}/ret", base="0", **WHOLE)
    other = logged_in(desk, add_user(desk, "coordinator", name="Ea Efter"))
    send(other, f"{OWN}/ret", base="1", **(WHOLE | {"steps": "Deres trin", "contact": "Deres kontakt"}))
    answer = send(coordinator, f"{OWN}/ret", base="1", **(WHOLE | {"steps": "Mit trin", "team": "Mit hold"}))
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 409 and len(kept(desk)) == 2
    assert "Ea Efter har gemt imens" in shown(answer) and "Det blev version 2" in shown(answer)
    changed = page.select_one(".sides").get_text()
    assert "Deres trin" in changed and "Mit trin" in changed
    assert page.select_one("[name=steps]").get_text().strip() == "Mit trin"
    assert page.select_one("[name=team]")["value"] == "Mit hold"
    assert page.select_one("[name=contact]")["value"] == "Deres kontakt", "what was not touched here is theirs"
    assert "Deres kontakt" not in changed and "Deres kontakt" in page.select_one(".conflict .lines").get_text()
    assert page.select_one("[name=base]")["value"] == "2"
    again = send(coordinator, f"{OWN}/ret", base="2", **(WHOLE | {"steps": "Deres trin\nMit trin", "team": "Mit hold"}))
    assert again.location == f"{OWN}/3" and kept(desk)[0]["steps"] == "Deres trin\nMit trin"


def test_two_who_write_the_first_at_once_lose_nothing(desk, coordinator):
    other = logged_in(desk, add_user(desk, "coordinator", name="Ea Efter"))
    page = BeautifulSoup(coordinator.get(f"{OWN}/ret").data, "html.parser")
    begun_with = {"steps": page.select_one("[name=steps]").get_text().strip()}
    send(other, f"{OWN}/ret", base="0", **begun_with, team="Deres hold")
    answer = send(coordinator, f"{OWN}/ret", base="0", **begun_with, contact="Min kontakt")
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 409 and "Deres hold" in page.select_one(".conflict .lines").get_text()
    assert page.select_one("[name=team]")["value"] == "Deres hold"
    assert page.select_one("[name=contact]")["value"] == "Min kontakt"


def test_an_earlier_version_can_be_written_on_and_put_back(desk, coordinator, publishings):
    add_agreement(desk)
    add_agreement(desk, steps="Andet", out=True)
    page = BeautifulSoup(coordinator.get(f"{OWN}/ret?fra=1").data, "html.parser")
    assert page.select_one("[name=steps]").get_text().strip() == WHOLE["steps"]
    assert page.select_one("[name=base]")["value"] == "2", "it still stands on the newest"
    send(coordinator, f"{OWN}/1/udgiv")
    with desk.app_context():
        assert store.in_force(ESBJERG).number == 1 and store.versions.latest(ESBJERG).number == 2
    assert "Version 1 er på telefonerne. Version 2 er nyere" in shown(coordinator.get(OWN))


@pytest.mark.parametrize("version", ["9", "0", "x", "1.5", "-1", "٣", "9" * 30])
def test_a_version_that_is_not_there_is_not_there(desk, coordinator, version):
    add_agreement(desk)
    assert coordinator.get(f"{OWN}/{version}").status_code == 404
    assert coordinator.get(f"{OWN}/1/mod/{version}").status_code == 404
    answer = coordinator.get(f"{OWN}/ret?fra={version}")
    assert answer.status_code == (404 if version in ("9", "0") else 200)
    assert send(coordinator, f"{OWN}/sammenlign", foer="1", efter=version).status_code in (303, 404)


def test_versions_are_compared(desk, coordinator):
    add_agreement(desk)
    add_agreement(desk, steps="Tal med en kollega.\nSpørg i ro og mag.", contact="Ny Kontakt")
    answer = send(coordinator, f"{OWN}/sammenlign", foer="1", efter="2")
    assert answer.location == f"{OWN}/2/mod/1"
    page = BeautifulSoup(coordinator.get(answer.location).data, "html.parser")
    assert [one.get_text() for one in page.select(".changed del")] == ["Spørg roligt.", "Kim Kontakt, 20 30 40 50"]
    assert [one.get_text() for one in page.select(".changed ins")] == ["Spørg i ro og mag.", "Ny Kontakt"]
    assert "De to versioner er ens" in shown(coordinator.get(f"{OWN}/1/mod/1"))
    assert "Version 2" in shown(coordinator.get(f"{OWN}/versioner"))


def test_what_lacks_something_cannot_go_out(desk, coordinator, publishings):
    add_agreement(desk, review="", steps="")
    assert "Udgiv" not in shown(coordinator.get(f"{OWN}/1"))
    answer = send(coordinator, f"{OWN}/1/udgiv")
    assert answer.status_code == 422 and publishings == []
    assert "Skriv, hvornår I ser aftalen efter igen." in shown(answer)
    with desk.app_context():
        assert store.in_force(ESBJERG) is None


def test_a_promise_is_pointed_out_before_it_goes_out(desk, coordinator):
    add_agreement(desk, said_first="Det bliver mellem os.")
    assert "kan lyde som et løfte. Lov kun det, I kan holde. Det bliver mellem os." in shown(
        coordinator.get(f"{OWN}/1")
    )


def test_going_out_and_coming_down_are_in_the_log_and_on_the_phones(desk, coordinator, publishings):
    add_agreement(desk)
    send(coordinator, f"{OWN}/1/udgiv")
    send(coordinator, f"{OWN}/1/udgiv")
    send(coordinator, f"{OWN}/tagned")
    send(coordinator, f"{OWN}/tagned")
    lines = changes_in(desk)
    assert [line.kind for line in lines] == ["agreement.saved", "agreement.published", "agreement.withdrawn"]
    assert {line.municipality for line in lines} == {ESBJERG}
    assert "Hvordan: Trin for trin" in json.loads(lines[1].after)
    assert len(publishings) == 4
    page = shown(coordinator.get("/intern/log"))
    assert "udgav aftalen for Esbjerg, version 1" in page


def test_only_what_changed_is_in_the_log(desk, coordinator):
    add_agreement(desk)
    add_agreement(desk, team="Nyt navn")
    assert changes_in(desk)[-1].differences == [("Hvem aftalen gælder for: Sted eller hold", WHOLE["team"], "Nyt navn")]


def test_an_editor_reads_all_of_it_and_changes_nothing(desk, publishings):
    add_agreement(desk, out=True)
    editor = logged_in(desk, add_user(desk, "editor"))
    page = shown(editor.get(OWN))
    for name in INTERNAL:
        assert " ".join(name.split()) in page
    assert "Ret" not in page.split() and "Tag ned" not in page
    for address in ("ret", "1/udgiv", "tagned"):
        assert send(editor, f"{OWN}/{address}").status_code == 403


def test_another_municipalitys_agreement_is_not_there(desk, coordinator):
    add_agreement(desk, AARHUS, out=True)
    theirs = f"/intern/aftale/{AARHUS}"
    for way in ("", "/versioner", "/1", "/1/mod/1", "/ret"):
        assert coordinator.get(theirs + way).status_code == 404
    for way in ("/ret", "/1/udgiv", "/tagned", "/sammenlign"):
        assert send(coordinator, theirs + way).status_code == 404
    assert coordinator.get("/intern/aftale/9999").status_code == 404


def test_an_administrator_chooses_among_all(desk):
    add_agreement(desk, AARHUS, out=True)
    administrator = logged_in(desk, add_user(desk, "administrator"))
    page = shown(administrator.get("/intern/aftale"))
    assert page.index("Aarhus Udgivet") < page.index("Esbjerg Ikke udgivet")
    assert administrator.get(f"/intern/aftale/{AARHUS}").status_code == 200


@pytest.mark.parametrize(("review", "late"), [("2026-11-22", True), ("2026-11-23", False)])
def test_an_overdue_review_is_told_at_the_desk(desk, coordinator, review, late):
    """The clock stands at 23 November."""
    add_agreement(desk, review=review, out=True)
    assert ("Aftalen skulle være set efter 2" in shown(coordinator.get(OWN))) == late


def test_every_published_agreement_is_in_the_edition_without_its_names(desk, little_edition, coordinator):
    add_agreement(desk, AARHUS, out=True)
    add_agreement(desk)
    publish(desk)
    assert send(coordinator, f"{OWN}/1/udgiv").location == OWN
    assert desk.extensions["publisher"].wait(LONG)
    current = desk.extensions["editions"].current()
    bundle = site_file(current.folder / "site", f"/udgave/{current.version}").read_bytes()
    _, entries = unpack(bundle)
    found = {entry.path for entry in entries if entry.path.startswith("/data/aftale/")}
    assert found == {f"/data/aftale/{AARHUS}", f"/data/aftale/{ESBJERG}"}
    for name in INTERNAL:
        assert name.encode() not in bundle
    assert "Går uden om døren".encode() in bundle
    page = desk.test_client().get("/aftale?k=Esbjerg").get_data(as_text=True)
    assert "Går uden om døren" in page and f'data-edition="{current.version}"' in page
    assert re.search(r'href="/aftale"', desk.test_client().get("/kort/2").get_data(as_text=True))
    send(coordinator, f"{OWN}/tagned")
    assert desk.extensions["publisher"].wait(LONG)
    assert (
        f"/data/aftale/{ESBJERG}".encode()
        not in site_file(
            desk.extensions["editions"].current().folder / "site",
            f"/udgave/{desk.extensions['editions'].current().version}",
        ).read_bytes()
    )
