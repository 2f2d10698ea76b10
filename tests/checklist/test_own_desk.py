"""A municipality's own lines and notes at the desk, and as the phones are given them."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.answers import shown
from tests.checklist.own_lines import LINE, NOTE, add_line, add_note
from tests.conftest import LIBRARY
from tests.people import AARHUS, ESBJERG, add_user, logged_in, send
from webapp.audit import Change
from webapp.checklist import store
from webapp.checklist.own import MOST, Own
from webapp.database import db
from webapp.edition.site import site_file
from webapp.publishing.publish import publish

LONG = 60  # seconds to wait for an edition: only a machine that hangs uses them
OWN = f"/intern/tjek/{ESBJERG}"
TYPED = {"what": LINE["what"], "say": LINE["say"], "why": LINE["why"], "place": "start st3"}


pytestmark = pytest.mark.usefixtures("publishings")


@pytest.fixture
def other(desk, coordinator):
    """Another one."""
    return logged_in(desk, add_user(desk, "coordinator", name="Ea Efter"))


def page_of(answer):
    return BeautifulSoup(answer.data, "html.parser").select_one("#indhold")


def kept(desk, municipality: str = ESBJERG) -> Own:
    with desk.app_context():
        last = store.versions.latest(municipality)
        return last.own if last else Own()


def base_of(desk) -> str:
    with desk.app_context():
        last = store.versions.latest(ESBJERG)
        return str(last.number if last else 0)


def log_of(desk) -> list[Change]:
    with desk.app_context():
        found = list(
            db.session.execute(select(Change).where(Change.kind.startswith("check")).order_by(Change.id)).scalars()
        )
        db.session.expunge_all()
        return found


def piece(desk, code: str = ESBJERG):
    """The checklist's piece of a municipality, as a phone fetches it."""
    answer = desk.test_client().get(f"/data/lokalt/{code}.json")
    [[_, _, html]] = answer.get_json()["tjek"]
    return BeautifulSoup(html, "html.parser")


# Lines


def test_a_line_is_written_seen_and_saved(desk, coordinator, publishings):
    seen = send(coordinator, f"{OWN}/ny", base="0", vis="1", **TYPED)
    phone = page_of(seen).select_one(".as-phone")
    assert [line["data-check"] for line in phone.select(".check")] == ["st3", "x0000n0", "st4"]
    assert LINE["say"] in phone.get_text() and kept(desk) == Own() and publishings == []
    assert page_of(seen).select_one("#say").get_text().strip() == LINE["say"]
    answer = send(coordinator, f"{OWN}/ny", base="0", **TYPED)
    name = kept(desk).lines[0].id
    assert answer.location == f"{OWN}#{name}" and publishings == [1]
    page = page_of(coordinator.get(OWN))
    laid = [line["id"] for line in page.select(".laid > li")]
    assert laid[laid.index(name) - 1 : laid.index(name) + 2] == ["n-st3", name, "n-st4"]
    [change] = log_of(desk)
    assert (change.kind, change.municipality) == ("check.added", ESBJERG)
    assert json.loads(change.after)["Hvor står den?"] == "Ved start: efter »Sig, hvornår du ikke må tie«"
    assert f"tilføjede tjeklinjen {LINE['what']}" in shown(coordinator.get("/intern/log"))


def test_sending_twice_makes_one_line(desk, coordinator):
    for _ in range(2):
        assert send(coordinator, f"{OWN}/ny", base="0", **TYPED).status_code == 303
    assert len(kept(desk).lines) == len(log_of(desk)) == 1


@pytest.mark.parametrize("name", ["what", "say", "why"])
@pytest.mark.parametrize("vis", [{}, {"vis": "1"}])
def test_a_cpr_number_is_refused_with_the_reason_and_nothing_is_lost(desk, coordinator, name, vis):
    answer = send(coordinator, f"{OWN}/ny", base="0", **(TYPED | {name: "Født 010190-1234"}), **vis)
    page = page_of(answer)
    assert answer.status_code == 422 and "ligner et CPR-nummer" in page.select_one(f"#{name}-error").get_text()
    typed = {field["id"]: field.get("value") or field.get_text().strip() for field in page.select("#what, #say, #why")}
    assert typed == {"what": LINE["what"], "say": LINE["say"], "why": LINE["why"]} | {name: "Født 010190-1234"}
    assert page.select_one("#place [selected]")["value"] == "start st3"
    assert kept(desk) == Own() and log_of(desk) == []


@pytest.mark.parametrize("place", ["", "start", "nu first", "start f1", "start g2a", "efter e6", "start st3 st4"])
def test_a_place_that_is_not_offered_is_refused(desk, coordinator, place):
    answer = send(coordinator, f"{OWN}/ny", base="0", **(TYPED | {"place": place}))
    assert answer.status_code == 422 and "hvor linjen skal stå" in shown(answer) and kept(desk) == Own()


def test_what_could_be_better_is_told_and_not_refused(desk, coordinator):
    promise = TYPED | {"say": "Det bliver mellem os."}
    assert "kan lyde som et løfte" in shown(send(coordinator, f"{OWN}/ny", base="0", vis="1", **promise))
    assert send(coordinator, f"{OWN}/ny", base="0", **promise).status_code == 303
    assert "kan lyde som et løfte" in shown(coordinator.get(OWN))


def test_enough_is_enough(desk, coordinator):
    for number in range(MOST):
        add_line(desk, what=f"Linje nummer {number}")
    answer = send(coordinator, f"{OWN}/ny", base="0", **TYPED)
    assert answer.status_code == 422 and "det er nok at sige" in shown(answer)
    assert page_of(answer).select_one("#say").get_text().strip() == LINE["say"]
    assert len(kept(desk).lines) == MOST


def test_order_is_changed_a_step_at_a_time(desk, coordinator):
    name = add_line(desk)
    page = page_of(coordinator.get(OWN))
    assert len(page.select(f"#{name} form")) == 3, "up, down, remove"
    assert send(coordinator, f"{OWN}/{name}/op", base=base_of(desk)).location == f"{OWN}#{name}"
    assert kept(desk).lines[0].after == "st2"
    send(coordinator, f"{OWN}/{name}/ned", base=base_of(desk))
    assert kept(desk).lines[0].after == "st3"
    for _ in range(9):
        send(coordinator, f"{OWN}/{name}/op", base=base_of(desk))
    assert kept(desk).lines[0].after == "first"
    assert page_of(coordinator.get(OWN)).select_one(f"#{name} form")["action"].endswith("/ned"), "there is no way up"
    assert {change.kind for change in log_of(desk)} == {"check.edited", "check.moved"}


def test_a_removed_line_comes_back_with_its_id(desk, coordinator):
    name = add_line(desk)
    for _ in range(2):  # the second finds it gone already
        assert send(coordinator, f"{OWN}/{name}/fjern", base=base_of(desk)).status_code == 303
    assert kept(desk).lines == () and LINE["what"] in shown(coordinator.get(OWN))
    assert coordinator.get(f"{OWN}/{name}/ret").status_code == 404
    for _ in range(2):
        assert send(coordinator, f"{OWN}/{name}/hent", base=base_of(desk)).status_code == 303
    assert [line.id for line in kept(desk).lines] == [name] and kept(desk).removed == ()
    assert [change.kind for change in log_of(desk)][1:] == ["check.removed", "check.restored"]


def test_the_last_change_is_seen_and_taken_back(desk, coordinator):
    name = add_line(desk)
    before = kept(desk)
    send(coordinator, f"{OWN}/{name}/ret", base="1", **(TYPED | {"what": "Et nyt ord"}))
    page = shown(coordinator.get(OWN))
    assert "Sidst: Kim Koordinator rettede tjeklinjen Et nyt ord , 23. november 2026" in page
    send(coordinator, f"{OWN}/fortryd", base="2")
    assert kept(desk) == before
    send(coordinator, f"{OWN}/fortryd", base="3")
    assert kept(desk).lines[0].what == "Et nyt ord", "taken back in its turn"
    answer = send(coordinator, f"{OWN}/fortryd", base="3")
    assert answer.status_code == 409 and kept(desk).lines[0].what == "Et nyt ord"


def test_an_undone_line_never_gives_its_id_to_another(desk, coordinator):
    name = add_line(desk)
    send(coordinator, f"{OWN}/fortryd", base="1")
    assert kept(desk).lines == ()
    assert add_line(desk) != name


# Two at once


def test_two_at_one_line_lose_nothing(desk, coordinator, other):
    name = add_line(desk)
    send(other, f"{OWN}/{name}/ret", base="1", **(TYPED | {"say": "Deres ord", "why": "Deres grund"}))
    answer = send(coordinator, f"{OWN}/{name}/ret", base="1", **(TYPED | {"say": "Mine ord"}))
    page = page_of(answer)
    assert answer.status_code == 409 and "Ea Efter har gemt imens" in shown(answer)
    assert [side.get_text() for side in page.select(".sides td")] == ["Deres ord", "Mine ord"]
    assert page.select_one("#why").get_text().strip() == "Deres grund", "what was not touched here is theirs"
    assert page.select_one("#say").get_text().strip() == "Mine ord" and kept(desk).lines[0].say == "Deres ord"
    assert page.select_one("[name=base]")["value"] == "2"
    assert send(coordinator, f"{OWN}/{name}/ret", base="2", **(TYPED | {"say": "Begges ord"})).status_code == 303
    assert kept(desk).lines[0].say == "Begges ord"


def test_two_at_different_lines_both_get_their_way(desk, coordinator, other):
    one, two = add_line(desk), add_line(desk, what="En anden linje")
    send(other, f"{OWN}/{one}/ret", base="2", **(TYPED | {"say": "Deres ord"}))
    send(other, f"{OWN}/forklar/st4", base="2", note=NOTE)
    answer = send(coordinator, f"{OWN}/{two}/ret", base="2", **(TYPED | {"say": "Mine ord"}))
    assert answer.status_code == 303
    assert [line.say for line in kept(desk).lines] == ["Deres ord", "Mine ord"] and kept(desk).notes == {"st4": NOTE}


def test_a_line_removed_meanwhile_is_not_lost(desk, coordinator, other):
    name = add_line(desk)
    send(other, f"{OWN}/{name}/fjern", base="1")
    answer = send(coordinator, f"{OWN}/{name}/ret", base="1", **(TYPED | {"say": "Mine ord"}))
    assert answer.status_code == 409 and "Ea Efter har fjernet linjen imens" in shown(answer)
    assert "Mine ord" in str(page_of(answer)) and kept(desk).lines == ()
    assert send(coordinator, f"{OWN}/{name}/ret", base="2", **(TYPED | {"say": "Mine ord"})).status_code == 303
    assert (kept(desk).lines[0].id, kept(desk).lines[0].say) == (name, "Mine ord")


@pytest.mark.parametrize("way", ["fjern", "op"])
def test_nobody_removes_or_moves_what_has_become_something_else(desk, coordinator, other, way):
    name = add_line(desk)
    send(other, f"{OWN}/{name}/ret", base="1", **(TYPED | {"say": "Deres ord", "place": "efter e1"}))
    answer = send(coordinator, f"{OWN}/{name}/{way}", base="1")
    assert answer.status_code == 409 and "siden du åbnede siden" in shown(answer) and "Deres ord" in shown(answer)
    assert [(line.after, line.say) for line in kept(desk).lines] == [("e1", "Deres ord")]


def test_two_at_one_note_lose_nothing(desk, coordinator, other):
    add_note(desk)
    send(other, f"{OWN}/forklar/st4", base="1", note="Deres note")
    answer = send(coordinator, f"{OWN}/forklar/st4", base="1", note="Min note")
    page = page_of(answer)
    assert answer.status_code == 409 and "Ea Efter har gemt imens" in shown(answer)
    assert page.select_one(".sides td").get_text() == "Deres note"
    assert page.select_one("#note").get_text().strip() == "Min note"
    assert kept(desk).notes == {"st4": "Deres note"}
    send(coordinator, f"{OWN}/forklar/st4", base=page.select_one("[name=base]")["value"], note="Begges note")
    assert kept(desk).notes == {"st4": "Begges note"}


# Notes


def test_a_note_is_seen_saved_and_taken_away(desk, coordinator, publishings):
    seen = send(coordinator, f"{OWN}/forklar/st4", base="0", vis="1", note=NOTE)
    assert NOTE in page_of(seen).select_one(".as-phone .local-note").get_text() and kept(desk) == Own()
    answer = send(coordinator, f"{OWN}/forklar/st4", base="0", note=NOTE)
    assert answer.location == f"{OWN}#n-st4" and publishings == [1]
    assert NOTE in page_of(coordinator.get(OWN)).select_one("#n-st4").get_text()
    send(coordinator, f"{OWN}/forklar/st4", base="1", note=" ")
    assert kept(desk).notes == {}
    assert [change.name for change in log_of(desk)] == ["Sig, hvad du skriver ned"] * 2


def test_a_note_with_a_cpr_number_is_refused(desk, coordinator):
    answer = send(coordinator, f"{OWN}/forklar/st4", base="0", note="Født 010190-1234")
    assert answer.status_code == 422 and "ligner et CPR-nummer" in shown(answer)
    assert "010190-1234" in str(page_of(answer)) and kept(desk) == Own()


@pytest.mark.parametrize("name", ["findes-ikke", "x0561n1", "nu", "ST4"])
def test_only_national_lines_are_explained(desk, coordinator, name):
    add_line(desk)
    assert coordinator.get(f"{OWN}/forklar/{name}").status_code == 404
    assert send(coordinator, f"{OWN}/forklar/{name}", base="0", note=NOTE).status_code == 404


# Who


def test_an_editor_reads_all_of_it_and_changes_nothing(desk, publishings):
    name = add_line(desk)
    add_note(desk)
    editor = logged_in(desk, add_user(desk, "editor"))
    page = page_of(editor.get(OWN))
    assert LINE["say"] in page.get_text() and NOTE in page.get_text() and not page.select("form")
    assert LINE["say"] in shown(editor.get(f"{OWN}/telefon"))
    for way in (
        "ny",
        f"{name}/ret",
        f"{name}/op",
        f"{name}/ned",
        f"{name}/fjern",
        f"{name}/hent",
        "forklar/st4",
        "fortryd",
    ):
        assert send(editor, f"{OWN}/{way}", base="2", note="", **TYPED).status_code == 403
    assert publishings == []


def test_another_municipalitys_checklist_is_not_there(desk, coordinator):
    name = add_line(desk, AARHUS)
    theirs = f"/intern/tjek/{AARHUS}"
    for way in ("", "/telefon", "/ny", f"/{name}/ret", "/forklar/st4"):
        assert coordinator.get(theirs + way).status_code == 404
    for way in ("/ny", f"/{name}/ret", f"/{name}/op", f"/{name}/fjern", f"/{name}/hent", "/forklar/st4", "/fortryd"):
        assert send(coordinator, theirs + way, base="1", note="x", **TYPED).status_code == 404
        assert send(coordinator, (theirs + way).replace(AARHUS, "9999", 1), base="1").status_code == 404
    assert coordinator.get(f"{OWN}/{name}/ret").status_code == 404, "nor is it there under one's own"


def test_an_administrator_chooses_among_all(desk):
    add_line(desk, AARHUS)
    administrator = logged_in(desk, add_user(desk, "administrator"))
    page = shown(administrator.get("/intern/tjek"))
    assert page.index("Aarhus Har egne linjer") < page.index("Esbjerg Kun de nationale linjer")
    assert send(administrator, f"{OWN}/ny", base="0", **TYPED).status_code == 303


@pytest.mark.parametrize("base", ["", "x", "-1", "٣", "9" * 30, "7"])
def test_a_number_that_is_none_changes_nothing_unseen(desk, coordinator, base):
    name = add_line(desk)
    for way in ("op", "fjern"):
        assert send(coordinator, f"{OWN}/{name}/{way}", base=base).status_code == 409
    assert send(coordinator, f"{OWN}/{name}/ret", base=base, **(TYPED | {"say": "Mine ord"})).status_code == 409
    assert send(coordinator, f"{OWN}/fortryd", base=base).status_code == 409
    assert kept(desk).lines[0].say == LINE["say"]


# On the phones


def test_phones_get_lines_and_notes_in_order_and_nothing_of_what_was_removed(desk):
    last = add_line(desk, after="last", what="Sig det sidste")
    first = add_line(desk, after="first", what="Sig <b>det</b> [[edition]] første")
    add_note(desk, "g7a", "Ring også til vagten.")
    add_note(desk)
    found = piece(desk)
    places = [(line["data-check"], line["data-own"], line.get("data-before")) for line in found.select("[data-own]")]
    assert places == [(first, "start", "st1"), (last, "start", None)]
    for line in found.select("[data-own]"):
        [box] = line.select("input[type=checkbox]")
        assert line.select_one(f"label[for='{box['id']}']") and "Hos os · Esbjerg" in line.get_text()
    assert "Sig <b>det</b> [[edition]] første" in found.get_text() and not found.select("b")
    assert [note["data-note"] for note in found.select("[data-note]")] == ["st4", "g7a"]


def test_who_has_nothing_is_not_in_the_index(desk, coordinator):
    name = add_line(desk)
    assert desk.test_client().get("/data/lokalt.json").get_json() == {"Esbjerg": ESBJERG}
    send(coordinator, f"{OWN}/{name}/fjern", base="1")
    assert desk.test_client().get("/data/lokalt.json").get_json() == {}
    assert desk.test_client().get(f"/data/lokalt/{ESBJERG}.json").status_code == 404


def test_the_public_pages_are_the_same_for_everybody(desk):
    before = [desk.test_client().get(address).data for address in ("/tjek", "/tjek/kort", "/b/moede")]
    add_line(desk)
    add_note(desk)
    assert [desk.test_client().get(address).data for address in ("/tjek", "/tjek/kort", "/b/moede")] == before


def test_what_is_saved_is_in_the_next_edition(desk, little_edition, coordinator, monkeypatch):
    publish(desk)
    monkeypatch.undo()
    send(coordinator, f"{OWN}/ny", base="0", **TYPED)
    assert desk.extensions["publisher"].wait(LONG)
    site = desk.extensions["editions"].current().folder / "site"
    assert LINE["say"] in site_file(site, f"/data/lokalt/{ESBJERG}.json").read_text(encoding="utf-8")


def test_the_desk_shows_every_national_line_whatever_is_laid_over_it(desk, coordinator):
    add_line(desk)
    page = page_of(coordinator.get(OWN))
    assert {line["id"] for line in page.select(".laid > li[id^=n-]")} == {
        f"n-{name}" for name in LIBRARY.checklist.lines()
    }
