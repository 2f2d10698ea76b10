"""What is asked for in other words than the texts have: compounds, the past, and how old one is."""

import re

import pytest

from tests.conftest import LIBRARY
from webapp.ranking.vocabulary import small_words


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("depressionskursus", "/kort/v3"),
        ("selvmordstruet", "/kort/s17"),
        ("opmærksomhedstegn", "/kort/2"),
        ("borgeren udeblev fra mødet", "/kort/s8"),
        ("fortalte noget voldsomt", "/kort/s1"),
        ("tog stoffer", "/kort/s18"),
        ("egen omsorg", "/kort/s16"),
        ("skifter samtaleemne", "/kort/s2"),
        ("gå langsomt frem", "/kort/4"),
        ("ældre vold", "/kort/m3"),
        ("misbrugt som barn", "/kort/m2"),
        ("vil ikke tale mere", "/kort/s2"),
        ("jeg fik tæsk igår", "/kort/m3"),
        ("hun vil ikke have hjælp", "/kort/4"),
        ("jeg vil ikke være her mere", "/kort/s17"),
        ("jeg kan ikke mere", "/kort/s17"),
        ("gult papir", "/kort/l70"),
        ("rødt papir", "/kort/l70"),
        ("voldsproblematik", "/kort/m3"),
        ("hvad betyder cis", "/ord#o4"),
        # What is done to who asks is told by a text too, which stands before the shelters.
        ("hun råber ad mig", "/kort/s3"),
        ("nye blå mærker", "/kort/m3"),
        ("tilhold mod eks", "/kort/l69"),
        ("blank i øjnene", "/kort/s15"),
        ("det er ikke nu han vil", "/kort/s11"),
        ("forudsigelighed", "/kort/5"),
        ("gps sporing", "/kort/l59"),
        ("åndedrætsøvelse", "/kort/s15"),
        ("nyt fornavn", "/kort/m4"),
        # Who asks sees what somebody does to another: the duty stands before the help for who does it.
        ("nabo slår sine børn skal jeg ringe", "/kort/l14"),
        ("borger voldtager sin kone, må jeg bryde min tavshedspligt", "/kort/l8"),
    ],
)
def test_card_stands_first(ask, query, address):
    assert ask("/soeg", query)[0][0] == address


@pytest.mark.parametrize(
    ("query", "address"),
    [
        # Paragraphs and laws by their short names, and by all of their words.
        ("RSL § 10", "/kort/l4"),
        ("retssikkerhedsloven § 10", "/kort/l4"),
        ("lov om aktiv socialpolitik § 91", "/kort/l3"),
        ("paragraf 109 i lov om social service", "/kort/l49"),
        ("FVL", "/kort/l8"),
        ("strfl", "/kort/l8"),
        ("VUM", "/kort/l7"),
        ("vindue for tolerance", "/kort/s15"),
        # As it is spoken, and as it was.
        ("er det okay at jeg tuder", "/kort/s16"),
        ("vedkommende svarer ikke på sms", "/kort/s8"),
        ("nabokommunen vil ikke betale", "/kort/l52"),
        ("hun turde ikke gå hjem", "/kort/m3"),
        ("hjælp nu", "/b/nu"),
        # English, for who has it as the language between them.
        ("right to interpreter", "/kort/l32"),
        ("restraining order", "/kort/l69"),
        ("vagtmand og chauffør for sexarbejder", "/kort/l57"),
        ("is prostitution legal", "/kort/l56"),
    ],
)
def test_it_is_among_the_first_three(ask, query, address):
    assert address in ask("/soeg", query)[0][:3]


@pytest.mark.parametrize(
    ("query", "place", "name"),
    [
        ("krisecenter Fyn", "", "Krisecenter Odense"),
        ("lægevagt weekend fyn", "", "Lægevagten Syddanmark"),
        ("herberg i Vendsyssel", "", "Svenstrupgård"),
        ("sondag aben varmestue", "Aalborg", "Kirkens Korshærs varmestue, Aalborg"),
        ("ka mn få gratis advokat", "", "Advokatvagten"),
        ("AIDS linjen", "", "AIDS-Linien"),
        ("jeg har spist en masse piller", "", "Giftlinjen"),
        ("my wife beats me", "", "Mandecentret, rådgivning"),
        ("mangler en seng", "København", "Natcaféen Sundholm"),
        ("alkholrådgivning", "", "Alkolinjen"),
        # Long sentences, of which only a few words are known.
        ("er ikke medlem af a-kasse og har gæld", "", "På Fode Igen, gældsrådgivning"),
        ("jeg har brug for en der kan tale min sag over for kommunen", "", "DUKH"),
        ("jeg blev voldtaget for ti år siden", "", "Center for Voldtægtsofre, Aarhus"),
        ("offerådgivning", "", "Offerrådgivningen"),
        ("skt nikolaj tjenesten", "", "Sct. Nicolai Tjenesten"),
        ("stofrum", "Aarhus", "Stofindtagelsesrum og natvarmestue, Aarhus"),
        # Two needs in one sentence: the best for each.
        ("jeg har gæld og drikker for meget", "", "Alkolinjen"),
        ("jeg har gæld og drikker for meget", "", "På Fode Igen, gældsrådgivning"),
        ("depression og gæld", "", "DepressionsLinien"),
        ("depression og gæld", "", "På Fode Igen, gældsrådgivning"),
        # A number with spaces is first whoever is called so; a paragraph that no offer names empties no page.
        ("18 88", "", "Lev Uden Vold, national hotline 1888"),
        ("støttekontaktperson § 99", "Odense", "Rådgivning i din egen kommune"),
        ("vagtlæge", "Odense", "Lægevagten Syddanmark"),
        ("hooker needs help", "København", "Mødestedet, Reden International"),
        # One word that nothing has, and one that says it all.
        ("exit fra prostitution", "", "Reden Aalborg"),
        ("smittesporing klamydia", "Odense", "Checkpoint Odense"),
        # Spelled by ear.
        ("hif test", "Aarhus", "Checkpoint Aarhus"),
        # Halves of which offers have one, and only by what it means.
        ("efter et selvmordsforsøg", "", "Livslinien"),
        ("lgbt ungdomsklub", "Kalundborg", "LGBT+ Ungegruppe Vestsjælland"),
        # One that always says what is sought, beside one that nobody has.
        ("psykisk terror derhjemme", "", "Haslevhus Kvindekrisecenter"),
        # A long name is meant, though it is misspelt and stands beside a word that nobody has.
        ("giftlinien tlf", "", "Giftlinjen"),
        # No word says more than what is sought, however rare it is.
        ("ældre misbruger", "", "Alkolinjen"),
        ("onkel rører ved mig", "", "CSM Midt Nord, Aarhus"),
        ("starte på testo", "", "Center for Kønsidentitet, København"),
        # Who is hit is led to a shelter, and not by half of a word to where one goes after a rape.
        ("min mand slår, i Odense", "", "Krisecenter Odense"),
        ("min mand slor mig", "", "Danner, rådgivning og krisecenter"),
        ("manden slår mig", "Viborg", "Viborg Krisecenter"),
        ("min far overvåger mig", "", "RED Rådgivning"),
        ("min far slår mig, jeg er 12", "", "BørneTelefonen"),
        ("jeg er 44 og min far slår mig", "", "Lev Uden Vold, national hotline 1888"),
        ("far der bliver slået", "", "Mandekrisecenter Lolland"),
        # Who is young is asked for beside the need, and is no need of its own.
        ("17 år og smidt ud", "", "Joannahuset"),
        ("jeg er 16 og har ingen steder at sove", "", "Joannahuset"),
        ("min søn på 15 ryger hash", "", "Den Blå Linje"),
        # So is a late hour.
        ("åbent efter kl 22", "Odense", "Kirkens Korshærs natvarmestue, Odense"),
        ("noget åbent klokken 3", "København", "Natcaféen Sundholm"),
        ("lægevagt kl 23", "Odense", "Lægevagten Syddanmark"),
        # Words that are another thing together.
        ("jeg ryger ud af min lejlighed på fredag", "Aalborg", "Svenstrupgård"),
        # The beginning of an everyday word, which begins another word elsewhere.
        ("natherber", "Aarhus", "Aarhus Vinterherberg"),
        # What is always a drug, as the half of a word.
        ("hashpsykose", "", "Alkolinjen"),
        ("i was raped", "", "Center for Voldtægtsofre, Aarhus"),
        ("truet på livet", "", "Politiet 114"),
        ("han står udenfor døren", "", "Dansk Stalking Center"),
        ("alcohol help english", "", "Alkolinjen"),
        # Who is left behind, who says it in other words, and who is young and paid.
        ("selvmord i familien", "", "Livslinien"),
        ("jeg springer ud fra taget", "", "Livslinien"),
        ("sukkerdater 16", "", "RedenUng"),
        ("frokost", "Aalborg", "Kirkens Korshærs varmestue, Aalborg"),
        ("har taget alt for mange ipren", "", "Giftlinjen"),
        ("hun har skrevet farvel", "", "Livslinien"),
        ("vil ingen savne mig", "", "Livslinien"),
        ("ud af Jehovas vidner", "", "RED Rådgivning"),
        ("16 år og gravid og tør ikke sige det", "", "Mødrehjælpen, rådgivning"),
        ("jeg bløder", "", "Alarm 112"),
        ("sendes til Syrien", "", "RED-Safehouse"),
        ("min far slår mig hver dag i 2 år", "", "Lev Uden Vold, national hotline 1888"),
        # What everybody asks is asked by no child more than by others.
        ("vold", "", "Lev Uden Vold, national hotline 1888"),
        ("jeg er låst inde", "", "Krisecenter for Kvinder, Aalborg"),
        ("han er faldet om", "", "Alarm 112"),
        ("sover i en kælder", "Aalborg", "Svenstrupgård"),
        ("fixegrej", "København", "Stofindtagelsesrum H17"),
        ("helt gennemblødt", "Odense", "Kirkens Korshærs natvarmestue, Odense"),
        # The same in other languages that the citizens' pages speak.
        ("przemoc domowa", "", "AuroraHuset"),
        ("tecavuz", "", "Center for Voldtægtsofre, Aarhus"),
        # Whoever is in danger, whatever else is told, and where nothing is found by the words.
        ("sidder i kørestol og han slår mig", "", "Lev Uden Vold, national hotline 1888"),
        ("jeg er gravid og han slår mig", "Ribe", "Lev Uden Vold, national hotline 1888"),
        ("jeg har ingen papirer og han slår mig", "", "Lev Uden Vold, national hotline 1888"),
        ("min ven slår sin kæreste", "", "Lev Uden Vold, national hotline 1888"),
        ("jeg sidder i kørestol og vil dø", "Aalborg", "Livslinien"),
        ("barn har drukket afløbsrens", "", "Giftlinjen"),
        ("help me he has a knife", "", "Alarm 112"),
        ("kunde voldtog mig", "", "Center for Voldtægtsofre, Aarhus"),
        ("kunde voldtog mig", "Odense", "Center for Voldtægtsofre, Odense"),
        # What is near has less of the question than what is far away.
        ("grønlandsk kvinde på gaden", "Aalborg", "Det Grønlandske Hus, Aalborg"),
    ],
)
def test_offer_is_among_the_first_three(answers, ask, query, place, name):
    found = ask("/find", query, k=place)[0][:3]
    assert name in [answers.by_code[address[-4:]]["name"] for address in found]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (
            "sidder i kørestol og han slår mig",
            ["Lev Uden Vold, national hotline 1888"],
        ),  # what is found is not for sure
        ("barnet har drukket benzin og reagerer ikke", ["Alarm 112", "Giftlinjen"]),
        ("han truer med at begå selvmord hvis jeg går", ["Livslinien", "Lev Uden Vold, national hotline 1888"]),
    ],
)
def test_lines_for_danger_go_first_in_the_order_of_danger(answers, ask, query, names):
    found = ask("/find", query)[0][:3]
    there = [answers.by_code[address[-4:]]["name"] for address in found]
    assert [name for name in there if name in names] == names and there[0] == names[0]


@pytest.mark.parametrize("where", ["/find", "/soeg"])
@pytest.mark.parametrize(
    ("query", "codes"),
    [("زوجي يضربني", ["ar", "fa"]), ("чоловік б'є мене", ["uk"]), ("สามีทำร้ายฉัน", ["th"]), ("ω ñ ș gæld", [])],
)
def test_a_question_in_other_letters_leads_to_the_numbers_in_its_language(ask, where, query, codes):
    page = ask(where, query)[1]
    assert re.findall(r'<a href="/b/nu\?sprog=(..)" hreflang="\1" lang="\1" dir="(?:rtl|ltr)"', page) == codes


@pytest.mark.parametrize("where", ["/find", "/soeg"])
def test_a_number_beside_violence_says_not_what_for(ask, where):
    assert ask(where, "min mor slår mig 44")[0] == ask(where, "min mor slår mig")[0]


def test_a_life_in_danger_goes_first_and_what_gave_way_follows(ask):
    found = ask("/find", "jeg er gravid og vil dø")[0]
    others = ask("/find", "jeg er gravid og dør")[0]
    assert found[0] == "/find/2w3n"
    assert found[1:4] == [one for one in others if one != "/find/2w3n"][:3]
    assert len(found) == len(set(found))


def test_help_for_who_is_raped_is_none_for_who_did_it(ask):
    assert not {"/find/2bkq", "/find/3fvv"} & set(ask("/find", "jeg har voldtaget min kæreste")[0])


def test_no_everyday_word_is_too_small_to_be_looked_for():
    everyday = small_words(tuple(word for group in LIBRARY.synonyms for word in group.words))
    assert not everyday & small_words(LIBRARY.stopwords)


def test_whom_it_is_said_of_is_no_need_beside_what_is_said(answers, ask):
    first, *others = ask("/soeg", "min søn vil ikke være her mere")[0]
    assert first == "/kort/s17"
    assert [answers.by_code[one[-4:]]["name"] for one in others] == ["Livslinien"]


def test_a_number_after_which_something_is_counted_is_no_late_hour(answers):
    asked = answers.in_everything.ask(["abort", "efter", "22", "uger"], [False, True, False, False])
    assert "nat" not in [one.word for one in asked]


@pytest.mark.parametrize("where", ["/find", "/soeg"])
def test_a_place_that_is_not_wanted_goes_behind(answers, ask, where):
    found = ask(where, "lgbt rådgivning, men ikke i København")[0][:5]
    assert not [one for one in found if "København" in answers.by_code[one[-4:]]["name"]]


@pytest.mark.parametrize("query", ["ikke kommunen, en at tale med om gæld", "gæld uden om kommunen"])
def test_who_shall_not_be_asked_is_not_looked_for(answers, ask, query):
    assert "kommune" not in answers.by_code[ask("/find", query)[0][0][-4:]]["name"].lower()


def test_the_man_is_whom_she_is_married_to(answers, ask):
    found = ask("/find", "krisecenter uden at manden ved det")[0][:5]
    assert not [one for one in found if "mand" in answers.by_code[one[-4:]]["name"].lower()]


def test_a_father_who_does_it_is_not_whom_the_help_is_for(answers, ask):
    for query in ("min far slår mig", "min far overvåger mig", "min far slår mig 9", "slået af hans far"):
        first = next(one for one in ask("/soeg", query)[0] if one.startswith("/find"))
        assert "mand" not in answers.by_code[first[-4:]]["name"].lower()


def test_a_place_raises_in_the_search_and_finds_nothing_by_itself(answers, ask):
    found = ask("/soeg", "min mand slår mig i Ribe")[0]
    assert "Esbjerg Krisecenter" in [answers.by_code[one[-4:]]["name"] for one in found[:3] if one.startswith("/find")]
    assert ask("/soeg", "xylofonorkester Odense")[0] == []
    assert ask("/soeg", "advokat gratis Vejle")[0][0] == ask("/soeg", "gratis advokat")[0][0]


def test_a_word_that_nothing_here_has_empties_no_page(ask):
    found, page = ask("/find", "bad og tøjvask", k="København")
    assert found
    assert "Blandt dem, der passer, nævner ingen: tøjvask. De andre ord er brugt." in page


@pytest.mark.parametrize("query", ["kæreste vil have mit kodeord", "snap konto hacket af eks"])
def test_the_nearest_to_a_sentence_is_shown_as_such(ask, query):
    assert "Intet sikkert fund. Nærmest:" in ask("/find", query)[1]


def test_open_now_in_words_is_a_wish_and_ticked_a_condition(ask):
    found, page = ask("/find", "åben nu varmestue", k="Aalborg")
    assert found
    assert "Vi ved ikke om nogen, der har åbent nu. Her er de andre. Ring først." in page
    assert ask("/find", "varmestue", k="Aalborg", n="1")[0] == []


def test_a_wish_in_words_hides_nothing_that_is_near(answers, ask):
    found, page = ask("/find", "anonymt herberg", k="Vejle")
    names = [answers.by_code[address[-4:]]["name"] for address in found]
    assert set(names[:2]) == {"Herberg og værested, Vejle", "Gadbjerg Forsorgshjem"}
    assert "Ikke alle her har oplyst, at man kan være anonym." in page
    assert len(ask("/find", "herberg", k="Vejle", a="1")[0]) == 1  # a tick is a condition


@pytest.mark.parametrize(
    "query",
    [
        *("regneark formler", "skift af vinterdæk", "flytte robotplæneklipper", "ris koge"),
        *("fornyelse af pas", "hvad koster en pizza", "utæt vandhane", "opskrift på boller", "koge æg"),
        *("rejseforsikring", "vaccination af kat", "strikkeopskrift"),
        *("fodbold resultat", "visitkort tryk", "vask af vinduer", "iphone oplader", "ny sofa"),
    ],
)
def test_a_verb_or_a_slip_beside_what_nobody_knows_of_finds_nothing(ask, query):
    assert [ask(where, query)[0] for where in ("/soeg", "/find")] == [[], []]


@pytest.mark.parametrize(
    "subject",
    [
        *("stofafhængig", "stofmisbrug", "rusmidler", "afhængighed", "alkoholiker", "transperson", "nonbinær", "bøsse"),
        *("lesbisk", "sexsalg", "prostitueret", "voldtægt", "incest", "senfølger", "voldsramt", "stalking", "æresvold"),
        *("menneskehandel", "selvmord", "selvskade", "ensom", "gæld", "hjemløs", "herberg", "krisecenter", "hiv"),
    ],
)
def test_what_help_is_for_is_found_beside_what_nobody_knows_of(ask, subject):
    assert ask("/find", f"{subject} zzqx")[0]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        *((word, "Livslinien") for word in ("håbløs", "opgivende", "ulykkelig", "fortvivlet", "værdiløs", "selvhad")),
        *((word, "Psykiatrifondens rådgivning") for word in ("udbrændt", "nervøs", "søvnløs", "tankemylder", "hader")),
        *((word, "Alarm 112") for word in ("bevidstløs", "krampe", "hjerteanfald", "blødning")),
        *((word, "Alkolinjen") for word in ("dranker", "ædru", "tilbagefald")),
        *((word, "SletDet") for word in ("sextortion", "grooming")),
        ("racisme", "Offerrådgivningen"), ("psykopat", "Lev Uden Vold, national hotline 1888"),
        *((word, "Giftlinjen") for word in ("klorin", "lampeolie", "svampe")), ("syringes", "Stofindtagelsesrum H17"),
        ("konkurs", "På Fode Igen, gældsrådgivning"), ("fødselsdepression", "Mødrehjælpen, rådgivning"),
    ],
)  # fmt: skip
def test_one_word_for_how_one_is_finds_help(answers, ask, word, name):
    assert name in [answers.by_code[address[-4:]]["name"] for address in ask("/find", word)[0][:3]]


@pytest.mark.parametrize(
    "query", ["hej jeg er altså simpelthen så ensom mvh", "øh min eks han stalker mig konstant overalt"]
)
def test_what_stands_between_when_one_talks_is_no_word_to_look_for(ask, query):
    assert "nævner" not in ask("/find", query)[1]


@pytest.mark.parametrize(
    "query", ["17 år og gravid", "gravid på 34 år", "34 år og hjemløs", "jeg fik tæsk igår", "sove inat"]
)
def test_how_old_one_is_and_when_it_was_empty_no_page(ask, query):
    found, page = ask("/find", query)
    assert found
    assert "Ingen tilbud nævner" not in page


@pytest.mark.parametrize("query", ["drak", "slog mig", "jeg drak i går"])
def test_what_happened_is_found_as_surely_as_what_happens(ask, query):
    found, page = ask("/find", query)
    assert found
    assert "Intet sikkert fund" not in page


@pytest.mark.parametrize("query", ["angstkursus", "voldsproblematik", "alkoholproblem", "aggressionsproblemer"])
def test_a_short_first_half_that_is_an_everyday_word_carries_a_compound(ask, query):
    assert ask("/find", query)[0]


def test_a_compound_is_told_as_it_was_typed_without_the_joining_letter(ask):
    assert "Deler voldsproblematik i vold og problematik." in ask("/find", "Voldsproblematik!")[1]
    assert "Deler gældshjælp i gæld og hjælp." in ask("/find", "gældshjælp")[1]


def test_how_many_is_no_word_of_its_own(ask):
    assert ask("/find", "krisecenter der tager drenge over 14")[0]


def test_four_letters_with_another_among_them_are_another_word(ask):
    assert "Viser mors" not in ask("/soeg", "moms på sexsalg")[1]
