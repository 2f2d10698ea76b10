"""The two sides of violence: who uses it and who meets it. Help for the one never answers the other's question.

A question's side is read from who does what to whom; an offer's from whom it is for. The same rules as
`static/finder/worker/sides.js`; `docs/finder.md` is their text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from webapp.finder.synonyms import SidesOfViolence
from webapp.ranking.folding import Token, tokens
from webapp.ranking.forms import stem

USES, MEETS = "uses", "meets"
OTHER = {USES: MEETS, MEETS: USES}
MYSELF = "jeg"
REACH = 4  # words around an act that tell who does it
GAP, MOST_BETWEEN = "*", 3  # in a phrase; and words where it stands, somebody among them
FAR = 7  # from "jeg": "jeg kan finde på at slå"
LONG_NOUN, LONG_OWNER = 6, 4  # letters: "vagten", "fars"
NEAR = 3  # from "jeg" to what one does to oneself: "jeg faldt og slog mig"


@dataclass(frozen=True)
class Around:
    """The words around an act that tell who does it, as `Token.spelled` has them. What each is for:
    `content/sides.yaml`."""

    me: Sequence[str] = ()
    him: Sequence[str] = ()
    he: Sequence[str] = ()
    who: Sequence[str] = ()
    they: Sequence[str] = ()
    lives_with: Sequence[str] = ()
    done_to: Sequence[str] = ()
    passive: Sequence[str] = ()
    blows: Sequence[str] = ()
    got: Sequence[str] = ()
    gave: Sequence[str] = ()
    mine: Sequence[str] = ()
    his: Sequence[str] = ()
    is_me: Sequence[str] = ()
    afraid: Sequence[str] = ()
    people: Sequence[str] = ()
    others: Sequence[str] = ()
    harmless: Sequence[str] = ()
    things: Sequence[str] = ()  # as stems
    definite: Sequence[str] = ()  # endings
    some: Sequence[str] = ()
    helping: Sequence[str] = ()
    before_a_time: Sequence[str] = ()
    may: Sequence[str] = ()
    asking: Sequence[str] = ()
    own: Sequence[str] = ()
    fillers: Sequence[str] = ()


@dataclass(frozen=True)
class Danger:
    """What tells of a danger, as phrases; the codes of the offers that are to be rung for it, and of those that are as
    good an answer. Without phrases it is told by the side of violence, unless another one that is `violence` is."""

    lines: Sequence[str]
    phrases: Sequence[Sequence[str]] = ()
    violence: bool = False
    enough: Sequence[str] = ()

    @property
    def is_of_life(self) -> bool:
        """Whether a life is in danger: the line for it goes first, where it would not be found among the first."""
        return bool(self.phrases) and not self.violence

    @property
    def answers(self) -> tuple[str, ...]:
        """The codes of all that is an answer to it."""
        return (*self.lines, *self.enough)


@dataclass(frozen=True)
class Sides:
    """The words that tell the sides apart, as `Token.spelled` has them; the code of the audience that uses violence.
    Each act, and each sign of a side, is a phrase of one word or more."""

    acts: Sequence[Sequence[str]] = ()
    uses: Sequence[Sequence[str]] = ()
    wants: Sequence[Sequence[str]] = ()
    meets: Sequence[Sequence[str]] = ()
    danger: Sequence[Danger] = ()
    around: Around = Around()
    audience: str = ""
    links: dict[str, str] = field(default_factory=dict)  # side -> the address of what is for it

    def is_bystander(self, words: Sequence[Token]) -> bool:
        """Whether who asks is neither of the two, and asks what to do: "naboen slår sine børn, skal jeg ringe"."""
        spelled = [one.spelled for one in words]
        asks = any(first in self.around.may and second in self.around.asking for first, second in pairwise(spelled))
        return asks and any(word in self.around.own for word in spelled)

    def dangers(self, words: Sequence[Token], side: str) -> tuple[Danger, ...]:
        """What a question tells that somebody is in danger of; `side` is the side of violence that it is about."""
        spelled = [one.spelled for one in words if one.spelled not in self.around.fillers]
        told = [one for one in self.danger if any(_stands(phrase, spelled) for phrase in one.phrases)]
        # Whoever does it "sin kæreste" is none that asks: "min ven slår sin kæreste".
        is_hit = side == MEETS or (side == USES and any(word in self.around.own for word in spelled))
        if is_hit and not any(one.violence for one in told):
            told += [one for one in self.danger if not one.phrases]
        return tuple(told)

    def asked_for(self, words: Sequence[Token], audience: str) -> str:
        """The side that a question is about: `uses`, `meets`, or empty when nothing tells."""
        if audience:
            return USES if audience == self.audience else ""
        spelled = [one.spelled for one in words if one.spelled not in self.around.fillers]
        acting = {
            side
            for act in self.acts
            if act[0] in spelled
            for start in _places(act, spelled)
            for end in (start + (act.index(GAP) if GAP in act else len(act)),)
            if GAP not in act or _somebody(self.around, spelled[end : end + MOST_BETWEEN])
            if (side := _doer(self.around, spelled, start, end))
        }
        wants = acting == {MEETS} and not any(word in (*self.around.me, *self.around.mine) for word in spelled)
        if wants and any(_stands(phrase, spelled) for phrase in self.wants):
            return USES  # "han har slået hende og vil gerne have behandling"
        if not acting:
            acting = {
                side
                for side, phrases in ((USES, self.uses), (MEETS, self.meets))
                if any(_stands(phrase, spelled) for phrase in phrases)
            }
            if USES in acting and _is_of_another(self.around, spelled):
                return MEETS
            if MEETS in acting:  # "cannot control his temper and I am afraid": whoever is afraid asks
                return MEETS
            if not acting and _is_afraid(self.around, spelled):
                return MEETS
        return acting.pop() if len(acting) == 1 else ""


def side_of_answers(found: Iterable[tuple[str, int]]) -> str:
    """Whose answers are shown when the words do not tell, and the answers (side, score) are of both: those of who meets
    violence, unless the other's are clearly better. Empty when there is one side at most."""
    best: dict[str, int] = {}
    for side, score in found:
        best[side] = max(score, best.get(side, 0))
    if len(best) < 2:
        return ""
    return USES if best[USES] * 3 > best[MEETS] * 4 else MEETS


def _doer(around: Around, words: Sequence[str], start: int, end: int) -> str:
    # Who does what the words from a place to another say: "bliver slået", "slår mig", "jeg slår", "slår sin kone", "min
    # mand slår". "slår op" is no blow, and "en, der slår" may be asked for by either: not where it is "jeg er den, der
    # slår", or "gift med en, der slår".
    before = words[max(0, start - REACH) : start]
    after = words[end : end + REACH]
    far = words[max(0, start - FAR) : start]
    if after[:1] == ["op"] or _is_other(around, words[start:end], far, after):
        return ""
    if words[start] in around.done_to and (
        _is_by_somebody(around, after) or (any(word in around.passive for word in before) and "har" not in before[-1:])
    ):
        return MEETS
    if words[start] in around.blows:
        if any(word in around.got for word in before):
            return MEETS
        for place in range(start - len(far), start):
            if words[place] in around.gave:  # "jeg gav min søn en lussing"
                return _doer(around, words, place, place + 1)
    if _is_left(before) or (any(word in around.lives_with for word in before) and "med" in before):
        return MEETS
    one_who = before[-1:] and before[-1] in around.who
    if one_who and any(word in around.me for word in before[-2:-1]):  # "hjælp til mig, der slår"
        return USES
    if any(word in around.me for word in after[:3]) or any(word in around.me for word in before[-2:]):
        return MEETS
    doer = next((word for word in reversed(before) if word == MYSELF or word in around.they), "")
    if one_who and _is_me(around, far[:-1]):
        return USES
    if not doer and words[start] not in around.done_to and not any(word in around.lives_with for word in far):
        # "min far kommer fuld hjem og smadrer alt"; "han vil holde op med at slå" tells that by other words.
        further = next((word for word in reversed(far) if word == MYSELF or word in around.they), "")
        doer = "" if further != MYSELF and before[-1:] == ["at"] else further
    if not one_who and doer == MYSELF:
        return USES
    if any(word in around.his for word in after[:3]):
        return USES
    if one_who:
        return MEETS if any(word in around.lives_with for word in far) else ""
    if doer:
        return MEETS
    if not any(word in around.mine for word in after[:2]):
        return ""
    return MEETS if _is_somebody_else(around, before) else USES


def _is_somebody_else(around: Around, before: Sequence[str]) -> bool:
    # Whom no table names: "bagmanden truer min familie", "en fremmed har slået min søn"; and not "har i
    # weekenden slået min kone".
    words = list(before)
    while words and words[-1] in around.helping:
        words.pop()
    first, named = ["", "", *words][-2:]
    definite = len(named) >= LONG_NOUN and named.endswith(tuple(around.definite)) and first not in around.before_a_time
    return definite or first in around.some or (len(first) >= LONG_OWNER and first.endswith("s"))


def _is_other(around: Around, act: Sequence[str], far: Sequence[str], after: Sequence[str]) -> bool:
    # Nothing that one does to somebody: "jeg slog mig", "jeg slår græsset", "jeg banker på", "slået ud"; or what is
    # done by others than those one lives with: "kommunen truer mig".
    doers = (MYSELF, *around.him, *around.they)
    nearest = next((word for word in reversed(far) if word in doers or word in around.others), "")
    if nearest in around.others or (after[:1] == ["af"] and any(word in around.others for word in after[1:3])):
        return True
    hurts_oneself = any(word in around.me for word in after[:1]) or _is_own(around, act)
    if hurts_oneself and nearest == MYSELF and MYSELF in far[-NEAR:]:
        return True
    if hurts_oneself and nearest in (MYSELF, "") and after[1:2] == ["selv"]:  # "får lyst til at slå mig selv ihjel"
        return True
    owner = around.his if nearest == MYSELF else around.mine
    if act[0] not in around.harmless or _somebody(around, after) or any(word in owner for word in after):
        return False
    return after[:1] in (["paa"], ["ud"]) or any(stem(word) in around.things for word in after)


def _is_by_somebody(around: Around, after: Sequence[str]) -> bool:
    # "slået af en fremmed", "tvunget til sex af min mand"
    if after[:1] == ["af"]:
        return True
    people = (*around.him, *around.they, *around.mine)
    return "af" in after and any(word in people for word in after[after.index("af") + 1 :])


def _is_own(around: Around, act: Sequence[str]) -> bool:
    # "dukker op på mit", "tager mine penge", and not "jagter min kæreste".
    named = any(word in around.they or word in around.people for word in act)
    return not named and any(word in around.mine for word in act[:-1])


def _somebody(around: Around, words: Sequence[str]) -> bool:
    return any(word in (*around.me, *around.him, *around.they, *around.his, *around.people) for word in words)


def _is_left(before: Sequence[str]) -> bool:
    # "væk fra en voldelig kæreste"; "holde mig fra at slå" is another thing.
    last = before[-3:]
    return "fra" in last and "at" not in last[last.index("fra") :]


def _is_of_another(around: Around, words: Sequence[str]) -> bool:
    # "han kan ikke styre sin vrede og går efter mig"
    return MYSELF not in words and all(any(one in some for one in words) for some in (around.me, around.he))


def _is_afraid(around: Around, words: Sequence[str]) -> bool:
    # "bange for min storebror", "bange for at han finder mig"; "bange for at miste …" is of something else.
    for place, word in enumerate(words):
        after = words[place + 1 : place + 1 + REACH]
        if after[:2] == ["for", "at"]:
            after = after[2:]
        elif not after:
            after = ["nogen"]
        if word in around.afraid and any(one in around.him or one.removesuffix("s") in around.they for one in after):
            return True
    return False


def _is_me(around: Around, words: Sequence[str]) -> bool:
    # "jeg er selv den", "det er jeg": nothing else stands between.
    between = next((place for place, word in enumerate(reversed(words)) if word not in around.is_me), len(words))
    return between < len(words) and words[len(words) - 1 - between] == MYSELF


def _stands(phrase: Sequence[str], words: Sequence[str]) -> bool:
    return any(True for _ in _places(phrase, words))


def _places(phrase: Sequence[str], words: Sequence[str]) -> Iterator[int]:
    if GAP in phrase:  # "smed * ned ad": some words may stand between
        place = list(phrase).index(GAP)
        first, last = phrase[:place], phrase[place + 1 :]
        ends = set(_places(last, words))
        return (
            start
            for start in _places(first, words)
            if ends & set(range(start + place + 1, start + place + 1 + MOST_BETWEEN))
        )
    length = len(phrase)
    return (start for start in range(len(words) - length + 1) if list(words[start : start + length]) == list(phrase))


def read_phrase(text: str) -> list[str]:
    """A phrase as it is compared. A star stands for some words between."""
    before, gap, after = text.partition(GAP)
    return [*(one.spelled for one in tokens(before)), *gap, *(one.spelled for one in tokens(after))]


def sides_of(words: SidesOfViolence) -> Sides:
    """The sides as the words of a file tell them apart."""
    return read_sides_sent(side_tables(words))


def read_sides_sent(sent: Mapping[str, Any]) -> Sides:
    """The sides as they are published."""
    danger = [Danger(**one) for one in sent.get("danger", ())]  # an edition from before it was told has none
    return Sides(**{**sent, "danger": danger, "around": Around(**sent["around"])})


def side_tables(words: SidesOfViolence) -> dict[str, Any]:
    """The words of a file as they are published."""
    return {
        **{name: [read_phrase(text) for text in getattr(words, name)] for name in ("acts", "uses", "wants", "meets")},
        "danger": [
            {**one.model_dump(exclude_defaults=True), "phrases": list(map(read_phrase, one.phrases))}
            for one in words.danger
        ],
        "around": {
            name: [stem(one) if name == "things" else one for text in some for one in read_phrase(text)[:1]]
            for name, some in words.around
        },
    }
