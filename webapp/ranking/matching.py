"""What a typed word means in an index: which documents it finds, and how well.

A word is tried as typed, with other endings, as a part of other words, and as the words our texts use for it
(`expansion.py`); when none of that stands anywhere, as a slip of a finger (`spelling.py`), and at last as two words put
together (`compounds.py`). The rule is told in `docs/finder.md`; `static/ranking/worker/matching.js` does the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from webapp.ranking.compounds import CARRIES, LONG_FIRST_HALF, Compounds
from webapp.ranking.documents import EVERYTHING, SHIFT, Documents
from webapp.ranking.expansion import KEPT_WORDS, OTHER_FORM, WHOLE, Expansion
from webapp.ranking.forms import SHORTEST, stem
from webapp.ranking.index import Index
from webapp.ranking.making import OWN, STRONGEST
from webapp.ranking.numbers import rarity
from webapp.ranking.question import OF_AGE, PHONE, Question, small_term
from webapp.ranking.spelling import LONG_NAME, Spelling
from webapp.ranking.vocabulary import SUBJECT, Vocabulary

SLIP = 85  # what is left of a grade found by a word that was misspelt
# What two halves must come to somewhere: those that only lie in a long text are an accident of letters.
HALVES_AT_LEAST = 800
SHORTEST_FIRST_HALF = 6  # of a word whose second half stands nowhere
YOUTH = 10
LATE, EARLY, HOURS = 21, 6, 24  # "efter kl 22"
BESIDE = 50  # of 100: how much who somebody is, or when it is, raises beside what is sought
MOST_SMALL = 6  # small words that are one phrase
SAID = -1  # the need of such a phrase
STRONG = 3000  # grade times weight: a word that says much somewhere
CALLED = 3600  # a word of a title
TITLED = 5000  # a title's own word, whole


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
    """Answers questions from an index. `vocabulary` and `only_first` are those of `Expansion`. `reached_at` tells the
    documents with a telephone number, by its digits."""

    def __init__(
        self,
        index: Index,
        vocabulary: Vocabulary,
        only_first: bool,
        reached_at: Callable[[str], Iterable[int]] = lambda _digits: (),
    ):
        self._index, self._known, self._reached_at = index, vocabulary.question, reached_at
        self._expansion = Expansion(index, vocabulary, only_first)
        self._spelling = Spelling(self._expansion)
        self._compounds = Compounds(self._expansion, self._spelling)
        self._one = lru_cache(KEPT_WORDS)(self._read)

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
        if small:  # "min søn vil ikke være her mere": whom it is said of is no need beside it
            found = [self._of_whom(one) if one.word in question.people else one for one in found]
        found += (replace(one, need=SAID) for one in small)
        found += [self._lowering(word) for word in question.far]
        found = [
            replace(self._nothing(one.word), need=one.need) if self._is_alone(one, found) else one for one in found
        ]
        if len(found) > 1:
            found = self._with_subjects(found)
        return [*found, self._for_men_alone] if question.partner and found else found

    def ask(self, words: Sequence[str], skipped: Sequence[bool]) -> list[Asked]:
        """What these words ask for, one after another. A skipped one only counts as part of a longer word."""
        found: list[Asked] = []
        number = need = told = 0
        while number < len(words):
            if words[number] in self._known.between_needs and len(found) > told:
                need, told = need + 1, len(found)
            many = self._compounds.together(words, skipped, number)
            if many > 1:
                parts, small = words[number : number + many], skipped[number : number + many]
                found.append(self._asked("".join(parts), self._compounds.several(parts, small)))
            elif self._is_age(words, number):
                young = self._known.young
                is_young = YOUTH <= int(words[number]) < OF_AGE and self._expansion.documents(young)
                if is_young and all(one.word != young for one in found):
                    found.append(self._beside(young))
                many = 1 + any(word in self._known.age for word in words[number + 1 : number + 2])
            elif self._is_late(words, number):
                if all(one.word != self._known.night for one in found):
                    found.append(self._beside(self._known.night))
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
        told = words[max(0, number - 1)] in self._known.before_age and int(words[number]) >= YOUTH
        if told and int(words[number]) > OF_AGE:
            return True
        return (told or any(word in self._known.age for word in words[number + 1 : number + 2])) and (
            self._expansion.end < self._index.documents or self._expansion.documents(words[number]).best < STRONG
        )

    def _is_late(self, words: Sequence[str], number: int) -> bool:
        # "efter kl 22", "kl 3", "åbent efter 22": an hour of the night; and not "efter 22 uger".
        word, before = words[number], words[max(0, number - 1)]
        hour = int(word) if word.isdigit() and len(word) < SHORTEST else -1
        if before in self._known.clock:
            return LATE <= hour <= HOURS or 0 <= hour < EARLY
        return before in self._known.late and LATE <= hour < HOURS and number == len(words) - 1

    def _beside(self, word: str) -> Asked:
        # Who asks, or when: it raises what has it, and finds nothing by itself.
        return self._of_whom(self._one(word))

    def _of_whom(self, one: Asked) -> Asked:
        return replace(one, documents=one.documents.scaled(BESIDE), raises=True)

    def _is_how_many(self, words: Sequence[str], number: int) -> bool:
        # "drenge over 14": a number that stands nowhere says how many, and not what.
        word = words[number]
        counts = word in self._known.how_many or (word.isdigit() and len(word) < SHORTEST)
        return counts and len(words) > 1 and not self._expansion.documents(word)

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
        if stem(word) in self._expansion.meanings or not word.isalpha():
            return one.known
        if one.documents.best < STRONG or not one.certain:
            return False
        terms = self._index.terms
        return any(
            grade >= OTHER_FORM
            and self._is_noun_of(terms[term], word)
            and grade * self._expansion.most_said(term) >= CALLED
            for term, grade in self._expansion.terms(word).items()
        )

    def _is_noun_of(self, title: str, word: str) -> bool:
        # A word, or the same with the ending of a noun: "flytte" is none of "flyt".
        return word.startswith(title) and word[len(title) :] in self._known.noun_endings

    def _is_subject(self, one: Asked) -> bool:
        # "exit fra prostitution": one word that stands nowhere, and one that says it all.
        word = one.read_as or (one.halves[0] if one.halves else one.word)
        if not one.known or (one.corrected and len(word) < LONG_NAME):
            return False
        exact, least = self._index.find(word), CALLED if one.corrected else TITLED
        named = exact >= 0 and (self._index.is_name(exact) or WHOLE * self._expansion.most_said(exact) >= least)
        if one.corrected:  # "giftlinien": a long name is meant, whatever stands beside it
            return named
        return not word.isalpha() or SUBJECT in self._expansion.meanings.get(stem(word), ())[:1] or named

    def _small_phrase(self, words: Sequence[str], skipped: Sequence[bool]) -> list[Asked]:
        # "hun vil ikke have hjælp": nothing but small words, and yet what somebody says.
        for many in range(min(len(words), MOST_SMALL), 1, -1):
            for start in range(len(words) - many + 1):
                if not all(skipped[start : start + many]):
                    continue
                phrase = " ".join(self._known.in_full.get(word, word) for word in words[start : start + many])
                one = self._numbered(phrase, small_term(phrase))
                if one.known:
                    return [one]
        return []

    @cached_property
    def _for_men_alone(self) -> Asked:
        # "min mand slår mig" is seldom asked by a man.
        men, women = self._lowering(self._known.men), self._expansion.standing(self._known.women)
        offers = ((number, code) for number, code in men.documents.items() if number < self._index.first)
        return replace(men, documents=Documents((number, code) for number, code in offers if number not in women))

    def _lowering(self, word: str) -> Asked:
        return replace(self._raising(word), lowers=True, certain=False)

    def _raising(self, word: str) -> Asked:
        return self._asked(word, self._expansion.standing(word), raises=True)

    def _numbered(self, shown: str, term: str) -> Asked:
        documents = self._expansion.standing(OWN + term)
        if term.startswith(PHONE):
            named = self._expansion.standing(term.removeprefix(PHONE))  # "Lev Uden Vold, national hotline 1888"
            for document in self._reached_at(term.removeprefix(PHONE)):
                documents[document] = WHOLE * STRONGEST * (2 if document in named else 1) << SHIFT | EVERYTHING
        if not documents:
            return replace(self._nothing(shown), rarity=rarity(0, self._expansion.end))
        return self._asked(shown, documents)

    def _read(self, word: str) -> Asked:
        documents = self._expansion.documents(word)
        if documents:
            return self._asked(word, documents, certain=documents.sure > 0)
        chosen, others = self._spelling.corrections(word)
        if chosen:
            meant = self._expansion.documents(chosen)
            if meant:
                spelled = self._index.spell(chosen)
                return self._asked(word, meant.scaled(SLIP), corrected=spelled, read_as=chosen, others=others)
        halves = self._compounds.halves(word)
        misspelt = None if halves else self._compounds.misspelt_halves(word)
        if misspelt:
            documents = self._compounds.both(misspelt)
            if documents.sure == 0 and documents.best >= HALVES_AT_LEAST:
                first, second = misspelt
                shown = (
                    (first if word.startswith(first) else self._index.spell(first)),
                    (second if word.endswith(second) else self._index.spell(second)),
                )
                return self._asked(word, documents, halves=shown, certain=False)
        halves = halves or self._compounds.first_half(word, SHORTEST_FIRST_HALF)
        if halves:
            documents = self._compounds.both(halves)
            if documents.best >= HALVES_AT_LEAST:
                documents = self._compounds.carried(halves[0], documents)
                return self._asked(word, documents, halves=halves, certain=False)
        halves = self._compounds.first_half(word, SHORTEST + 1, LONG_FIRST_HALF)
        if halves:
            documents = self._compounds.carried(halves[0], Documents())
            if documents:
                return self._asked(word, documents, halves=halves, certain=False)
        return self._nothing(word)

    def _nothing(self, word: str) -> Asked:
        return Asked(word, rarity=rarity(0, self._expansion.end) * 5 // 4, known=False, certain=False)

    def _asked(self, word: str, documents: Documents, **more: Any) -> Asked:
        return Asked(word, documents, rarity(documents.sure or len(documents), self._expansion.end), **more)
