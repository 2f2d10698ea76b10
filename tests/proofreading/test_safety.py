"""Advice that could put a citizen in danger is found however it is put, and what is harmless passes."""

import pytest

from webapp.content.document import Document
from webapp.proofreading.passage import Passage
from webapp.proofreading.safety import unsafe_contact, unsafe_notice, unsafe_openings

FILE = "cards/s2.md"
REACHES_OUT = (
    "Skriv en mail til hende", "Send en påmindelse", "Ring, hvis borgeren udebliver", "Ring et par dage efter",
    "Du kan skrive til hende", "Prøv at ringe til borgeren", "Bliv ved med at ringe", "Ring og hør, hvordan det går",
    "Bank på hos borgeren", "Kig forbi", "Tag kontakt til borgeren", "Ræk ud efter borgeren", "Find borgeren på Facebook",
    "Følg op med et opkald", "Skriv på Messenger", "Læg en besked på telefonsvareren", "Kom forbi hos ham",
    "Sms til hende", "Sms'er hende", "Tekst hende", "Mail til borgeren", "Giv hende besked", "Ring hende i aften",
    "Send hende en sms", "Send en kort sms", "Skriv en sms til hende", "Ring igen i morgen", "Tag hjem til borgeren", "Besøg borgeren",
)  # fmt: skip
BREAKS_UP = (
    "hun går fra ham", "de er gået fra hinanden", "hun har gjort det forbi", "forholdet er slut", "et ophørt forhold",
    "hun er flyttet fra partneren", "de bliver skilt", "hun slår op med ham", "efter separationen", "hun forlader ham", "hun vil skilles", "et brud nærmer sig",
)  # fmt: skip
TOLD_FIRST = (
    "Skal du underrette, så sig det helst til borgeren først", "Bliver jeg bekymret, skal kommunen vide det. Jeg siger det til dig først",
    "Fortæl hende det, før du underretter", "Underretningen er sendt. Hun hørte det først",
)  # fmt: skip
HARMLESS = (
    "Ring 1888, når du er i tvivl", "Ring til din leder", "Ring til Livslinien sammen", "Hvordan må jeg kontakte dig?",
    "Slå op i loven", "Skriv tre linjer i sagen", "Læg en seddel på bordet", "Slå 1888 op på kortet", "Skriv det ned",
)  # fmt: skip


def passage(text: str) -> list[Passage]:
    return [Passage(FILE, 30, "body", text, "Undgå")]


def page(*boxes: str) -> list[Document]:
    return [Document(FILE, {"boxes": list(boxes)}, {})]


@pytest.mark.parametrize("advice", REACHES_OUT)
def test_advice_to_reach_a_citizen_needs_the_rule(advice):
    [mistake] = unsafe_contact(page("danger"), passage(f"Vent lidt. {advice}. Så går det."))
    assert "boxes: [contact]" in mistake.message
    assert not list(unsafe_contact(page("contact"), passage(advice)))


@pytest.mark.parametrize("words", BREAKS_UP)
def test_a_break_up_told_as_an_opening_needs_the_danger_box(words):
    for opening in ("en åbning", "et vindue", "en dør på klem"):
        text = passage(f"Der er {opening}, når {words}.")
        [mistake] = unsafe_openings(page("contact"), text)
        assert "boxes: [danger]" in mistake.message
        assert not list(unsafe_openings(page("danger"), text))


@pytest.mark.parametrize("advice", TOLD_FIRST)
def test_advice_to_tell_of_a_notification_first_needs_the_box_on_parents(advice):
    [mistake] = unsafe_notice(page("contact"), passage(advice))
    assert "boxes: [notify]" in mistake.message
    assert not list(unsafe_notice(page("notify"), passage(advice)))


@pytest.mark.parametrize("text", HARMLESS)
def test_what_reaches_nobody_passes(text):
    assert not list(unsafe_notice(page(), passage(f"Du har underretningspligt. {text}.")))
    assert not list(unsafe_contact(page(), passage(text)))
    assert not list(unsafe_openings(page(), passage(f"Der er et vindue. {text}.")))
