"""The terms of an index that a word finds: query expansion by word forms, beginnings, compounds and synonyms.

`static/ranking/worker/expansion.js` does the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from webapp.ranking.documents import EVERYTHING, MEANT, UNSURE, Documents, codes_of
from webapp.ranking.forms import SHORTEST, stem
from webapp.ranking.index import Index
from webapp.ranking.vocabulary import FORM_OF, SUBJECT, Vocabulary

# Grades, of 100: how well a word of a text answers the word that was typed.
WHOLE, OTHER_FORM, SHORT_FORM, END, MIDDLE = 100, 92, 50, 60, 30
BEGINNING, BEGINNING_SHARE = 10, 70  # and what is added by how much of the whole word was typed
MEANING = 50  # what is left of a grade found by what a word means
LONG_ENOUGH_FOR_MIDDLE = 6
LONG_ENOUGH_TO_BEGIN = 8  # an everyday word that stands nowhere
SHORTEST_BEFORE_END = 3  # letters of a compound's first half: "svært" is no "ært"
SURE = 60  # from here on a word counts as found, not only touched
KEPT_WORDS = 500


class Expansion:
    """The terms and the documents that words find in an index. With `only_first`, its first documents alone are
    there."""

    def __init__(self, index: Index, vocabulary: Vocabulary, only_first: bool):
        self.index, self.meanings, self.known = index, vocabulary.meanings, vocabulary.question
        self.end = index.first if only_first else index.documents
        self.documents = lru_cache(KEPT_WORDS)(self._documents)

    def _documents(self, word: str) -> Documents:
        # What a word finds as typed, in other forms, as part of a word and by what it means.
        found = Documents()
        for term, grade in self.terms(word).items():
            self.put(found, term, grade, EVERYTHING if grade >= SURE else UNSURE)
        for phrase in self.meant(word):
            if phrase.startswith(FORM_OF):
                meant = self.documents(phrase.removeprefix(FORM_OF)).scaled(OTHER_FORM)
            else:
                meant = self.phrase(phrase).scaled(MEANING, MEANT)
            for document, code in meant.items():
                found.put(document, code)
        return found

    def meant(self, word: str) -> Sequence[str]:
        """The phrases that an everyday word means."""
        phrases = self.meanings.get(stem(word), ())
        if not phrases and len(word) >= LONG_ENOUGH_TO_BEGIN and self.index.find(word) < 0:  # "natherber"
            phrases = next((self.meanings[one] for one in self.meanings if one.startswith(word)), ())
        return phrases[1:] if SUBJECT in phrases[:1] else phrases

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
            elif other.startswith(self.known.no_beginning.get(root, "~")):
                continue
            elif other.startswith(root):
                typed = len(word) if other.startswith(word) else len(root)
                found[term] = BEGINNING + BEGINNING_SHARE * typed // len(other)
            elif index.is_name(term):
                continue
            elif own.endswith(root) and not own.endswith(self.known.no_compound.get(root, "~")):
                if len(own) - len(root) >= SHORTEST_BEFORE_END:
                    found[term] = END
            elif len(root) >= LONG_ENOUGH_FOR_MIDDLE:
                found[term] = MIDDLE
        return found

    def put(self, found: Documents, term: int, grade: int, eighths: int) -> None:
        """Take in what has a term."""
        documents, weights = self.index.postings(term)
        if documents and documents[-1] >= self.end:
            documents = documents[: bisect_left(documents, self.end)]
        codes = map(codes_of(grade, eighths).__getitem__, weights)
        if found:
            for document, code in zip(documents, codes, strict=False):
                if found.setdefault(document, code) != code:
                    found.put(document, code)
        else:
            found.update(zip(documents, codes, strict=False))

    def phrase(self, phrase: str) -> Documents:
        """Every word of it must be there; the weakest says how well."""
        together: Documents | None = None
        for word in phrase.removeprefix(FORM_OF).split():
            found = Documents()
            for term, grade in self.terms(word).items():
                begins = self.index.terms[term].startswith(word)
                if grade >= SURE or begins:
                    self.put(found, term, max(grade, 80) if begins else grade, EVERYTHING)
            together = found if together is None else together.both(found)
        return together or Documents()

    def having(self, term: int) -> int:
        """How many documents have a term."""
        return self.index.having(term, self.end)

    def most_said(self, term: int) -> int:
        """How much a term says of the document that it says most of."""
        documents, weights = self.index.postings(term)
        return max(weights[: bisect_left(documents, self.end)], default=0)

    def is_word(self, word: str) -> bool:
        """Whether some document has it, in any form or by what it means."""
        return any(map(self.having, self.whole(word))) or (
            len(word) > SHORTEST and any(map(self.phrase, self.meant(word)))
        )

    def whole(self, word: str) -> list[int]:
        """The terms that are a word, in any form."""
        exact = self.index.find(word)
        found = [exact] if exact >= 0 else []
        if len(word) > SHORTEST:
            root, terms = stem(word), self.index.terms
            found += [term for term in self.index.beginning(root) if term != exact and stem(terms[term]) == root]
        return found

    def standing(self, term: str) -> Documents:
        """What has a term as it stands."""
        found, number = Documents(), self.index.find(term)
        if number >= 0:
            self.put(found, number, WHOLE, EVERYTHING)
        return found
