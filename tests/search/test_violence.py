"""Help for those who use violence and help for those who meet it never answer each other's question."""

import pytest

HITS = [
    "jeg slår", "jeg slår min kone", "jeg kommer til at slå", "jeg har slået min kæreste", "jeg er voldelig",
    "jeg slår mine børn", "slår min kæreste", "slår sin kone og vil have hjælp", "jeg truer min kone",
    "jeg er bange for at slå mine børn", "mand der slår sin kone", "jeg udøver vold", "udøver vold mod sin partner",
    "voldsudøver", "kan ikke styre min vrede", "jeg vil stoppe med at slå", "holde op med at slå",
    "behandling til voldsudøvere", "dialog mod vold", "vredeshåndtering", "jeg kontrollerer min kæreste",
    "jeg bliver vred og slår", "far der udøver vold", "jeg slår når jeg er fuld", "Jeg har banket min kone",
    "jeg nedgør min mand", "jeg er kvinde og slår min mand",
]  # fmt: skip
IS_HIT = [
    "min mand slår mig", "han slår mig", "hun slår mig", "bliver slået", "jeg bliver slået af min kæreste",
    "jeg er blevet slået", "min kone slår mig", "min kæreste truer mig", "han har slået mig", "slår han mig ihjel",
    "krisecenter", "mandekrisecenter", "kvindehjem", "voldsramt kvinde", "udsat for vold", "jeg har oplevet vold",
    "jeg vil væk fra ham", "bange for min mand", "min far slår min mor", "han er voldelig", "hun bliver mishandlet",
    "min eks forfølger mig", "sikkert sted til kvinde og børn", "har fået tæsk af min kæreste", "hun vil flygte fra ham",
    "min kæreste er voldelig", "krisecenter for mænd", "børn der har set vold", "min mand kvalte mig",
]  # fmt: skip
EITHER = [
    "vold",
    "tæsk",
    "slag",
    "vold i hjemmet",
    "hjælp mod vold",
    "voldelig",
    "slår",
    "partnervold",
    "vold mod mænd",
]


def sides(answers, found: list[str]) -> set[str]:
    """The sides of violence that the found offers are for."""
    return {side for address in found if (side := answers.by_code.get(address[-4:], {}).get("side"))}


SHELTER = "/kort/l49"  # the law's card about shelters, by its title


@pytest.mark.parametrize("query", HITS)
def test_who_hits_is_shown_no_shelter(answers, ask, query):
    for where, more in (("/find", {}), ("/find", {"k": "Aalborg"}), ("/find", {"k": "Odense"}), ("/soeg", {})):
        assert "meets" not in sides(answers, ask(where, query, **more)[0]), (where, more)
    assert "uses" in sides(answers, ask("/find", query)[0][:3])
    assert sides(answers, ask("/soeg", query)[0][:1]) == {"uses"}, "no text about a shelter stands before the help"
    assert SHELTER not in ask("/soeg", query)[0]


@pytest.mark.parametrize("query", IS_HIT)
def test_who_is_hit_is_shown_nothing_for_those_who_hit(answers, ask, query):
    for where, more in (("/find", {}), ("/find", {"k": "Aarhus"}), ("/find", {"k": "Odense"}), ("/soeg", {})):
        assert "uses" not in sides(answers, ask(where, query, **more)[0]), (where, more)
    assert "meets" in sides(answers, ask("/find", query)[0])


def test_the_law_about_shelters_is_of_a_side(ask):
    assert SHELTER in ask("/soeg", "krisecenter")[0]


@pytest.mark.parametrize("query", EITHER)
def test_no_answer_has_both(answers, ask, query):
    for where, more in (("/find", {}), ("/find", {"k": "Aarhus"}), ("/soeg", {})):
        found, page = ask(where, query, **more)
        assert len(sides(answers, found)) < 2
        if "står for sig" in page:
            assert '<a href="/find?m=6">' in page or '<a href="/find?e=1&amp;f=6">' in page


def test_the_other_side_is_one_tap_away(answers, ask):
    page = ask("/find", "vold")[1]
    assert 'udøver vold, står for sig. <a href="/find?m=6">' in page
    assert "uses" in sides(answers, ask("/find", "", m="6")[0])
    assert sides(answers, ask("/find", "", e="1", f="6")[0]) == {"meets"}
    assert "meets" not in sides(answers, ask("/find", "krisecenter", m="6")[0])


def test_every_offer_for_one_side_is_known_by_what_it_says(answers):
    names = {offer["name"] for offer in answers.offers if offer["side"] == "uses"}
    assert names == {"Dialog mod Vold København", "Dialog mod Vold Aarhus", "Dialog mod Vold Odense"}
    shelters = [offer for offer in answers.offers if "krisecenter" in offer["name"].lower()]
    assert shelters and {offer["side"] for offer in shelters} == {"meets"}
