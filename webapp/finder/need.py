"""What somebody looks for, read from the parameters of a link or a form. Nothing typed makes an error; what is not
known is left out and said. The same rules as `static/finder/worker/need.js`; `docs/finder.md` is their text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs

from flask import Request

from webapp.danish import fold
from webapp.ranking.folding import Token
from webapp.ranking.question import Question, read_question, typed

LONGEST_QUERY = 200  # characters
LONGEST_PLACE = 60
MOST_WORDS = 12

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufeff]+")
_PAGE = re.compile("[1-9][0-9]{0,3}")

# Words that choose what a tick would have chosen.
CHOOSING = {
    "anonym": "anonymous", "anonymt": "anonymous", "anonyme": "anonymous",
    "aben": "open_now", "abent": "open_now", "abne": "open_now",
}  # fmt: skip
WITHOUT, REFERRAL = "uden", "henvisning"
MUNICIPALITY = ("kommune", "regionskommune")  # after a place's name it adds nothing

UNKNOWN = {
    "k": "Vi kender ikke den kommune. Den er ikke brugt.",
    "e": "Vi kender ikke emnet i adressen. Det er ikke brugt.",
    "f": "Vi kender ikke kontaktformen i adressen. Den er ikke brugt.",
    "m": "Vi kender ikke målgruppen i adressen. Den er ikke brugt.",
    "l": "Vi kender ikke sproget i adressen. Det er ikke brugt.",
    "a": "Vi kender ikke valget om anonymitet. Det er ikke brugt.",
    "u": "Vi kender ikke valget om henvisning. Det er ikke brugt.",
    "n": "Vi kender ikke valget om åbningstid. Det er ikke brugt.",
    "s": "Vi kender ikke den side. Her er den første.",
}
TOO_LONG = f"Kun de første {LONGEST_QUERY} tegn er brugt."
TOO_MANY_WORDS = f"Kun de første {MOST_WORDS} ord er brugt."


@dataclass(frozen=True)
class Need:
    """One search. Codes are the taxonomy's; `question` is what is left of the words; `notes` is what to tell about how
    it was read."""

    query: str = ""  # as typed, to be shown again
    typed_place: str = ""
    municipality: str = ""
    topics: tuple[str, ...] = ()
    contact_forms: tuple[str, ...] = ()
    audience: str = ""
    language: str = ""
    anonymous: bool = False
    no_referral: bool = False
    open_now: bool = False
    page: int = 1
    ticked: frozenset[str] = frozenset()  # which of a, u, n were ticked rather than said in words
    question: Question = field(default_factory=Question)
    understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What can be asked for: codes of each kind, the municipalities' names, and words without meaning."""

    topics: tuple[str, ...]
    contact_forms: tuple[str, ...]
    audiences: tuple[str, ...]
    languages: tuple[str, ...]
    places: Mapping[str, str]  # code -> name
    stopwords: frozenset[str]
    laws: Mapping[str, str]
    by_name: Mapping[str, str] = field(init=False)  # folded name -> code

    def __post_init__(self):
        object.__setattr__(self, "by_name", {fold(name): code for code, name in self.places.items()})


def params_of(request: Request) -> dict[str, list[str]]:
    """What a link or a form asks for, read as a browser reads it: bytes that are no text become U+FFFD."""
    if request.method == "POST" and request.mimetype != "application/x-www-form-urlencoded":
        return dict(request.form.lists())
    sent = request.get_data() if request.method == "POST" else request.query_string
    return parse_qs(sent.decode(errors="replace"), keep_blank_values=True, errors="replace")


def cleaned(text: str) -> str:
    """Typed text on one line, without control characters around or inside it."""
    return _CONTROL.sub(" ", text).strip()


def read_need(params: Mapping[str, Sequence[str]], choices: Choices) -> Need:
    """The search that parameters ask for. Never fails: what cannot be used is left out and noted."""
    notes = []

    def first(name: str) -> str:
        values = params.get(name) or [""]
        return values[0]

    def unknown(name: str) -> None:
        if UNKNOWN[name] not in notes:
            notes.append(UNKNOWN[name])

    def several(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
        asked = [value for value in params.get(name, ()) if value]
        if any(value not in known for value in asked):
            unknown(name)
        return tuple(code for code in known if code in asked)

    def one(name: str, known: tuple[str, ...]) -> str:
        value = first(name)
        if value and value not in known:
            unknown(name)
            return ""
        return value

    def ticked(name: str) -> bool:
        value = first(name)
        if value not in ("", "1"):
            unknown(name)
        return value == "1"

    query = cleaned(first("q"))
    if len(query) > LONGEST_QUERY:
        query = query[:LONGEST_QUERY].strip()
        notes.append(TOO_LONG)
    typed_place = cleaned(first("k"))[:LONGEST_PLACE].strip()
    municipality = place_named(typed_place, choices)
    if typed_place and not municipality:
        unknown("k")
    topics = several("e", choices.topics)
    contact_forms = several("f", choices.contact_forms)
    audience = one("m", choices.audiences)
    language = one("l", choices.languages)
    ticks = {name: ticked(name) for name in ("a", "u", "n")}
    page = first("s")
    if page and not _PAGE.fullmatch(page):
        unknown("s")
        page = ""
    need = Need(
        query=query,
        typed_place=choices.places.get(municipality, typed_place),
        municipality=municipality,
        topics=topics,
        contact_forms=contact_forms,
        audience=audience,
        language=language,
        anonymous=ticks["a"],
        no_referral=ticks["u"],
        open_now=ticks["n"],
        page=int(page or 1),
        ticked=frozenset(name for name, on in ticks.items() if on),
        notes=tuple(notes),
    )
    return understood(need, choices)


def place_named(text: str, choices: Choices) -> str:
    """The code of the municipality with this code or name (`Esbjerg`, `Københavns Kommune`), or an empty string."""
    if text in choices.places:
        return text
    words = typed(text)
    code, length = _place_at(words, 0, choices)
    return code if length == len(words) else ""


def understood(need: Need, choices: Choices) -> Need:
    """The search with its typed words read: a municipality's name is a choice of place, "anonymt" a tick; the rest is
    a question of words."""
    words = typed(need.query)
    left: list[Token] = []
    said: list[str] = []
    changes: dict = {}
    place = need.municipality
    number = 0
    while number < len(words):
        word = words[number].word
        code, length = ("", 0) if place else _place_at(words, number, choices)
        if code:
            place = changes["municipality"] = code
            said.append(choices.places[code])
            number += length
        elif word == WITHOUT and [one.word for one in words[number + 1 : number + 2]] == [REFERRAL]:
            changes["no_referral"] = True
            said.append("uden henvisning")
            number += 2
        else:
            if word in CHOOSING:
                changes[CHOOSING[word]] = True
                said.append("kun anonyme" if CHOOSING[word] == "anonymous" else "åbent nu")
            else:
                left.append(words[number])
            number += 1
    question = read_question(left, choices.stopwords, choices.laws, MOST_WORDS)
    notes = (*need.notes, TOO_MANY_WORDS) if question.cut else need.notes
    return replace(need, question=question, understood=tuple(dict.fromkeys(said)), notes=notes, **changes)


def _place_at(words: Sequence[Token], number: int, choices: Choices) -> tuple[str, int]:
    # "lyngby taarbaek" before "lyngby"; "esbjergs" is Esbjerg's.
    for length in (3, 2, 1):
        if number + length > len(words):
            continue
        name = " ".join(one.word for one in words[number : number + length])
        code = choices.by_name.get(name) or choices.by_name.get(name.removesuffix("s"))
        if code:
            after = words[number + length : number + length + 1]
            return code, length + (bool(after) and after[0].word in MUNICIPALITY)
    return "", 0
