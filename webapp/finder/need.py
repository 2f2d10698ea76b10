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
from webapp.finder.choosing import Choosing
from webapp.finder.places import Place, Places
from webapp.finder.sentences import Chosen, Sentences
from webapp.finder.sides import Danger, Sides
from webapp.ranking.folding import Token
from webapp.ranking.question import Question, read_question, typed
from webapp.ranking.vocabulary import QuestionWords, Vocabulary

LONGEST_QUERY = 200  # characters
LONGEST_PLACE = 60
MOST_WORDS = 12

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufeff]+")
_PAGE = re.compile("[1-9][0-9]{0,3}")

NOT, NOW, FROM, ON = "ikke", "nu", "fra", "pa"
TICK = {"anonymous": "a", "no_referral": "u", "open_now": "n", "free": "b"}


@dataclass(frozen=True)
class Understood:
    """What words were read as, and the question as it would be with that taken away (or, of a place, changed)."""

    said: str
    instead: str


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
    group: str = ""  # a topic that offers must be about besides the topics
    language: str = ""
    anonymous: bool = False
    no_referral: bool = False
    open_now: bool = False
    free: bool = False
    page: int = 1
    ticked: frozenset[str] = frozenset()  # which of a, u, n, b were ticked rather than said in words
    question: Question = field(default_factory=Question)
    understood: tuple[Understood, ...] = ()
    elsewhere: tuple[Understood, ...] = ()  # the other municipalities that the place may lie in
    side: str = ""  # of violence: `sides.py`
    danger: tuple[Danger, ...] = ()  # that the words tell of
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What can be asked for: codes of each kind, places, the tables that words are read with, what is said."""

    topics: tuple[str, ...]
    contact_forms: tuple[str, ...]
    audiences: tuple[str, ...]
    languages: tuple[str, ...]
    places: Mapping[str, str]  # code -> name of a municipality
    where: Places
    vocabulary: Vocabulary
    said: Sentences
    choosing: Choosing = Choosing()
    sides: Sides = Sides()


def params_of(request: Request) -> dict[str, list[str]]:
    """What a link or a form asks for, read as a browser reads it: bytes that are no text become U+FFFD."""
    if request.method == "POST" and request.mimetype != "application/x-www-form-urlencoded":
        return dict(request.form.lists())
    sent = request.get_data() if request.method == "POST" else request.query_string
    return parse_qs(sent.decode(errors="replace"), keep_blank_values=True, errors="replace")


def cleaned(text: str) -> str:
    """Typed text on one line, without control characters around or inside it."""
    return _CONTROL.sub(" ", text).strip()


class _Asked:
    """The parameters of a search, and the notes on what of them cannot be used."""

    def __init__(self, params: Mapping[str, Sequence[str]], choices: Choices):
        self.params, self.choices = params, choices
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def unknown(self, name: str) -> None:
        self.note(getattr(self.choices.said.unknown, name))

    def first(self, name: str) -> str:
        values = self.params.get(name) or [""]
        return values[0]

    def several(self, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
        asked = [value for value in self.params.get(name, ()) if value]
        if any(value not in known for value in asked):
            self.unknown(name)
        return tuple(code for code in known if code in asked)

    def one(self, name: str, known: tuple[str, ...]) -> str:
        value = self.first(name)
        if value and value not in known:
            self.unknown(name)
            return ""
        return value

    def ticked(self, name: str) -> bool:
        value = self.first(name)
        if value not in ("", "1"):
            self.unknown(name)
        return value == "1"

    def query(self) -> str:
        """What is tapped instead of the typed question: without something understood, or with another word."""
        query = cleaned(self.first("i" if "i" in self.params else "q"))
        if len(query) > LONGEST_QUERY:
            query = query[:LONGEST_QUERY].strip()
            self.note(self.choices.said.query_too_long.format(most=LONGEST_QUERY))
        return query

    def place(self) -> tuple[str, str]:
        """What was typed as a place, and its municipality's code."""
        typed = cleaned(self.first("k"))[:LONGEST_PLACE].strip()
        place = place_in_field(typed, self.choices)
        if typed and not place:
            self.unknown("k")
        if place and place.others:
            self.note(in_several(place, self.choices))
        return typed, place.code if place else ""

    def page(self) -> int:
        page = self.first("s")
        if page and not _PAGE.fullmatch(page):
            self.unknown("s")
            return 1
        return int(page or 1)


def read_need(params: Mapping[str, Sequence[str]], choices: Choices) -> Need:
    """The search that parameters ask for. Never fails: what cannot be used is left out and noted."""
    asked = _Asked(params, choices)
    query = asked.query()
    typed_place, municipality = asked.place()
    topics = asked.several("e", choices.topics)
    contact_forms = asked.several("f", choices.contact_forms)
    audience = asked.one("m", choices.audiences)
    language = asked.one("l", choices.languages)
    group = asked.one("g", choices.topics)
    ticks = {name: asked.ticked(name) for name in ("a", "u", "n", "b")}
    need = Need(
        query=query,
        typed_place=choices.places.get(municipality, typed_place),
        municipality=municipality,
        topics=topics,
        contact_forms=contact_forms,
        audience=audience,
        language=language,
        group=group,
        anonymous=ticks["a"],
        no_referral=ticks["u"],
        open_now=ticks["n"],
        free=ticks["b"],
        page=asked.page(),
        ticked=frozenset(name for name, on in ticks.items() if on),
        notes=tuple(asked.notes),
    )
    return understood(need, choices)


def place_named(text: str, choices: Choices) -> str:
    """The code of the municipality that a field for a place names, or an empty string."""
    place = place_in_field(text, choices)
    return place.code if place else ""


def place_in_field(text: str, choices: Choices) -> Place | None:
    """The municipality, town or postcode with this code or name (`0561`, `Københavns Kommune`, `6760 Ribe`)."""
    if text in choices.places:
        return Place(text)
    words = typed(text)
    return choices.where.chosen(words) if words else None


def in_several(place: Place, choices: Choices) -> str:
    """What is said of a place in the field that may lie in several municipalities."""
    others = ", ".join(choices.places[code] for code in place.others)
    return choices.said.in_several.format(others=others, chosen=choices.places[place.code])


def understood(need: Need, choices: Choices) -> Need:
    """The search with its typed words read: a place's name is a choice of place, "anonymt" a tick; the rest is a
    question of words."""
    pieces = need.query.split(" ")
    words: list[Token] = []
    owner: list[int] = []  # the piece of the question that each word stands in
    for piece, text in enumerate(pieces):
        found = typed(text)
        words += found
        owner += [piece] * len(found)

    def instead(gone: Sequence[int], other: str = "") -> str:
        kept = [other if piece == gone[0] else text for piece, text in enumerate(pieces) if piece not in gone[1:]]
        return " ".join(text for text in kept if text)

    left: list[Token] = []
    near: list[str] = []
    far: list[str] = []
    said: dict[str, list[int]] = {}  # the pieces of the question that say it
    changes: dict = {}
    place = need.municipality
    number = 0
    while number < len(words):
        named = choices.where.at(words, number, choices.vocabulary.stopwords)
        denied = named and _is_denied(words, number, choices.vocabulary.question)
        named = named if denied or not place else None
        if named and denied:
            far += [one.word for one in words[number : number + named.length]]
            number += named.length
            continue
        name, length = ("", 0) if named else _choice_at(words, number, choices.choosing)
        if named:
            length = named.length
        gone = list(dict.fromkeys(owner[number : number + length]))
        if named:
            names = choices.places
            place = changes["municipality"] = named.code
            near += named.town + told_as(named.others, names)
            changes["elsewhere"] = tuple(Understood(names[code], instead(gone, names[code])) for code in named.others)
            said[names[place]] = gone
        elif name:
            changes[name] = True
            said.setdefault(getattr(choices.said.choices, name), []).extend(gone)
        elif not length:
            left.append(words[number])
            length = 1
        number += length
    asking = choices.choosing.without_tongues(left)
    question = read_question(asking, choices.vocabulary, MOST_WORDS)
    question.near += near
    question.far += far
    notes = need.notes
    if len(asking) < len(left):
        notes += (choices.said.ask_for_interpreter,)
    if question.cut:
        notes += (choices.said.too_many_words.format(most=MOST_WORDS),)
    read = [(text, instead(list(dict.fromkeys(gone)))) for text, gone in said.items()]
    side = choices.sides.asked_for(words, need.audience)
    question.one_need = bool(side)  # "han slår mig og tager mine penge"
    if side:
        question.leave_out_doer(choices.vocabulary.question)
    return replace(
        need,
        question=question,
        understood=tuple(Understood(*one) for one in read),
        notes=notes,
        side=side,
        danger=choices.sides.dangers(words, side),
        **changes,
    )


def without_places(words: Sequence[Token], choices: Choices) -> tuple[list[Token], list[str], list[str]]:
    """The words of a sentence but for places; the words of the places that are named, and of those that are denied. All
    of them where nothing else is asked for."""
    left: list[Token] = []
    near: list[str] = []
    far: list[str] = []
    number = 0
    while number < len(words):
        named = choices.where.at(words, number, choices.vocabulary.stopwords)
        if named:
            some = far if _is_denied(words, number, choices.vocabulary.question) else near
            some += (one.word for one in words[number : number + named.length])
            if some is near and named.town:  # what is in "Ribe" is told as Esbjerg's
                some += told_as((named.code, *named.others), choices.places)
        else:
            left.append(words[number])
        number += named.length if named else 1
    counts = any(one.spelled not in choices.vocabulary.stopwords for one in left)
    return (left, near, far) if counts else (list(words), [], [])


def told_as(codes: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """The words of the names of municipalities."""
    return tuple(word for code in codes for word in fold(names[code]).split())


def _is_denied(words: Sequence[Token], number: int, known: QuestionWords) -> bool:
    # "ikke Odense", "ikke i Odense", "væk fra Odense", "andre steder end Odense"
    before = [one.word for one in words[max(0, number - 2) : number]]
    if before[-1:] == [FROM]:
        return before[0] in (NOT, *known.far_from)
    preposition = before[:1] == [NOT] and before[-1] in (ON, *known.before_place)  # "ikke på Fyn"
    return preposition or any(word in (NOT, *known.but) for word in before[-1:])


def _choice_at(words: Sequence[Token], number: int, choosing: Choosing) -> tuple[str, int]:
    """The choice that words from here on make, and how many words it is. "ikke anonymt" is none, and says nothing."""
    for phrase, name in choosing.phrases:
        if [one.word for one in words[number : number + len(phrase)]] == list(phrase):
            return name, len(phrase)
    word = words[number].word
    if word == NOT:
        after = number + 1
        while after < len(words) and words[after].word in choosing.between:
            after += 1
        if after < len(words) and words[after].word in choosing.words:
            return "", after + 1 - number
    name = choosing.words.get(word, "")
    following, beside = words[number + 1 : number + 2], words[max(0, number - 1) : number + 2]
    if any(one.word in choosing.not_before.get(name, ()) for one in following):
        return "", 0
    if any(one.word in choosing.not_beside.get(name, ()) for one in beside):
        return "", 0
    if all(one.word != NOW for one in words) and any(one.word in choosing.not_with.get(name, ()) for one in words):
        return "", 1
    return (name, 1) if name else ("", 0)


def loosened(need: Need, notes: Chosen) -> Need | None:
    """The search without what words alone chose, and with a note about it; None when they chose nothing. For when
    nothing fits: who types "åben varmestue" is helped by one whose hours we do not know."""
    wished = [name for name, tick in TICK.items() if getattr(need, name) and tick not in need.ticked]
    if not wished:
        return None
    off: dict = dict.fromkeys(wished, False)
    return replace(need, notes=(*need.notes, *(getattr(notes, name) for name in wished)), **off)
