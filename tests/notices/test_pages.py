"""Notices at the desk and as the phones are given them."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.answers import shown
from tests.conftest import LIBRARY
from tests.notices.notices import add_notice
from tests.people import AARHUS, ESBJERG, START, add_user, clock_of, form_token, logged_in, pass_time, send
from webapp.audit import Change
from webapp.database import db
from webapp.notices.models import Notice
from webapp.notices.notice import minute_at
from webapp.registry.store import find, save, seed

LIST, NEW = "/intern/opslag", "/intern/opslag/ny"
OWN = next(offer for offer in LIBRARY.offers if offer.municipality == ESBJERG and offer.phone)
AWAY = next(offer for offer in LIBRARY.offers if offer.service_municipalities == (AARHUS,))
NATIONAL = next(offer for offer in LIBRARY.offers if offer.national and offer.phone)
TYPED = {
    "title": "Caféen holder åbent i aften",
    "text": "Kom bare forbi.",
    "starts": "2026-11-23T20:00",
    "ends": "2026-11-24T08:00",
    "phone": "",
    "offer": "",
}


def notices_in(desk) -> list[Notice]:
    with desk.app_context():
        found = list(db.session.execute(select(Notice).order_by(Notice.id)).scalars())
        db.session.expunge_all()
        return found


def log_of(desk) -> list[tuple[str, str | None]]:
    with desk.app_context():
        return [tuple(row) for row in db.session.execute(select(Change.kind, Change.municipality).order_by(Change.id))]


def pieces(desk, code: str = ESBJERG) -> list:
    answer = desk.test_client().get(f"/data/lokalt/{code}.json")
    return answer.get_json().get("opslag", []) if answer.status_code == 200 else []


def test_it_is_written_logged_and_published(desk, coordinator, publishings):
    answer = send(coordinator, NEW, **TYPED | {"phone": "75123456"})
    assert answer.location == LIST and len(publishings) == 1
    [one] = notices_in(desk)
    assert (one.municipality, one.title, one.phone, one.version) == (ESBJERG, TYPED["title"], "75 12 34 56", 1)
    assert log_of(desk) == [("notice.made", ESBJERG)]
    assert TYPED["title"] in shown(coordinator.get(LIST)) and "Kommer" in shown(coordinator.get(LIST))
    [[start, end, html]] = pieces(desk)
    assert (start, end) == (minute_at(one.starts_at), minute_at(one.ends_at))
    page = BeautifulSoup(html, "html.parser")
    said = page.select_one("[role=note] details[open] summary").get_text(" ")
    assert " ".join(said.split()) == "Caféen holder åbent i aften Gælder til tirsdag 24. november kl. 08.00"
    assert page.select_one("a[href='tel:75123456']").get_text() == "Ring 75 12 34 56"


def test_mistakes_keep_what_was_typed(desk, coordinator, publishings):
    sent = TYPED | {"text": "Født 010190-1234", "phone": "7", "ends": "2026-11-23T19:00"}
    answer = send(coordinator, NEW, **sent)
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 422 and notices_in(desk) == [] and publishings == [] and log_of(desk) == []
    assert "ligner et CPR-nummer" in page.select_one("#text-error").get_text()
    assert page.select_one("#phone-error") and page.select_one("#ends-error") and not page.select_one("#title-error")
    for name, value in sent.items():
        field = page.select_one(f"[name={name}]")
        assert (field.get_text().strip() if field.name == "textarea" else field["value"]) == value


def test_what_was_typed_is_text_on_the_phone(desk, coordinator, publishings):
    send(coordinator, NEW, **TYPED | {"title": "<b>Åbent</b> & {{ varmt }}", "text": '"><script>x</script>'})
    [[_, _, html]] = pieces(desk)
    page = BeautifulSoup(html, "html.parser")
    assert page.select_one("summary b").get_text() == "<b>Åbent</b> & {{ varmt }}"
    assert not page.select("script") and "\n" not in html


def test_two_editors_lose_nothing(desk, coordinator, publishings):
    number = add_notice(desk)
    other = logged_in(desk, add_user(desk, "coordinator", name="Ea Efter"))
    assert send(other, f"{LIST}/{number}/ret", version="1", **TYPED | {"title": "Eas ord"}).location == LIST
    answer = send(coordinator, f"{LIST}/{number}/ret", version="1", **TYPED | {"title": "Kims ord"})
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 409 and notices_in(desk)[0].title == "Eas ord"
    assert "Ea Efter har gemt imens" in shown(answer) and "Eas ord" in shown(answer)
    assert page.select_one("[name=title]")["value"] == "Kims ord" and page.select_one("[name=version]")["value"] == "2"
    assert send(coordinator, f"{LIST}/{number}/slut", version="1").status_code == 409
    assert send(coordinator, f"{LIST}/{number}/ret", version="2", **TYPED | {"title": "Kims ord"}).location == LIST
    assert notices_in(desk)[0].title == "Kims ord"


def test_the_same_again_changes_nothing(desk, coordinator, publishings):
    for _ in range(2):  # a second tap
        assert send(coordinator, NEW, **TYPED).location == LIST
    send(coordinator, f"{LIST}/1/ret", version="77", **TYPED)
    [one] = notices_in(desk)
    assert one.version == 1 and len(log_of(desk)) == 1


def test_it_is_ended_or_called_off_and_copied(desk, coordinator, publishings):
    now, later = add_notice(desk), add_notice(desk, begins=24, title="Senere")
    pass_time(desk, minutes=20, seconds=20)
    assert send(coordinator, f"{LIST}/{now}/slut", version="1").location == LIST
    assert send(coordinator, f"{LIST}/{later}/slut", version="1").location == LIST
    ended, called_off = notices_in(desk)
    assert ended.ends_at == (START + timedelta(minutes=20)) and called_off.ends_at == called_off.starts_at
    assert [kind for kind, _ in log_of(desk)][2:] == ["notice.ended", "notice.called_off"]
    assert pieces(desk) == [] and "Aflyst" in shown(coordinator.get(LIST))
    send(coordinator, f"{LIST}/{now}/slut", version="2")
    assert len(log_of(desk)) == 4, "what is over cannot be ended again"
    page = BeautifulSoup(coordinator.get(f"{LIST}/{later}/kopi").data, "html.parser")
    assert page.select_one("[name=title]")["value"] == "Senere" and not page.select_one("[name=ends]").get("value")
    assert page.select_one("main form")["action"] == NEW


def test_a_fourth_at_once_is_refused(desk, coordinator, publishings):
    add_notice(desk, None, begins=11, title="Til alle")  # comes on top
    one, _other = (add_notice(desk, begins=11, lasts=2, title=words) for words in ("Et", "To"))
    assert send(coordinator, NEW, **TYPED | {"title": "Tre"}).location == LIST
    assert send(coordinator, NEW, **TYPED).status_code == 422
    assert send(coordinator, f"{LIST}/{one}/ret", version="1", **TYPED).location == LIST, (
        "it is no fourth beside itself"
    )
    assert send(coordinator, NEW, **TYPED | {"starts": "2026-11-23T22:00"}).location == LIST
    add_notice(desk, AARHUS, begins=11)
    assert len(notices_in(desk)) == 6


def test_of_many_in_the_same_instant_three_are_taken(desk, publishings):
    clients = [logged_in(desk, add_user(desk, "coordinator")) for _ in range(6)]
    tokens = [form_token(client, NEW) for client in clients]
    with ThreadPoolExecutor(len(clients)) as pool:
        forms = [TYPED | {"title": f"Opslag {number}"} for number in range(6)]
        answers = list(
            pool.map(lambda client, token, form: send(client, NEW, token=token, **form), clients, tokens, forms)
        )
    assert sorted(answer.status_code for answer in answers) == [303] * 3 + [422] * 3
    assert len(notices_in(desk)) == 3


def test_another_municipality_is_not_there(desk, coordinator, publishings):
    away, everybody = add_notice(desk, AARHUS, title="Kun i Aarhus"), add_notice(desk, None, title="Til alle")
    listed = shown(coordinator.get(LIST))
    assert "Kun i Aarhus" not in listed and "Til alle" in listed
    for number in (away, everybody, 0, 999_999, 2**40):
        for address in (f"{LIST}/{number}/ret", f"{LIST}/{number}/kopi"):
            assert coordinator.get(address).status_code == 404
        assert send(coordinator, f"{LIST}/{number}/ret", version="1", **TYPED).status_code == 404
        assert send(coordinator, f"{LIST}/{number}/slut", version="1").status_code == 404
    send(coordinator, NEW, place=AARHUS, **TYPED | {"title": "Min egen"})
    assert notices_in(desk)[-1].municipality == ESBJERG, "a coordinator writes for no other place, whatever is sent"
    assert {one.title for one in notices_in(desk)} == {"Kun i Aarhus", "Til alle", "Min egen"}


def test_an_editor_reads_and_has_no_buttons(desk):
    add_notice(desk)
    page = logged_in(desk, add_user(desk)).get(LIST)
    assert TYPED["title"] in shown(page)
    assert not BeautifulSoup(page.data, "html.parser").select(f"main form, main a[href^='{LIST}']")


def test_an_administrator_writes_for_one_or_for_all(desk, administrator, publishings):
    assert send(administrator, NEW, **TYPED).status_code == 422
    assert send(administrator, NEW, place="9999", **TYPED).status_code == 422
    send(administrator, NEW, place=AARHUS, **TYPED)
    send(administrator, NEW, place="alle", **TYPED | {"title": "Til alle"})
    assert [one.municipality for one in notices_in(desk)] == [AARHUS, None]
    assert TYPED["title"] in shown(administrator.get(LIST))
    assert desk.test_client().get("/data/lokalt.json").get_json() == {"Aarhus": AARHUS, "": "alle"}
    assert "Til alle" in pieces(desk, "alle")[0][2] and pieces(desk) == []
    assert log_of(desk) == [("notice.made", AARHUS), ("notice.made", None)]


def test_an_offer_is_shown_with_its_name_and_phone_while_it_is_open(desk, coordinator, administrator, publishings):
    with desk.app_context():
        seed([OWN, AWAY, NATIONAL])
    assert send(coordinator, NEW, **TYPED | {"offer": AWAY.code}).status_code == 422
    send(coordinator, NEW, **TYPED | {"offer": OWN.code})
    [[_, _, html]] = pieces(desk)
    page = BeautifulSoup(html, "html.parser")
    assert page.select_one(f"a[href='/find/{OWN.code}']").get_text() == OWN.name
    assert page.select_one(f"a[href='tel:{OWN.phone.replace(' ', '')}']")
    send(coordinator, f"{LIST}/1/ret", version="1", **TYPED | {"offer": f" {NATIONAL.name.upper()} "})
    assert notices_in(desk)[0].offer == NATIONAL.code, "its name in full does too"
    send(coordinator, f"{LIST}/1/ret", version="2", **TYPED | {"offer": ""})
    send(coordinator, f"{LIST}/1/ret", version="3", **TYPED | {"offer": NATIONAL.name[1:]})
    assert notices_in(desk)[0].offer == NATIONAL.code, "or a part that only one has"
    send(coordinator, f"{LIST}/1/ret", version="4", **TYPED | {"offer": OWN.code})
    assert send(coordinator, f"{LIST}/1/ret", version="5", **TYPED | {"offer": "m"}).status_code == 422, "two have it"
    choices = BeautifulSoup(coordinator.get(NEW).data, "html.parser").select("#tilbud option")
    assert [choice["value"] for choice in choices] == [OWN.code, NATIONAL.code]
    assert send(administrator, NEW, place="alle", **TYPED | {"offer": OWN.code}).status_code == 422
    assert send(administrator, NEW, place="alle", **TYPED | {"offer": NATIONAL.code}).location == LIST
    with desk.app_context():
        save(find(OWN.code, db.session).model_copy(update={"status": "inactive"}))
        db.session.commit()
    assert OWN.code not in pieces(desk)[0][2] and "Det bliver ikke vist" in shown(coordinator.get(LIST))


def test_a_telling_word_is_pointed_out_and_not_refused(desk, coordinator, publishings):
    send(coordinator, NEW, **TYPED | {"title": "Krisecentret har plads"})
    page = shown(coordinator.get(LIST))
    assert len(notices_in(desk)) == 1 and page.count("Overvej et andet ord for »krisecentret«") == 2
    assert shown(coordinator.get(LIST)).count("»krisecentret«") == 1, "said once after saving, and where it stands"


def test_what_is_over_leaves_the_phones_record(desk, publishings):
    add_notice(desk, lasts=1)
    add_notice(desk, begins=3, lasts=1, title="Senere")
    assert len(pieces(desk)) == 2
    pass_time(desk, minutes=59)
    assert len(pieces(desk)) == 2
    pass_time(desk, minutes=1)
    [[start, _, html]] = pieces(desk)
    assert "Senere" in html and start == minute_at(clock_of(desk) + timedelta(hours=2))


def test_those_that_stand_together_show_their_titles_only(desk, publishings):
    for begins in (0, 1, 30):
        add_notice(desk, begins=begins, lasts=4)
    add_notice(desk, None, begins=32, lasts=1)
    assert [" open" in html for _, _, html in pieces(desk)] == [False, False, False]
    assert " open" not in pieces(desk, "alle")[0][2]
    add_notice(desk, AARHUS, begins=40)
    assert " open" in pieces(desk, AARHUS)[0][2]


def test_home_has_a_place_for_them_and_is_the_same_for_everybody(desk, client):
    add_notice(desk)
    page = BeautifulSoup(client.get("/").data, "html.parser")
    place = page.select_one("[data-local=opslag][data-everybody][hidden]")
    assert place and not place.get_text() and place.find_previous_sibling("section")["class"] == ["acute"]
    assert page.select_one("[data-municipality][hidden] a[href='/aftale']")


def test_the_log_tells_before_and_after(desk, coordinator, publishings):
    number = add_notice(desk)
    send(coordinator, f"{LIST}/{number}/ret", version="1", **TYPED | {"title": "Nye ord"})
    with desk.app_context():
        last = db.session.execute(select(Change).order_by(Change.id.desc()).limit(1)).scalar_one()
        assert last.kind == "notice.edited" and json.loads(last.after)["Overskrift"] == "Nye ord"
        assert {field for field, *_ in last.differences} == {"Overskrift", "Fra", "Til"}
    assert re.search("(?i)rettede opslaget »nye ord«", shown(coordinator.get("/intern/log")))
