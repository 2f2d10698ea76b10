"""What must be true of the deck: no number of unknown origin, and no dangerous advice without its box."""

import re

import pytest

from tests.conftest import LIBRARY

CARDS = LIBRARY.cards.values()
# Eight digits, a short number of the kind 116 006, or 112, 114 and 1888; years and amounts are none of these.
NUMBER = re.compile(
    r"(?<![\d.])(?:\d{2} \d{2} \d{2} \d{2}|\d{2} \d{3} \d{3}|116 \d{3}|11[24]|18(?:13|18|88))(?![\d.]\d)"
)


def numbers_in(text: str) -> set[str]:
    return set(NUMBER.findall(text))


def test_every_telephone_number_is_one_we_have_a_source_for():
    known = {line.number for line in LIBRARY.lines} | {offer.phone for offer in LIBRARY.offers if offer.phone}
    written = {
        number: name
        for name, text in [
            *((card.id, card.document.body + " ".join(card.lines)) for card in CARDS),
            *((box.id, " ".join((*box.lines, *box.calls))) for box in LIBRARY.boxes.values()),
        ]
        for number in numbers_in(text)
    }
    assert {"112", "114", "1888", "116 006", "116 111", "70 201 201"} <= written.keys()
    assert not written.keys() - known, {number: written[number] for number in written.keys() - known}


@pytest.mark.parametrize("card", [card for card in CARDS if re.search(r"\b[Bb]rud(?:det)?\b", card.document.body)])
def test_a_break_up_is_never_mentioned_without_its_danger(card):
    assert "danger" in card.boxes


@pytest.mark.parametrize("name", ["s3", "s4", "s8", "s12", "s13", "s19", "m3", "v12"])
def test_contact_is_only_advised_with_the_rule_beside_it(name):
    assert "contact" in LIBRARY.cards[name].boxes


@pytest.mark.parametrize(("name", "first"), [("s17", "112"), ("s18", "112"), ("s19", "112")])
def test_what_may_cost_a_life_says_whom_to_ring_at_night(client, name, first):
    card = LIBRARY.cards[name]
    box = LIBRARY.boxes[card.boxes[0]]
    assert box.calls[0] == first and len(box.calls) > 1
    page = client.get(f"/kort/{name}").get_data(as_text=True)
    for number in box.calls:
        assert f'href="tel:{number.replace(" ", "")}"' in page
