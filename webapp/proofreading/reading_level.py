"""How hard each kind of text may be to read, measured as LIX (`webapp/content/lix.py`).

The limits were chosen after measuring every text in the first edition: each lies a little above the hardest text of its
kind, so that texts can be changed but not get harder. `content/README.md` has the same table, in Danish; a test holds
the two together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.cards.body import ROLES
from webapp.content.document import Mistake
from webapp.content.lix import EASY, FEWEST, SAID_ALOUD, lix
from webapp.proofreading.passage import Passage


@dataclass(frozen=True)
class Limit:
    """The highest LIX for a kind of text, and what the kind is called in a complaint and in content/README.md. Texts of
    fewer words than `fewest` are not measured: there one long word decides everything, and the number says nothing."""

    name: str
    most: int
    fewest: int = FEWEST


CITIZEN = Limit("tekst til borgeren", EASY, fewest=8)
FACE = Limit("kortets forside", 30)
SAY = Limit("det, man siger", 25)
DO = Limit("det, man gør og undgår", 30)
ABOUT = Limit("det, kortet fortæller om", 40)
WHY = Limit("hvorfor, tal og organisation", 40)
LAW_SAY = Limit("reglen sagt højt", 30)
LAW = Limit("pligt og ret", 48)
TERM = Limit("forklaring i ordlisten", 30)
CHECK = Limit("linje i tjeklisten", SAID_ALOUD)
STAFF = Limit("linje til medarbejderen", 50)
OFFER = Limit("linje om et tilbud", 80)
OTHER = Limit("anden tekst", 50)

LIMITS = (CITIZEN, FACE, SAY, DO, ABOUT, WHY, LAW_SAY, LAW, TERM, CHECK, STAFF, OFFER, OTHER)

_BY_ROLE = {"say": SAY, "do": DO, "avoid": DO, "after": DO, "signs": DO, "about": ABOUT}
_BY_FIELD = {
    ("legal.yaml", "say"): LAW_SAY,
    ("legal.yaml", "what"): LAW,
    ("legal.yaml", "when"): LAW,
    ("legal.yaml", "caveat"): LAW,
    ("legal.yaml", "change"): LAW,
    ("glossary.yaml", "explanation"): TERM,
    ("help.yaml", "staff"): STAFF,
    ("offers.csv", "summary_da"): OFFER,
    ("offers.csv", "hours_note_da"): OFFER,
    ("checklist.yaml", "say"): CHECK,
    ("checklist.yaml", "why"): CHECK,
    ("checklist.yaml", "hint"): CHECK,
}
_WORDS = ("topics", "ways", "audiences", "state", "hours", "dated")  # sections of phrases that are no sentences
# Headings and lists of words are no sentences.
_NO_SENTENCES = ("title", "words", "term", "also", "forms", "label", "name", "neutral_name")


def too_hard(passages: Iterable[Passage]) -> Iterator[Mistake]:
    """A mistake for every text above its limit, at its hardest sentence."""
    texts: dict[tuple, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.language == "da" and passage.name not in _NO_SENTENCES:
            limit, whole = kind_of(passage)
            texts[passage.file, limit, whole].append(passage)
    for (_file, limit, _whole), text in texts.items():
        words = sum(len(passage.text.split()) for passage in text)
        level = round(lix("\n".join(passage.sentences for passage in text)))
        if words >= limit.fewest and level > limit.most:
            yield _complaint(text, limit, level)


def kind_of(passage: Passage) -> tuple[Limit, str]:
    """Which limit a passage falls under, and what it is measured together with in its file: the face of a card, all its
    sentences to say, one rule. A field called `citizen` or `citizen_da` is the citizen's in any file."""
    name = passage.file.rpartition("/")[2]
    if passage.name in ("citizen", "citizen_da"):
        return CITIZEN, passage.item
    if passage.file.startswith("languages/"):
        section = passage.field.split(".")[1] if "." in passage.field else ""
        if section in _WORDS:
            return OTHER, passage.field
        # What a citizen reads on one page is one text; what stands at a number is one by itself.
        return CITIZEN, passage.field if section == "lines" else section
    if passage.file.startswith("cards/"):
        if not passage.section:
            return FACE, ""
        return _BY_ROLE.get(ROLES.get(passage.section, ""), WHY), ""
    limit = _BY_FIELD.get((name, passage.name), OTHER)
    return limit, passage.item or passage.section


def _complaint(text: list[Passage], limit: Limit, level: int) -> Mistake:
    passage, sentence = max(
        ((passage, sentence) for passage in text for sentence in re.split(r"(?<=[.:;!?])\s+", passage.text)),
        key=lambda pair: _weight(pair[1]),
    )
    long = sorted({word for word in re.findall(r"[^\W\d_]{7,}", sentence)}, key=len, reverse=True)[:3]
    short = sentence if len(sentence) <= 70 else sentence[:70].rsplit(" ", 1)[0] + " …"
    swap = f" eller skift lange ord ud: {', '.join(long)}" if long else ""
    message = (
        f"Teksten er for svær at læse: lix {level}, højst {limit.most} for {limit.name}. "
        f"Begynd med »{short}«: del sætningen{swap}."
    )
    return Mistake(passage.file, passage.line, passage.field, message)


def _weight(sentence: str) -> int:
    # What the sentence adds to the number, roughly: its words, and its long words five times.
    words = re.findall(r"[^\W\d_]+", sentence)
    return len(words) + 5 * sum(len(word) > 6 for word in words)
