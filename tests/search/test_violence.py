"""Help for those who use violence and help for those who meet it never answer each other's question."""

import pytest

from tests.conftest import LIBRARY
from webapp.danish import fold
from webapp.ranking.question import typed

HITS = [
    "jeg slår", "jeg slår min kone", "jeg kommer til at slå", "jeg har slået min kæreste", "jeg er voldelig",
    "jeg slår mine børn", "slår min kæreste", "slår sin kone og vil have hjælp", "jeg truer min kone",
    "jeg er bange for at slå mine børn", "mand der slår sin kone", "jeg udøver vold", "udøver vold mod sin partner",
    "voldsudøver", "kan ikke styre min vrede", "jeg vil stoppe med at slå", "holde op med at slå",
    "behandling til voldsudøvere", "dialog mod vold", "vredeshåndtering", "jeg kontrollerer min kæreste",
    "jeg bliver vred og slår", "far der udøver vold", "jeg slår når jeg er fuld", "Jeg har banket min kone",
    "jeg nedgør min mand", "jeg er kvinde og slår min mand",
    "jeg slog min kone", "jeg bliver voldelig når jeg drikker", "jeg bliver voldelig når",
    "jeg er bange for hvad jeg kan gøre", "jeg er bange for at gøre hende ondt", "jeg kommer til at råbe og slå",
    "jeg har lagt hånd på min kone", "jeg tog kvælertag på hende", "jeg har taget kvælertag på min kæreste",
    "jeg skubbede hende ned ad trappen", "jeg har truet med at slå hende ihjel",
    "jeg mister besindelsen over for børnene", "jeg er kommet til at slå mit barn",
    "jeg kan ikke styre mig når jeg bliver vred", "jeg eksploderer og smadrer ting", "jeg rusker mit barn",
    "jeg overvåger min kones telefon", "jeg vil ikke slå mere", "jeg er blevet anmeldt for vold",
    "jeg er sigtet for vold mod min kæreste", "hjælp til mænd der slår", "kvinder der slår deres mand",
    "min søn slår sin kæreste", "min bror slår sin kone", "far der tæver sine børn",
    "hvordan stopper jeg med at være voldelig", "vil lade være med at slå", "vredesproblemer", "anger management",
    "kort lunte", "jeg har et voldsomt temperament", "jeg bliver så jaloux at jeg slår",
    "jeg har voldtaget min kæreste", "jeg stalker min eks", "jeg kan ikke lade min eks være i fred",
    "jeg giver hende en lussing", "jeg nikkede ham en skalle", "jeg river hende i håret", "jeg tvinger hende til sex",
    "jeg ydmyger min kone", "borgeren slår sin kone", "han vil gerne holde op med at slå hende",
    "jeg er farlig for min familie", "jeg kom til at tage fat i hende", "jeg sparkede min kæreste",
    "jeg har banket min søn",
    "jeg har lige slået min kæreste", "jeg er blevet meldt for vold mod min kone", "min kone er bange for mig",
    "mine børn er bange for mig", "jeg tjekker hendes telefon hele tiden", "jeg truede min eks",
    "jeg har tæsket min søn", "voldelig og vil i behandling", "behandling for voldelige mænd",
    "jeg styrer hvad hun må", "jeg ødelægger ting når jeg bliver vred", "jeg kan finde på at sparke hende",
    "jeg kunne godt finde på at slå", "jeg er den voldelige", "jeg er selv den der slår", "det er jeg der slår",
    "jeg har fået et tilhold", "jeg har fået tilhold mod mig", "jeg er blevet bortvist fra hjemmet",
    "jeg bliver så gal", "jeg bliver så vred", "aggressionsproblemer", "kurser i vrede", "voldsbehandling",
    "jeg er jaloux og tjekker hendes mobil", "i hit my wife", "jeg har kastet med ting efter hende",
    "jeg mistede kontrollen igen og slog", "jeg vil lære ikke at slå",
    "hun slår sin mand og vil stoppe", "borger der har slået sin kone", "jeg har kvalt hende",
    "jeg smider hende ned ad trappen", "jeg smed min kone ned ad trappen", "jeg hev hende i håret",
    "jeg hamrede hendes hoved ind i væggen", "jeg spyttede på min kæreste", "jeg kylede en flaske efter hende",
    "jeg terroriserer min ekskone", "jeg kunne ikke lade være med at slå ham", "jeg pryglede min søn",
    "jeg er bange for at slå min kæreste ihjel", "min kæreste siger jeg er voldelig",
    "jeg får lyst til at slå min kone", "hvordan lærer jeg at styre mit temperament",
    "jeg nedgjorde min kone foran børnene", "jeg holder øje med hvor min kæreste er på gps",
    "jeg spærrede hende inde", "jeg skubbede min kæreste ind i en væg", "borger udøver vold mod sin samlever",
    "kvinde der slår sine børn og vil have hjælp", "han slår sin kæreste og vil ændre sig",
    "jeg kommer til at true min eks", "jeg tvang hende til at have sex", "jeg gør min kone bange",
    "jeg har et problem med vrede og rammer min kæreste", "jeg tæver min bror", "vil have hjælp til ikke at slå",
    "jeg slog ud efter min kone igår", "far der rusker sit barn", "jeg brød tilholdet",
    "jeg ødelagde hendes telefon i vrede", "jeg jagter min eks", "jeg blev så vred at jeg slog",
    "jeg kan ikke lade være med at råbe ad min kone", "jeg følger efter min eks", "jeg taler grimt til min kæreste",
    "jeg har givet min søn en endefuld", "jeg tager hendes telefon fra hende", "er der hjælp til mig der slår",
    "mit barn er bange for mig når jeg råber", "jeg bankede min mand", "mænd der vil stoppe med at være voldelige",
    "jeg gav min søn en på hovedet", "jeg vil skyde min kone",
]  # fmt: skip
IS_HIT = [
    "min mand slår mig", "han slår mig", "hun slår mig", "bliver slået", "jeg bliver slået af min kæreste",
    "jeg er blevet slået", "min kone slår mig", "min kæreste truer mig", "han har slået mig", "slår han mig ihjel",
    "krisecenter", "mandekrisecenter", "kvindehjem", "voldsramt kvinde", "udsat for vold", "jeg har oplevet vold",
    "jeg vil væk fra ham", "bange for min mand", "min far slår min mor", "han er voldelig", "hun bliver mishandlet",
    "min eks forfølger mig", "sikkert sted til kvinde og børn", "har fået tæsk af min kæreste", "hun vil flygte fra ham",
    "min kæreste er voldelig", "krisecenter for mænd", "børn der har set vold", "min mand kvalte mig",
    "han tager kvælertag på mig", "han tog kvælertag på mig", "min datter bliver slået af sin kæreste",
    "min søster bliver slået", "min mor bliver slået af min far", "min søn slår mig", "min teenager slår mig",
    "han skubbede mig ned ad trappen", "han giver mig lussinger", "han låser mig inde",
    "han truer med at slå mig ihjel", "han truer med at tage børnene", "hun kaster med ting efter mig",
    "hun nedgør mig", "han kontrollerer min telefon", "han bestemmer hvem jeg må se", "jeg er bange for min eks",
    "jeg er bange for at han slår mig ihjel", "jeg er bange for ham", "jeg er bange når han kommer hjem",
    "jeg tør ikke gå hjem", "jeg tør ikke gå fra ham", "jeg vil væk fra min mand", "jeg er flygtet fra min mand",
    "jeg har blå mærker", "min veninde bliver slået", "min nabo bliver slået af sin mand",
    "jeg bliver truet af min eks", "jeg bliver overvåget af min mand", "jeg bliver tvunget til sex af min mand",
    "han voldtager mig", "han har voldtaget mig", "min far slår mig", "min stedfar tæver min mor",
    "mine forældre slår mig", "min bror truer mig", "jeg har fået en lussing", "jeg bliver banket",
    "jeg er blevet kvalt", "han nikkede mig en skalle", "han river mig i håret",
    "min kæreste er jaloux og kontrollerende", "min mand bliver voldelig når han drikker", "min kone bliver voldelig",
    "kæresten slår", "hun er udsat for vold", "kvinde slået af sin mand", "mand slået af sin kone",
    "børn der bliver slået", "min mand slår vores børn", "han slår børnene", "min eks står uden for min dør",
    "min eks kan ikke lade mig være i fred", "jeg er offer for vold", "jeg er gift med en voldelig mand",
    "min svigermor slår mig", "plads på krisecenter i nat",
    "kæresten kan ikke styre sin vrede og jeg er bange", "han har kort lunte og jeg tør ikke gå hjem",
    "min kone slog mig i går", "min mand kom til at slå mig", "hun råber og skubber mig", "jeg er gift med en der slår",
    "jeg lever med en der slår", "min kæreste ødelægger mine ting", "jeg bliver kaldt grimme ting og skubbet",
    "jeg fik en lussing af min mand", "han slår når han drikker", "tæsket af min bror", "naboen slår mig",
    "min eksmand slår mig", "borger der bliver slået af sin mand", "mand der bliver slået af sin kone",
    "han har taget kvælertag på mig", "jeg har fået et tilhold mod min eksmand", "min eks bryder sit tilhold",
    "jeg vil have et tilhold mod ham", "han har fået et tilhold", "jeg er en mand og bliver slået",
    "slog mig", "min kæreste tog halsgreb på mig", "my husband beats me", "he hit me",
    "han tjekker min telefon og slår mig", "jeg tør ikke sige ham imod",
    "han smed mig ind i væggen", "min kæreste hev mig i håret", "han hamrede mit hoved ned i bordet",
    "hun spyttede på mig", "jeg turde ikke tage hjem", "jeg er bange for min søn", "jeg er bange for min stedfar",
    "bange for min eks kæreste", "min mor er bange for min far", "jeg er ræd for min mand",
    "min svigerfar slår min svigermor", "hun bliver terroriseret af sin eks", "han ødelagde min telefon",
    "han jagter mig", "jeg blev smidt ned ad trappen af min kæreste", "min mand har truet med at slå mig ihjel",
    "jeg smed ham ud fordi han slog mig", "jeg gik fra ham fordi han var voldelig", "min kæreste tvang mig til sex",
    "min kæreste følger mig på gps", "kvinde der er bange for sin mand", "mand bange for sin kone",
    "hun får bank derhjemme", "han kan ikke styre sin vrede og går efter mig",
    "han går amok når han drikker og slår mig", "min datter er gift med en der slår", "jeg bor med en mand der slår",
    "hvordan slipper jeg væk fra en voldelig kæreste", "min ekskone slår mig når jeg henter børnene",
    "min samlever nev mig i armen", "borgeren har blå mærker og tør ikke tage hjem",
    "hun turde ikke være alene med ham", "min familie vil slå mig ihjel", "han truer med at dele billeder af mig",
    "han brød tilholdet", "jeg er gravid og bliver sparket",
    "min mand råber ad mig", "jeg er bange for min kærestes temperament", "han smadrede døren ind til mig",
    "min kæreste presser mig til sex", "min mand tager mine penge", "jeg bliver holdt inde af min mand",
    "plejehjemmet slår min mor", "han holder mig nede i sengen", "han tømmer min konto",
    "jeg er låst inde i soveværelset", "manden tog min mobil og låste døren",
    "min far vil skære halsen over på mig", "han stak mig en på hovedet", "han brænder huset ned", "hun holdt en pude over mig",
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


def test_no_word_for_a_blow_is_read_as_another_word(answers):
    small = answers.vocabulary.stopwords
    blows = {act for act in LIBRARY.sides.acts if act.isalpha() and not small & {one.spelled for one in typed(act)}}
    read = {blow: answers.in_everything.ask([fold(blow)], [False])[0].read_as for blow in blows}
    assert {blow: word for blow, word in read.items() if word not in {"", *map(fold, LIBRARY.sides.acts)}} == {}


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


@pytest.mark.parametrize(
    "query",
    [
        "jeg har taget stoffer og hjertet hamrer", "jeg smed mine ting ind i bilen og kørte", "jeg rammer min grænse",
        "jeg kan ikke kontrollere mit forbrug", "jeg har været udsat for tvang", "jeg jagter en bolig",
        "jeg vil forfølge mine drømme", "jeg må tvinge mig selv til at spise", "jeg smed ham ud",
        "jeg banker på døren", "jeg slår græsset", "jeg faldt og slog mig", "kommunen truer mig",
    ],
)  # fmt: skip
def test_a_word_that_is_violence_against_nobody_tells_no_side(answers, ask, query):
    for where in ("/find", "/soeg"):
        assert "uses" not in sides(answers, ask(where, query)[0])


def test_a_side_told_in_small_words_leaves_the_other_out(answers, ask):
    found, page = ask("/find", "jeg kunne gøre hende noget", k="Odense")
    assert found
    assert "meets" not in sides(answers, found)
    assert "bliver udsat for vold, står for sig" in page


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


@pytest.mark.parametrize(
    ("query", "whom"),
    [("mand udsat for vold", "maend"), ("jeg er en mand og bliver slået", "maend"), ("min kone slår mig", "maend")],
)
def test_a_man_who_is_hit_is_shown_what_is_for_men(answers, ask, query, whom):
    men = LIBRARY.taxonomy.audiences[whom].code
    for address in ask("/find", query)[0][:3]:
        assert answers.by_code[address[-4:]]["who"].count(men)


@pytest.mark.parametrize("query", ["min mand slår mig", "hendes mand er voldelig", "bliver slået af min mand"])
def test_the_man_who_hits_is_not_whom_the_help_is_for(answers, ask, query):
    men = LIBRARY.taxonomy.audiences["maend"].code
    assert answers.by_code[ask("/find", query)[0][0][-4:]]["who"] != [men]


@pytest.mark.parametrize(
    ("query", "for_men"),
    [("bliver slået af min mand", False), ("min mand slår mig", False), ("min kone slår mig", True)],
)
@pytest.mark.parametrize("place", ["Aarhus", "Odense", "Aalborg"])
def test_the_help_that_is_near_is_for_the_one_who_asks(answers, ask, query, for_men, place):
    first = answers.by_code[ask("/find", query, k=place)[0][0][-4:]]
    assert (first["audiences"] == ["2"]) == for_men, first["name"]


@pytest.mark.parametrize("query", ["angst", "depression", "ensom", "gæld", "terapi"])
def test_who_asks_about_no_violence_is_not_told_of_those_who_use_it(ask, query):
    assert "står for sig" not in ask("/find", query)[1] + ask("/soeg", query)[1]
