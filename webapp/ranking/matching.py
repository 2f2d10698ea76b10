"""What a typed word means in an index: which documents it finds, and how well.

A word is tried as typed, with other endings, as the beginning and as a part of other words, and as the words our texts
use for it; when none of that stands anywhere, as a slip of a finger, and at last as two words put together. The rule
is told in `docs/finder.md`; `static/ranking/worker/matching.js` does the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial

from webapp.ranking.distance import (
    allowed,
    first_letters,
    letters_in,
    same_start,
    slips,
    sound,
    spelled_length,
    without_vowels,
)
from webapp.ranking.forms import SHORTEST, stem
from webapp.ranking.index import Index
from webapp.ranking.making import OWN, STRONGEST
from webapp.ranking.numbers import rarity
from webapp.ranking.question import PHONE, Question, small_term
from webapp.ranking.vocabulary import FORM_OF, SUBJECT

# Grades, of 100: how well a word of a text answers the word that was typed.
WHOLE, OTHER_FORM, SHORT_FORM, END, MIDDLE = 100, 92, 50, 60, 30
BEGINNING, BEGINNING_SHARE = 10, 70  # and what is added by how much of the whole word was typed
LONG_ENOUGH_FOR_MIDDLE = 6
# Stems with the one that only looks like their compound: "forældre" are no "ældre".
NO_COMPOUNDS = {"aeldr": "foraeldr", "sorg": "forsorg", "hold": "forhold"}
# And with what only begins as their compound does: "voldtægt" is no "vold", and "voldsomt" neither.
NO_BEGINNINGS = {"vold": ("voldt", "voldsom")}
LONG_ENOUGH_TO_BEGIN = 8  # an everyday word that stands nowhere
SHORTEST_BEFORE_END = 3  # letters of a compound's first half: "svært" is no "ært"
SURE = 60  # from here on a word counts as found, not only touched
SLIP, MEANING, TOGETHER, PARTS, LAST_HALF = 85, 50, 70, 60, 15  # what is left of a grade found in a roundabout way
# What two halves must come to somewhere: those that only lie in a long text are an accident of letters.
HALVES_AT_LEAST = 800
SHORTEST_FIRST_HALF = 6  # of a word whose second half stands nowhere
# A first half that is a title's word, or an everyday word for one, carries the word by itself.
LONG_FIRST_HALF, CARRIES, FIRST_HALF = 8, 1500, 35
COUNTING = ("to", "tre", "fire", "fem", "seks")  # folded
AGE, OF_AGE, YOUTH, YOUNG = ("ar", "ars", "arig", "arige"), 18, 10, "unge"  # "17 år"
BEFORE_AN_AGE = ("pa", "er")
MEN, WOMEN = "maend", "kvinder"  # whom an offer is for
# Eighths of a word that a document has: all of it, as two halves, by what it means, or only touched.
EVERYTHING, MOSTLY, MEANT, UNSURE = 8, 7, 6, 4
LONG_SECOND_HALF = 5  # behind a short first half: "angstkursus", and no "vinterdæk"
BETWEEN_NEEDS = ("og", "eller", "samt", "and", "or")
MOST_SMALL = 6  # small words that are one phrase
SAID = -1  # the need of such a phrase
MOST_TOGETHER = 3  # typed words that may be one word
SHORTEST_TOGETHER = 6
LONG_NAME, ARTICLES = 9, ("en", "et")
MOST_OTHERS = 3  # words that are asked about
ALIKE, LONG_SOUND = 2, 6  # what sounding alike costs, as one slip does

# How well a document answers (grade times weight) and how many eighths of the word it has, in one whole number: the
# second in the lowest bits, with room for the sums of a whole question.
SHIFT = 20
EIGHTHS = (1 << SHIFT) - 1
STRONG = 3000  # grade times weight: a word that says much somewhere
CALLED = 3600  # a word of a title
TITLED = 5000  # a title's own word, whole
NOUN_ENDINGS = ("", "s", "e", "n", "r", "en", "et", "er", "ne", "ens", "ets", "ers", "erne", "ene", "ernes", "enes")
KEPT_WORDS = 500


class Documents(dict[int, int]):
    """The documents that a word finds: number -> how well, and how much of the word, as one number (`SHIFT`)."""

    @cached_property
    def sure(self) -> int:
        """How many of them have all of the word."""
        return sum(code & EIGHTHS == EVERYTHING for code in self.values())

    @cached_property
    def best(self) -> int:
        """How well the best of them answers."""
        return max(self.values(), default=0) >> SHIFT

    def put(self, document: int, code: int) -> None:
        """Take a document in; of what is known of it already the better holds, of each part by itself."""
        known = self.get(document)
        if known is None:
            self[document] = code
        elif known & EIGHTHS == code & EIGHTHS:
            if code > known:
                self[document] = code
        else:
            self[document] = max(code, known) & ~EIGHTHS | max(code & EIGHTHS, known & EIGHTHS)


@dataclass
class Asked:
    """What one word (or several that are one) asks for."""

    word: str
    documents: Documents = field(default_factory=Documents)
    rarity: int = 0
    known: bool = True
    corrected: str = ""  # the word it was read as, as it is spelled
    read_as: str = ""  # the same, folded
    others: tuple[str, ...] = ()  # words it may have been instead
    halves: tuple[str, str] | None = None  # the words, folded, it was taken apart into
    certain: bool = True  # not only by meaning or by half
    raises: bool = False  # what has it goes first, and what has it not is found all the same
    lowers: bool = False  # what has it goes behind
    need: int = 0  # of several: "gæld og ingen bolig"
    called: bool = True  # it is what something is called, or an everyday word: more than a word that also stands there
    subject: bool = False  # it always says what help is sought for


class Matcher:
    """Answers words from an index. `meanings` has the stems of everyday words with the phrases our texts use for them.
    With `only_first`, the index's first documents alone are there. `reached_at` tells the documents with a telephone
    number, by its digits."""

    def __init__(
        self,
        index: Index,
        meanings: Mapping[str, Sequence[str]],
        only_first: bool,
        reached_at: Callable[[str], Iterable[int]] = lambda _digits: (),
    ):
        self.index = index
        self._reached_at = reached_at
        self.meanings = meanings
        self.end = index.first if only_first else index.documents
        self._by_length: dict[int, tuple[list[int], list[int]]] | None = None
        self._by_sound: dict[str, dict[str, list[str]]] = {}  # first letter -> sound -> words
        self.documents = lru_cache(KEPT_WORDS)(self._documents)
        self._one = lru_cache(KEPT_WORDS)(self._read)

    def ask(self, words: Sequence[str], skipped: Sequence[bool]) -> list[Asked]:
        """What these words ask for, one after another. A skipped one only counts as part of a longer word."""
        found: list[Asked] = []
        number = need = told = 0
        while number < len(words):
            if words[number] in BETWEEN_NEEDS and len(found) > told:
                need, told = need + 1, len(found)
            many = self._together(words, skipped, number)
            if many > 1:
                found.append(self._several(words[number : number + many], skipped[number : number + many]))
            elif self._is_age(words, number):
                young = YOUTH <= int(words[number]) < OF_AGE and self.documents(YOUNG)
                if young and all(one.word != YOUNG for one in found):
                    found.append(replace(self._one(YOUNG), raises=True))
                many = 1 + any(word in AGE for word in words[number + 1 : number + 2])
            elif self._is_how_many(words, number) or (len(words) > 1 and len(words[number]) == 1):
                pass  # "hepatitis c": one letter is no word beside others
            elif not skipped[number] and all(one.word != words[number] for one in found):
                found.append(self._one(words[number]))
            if need:
                found[told:] = [replace(one, need=need) for one in found[told:]]
            number += many
        return found if any(not one.raises for one in found) else [replace(one, raises=False) for one in found]

    def _is_age(self, words: Sequence[str], number: int) -> bool:
        # "17 år" and "på 60" say who asks, and not what for; but a law may be about it, of the young.
        if not (words[number].isdigit() and len(words[number]) <= SHORTEST):
            return False
        told = words[max(0, number - 1)] in BEFORE_AN_AGE and int(words[number]) >= YOUTH
        if told and int(words[number]) > OF_AGE:
            return True
        return (told or any(word in AGE for word in words[number + 1 : number + 2])) and (
            self.end < self.index.documents or self.documents(words[number]).best < STRONG
        )

    def _is_how_many(self, words: Sequence[str], number: int) -> bool:
        # "drenge over 14": a number that stands nowhere says how many, and not what.
        word = words[number]
        counts = word in COUNTING or (word.isdigit() and len(word) < SHORTEST)
        return counts and len(words) > 1 and not self.documents(word)

    def answer(self, question: Question) -> list[Asked]:
        """What a question asks for."""
        numbered = [self._numbered(shown, term) for shown, term in question.numbered]
        raising = [one for word in question.near if (one := self._raising(word)).documents]
        small = [] if numbered else self._small_phrase(question.words, question.skipped)
        found = [*numbered, *self.ask(question.words, question.skipped), *raising]
        if any(one.known and not one.raises for one in found):
            for one in numbered:  # texts name few paragraphs
                one.rarity = 0 if one.word.startswith("§") and not one.known else one.rarity
        if question.one_need:
            found = [replace(one, need=0) for one in found]
        found += (replace(one, need=SAID) for one in small)  # "min søn vil ikke være her mere"
        found += [self._lowering(word) for word in question.far]
        found = [
            replace(self._nothing(one.word), need=one.need) if self._is_alone(one, found) else one for one in found
        ]
        if len(found) > 1:
            found = self._with_subjects(found)
        return [*found, self._for_men_alone] if question.partner and found else found

    def _with_subjects(self, found: Sequence[Asked]) -> list[Asked]:
        # No other word says more than what help is sought for, however rare: "starte på testo", "ældre misbruger".
        lost = not all(one.known for one in found)
        told = [
            replace(one, called=self._is_called(one) if lost else one.called, subject=self._is_subject(one))
            for one in found
        ]
        most = max((one.rarity for one in told if one.subject), default=0)
        if not most:
            return told
        return [replace(one, rarity=min(one.rarity, most)) if one.known and not one.subject else one for one in told]

    def _is_alone(self, one: Asked, found: Sequence[Asked]) -> bool:
        # Read as another word, though nothing says much of that and has any other word too: "regneark formler".
        others = [other for other in found if other.known and not (other.corrected or other.raises)]
        if not one.corrected or not others:
            return False
        much = [document for document, code in one.documents.items() if code >> SHIFT >= CARRIES]
        return not any(document in other.documents for other in others for document in much)

    def _is_called(self, one: Asked) -> bool:
        # "krisecentret" and "krisecenter" are; "skift" is none because a title has "skifter", nor what was misspelt so.
        word = one.read_as or one.word
        if stem(word) in self.meanings or not word.isalpha():
            return one.known
        if one.documents.best < STRONG or not one.certain:
            return False
        terms = self.index.terms
        return any(
            grade >= OTHER_FORM and _is_noun_of(terms[term], word) and grade * self._most_said(term) >= CALLED
            for term, grade in self.terms(word).items()
        )

    def _is_subject(self, one: Asked) -> bool:
        # "exit fra prostitution": one word that stands nowhere, and one that says it all.
        word = one.read_as or (one.halves[0] if one.halves else one.word)
        if not one.known or (one.corrected and len(word) < LONG_NAME):
            return False
        exact, least = self.index.find(word), CALLED if one.corrected else TITLED
        named = exact >= 0 and (self.index.is_name(exact) or WHOLE * self._most_said(exact) >= least)
        if one.corrected:  # "giftlinien": a long name is meant, whatever stands beside it
            return named
        return not word.isalpha() or SUBJECT in self.meanings.get(stem(word), ())[:1] or named

    def _meant(self, word: str) -> Sequence[str]:
        phrases = self.meanings.get(stem(word), ())
        if not phrases and len(word) >= LONG_ENOUGH_TO_BEGIN and self.index.find(word) < 0:  # "natherber"
            phrases = next((self.meanings[one] for one in self.meanings if one.startswith(word)), ())
        return phrases[1:] if SUBJECT in phrases[:1] else phrases

    def _most_said(self, term: int) -> int:
        # How much a term says of the document that it says most of.
        documents, weights = self.index.postings(term)
        return max(weights[: bisect_left(documents, self.end)], default=0)

    def _small_phrase(self, words: Sequence[str], skipped: Sequence[bool]) -> list[Asked]:
        # "hun vil ikke have hjælp": nothing but small words, and yet what somebody says.
        for many in range(min(len(words), MOST_SMALL), 1, -1):
            for start in range(len(words) - many + 1):
                if not all(skipped[start : start + many]):
                    continue
                phrase = " ".join(words[start : start + many])
                one = self._numbered(phrase, small_term(phrase))
                if one.known:
                    return [one]
        return []

    @cached_property
    def _for_men_alone(self) -> Asked:
        # "min mand slår mig" is seldom asked by a man.
        one, women = self._raising(MEN), self._raising(WOMEN).documents
        offers = ((number, code) for number, code in one.documents.items() if number < self.index.first)
        one.documents = Documents((number, code) for number, code in offers if number not in women)
        one.lowers, one.certain = True, False
        return one

    def _lowering(self, word: str) -> Asked:
        return replace(self._raising(word), lowers=True, certain=False)

    def _raising(self, word: str) -> Asked:
        number = self.index.find(word)
        documents = Documents()
        if number >= 0:
            self._put(documents, number, WHOLE, EVERYTHING)
        one = self._asked(Asked(word, documents))
        one.raises = True
        return one

    def _numbered(self, shown: str, term: str) -> Asked:
        documents = Documents()
        number = self.index.find(OWN + term)
        if number >= 0:
            self._put(documents, number, WHOLE, EVERYTHING)
        if term.startswith(PHONE):
            word = self.index.find(term.removeprefix(PHONE))  # "Lev Uden Vold, national hotline 1888"
            named = frozenset(self.index.postings(word)[0] if word >= 0 else ())
            for document in self._reached_at(term.removeprefix(PHONE)):
                documents[document] = WHOLE * STRONGEST * (2 if document in named else 1) << SHIFT | EVERYTHING
        one = Asked(shown, documents)
        if not documents:
            one.rarity, one.known, one.certain = rarity(0, self.end), False, False
            return one
        return self._asked(one)

    # One word

    def _read(self, word: str) -> Asked:
        documents = self.documents(word)
        if documents:
            return self._asked(Asked(word, documents, certain=documents.sure > 0))
        chosen, others = self._corrections(word)
        if chosen:
            meant = self.documents(chosen)
            if meant:
                spelled = self.spell(chosen)
                slip = Asked(word, _scaled(meant, SLIP), corrected=spelled, read_as=chosen, others=others)
                return self._asked(slip)
        halves = self._halves(word)
        misspelt = None if halves else self._misspelt_halves(word)
        if misspelt:
            documents = self._both(misspelt)
            if documents.sure == 0 and documents.best >= HALVES_AT_LEAST:
                first, second = misspelt
                shown = (
                    (first if word.startswith(first) else self.spell(first)),
                    (second if word.endswith(second) else self.spell(second)),
                )
                return self._asked(Asked(word, documents, halves=shown, certain=False))
        halves = halves or self._first_half(word, SHORTEST_FIRST_HALF)
        if halves:
            documents = self._both(halves)
            if documents.best >= HALVES_AT_LEAST:
                carried = self._carried(halves[0], documents)
                return self._asked(Asked(word, carried, halves=halves, certain=False))
        halves = self._first_half(word, SHORTEST + 1, LONG_FIRST_HALF)
        if halves:
            documents = self._carried(halves[0], Documents())
            if documents:
                return self._asked(Asked(word, documents, halves=halves, certain=False))
        return self._nothing(word)

    def _nothing(self, word: str) -> Asked:
        return Asked(word, rarity=rarity(0, self.end) * 5 // 4, known=False, certain=False)

    def _carried(self, first: str, documents: Documents) -> Documents:
        # What a first half finds by itself goes behind what both halves find.
        found = self.documents(first)
        if found.best < CARRIES or (len(first) < LONG_FIRST_HALF and not self._is_everyday(first)):
            return documents
        carried = _scaled(found, FIRST_HALF, UNSURE)
        carried.update(documents)
        return carried

    def _asked(self, one: Asked) -> Asked:
        one.rarity = rarity(one.documents.sure or len(one.documents), self.end)
        return one

    def _documents(self, word: str) -> Documents:
        # What a word finds as typed, in other forms, as part of a word and by what it means.
        found = Documents()
        for term, grade in self.terms(word).items():
            self._put(found, term, grade, EVERYTHING if grade >= SURE else UNSURE)
        for phrase in self._meant(word):
            if phrase.startswith(FORM_OF):
                meant = _scaled(self.documents(phrase.removeprefix(FORM_OF)), OTHER_FORM)
            else:
                meant = _scaled(self._phrase(phrase), MEANING, MEANT)
            for document, code in meant.items():
                found.put(document, code)
        return found

    def terms(self, word: str) -> dict[int, int]:
        """The terms a word finds by its letters, each with its grade."""
        index = self.index
        exact = index.find(word)
        found = {exact: WHOLE} if exact >= 0 else {}
        if len(word) <= SHORTEST or word.isdigit():
            return found
        root = stem(word)
        if len(root) <= SHORTEST:
            for term in index.beginning(root):
                other = index.terms[term]
                if term != exact and stem(other) == root:
                    found[term] = SHORT_FORM
                elif term != exact and other.startswith(word):
                    found[term] = BEGINNING + BEGINNING_SHARE * len(word) // len(other)
            return found
        for term in index.holding(root):
            if term == exact:
                continue
            other = index.terms[term]
            own = stem(other)
            if own == root:
                found[term] = OTHER_FORM
            elif other.startswith(NO_BEGINNINGS.get(root, "~")):
                continue
            elif other.startswith(root):
                typed = len(word) if other.startswith(word) else len(root)
                found[term] = BEGINNING + BEGINNING_SHARE * typed // len(other)
            elif index.is_name(term):
                continue
            elif own.endswith(root) and not own.endswith(NO_COMPOUNDS.get(root, "~")):
                if len(own) - len(root) >= SHORTEST_BEFORE_END:
                    found[term] = END
            elif len(root) >= LONG_ENOUGH_FOR_MIDDLE:
                found[term] = MIDDLE
        return found

    def _put(self, found: Documents, term: int, grade: int, eighths: int) -> None:
        documents, weights = self.index.postings(term)
        if documents and documents[-1] >= self.end:
            documents = documents[: bisect_left(documents, self.end)]
        codes = map(_codes(grade, eighths).__getitem__, weights)
        if found:
            for document, code in zip(documents, codes, strict=False):
                if found.setdefault(document, code) != code:
                    found.put(document, code)
        else:
            found.update(zip(documents, codes, strict=False))

    def _phrase(self, phrase: str) -> Documents:
        # Every word of it must be there; the weakest says how well.
        together: Documents | None = None
        for word in phrase.removeprefix(FORM_OF).split():
            found = Documents()
            for term, grade in self.terms(word).items():
                begins = self.index.terms[term].startswith(word)
                if grade >= SURE or begins:
                    self._put(found, term, max(grade, 80) if begins else grade, EVERYTHING)
            if together is None:
                together = found
            else:
                both = ((one, min(code, found[one])) for one, code in together.items() if one in found)
                together = Documents(both)
        return together or Documents()

    # Slips of a finger

    def _corrections(self, word: str, at_most: int = 2) -> tuple[str, tuple[str, ...]]:
        most = min(allowed(word), at_most)
        if not most:
            return "", ()
        if self._by_length is None:
            self._by_length = _by_length(self.index.terms)
        bits = letters_in(word)
        near: list[tuple[int, int, str]] = []

        def consider(other: str, having: Callable[[], int]) -> None:
            apart = slips(word, other, most)
            if apart > most or (spelled_length(word) == 4 and not _may_be_meant(word, other)):
                return
            if many := having():
                near.append((2 * apart + (not same_start(word, other)), -many, other))

        for length in range(max(4, len(word) - most), len(word) + most + 1):
            for term, having in zip(*self._by_length.get(length, ((), ())), strict=True):
                if (having ^ bits).bit_count() <= 2 * most:
                    consider(self.index.terms[term], partial(self._having, term))
        # "offerådgivning" for Offerrådgivningen: a long name may be asked for without its article.
        for length in range(len(word) + 2, len(word) + most + 3) if len(word) >= LONG_NAME else ():
            for term, having in zip(*self._by_length.get(length, ((), ())), strict=True):
                other = self.index.terms[term]
                if not other.endswith(ARTICLES) or (having ^ bits).bit_count() > 2 * most + 2:
                    continue
                apart = slips(word, other[:-2], most)
                if apart <= most and (many := self._having(term)):
                    near.append((2 * apart + (not same_start(word, other)), -many, other))
        for other in self.meanings:
            if len(other) >= 4 and (letters_in(other) ^ bits).bit_count() <= 2 * most:
                consider(other, lambda other=other: len(self.documents(other)))  # type: ignore[misc]
        for other in self._alike(word, at_most):
            if spelled_length(word) == 4 and not self._sounds_as(word, other):
                continue
            if many := len(self.documents(other)):
                near.append((ALIKE - (slips(word, other, 1) <= 1), -many, other))
        if not near:
            return "", ()
        near.sort()
        chosen = near[0][2]
        others: dict[str, str] = {}
        for cost, _having, other in near:
            if cost == near[0][0] and stem(other) != stem(chosen):
                others.setdefault(stem(other), self.spell(other))
        return chosen, tuple(others.values())[:MOST_OTHERS]

    def _sounds_as(self, word: str, other: str) -> bool:
        # Of four letters the vowels alone may be others, and no name is meant: "drag" is not "drak", "kage" no Køge.
        term = self.index.find(other)
        named = term >= 0 and self.index.is_name(term)
        return not named and (len(word) != len(other) or without_vowels(word) == without_vowels(other))

    def _alike(self, word: str, at_most: int) -> list[str]:
        # "bisitter" for "bisidder": words that are spelled by ear. A short one must begin with the same letter, and
        # is no half of a word.
        whole, root = sound(word), sound(stem(word))
        if len(whole) < LONG_SOUND and at_most < 2:
            return []
        found: list[str] = []
        for letter in word[0] if len(whole) < LONG_SOUND else first_letters(word):
            if letter not in self._by_sound:
                self._by_sound[letter] = self._sounding(letter)
            found += self._by_sound[letter].get(whole, ())
            if root != whole and len(root) >= LONG_SOUND:
                found += self._by_sound[letter].get(root, ())
        return found

    def _sounding(self, letter: str) -> dict[str, list[str]]:
        # The words that begin with a letter, and everyday words, by how they sound.
        found: dict[str, list[str]] = {}
        terms = [self.index.terms[term] for term in self.index.beginning(letter)]
        for one in dict.fromkeys((*terms, *(other for other in self.meanings if other.startswith(letter)))):
            if len(one) >= SHORTEST and one.isalpha():
                found.setdefault(sound(one), []).append(one)
        return found

    def _having(self, term: int) -> int:
        return self.index.having(term, self.end)

    def spell(self, word: str) -> str:
        """A folded word with its own letters, when it stands in a text."""
        return self.index.spell(word)

    # Words put together, and words taken apart

    def _halves(self, word: str) -> tuple[str, str] | None:
        best: tuple[int, int] | None = None
        found = None
        for place in range(SHORTEST, len(word) - SHORTEST + 1):
            second = word[place:]
            if not self._is_word(second):
                continue
            for one in self._joints(word[:place], SHORTEST):
                whole = self._is_word(one)
                if whole or (len(one) > SHORTEST and self._begins(one)):
                    rank = (int(whole), min(place, len(word) - place))
                    if best is None or rank > best:
                        best, found = rank, (one, second)
                    break
        return found

    def _first_half(self, word: str, shortest: int, unless_everyday: int = 0) -> tuple[str, str] | None:
        # A half that is shorter than `unless_everyday` must be an everyday word.
        for place in range(len(word) - SHORTEST, shortest - 1, -1):
            for first in self._joints(word[:place], shortest - 1):
                short = len(first) < unless_everyday
                second = word[place:].removeprefix("e")  # "børnehave" is no "børn + ehave"
                if short and (len(second) < LONG_SECOND_HALF or not self._is_everyday(first)):
                    continue
                if self._is_word(first):
                    return first, word[place:]
        return None

    def _misspelt_halves(self, word: str) -> tuple[str, str] | None:
        # "alkholrådgivning": one half is a word, the other one slip away from one, and something has both.
        for place in range(len(word) - LONG_SECOND_HALF, LONG_SECOND_HALF - 1, -1):
            first, second = word[:place], word[place:]
            if len(second.removeprefix("s")) < LONG_SECOND_HALF:
                continue  # "ungdomsklub" is no "ungdom + skub"
            if self._is_word(second):
                first = self._one_slip(first)
            elif any(map(self._is_word, self._joints(first, SHORTEST))):
                first = next(filter(self._is_word, self._joints(first, SHORTEST)))
                second = self._one_slip(second)
            else:
                continue
            if first and second and any(one in self.documents(second) for one in self.documents(first)):
                return first, second
        return None

    def _one_slip(self, part: str) -> str:
        near, _ = self._corrections(part, 1)
        return near if near and same_start(part, near) else ""

    def _is_everyday(self, word: str) -> bool:
        root = stem(word)
        subject = SUBJECT in self.meanings.get(root, ())[:1]  # and "rejse" in "rejseforsikring" is none
        return len(root) > SHORTEST and subject and self.index.find(word) >= 0  # "vinte" is no word

    def _joints(self, first: str, shorter: int) -> list[str]:
        # A first half with the s or e that joins it to the second, and without. What is a word stands first.
        if first[-1] not in "se" or len(first) - 1 <= shorter:
            return [first]
        return [first[:-1], first] if self.index.find(first[:-1]) >= 0 else [first, first[:-1]]

    def _is_word(self, word: str) -> bool:
        return any(map(self._having, self._whole(word))) or (
            len(word) > SHORTEST and any(map(self._phrase, self._meant(word)))
        )

    def _whole(self, word: str) -> list[int]:
        # The terms that are a word, in any form.
        exact = self.index.find(word)
        found = [exact] if exact >= 0 else []
        if len(word) > SHORTEST:
            root, terms = stem(word), self.index.terms
            found += [term for term in self.index.beginning(root) if term != exact and stem(terms[term]) == root]
        return found

    def _begins(self, part: str) -> bool:
        return any(self._having(term) for term in self.index.beginning(part))

    def _both(self, halves: tuple[str, str]) -> Documents:
        first, second = map(self.documents, halves)
        both = Documents((one, min(code, first[one])) for one, code in second.items() if one in first)
        return _scaled(both, TOGETHER, MOSTLY) if both else _scaled(second or first, LAST_HALF, UNSURE)

    def _together(self, words: Sequence[str], skipped: Sequence[bool], number: int) -> int:
        """How many words from here on are one word, written apart. Small words alone are none: "ind til"."""
        for many in range(min(MOST_TOGETHER, len(words) - number), 1, -1):
            joined = "".join(words[number : number + many])
            if len(joined) < SHORTEST_TOGETHER:
                continue
            if all(skipped[number : number + many]) or any(word.isdigit() for word in words[number : number + many]):
                continue
            if skipped[number + many - 1] and stem(joined) == stem(words[number]):
                continue  # "koster en" is no "kosteren"
            if any(map(self._having, self._whole(joined))) or stem(joined) in self.meanings:
                return many
        return 1

    def _several(self, words: Sequence[str], skipped: Sequence[bool]) -> Asked:
        joined = "".join(words)
        found = Documents(self.documents(joined))
        parts = [self.documents(word) for word, small in zip(words, skipped, strict=True) if not small]
        for document in parts[0] if parts else ():
            if all(document in other for other in parts[1:]):
                least = min(other[document] for other in parts) >> SHIFT
                eighths = found.get(document, MEANT) & EIGHTHS
                found.put(document, least * PARTS // 100 << SHIFT | eighths)
        return self._asked(Asked(joined, found))


def _is_noun_of(title: str, word: str) -> bool:
    # A word, or the same with the ending of a noun: "flytte" is none of "flyt".
    return word.startswith(title) and word[len(title) :] in NOUN_ENDINGS


def _may_be_meant(word: str, other: str) -> bool:
    # Four letters with another one among them are another word: "telt" is not "test".
    return word[:2] == other[:2] and (len(word) != len(other) or sorted(word) == sorted(other))


def _scaled(found: Documents, share: int, eighths: int | None = None) -> Documents:
    # A share (of 100) of how well documents answer; they have so many eighths of the word, or as many as before.
    codes = {
        code: (code >> SHIFT) * share // 100 << SHIFT | (code & EIGHTHS if eighths is None else eighths)
        for code in set(found.values())
    }
    return Documents(zip(found, map(codes.__getitem__, found.values()), strict=True))


@lru_cache(1000)
def _codes(grade: int, eighths: int) -> list[int]:
    # For each weight what a document has by a term of this grade.
    return [grade * weight << SHIFT | eighths for weight in range(STRONGEST + 1)]


def _by_length(terms: Sequence[str]) -> dict[int, tuple[list[int], list[int]]]:
    # For each length the words that have it, by number, and their letters as bits.
    found: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for term, word in enumerate(terms):
        if word < OWN:
            numbers, letters = found[len(word)]
            numbers.append(term)
            letters.append(letters_in(word))
    return dict(found)
