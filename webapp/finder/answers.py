"""What an edition is answered from: pages with slots, and the data set that they are filled from, ready to answer."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache, partial
from typing import Any, TypeVar

from webapp.edition.slots import Cut, cut, escaped, fill, filled, partly_filled
from webapp.finder.choosing import Choosing
from webapp.finder.counted import counted
from webapp.finder.dataset import ADDRESS, INDEX, OFFERS, whole
from webapp.finder.index import Index
from webapp.finder.need import Choices
from webapp.finder.places import Places, place_names
from webapp.finder.records import ByCode, Record, Records
from webapp.finder.sentences import ADDRESS as SENTENCES
from webapp.finder.sentences import Sentences
from webapp.finder.sides import read_sides_sent
from webapp.hours.opening import opening, words
from webapp.hours.span import CALL
from webapp.languages.spoken import Languages
from webapp.languages.words import Words
from webapp.ranking.index import Index as WordIndex
from webapp.ranking.matching import Matcher
from webapp.ranking.vocabulary import QuestionWords, Vocabulary

PER_PAGE = 50  # results
KEPT_PARTS = 1000  # parts of pages of single offers that are kept, with what lasts put in


T = TypeVar("T")


class Answers:
    """Pages with slots by address, the data set, and what is worked out from it once."""

    def __init__(
        self, pages: dict[str, str], packed: Mapping[str, bytes], edition_words: dict[str, str], at: int | None = None
    ):
        """`packed` are the offers and the index of words; `at` is the minute to answer for; None: the clock's, or the
        edition's test clock."""
        parts = {at: json.loads(part) for at, part in pages.items() if at.startswith("/data/")}
        self._fixed = at if at is not None else parts[ADDRESS]["now"]
        data = whole(parts, packed[OFFERS], self.minute())
        self._since, self._until = data["since"], data["until"]
        self.parts = parts
        self.languages = Languages(parts)
        self.danish = self.languages.words("da")
        self.said = Sentences.model_validate(parts[SENTENCES])
        self._pages = pages
        self.pages = {at: page for at, page in pages.items() if not at.startswith("/data/")}
        self._edition_words = edition_words
        self._lasting_part = lru_cache(KEPT_PARTS)(self._put_lasting)
        self._worked_out: dict[Callable, Any] = {}
        self._states: tuple[int, dict[str, object]] = (-1, {})
        self.zone, self.covered, self.hours = data["zone"], data["covered"], data["hours"]
        self.holidays: list[int] = data.get("holidays", [])  # none in an edition from before they were told
        self.offers: Records = data["offers"]
        self.matrix: dict = data.get("matrix", {"needs": [], "groups": []})
        self.doors: dict[str, str] = data["doors"]  # of each municipality, by its name
        self.by_code = ByCode(self.offers)
        self.closed = frozenset(data["closed"])
        self.merged: dict[str, str] = data.get("merged", {})  # an edition from before offers were merged has none
        self.documents: list[dict] = data["documents"]
        question = QuestionWords.model_validate(data["question"])
        self.vocabulary = Vocabulary(data["meanings"], frozenset(data["stopwords"]), data["laws"], question)
        self._packed = packed
        self.places_of = self.offers.places_of_rows()
        terms = data["terms"]
        self.terms: dict[str, dict[str, str]] = data["named"]  # what each code of an offer is called in phrases
        self.choices = Choices(
            topics=tuple(terms["topics"]),
            contact_forms=tuple(terms["contactForms"]),
            audiences=tuple(terms["audiences"]),
            languages=tuple(terms["languages"]),
            places=(names := {code: name for code, name, _region in data["places"]}),
            where=Places(names, question, **place_names(data["where"])),
            vocabulary=self.vocabulary,
            said=self.said,
            choosing=Choosing(**data["choosing"]),
            sides=read_sides_sent(data["sides"]),
        )
        self.region_of = {code: region for code, _name, region in data["places"]}

    def on(self, minute: int) -> Answers:
        """The same edition as it answers at another minute."""
        return Answers(self._pages, self._packed, self._edition_words, minute)

    def again(self) -> Answers:
        """The same edition as it answers now."""
        return Answers(self._pages, self._packed, self._edition_words)

    @property
    def is_up_to_date(self) -> bool:
        """Whether it still stands as it was read: nothing in it has changed with the day since."""
        return self._since <= self.minute() < self._until

    @cached_property
    def index(self) -> Index:
        """The offers ready to be searched."""
        return Index(self.offers, self.region_of, PER_PAGE, self.places_of)

    def minute(self) -> int:
        """The present minute, counted from the epoch (UTC); the test clock's when the edition has one."""
        return self._fixed if self._fixed is not None else int(time.time() // 60)

    def opening(self, hours: str, minute: int):
        """The opening state of the hours with a text; an empty one is unknown hours. Worked out once a minute."""
        known_minute, known = self._states
        if known_minute != minute:
            known = {}
            self._states = (minute, known)
        if hours not in known:
            known[hours] = opening(self.hours.get(hours), self.zone, self.holidays, self.covered, minute)
        return known[hours]

    def is_open(self, hours: str, minute: int) -> bool:
        """Whether the hours with a text are open at a minute."""
        return self.opening(hours, minute).kind == "open"

    def state(self, offer: Mapping[str, Any], minute: int, said: Words) -> str:
        """An offer's opening state as HTML: open, closed, call (ring first) or unknown, and when that changes. Without
        a number nobody can ring first: then it says to ask."""
        now = self.opening(offer["hours"], minute)
        ring_first = offer["callFrom"] <= minute
        if (ring_first or now.kind == CALL) and not offer["phone"]:
            return f'<span class="open" data-open="unknown">{said.html(said["offer.unknown"])}</span>'
        if ring_first:
            return f'<span class="open" data-open="call">{said.html(said["state.ring_first"])}</span>'
        return f'<span class="open" data-open="{now.kind}">{said.html(words(now, self.zone, minute, said))}</span>'

    def has(self, address: str) -> bool:
        """Whether the edition has this dynamic page; one from before the page was made has not."""
        return address in self.pages

    def page(self, address: str, slots: dict[str, Callable[..., str]]) -> str:
        """The page at an address with its slots filled: each by the function of its name, called with its arguments."""
        words = self._edition_words

        def put(name: str, arguments: list[str]) -> str | None:
            return slots[name](*arguments) if name in slots else words.get(" ".join((name, *arguments)))

        return fill(self.pages[address], put)

    @cached_property
    def words(self) -> WordIndex:
        """Every word of the offers and the documents, and where it stands."""
        places = {code: name for code, name, _region in self.parts[ADDRESS]["places"]}
        tables = self.parts[ADDRESS].get("foundBy", {})  # none in an edition from before words were counted
        return WordIndex(self._packed[INDEX], partial(counted, self.offers, tables, places, self.vocabulary.stopwords))

    @cached_property
    def in_offers(self) -> Matcher:
        """Words looked for in the offers alone."""
        return Matcher(self.words, self.vocabulary, True, self.offers.reached_at)

    @cached_property
    def in_everything(self) -> Matcher:
        """Words looked for in the offers and the documents."""
        return Matcher(self.words, self.vocabulary, False, self.offers.reached_at)

    def once(self, work: Callable[[Answers], T]) -> T:
        """What `work` makes of this edition: done when it is first asked for, and kept."""
        if work not in self._worked_out:
            self._worked_out[work] = work(self)
        return self._worked_out[work]

    def part(self, offer: Record, name: str, minute: int, said: Words | None = None, near: str = "") -> str:
        """A part of a page that an offer's record holds (`line`, `page`, `citizen`), with its slots filled in a
        language: Danish when none is given. `near` is how near it is."""
        said = said or self.danish
        slots: dict[str, Callable[..., str]] = {
            "lines": lambda field: "<br>".join(_lines(said, [*offer[field], *changes(offer, minute)])),
            "closures": lambda _field: "".join("<br>" + line for line in _lines(said, changes(offer, minute))),
            "state": lambda: self.state(offer, minute, said),
            "distance": lambda: near,
        }
        return filled(
            self._lasting_part(offer.row, name, said),
            lambda slot, arguments: slots[slot](*arguments) if slot in slots else None,
        )

    def _put_lasting(self, row: int, name: str, said: Words) -> Cut:
        # A part with what depends on neither the minute nor the question put in.
        offer = self.offers.record(row)
        slots: dict[str, Callable[..., str]] = {
            "code": lambda: offer["code"],
            "field": lambda field: escaped(offer[field]),
            "digits": lambda field: offer[field].replace(" ", ""),
            "phrase": lambda key: said.html(said[key]),
            "about": lambda: about(offer, said, self.terms),
            "audience": lambda: whom_and_how(offer, said, self.terms),
            "items": lambda field: "".join(f"<li>{escaped(line)}</li>" for line in offer[field]),
            "dated": lambda: said.html(said.put(f"dated.{offer['dated'][0]}", date=said.date(offer["dated"][1]))),
        }
        return partly_filled(
            cut(offer[name]), lambda slot, arguments: slots[slot](*arguments) if slot in slots else None
        )


def changes(offer: Mapping[str, Any], minute: int) -> list[list]:
    """What the lines of an offer's dated changes say that are not over at a minute, in no language (`Words.said`)."""
    return [line for over, line in offer.get("changes", ()) if minute < over]


def _lines(said: Words, lines: Iterable[list]) -> list[str]:
    return [said.html(said.line(line)) for line in lines]


def about(offer: Mapping[str, Any], said: Words, terms: Mapping[str, Mapping[str, str]]) -> str:
    """What an offer is, as a paragraph: what is written of it in the language, else what it helps with."""
    written = {"da": offer["description"], "en": offer["descriptionEn"]}.get(said.code)
    if written:
        return f"<p>{escaped(written)}</p>"
    return f"<p>{said.html(said['offer.help_with'])}: {_named(said, terms, 'topics', offer['topics'])}</p>"


def whom_and_how(offer: Mapping[str, Any], said: Words, terms: Mapping[str, Mapping[str, str]]) -> str:
    """Whom an offer is for and how it is reached, where nothing is written of it in the language."""
    if {"da": offer["description"], "en": offer["descriptionEn"]}.get(said.code):
        return ""
    rows = (("for_whom", "audiences", offer["who"]), ("ways", "ways", offer["forms"]))
    return "".join(
        f"<div><dt>{said.html(said[f'offer.{label}'])}</dt><dd>{_named(said, terms, section, codes)}</dd></div>"
        for label, section, codes in rows
    )


def _named(said: Words, terms: Mapping[str, Mapping[str, str]], section: str, codes: Iterable[str]) -> str:
    return " · ".join(said.html(said[f"{section}.{terms[section][code]}"]) for code in codes)
