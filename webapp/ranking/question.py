"""A question read into words, and into things with a number: a paragraph of a law, a telephone number. The words by
which it is read come with the vocabulary (`content/question.yaml`).

`static/ranking/worker/question.js` does the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from webapp.danish import fold
from webapp.ranking.folding import Token, tokens
from webapp.ranking.vocabulary import QuestionWords, Vocabulary

SMALL = "="  # begins a term that is a phrase of nothing but small words
PHONE = "t"  # begins a term that is a telephone number
COUNTRY = ("0045", "45")
PHONE_DIGITS = 8
FEWEST_DIGITS = 5
FEWEST_SPACED = 4  # "18 13": together it would be a word
MOST_LAW_WORDS = 9  # "lov om retssikkerhed og administration på det sociale område"
FEWEST_TOLD, FEWEST_SMALL = 4, 4  # words of a sentence that tells of somebody, and small words of any sentence
THE_MAN, FATHER, WITHOUT, NOT = "manden", "far", "uden", "ikke"
AGE_DIGITS = 2
OF_AGE = 18


@dataclass
class Question:
    """Words to be looked for; which of them are too small to count; and numbered things, each as (what is shown, its
    term). `cut` when there were more words than count; `partner` when it tells of whom one is married to, a man, and of
    no other man."""

    words: list[str] = field(default_factory=list)
    skipped: list[bool] = field(default_factory=list)
    numbered: list[tuple[str, str]] = field(default_factory=list)
    cut: bool = False
    partner: bool = False
    personal: bool = False  # a whole sentence, and no heading
    one_need: bool = False  # whatever stands between its words
    near: list[str] = field(default_factory=list)  # words that only raise what has them: those of a place
    people: list[str] = field(default_factory=list)  # words that say whom it is about
    far: list[str] = field(default_factory=list)  # and that lower it, for it is not wanted: another place, men

    @property
    def counted(self) -> list[str]:
        """The words that count, each once."""
        return list(dict.fromkeys(word for word, small in zip(self.words, self.skipped, strict=True) if not small))

    def leave_out_doer(self, known: QuestionWords) -> None:
        """Look for no word that says who does it, as our texts say by it whom an offer is for, and for no number of one
        or two digits: it says who asks, or how many times. A father is looked for
        where an age is a child's, whom our texts speak to of one; what is for men alone goes behind all the same."""
        doers = {place for place in range(len(self.words)) if _is_doer(self.words, place, known)}
        fathers = {place for place in doers if self.words[place] == FATHER}
        is_child = any(_is_childs_age(self.words, place, known) for place in range(len(self.words)))
        left_out = doers - fathers if is_child else set(doers)
        left_out |= {place for place, word in enumerate(self.words) if word.isdigit() and len(word) <= AGE_DIGITS}
        self.skipped = [small or place in left_out for place, small in enumerate(self.skipped)]
        others = [word for place, word in enumerate(self.words) if place not in doers and not self.skipped[place]]
        self.partner |= bool(fathers) and not any(word in known.man for word in others)

    @property
    def asks(self) -> bool:
        """Whether anything was typed that is looked for: without it nobody needs to open an index."""
        return bool(self.words or self.numbered or self.near)


def typed(query: str) -> list[Token]:
    """The words of a typed question; the paragraph sign is a word."""
    return tokens(query.replace("§", " paragraf "))


def read_question(typed_words: Sequence[Token], vocabulary: Vocabulary, most: int) -> Question:
    """The question that typed words ask, at most so many of them that count."""
    question = Question()
    stopwords, known = vocabulary.stopwords, vocabulary.question
    genders = (known.men, known.women)
    number = 0
    many = 0
    while number < len(typed_words):
        if many == most:
            question.cut = any(one.spelled not in stopwords for one in typed_words[number:])
            break
        used = _paragraph(typed_words, number, vocabulary, question) or _phone(typed_words, number, question)
        if not used:
            one = typed_words[number]
            partner = _is_partner(typed_words, number, known)
            question.partner |= partner or (one.spelled == THE_MAN and len(typed_words) > 2)  # "uden at manden ved det"
            denied = _is_denied(typed_words, number, known)
            if denied and one.word in genders:
                question.far.append(one.word)
                question.near += (other for other in genders if other != one.word)
            small = one.spelled in stopwords or partner or denied
            again = one.word in question.words
            question.words.append(one.word)
            question.people += [one.word] if one.spelled in known.people else []
            question.skipped.append(small)
            many += not small and not again
            used = 1
        else:
            many += 1
        number += used
    spelled = [one.spelled for one in typed_words]
    told = any(word in known.people for word in spelled) or sum(word in stopwords for word in spelled) >= FEWEST_SMALL
    question.personal = told and len(spelled) >= FEWEST_TOLD
    question.partner &= not any(word in known.man for word in question.counted)
    return question


def _is_doer(words: Sequence[str], place: int, known: QuestionWords) -> bool:
    # "manden slår mig", "min far slår mig", "slået af hans far"; and not "min far bliver slået".
    before, behind = ["", *words][place], [*words, ""][place + 1]
    father = words[place] == FATHER and before in known.fathers and behind not in known.passive
    return words[place] == THE_MAN or father


def _is_childs_age(words: Sequence[str], place: int, known: QuestionWords) -> bool:
    return words[place].isdigit() and int(words[place]) < OF_AGE and ["", *words][place] not in known.before_while


def _is_denied(words: Sequence[Token], place: int, known: QuestionWords) -> bool:
    # "uden mænd", "ikke for mænd": who an offer shall not be for. "ikke politiet", "uden om kommunen": who shall not be
    # asked.
    word, before = words[place].word, [one.word for one in words[max(0, place - 2) : place]]
    not_for = before[:1] in ([NOT], [WITHOUT]) and before[-1] in known.not_for
    if word in known.authorities:
        return not_for or before[-1:] in ([NOT], [WITHOUT])
    return word in (known.men, known.women) and (before[-1:] == [WITHOUT] or not_for)


def _is_partner(words: Sequence[Token], place: int, known: QuestionWords) -> bool:
    # "min mand slår mig": who the other is, while our texts say by that word whom an offer is for.
    named = words[place].spelled in known.partner and words[place - 1].spelled in known.whose
    return named and place > 0 and len(words) > 2


def _law_at(words: Sequence[Token], start: int, laws: Mapping[str, str]) -> tuple[str, int]:
    # The law that is named from a word on, and by how many words.
    for length in range(min(MOST_LAW_WORDS, len(words) - start), 0, -1):
        name = " ".join(one.word for one in words[start : start + length])
        law = laws.get(name) or laws.get(name.removesuffix("s"))
        if law:
            return law, length
    return "", 0


def _paragraph(words: Sequence[Token], start: int, vocabulary: Vocabulary, question: Question) -> int:
    laws, known = vocabulary.laws, vocabulary.question
    law, length = _law_at(words, start, laws)
    place, said = start + length, False
    while place < len(words) and words[place].word in known.paragraph:
        place, said = place + 1, True
    if place == start or not (law or said) or place >= len(words):
        return 0
    match = re.fullmatch("([0-9]{1,3})([a-z]?)", words[place].word)
    if not match:
        return 0
    section, letter = match[1], match[2]
    place += 1
    if not letter and place < len(words) and re.fullmatch("[a-h]", words[place].word):
        letter = words[place].word
        place += 1
    place = _after_parts(words, place, known)
    if not law:  # "paragraf 12 i serviceloven"
        after = place + (place < len(words) and words[place].word == "i")
        name, length = _law_at(words, after, laws)
        if name:
            law, place = name, after + length
    question.numbered.append((f"§ {section}{' ' + letter if letter else ''}", f"{law}{section}{letter}"))
    return place - start


def _after_parts(words: Sequence[Token], place: int, known: QuestionWords) -> int:
    # Past "stk. 1, nr. 2, litra b": our texts name whole paragraphs.
    while place + 1 < len(words) and words[place].word in known.paragraph_parts:
        if not re.fullmatch("[0-9]{1,2}|[a-z]", words[place + 1].word):
            break
        place += 2
    return place


def _phone(words: Sequence[Token], start: int, question: Question) -> int:
    place, digits = start, ""
    while place < len(words) and words[place].word.isdigit() and len(digits) < 12:
        digits += words[place].word
        place += 1
    if len(digits) < FEWEST_DIGITS and not (len(digits) == FEWEST_SPACED and place > start + 1):
        return 0
    for country in COUNTRY:
        if digits.startswith(country) and len(digits) == len(country) + PHONE_DIGITS:
            digits = digits[len(country) :]
            break
    question.numbered.append((digits, PHONE + digits))
    return place - start


def small_term(phrase: str) -> str:
    """The term of a folded phrase of nothing but small words."""
    return SMALL + phrase.replace(" ", "_")


def small_phrases(phrases: Iterable[str], small: frozenset[str]) -> dict[str, int]:
    """The terms of those of some phrases that small words alone make ("vil ikke have hjælp"), which no index of words
    has, and how much each says (of 63)."""
    found = {}
    for phrase in phrases:
        words = tokens(phrase)
        if len(words) > 1 and all(one.spelled in small for one in words):
            found[small_term(" ".join(one.word for one in words))] = 60
    return found


def sections(text: str, laws: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The paragraphs that a text names: (law, number, letter), the law by its short name or empty."""
    found = []
    for part in re.split(r"[;]|, især", text):
        law = ""
        words = fold(part).split()
        for start in range(len(words)):
            for length in range(MOST_LAW_WORDS, 0, -1):
                law = law or laws.get(" ".join(words[start : start + length]), "")
        plain = re.sub(r"\([^)§]*\)|(stk\.|litra|nr\.|punkt) ?[\w-]+( og \d+)?|lov nr.*?\d{4}", " ", part)
        for last in re.findall(r"(?:§+|artikel)([^§]*)", plain):
            for first, letter, until in re.findall(r"(\d+)(?: ?([a-h])\b)?(?:-(\d+))?", last):
                for number in range(int(first), int(until or first) + 1):
                    found.append((law, str(number), letter))
    return list(dict.fromkeys(found))


def names_of_laws(text: str, laws: Mapping[str, str]) -> list[str]:
    """What the laws whose paragraphs a text names are called, folded: "fvl" finds what forvaltningsloven says."""
    named = {law for law, _, _ in sections(text, laws)}
    return [name for name, law in laws.items() if law in named]


def paragraph_terms(text: str, laws: Mapping[str, str]) -> dict[str, int]:
    """The terms of the paragraphs that a text names, and how much each says of it (of 63). A paragraph is found with
    and without its law's name; where a question names none, the first law's goes first."""
    found: dict[str, int] = {}
    first = next(iter(laws.values()), "")

    def add(term: str, weight: int) -> None:
        found[term] = max(found.get(term, 0), weight)

    for law, number, letter in sections(text, laws):
        plain = 60 if law == first else 45
        add(f"{number}{letter}", plain)
        add(f"{law}{number}{letter}", 63)
        if letter:
            add(number, plain - 25)
            add(f"{law}{number}", 35)
    return found
