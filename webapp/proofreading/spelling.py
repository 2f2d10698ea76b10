"""Spelling: every word of every passage, looked up once in a dictionary and in the project's own list, `words.txt`.

Danish is spelled by Stavekontrolden's dictionary, which lies in `dictionary/` and knows how Danish puts words together;
English by the one that comes with chunspell. chunspell (the program hunspell, for Python) is a tool for those who write
and test: the app runs without it, and then spelling is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from webapp.content.document import Mistake
from webapp.danish import danish_order
from webapp.proofreading.passage import ADDRESS, Passage

DICTIONARY = Path(__file__).resolve().parent / "dictionary"
OWN_WORDS = "words.txt"
SHORTEST_PART = 3  # letters: below that, parts of words make anything a word
MOST_SUGGESTIONS = 8  # words: each takes most of a second to think about

_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*")


@dataclass(frozen=True)
class OwnWord:
    """A word of `words.txt` and the line it stands on, counted from 1; `group` is the comment it stands under."""

    word: str
    line: int
    group: str = ""


class Speller:
    """Knows whether a word is spelled right. `dictionaries` answers for a word in a language; words of one's own count
    in every language: as written, with a capital in front, in the genitive, and as part of a longer word."""

    def __init__(self, dictionaries: dict[str, Callable[[str], bool]], own: Iterable[str], suggest=None):
        self._dictionaries = dictionaries
        self._own = frozenset(own)
        self._suggest = suggest
        self._known: dict[tuple[str, str], bool] = {}

    def knows(self, word: str, language: str = "da") -> bool:
        """Whether a word, which may hold a hyphen or a full stop, is known in `da` or `en`."""
        key = word, language
        if key not in self._known:
            self._known[key] = self._find(word, language)
        return self._known[key]

    def suggestions(self, word: str) -> list[str]:
        """At most three Danish words that may have been meant."""
        return list(self._suggest(word))[:3] if self._suggest else []

    def in_dictionary(self, word: str) -> bool:
        """Whether the dictionaries of all languages know a word without the help of our own list."""
        return all(spelled(word) for spelled in self._dictionaries.values())

    def _find(self, word: str, language: str) -> bool:
        word = word.replace("’", "'")
        if len(word) < 2 or self._mine(word) or self._dictionaries[language](word):
            return True
        if language == "en" and word[0].isupper() and self._dictionaries["da"](word):
            return True  # a Danish name
        for ending in ("'s", "s"):
            if word.endswith(ending) and self._mine(word.removesuffix(ending)):
                return True
        if "-" in word:
            return all(self.knows(part, language) for part in word.split("-") if part)
        return self._put_together(word, language)

    def _mine(self, word: str) -> bool:
        return word in self._own or (word[0].isupper() and word[0].lower() + word[1:] in self._own)

    def _put_together(self, word: str, language: str) -> bool:
        # The dictionary knows how its own words are put together; this is for ours: gadeplan + s + møde.
        for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            first, last = word[:end], word[end:]
            for link in ("", "s", "e"):
                rest = last.removeprefix(link)
                if len(rest) >= SHORTEST_PART and (self._mine(first) or self._mine(rest)):
                    spelled = self._dictionaries[language]
                    if last.startswith(link) and all(self._mine(part) or spelled(part) for part in (first, rest)):
                        return True
        return False


def read_own_words(folder: Path) -> list[OwnWord]:
    """The words of `words.txt` in a content folder; none when there is no such file."""
    path = folder / OWN_WORDS
    found, group = [], ""
    rows = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    for line, row in enumerate(rows, 1):
        if row.startswith("#"):
            group = row.lstrip("# ").strip()
        elif row.strip():
            found.append(OwnWord(row.strip(), line, group))
    return found


def installed_speller(own: Iterable[OwnWord]) -> Speller | None:
    """A speller with the real dictionaries; None where chunspell is not installed."""
    try:
        from hunspell import Hunspell
    except ImportError:
        return None
    danish = Hunspell("da_DK", hunspell_data_dir=str(DICTIONARY))
    english = Hunspell("en_US")
    words = [one.word for one in own]
    return Speller({"da": danish.spell, "en": english.spell}, words, danish.suggest)


def misspelled(passages: Iterable[Passage], speller: Speller) -> Iterator[Mistake]:
    """A mistake for every word that is not known, each place it stands."""
    suggested: dict[str, list[str]] = {}
    for passage in passages:
        for word in unknown_words(passage, speller):
            if word not in suggested and len(suggested) < MOST_SUGGESTIONS and passage.language == "da":
                suggested[word] = speller.suggestions(word)
            meant = " eller ".join(f"»{one}«" for one in suggested.get(word, []))
            message = f"Ordet »{word}« kendes ikke. " + (f"Mente du {meant}? " if meant else "")
            message += f"Ret det. Er det stavet rigtigt, så skriv det i {OWN_WORDS}."
            yield Mistake(passage.file, passage.line, passage.field, message)


def unknown_words(passage: Passage, speller: Speller) -> list[str]:
    """The words of a passage that are not known, in order, each once."""
    return [word for word in dict.fromkeys(_words(passage, speller)) if not speller.knows(word, passage.language)]


def _words(passage: Passage, speller: Speller) -> Iterator[str]:
    text = ADDRESS.sub(" ", passage.text)
    for found in _WORD.finditer(text):
        # An abbreviation keeps its full stop; at the end of a sentence the same stop is none of the word's.
        dotted = found[0] + "."
        yield dotted if text[found.end() :].startswith(".") and speller.knows(dotted, passage.language) else found[0]


def untidy_words(own: list[OwnWord]) -> Iterator[Mistake]:
    """A mistake for every word of our own that stands twice or not where it belongs in its group."""
    seen: dict[str, int] = {}
    before: OwnWord | None = None
    for one in own:
        if one.word in seen:
            message = f"Ordet »{one.word}« står også på linje {seen[one.word]}. Slet det ene."
            yield Mistake(OWN_WORDS, one.line, "", message)
        elif before and before.group == one.group and danish_order(one.word) < danish_order(before.word):
            message = f"»{one.word}« skal stå før »{before.word}«: ordene står efter alfabetet under hver overskrift."
            yield Mistake(OWN_WORDS, one.line, "", message)
        seen.setdefault(one.word, one.line)
        before = one


def idle_words(own: list[OwnWord], passages: Iterable[Passage], speller: Speller) -> Iterator[Mistake]:
    """A mistake for every word of our own that is not needed: no text has it, or the dictionaries know it anyway."""
    texts = "\n".join(passage.text for passage in passages).replace("’", "'").casefold()
    for one in own:
        if one.word.casefold() not in texts:
            yield Mistake(OWN_WORDS, one.line, "", f"Ingen tekst bruger »{one.word}« mere. Slet linjen.")
        elif speller.in_dictionary(one.word):
            yield Mistake(OWN_WORDS, one.line, "", f"Ordbogen kender »{one.word}«. Slet linjen.")
