"""Advice that could put a citizen in danger: a break-up told as an opening, contact that a partner could see, and a
parent who is told of a notification too early.

Leaving a violent partner can be the most dangerous time (sources in `content/boxes.yaml`), so a text that calls a
break-up an opening shows the box `danger`. A call, a message or a visit is for the way that was agreed, so a text that
advises one shows the box `contact`; and an example of a message says nothing but time and place. Parents who may have
hurt their child must not hear of a notification before the municipality says so (source in the box `notify`), so a text
that advises to tell somebody first shows that box.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from webapp.content.document import Document, Mistake
from webapp.proofreading.passage import Passage, values_in

DANGER, CONTACT, NOTIFY = "danger", "contact", "notify"
# Written to the citizen, or about words, rules and places: no advice to staff on how to reach anybody.
_NOT_TO_STAFF = ("meeting.yaml", "da.yaml", "help.yaml", "offers.csv", "legal.yaml", "sources.yaml", "boxes.yaml",
                 "taxonomy.yaml", "glossary.yaml")  # fmt: skip
_ENTRIES = ("glossary.yaml", "legal.yaml", "da.yaml")  # each entry stands for itself

_BREAK_UP = re.compile(
    r"\b(?:brud|bruddet|skilsmisse\w*|separation\w*|samlivsophør\w*|bryder? med|bruddene)\b"
    r"|\b(?:skilles|skilt fra|bliver? skilt|blev skilt|(?:slå|slår|slog|slået) op(?! i\b| på\b))\b"
    r"|\b(?:ophørt|opløst|slut på et) forhold\w*\b|\bgjort det forbi\b"
    r"|\bforholdet (?:slutter|ophører|er slut|er forbi)\b"
    r"|\b(?:gå|går|gik|gået) fra hinanden\b|\bslut med (?:ham|hende|partneren|kæresten|manden|konen)\b"
    r"|\bforlad(?:e|er|t|es)\b|\b(?:slå|slår|slog|slået) op med\b"
    r"|\b(?:gå|går|gik|gået|rejse?r?|rejst|flygte?r?|flytte?[rt]?) (?:væk )?"
    r"fra (?:ham|hende|partneren|manden|konen|kæresten|sin|en voldelig)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\b(?:vindue|vinduet|vinduer|vinduerne|åbning|åbningen|åbninger|åbningerne)\b|\båbner sig\b|\bpå klem\b"
    r"|\bgunstig\w* (?:tid|periode|øjeblik)\w*\b",
    re.IGNORECASE,
)
_DAY = "(?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)"
_WHO = "(?:borgeren|hende|ham|dig|mennesket|personen|kvinden|manden|den unge)"
_LATER = (
    r"(?:i morgen|i aften|dagen efter|ugen efter|næste dag|senere|(?:om |nogle |et )+(?:par )?(?:dage|uger)(?: efter)?)"
)
_REACH_OUT = re.compile(
    # A message: "send hende en kort sms", "skriv en mail", "læg en besked"; and the places where one is written.
    rf"\b(?:sende?r?|skrive?r?|læg(?:ger|ge)?) (?:(?:til )?{_WHO} )?(?:en |et )(?:\w+,? ){{0,3}}"
    r"(?:besked|sms|mail|e-mail|hilsen|brev|påmindelse)\b"
    r"|\bskrive?r? på (?:messenger|facebook|instagram|snapchat|whatsapp)\b|\bfind \w+ på (?:facebook|instagram)\b"
    rf"|\b(?:sms(?:['’]?er?)?|tekst(?:er|e)?|mail(?:er|e)?|ringe?r?) (?:til )?{_WHO}\b"
    rf"|\bgive?r? {_WHO} (?:et kald|besked)\b"
    # A call or a letter to the citizen.
    rf"|\bringe?r? (?:igen |op )?til {_WHO}\b|\bringe?r? {_WHO} op\b|\bringe?r? (?:igen |op )?{_LATER}"
    rf"|\bskrive?r? (?:igen )?til {_WHO}\b|\bskriv eller ring\b|\bring eller skriv\b|\bgiv {_WHO} et (?:opkald|ring)\b"
    r"|\b(?:ring|skriv),? (?:når|hvis) (?:borgeren|hun|han)\b|\bring og (?:hør|spørg)\b"
    r"|\bbliv ved med at (?:ringe|skrive)\b"
    rf"|\bjeg (?:ringer|skriver|kommer forbi) (?:igen )?(?:i morgen|dagen efter|på {_DAY}|{_DAY})\b"
    # A visit, and the general words; to ask how one may is the rule itself.
    rf"|\b(?<!må jeg )(?:besøge?r?|opsøge?r?|kontakte?r?) {_WHO}\b|\b(?:tage?r?|kør|gå) hjem til {_WHO}\b"
    rf"|\bhjemmebesøg hos {_WHO}\b"
    rf"|\bkom(?:mer|me)? forbi hos {_WHO}\b|\bkig(?:ger|ge)? forbi(?: hos {_WHO})?\b|\bbank(?:er|e)? på hos\b"
    rf"|\btage?r? kontakt til {_WHO}\b|\bræk(?:ker|ke)? ud (?:efter|til) {_WHO}\b"
    r"|\bhold kontakten\b|\bfølge?r? op (?:med et opkald|også på stilhed)\b|\bfølg op, også på stilhed\b",
    re.IGNORECASE,
)
_NOTIFICATION = re.compile(r"\bunderret\w*|\bskal kommunen (?:vide|have)\b|\bgive kommunen besked\b", re.IGNORECASE)
_TOLD_FIRST = re.compile(
    r"\btil (?:borgeren|dig|hende|ham|forælderen|forældrene|familien|moren|faren) (?:først|inden|på forhånd)\b"
    r"|\b(?:hører?|hørte) (?:du |hun |han |borgeren |forældrene )?det først\b|\bdet af mig først\b"
    r"|\bfortæl \w+ det,? (?:først|før du (?:underretter|sender))\b",
    re.IGNORECASE,
)
_A_MESSAGE = re.compile(r"\b(?:besked|sms|skriv fx|brev)\w*\b", re.IGNORECASE)
_QUOTED = re.compile(r"[»\"“]([^«\"”]+)[«\"”]")
_INTIMATE = re.compile(
    r"\b(?:tænk(?:er|te) på dig|savner? dig|glæder mig til|kram|knus|kys|kærlig hilsen|elsker dig|min (?:ven|skat))\b",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"\b(?:hjælp\w*|rådgiv\w*|kommune\w*|krise\w*|vold\w*|støtte\w*|tilbud\w*|samtale\w*|behandling\w*|overgreb\w*|politi\w*)\b",
    re.IGNORECASE,
)


def unsafe_openings(documents: list[Document], passages: Iterable[Passage]) -> Iterator[Mistake]:
    """A mistake for every text that speaks of a break-up and of an opening and does not show the danger box."""
    for texts in _pages(passages, but=("boxes.yaml", "sources.yaml", "offers.csv", "synonyms.yaml")):
        about = [one for one in texts if _BREAK_UP.search(one.text)]
        if about and any(_OPENING.search(one.text) for one in texts) and DANGER not in _boxes(documents, texts[0].file):
            message = (
                "Her står et brud i en tekst om åbninger og vinduer. Tiden omkring et brud kan være den farligste. "
                f"Skriv boxes: [{DANGER}], eller tag bruddet ud."
            )
            yield _mistake(about[0], message)


def unsafe_contact(documents: list[Document], passages: Iterable[Passage]) -> Iterator[Mistake]:
    """A mistake for every text that advises to ring, write to or visit a citizen and does not show the contact box."""
    for texts in _pages(passages, but=_NOT_TO_STAFF):
        advice = [(one, found) for one in texts if (found := _REACH_OUT.search(one.text))]
        if advice and CONTACT not in _boxes(documents, texts[0].file):
            passage, found = advice[0]
            message = (
                f"»{found[0]}« er et råd om at tage kontakt. Det må kun ske, som det er aftalt. "
                f"Skriv boxes: [{CONTACT}], eller skriv rådet om."
            )
            yield _mistake(passage, message)


def unsafe_notice(documents: list[Document], passages: Iterable[Passage]) -> Iterator[Mistake]:
    """A mistake for every text on notifying about a child that advises to tell somebody first and does not show the box
    on who must not be told."""
    for texts in _pages(passages, but=_NOT_TO_STAFF):
        told = [one for one in texts if _TOLD_FIRST.search(one.text)]
        notifies = any(_NOTIFICATION.search(one.text) for one in texts)
        if told and notifies and NOTIFY not in _boxes(documents, texts[0].file):
            message = (
                "Her står, at nogen skal høre om en underretning først. Er det måske en forælder, der gør barnet ondt, "
                f"kan det være farligt. Skriv boxes: [{NOTIFY}], eller skriv rådet om."
            )
            yield _mistake(told[0], message)


def unsafe_messages(documents: list[Document], passages: Iterable[Passage]) -> Iterator[Mistake]:
    """A mistake for every example of a message that says more than time and place."""
    messages = {(document.file, place) for document in documents for place in _lines_with_contact(document)}
    for passage in passages:
        if passage.file.rpartition("/")[2] in _NOT_TO_STAFF:
            continue
        whole = [passage.text] if passage.name == "say" and (passage.file, passage.item) in messages else []
        quoted = _QUOTED.findall(passage.text) if _A_MESSAGE.search(passage.text) else []
        found = next((hit for text in (*whole, *quoted) if (hit := _INTIMATE.search(text) or _HELP.search(text))), None)
        found = found or _INTIMATE.search(passage.text)
        if found:
            message = (
                f"»{found[0]}« kan en partner læse som kærlighed eller som hjælp. "
                "En besked siger kun tid og sted: »Ses torsdag klokken ti«."
            )
            yield _mistake(passage, message)


def _pages(passages: Iterable[Passage], but: tuple[str, ...]) -> list[list[Passage]]:
    """The Danish passages that are read together: those of a file, or of an entry that stands for itself."""
    pages: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for passage in passages:
        name = passage.file.rpartition("/")[2]
        if passage.language == "da" and name not in but:
            pages[passage.file, passage.item if name in _ENTRIES else ""].append(passage)
    return list(pages.values())


def _boxes(documents: list[Document], file: str) -> set[str]:
    [document] = [one for one in documents if one.file == file]
    return {value for place, value in values_in(document.values) if "boxes" in place}


def _lines_with_contact(document: Document) -> Iterator[str]:
    """What each field of a line stands in (`phases.4.lines.4`), for the lines of a checklist with the contact box."""
    for place, value in values_in(document.values):
        if "lines" in place and "boxes" in place and value == CONTACT:
            yield ".".join(str(part) for part in place[: place.index("boxes")])


def _mistake(passage: Passage, message: str) -> Mistake:
    field = f"## {passage.section}" if passage.section else passage.field
    return Mistake(passage.file, passage.line, field, message)
