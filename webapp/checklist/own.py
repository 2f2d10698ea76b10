"""What a municipality lays over the national checklist: lines of its own among the national ones, and notes under them.

A national line is never removed, hidden, reworded or moved: lines of one's own only stand between. The functions answer
with new values and know neither database nor Flask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from webapp.agreement.agreement import promises
from webapp.checklist.checklist import PHASES, Checklist, Placed, placed
from webapp.content.lix import FEWEST, SAID_ALOUD, lix, sentence
from webapp.security.cpr import has_cpr
from webapp.typed_text import tidy

MOST = 12  # lines of one's own: a list that is too long is not said
LONGEST = {"what": 44, "say": 170, "why": 130, "note": 140}  # characters; a line's as those of a national line
SHORTEST = 3
BREATH = 36  # words, as in a national line
FIRST, LAST = "first", "last"  # where a line stands in its phase, when not after a national line

NEEDED = {
    "what": "Skriv, hvad man skal gøre.",
    "say": "Skriv, hvad man kan sige.",
    "why": "Skriv kort, hvorfor.",
}
TOO_LONG = "Det er for langt. Skriv højst {} tegn."
HAS_CPR = (
    "Der står noget, der ligner et CPR-nummer. Slet det, og gem igen. Tjeklisten må aldrig sige noget om en borger."
)
NO_PLACE = "Vælg, hvor linjen skal stå."
FULL = f"I har {MOST} linjer, og det er nok at sige. Fjern en, før I tilføjer en ny."


@dataclass(frozen=True)
class OwnLine:
    """One line of a municipality's own. `after` is `first`, `last`, or the id of a national line in its phase.

    `id` is stable and never used again, as phones remember ticks by it; it names the municipality, so that a tick made
    in one is none in another. What a national line has beside this, it has not.
    """

    id: str
    phase: str
    after: str
    what: str
    say: str
    why: str
    law = ()
    says = ()
    contact = False
    boxes = ()
    pages = ()
    call = None


@dataclass(frozen=True)
class Own:
    """All that a municipality has laid over the checklist: its lines in their order, those removed (the latest first),
    notes by the id of the national line, and how many lines it has ever made."""

    lines: tuple[OwnLine, ...] = ()
    removed: tuple[OwnLine, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    made: int = 0

    def __getitem__(self, name: str) -> OwnLine:
        """The line with an id. Raises KeyError when there is none or it has been removed."""
        return {line.id: line for line in self.lines}[name]

    def line(self, name: str) -> OwnLine | None:
        """The line with an id, or None when there is none or it has been removed."""
        return next((line for line in self.lines if line.id == name), None)


def to_plain(own: Own) -> dict:
    """As plain values, to be kept as JSON."""
    return asdict(own)


def from_plain(kept: Mapping) -> Own:
    """From plain values again."""
    lines, removed = (tuple(OwnLine(**line) for line in kept[name]) for name in ("lines", "removed"))
    return Own(lines, removed, dict(kept["notes"]), kept["made"])


# What is typed


def read(text: str) -> str:
    """Typed text as one tidy line. Quotation marks around it go: the page sets them."""
    text = " ".join(tidy(text).split())
    return text[1:-1].strip() if len(text) > 1 and text[0] in "»«\"“”„'" and text[-1] in "»«\"“”'" else text


def mistakes(typed: Mapping[str, str]) -> dict[str, str]:
    """What has to be mended before a line can be kept, by field, in Danish."""
    found = {name: wrong for name in NEEDED if (wrong := _wrong(name, typed[name]))}
    return found | {name: words for name, words in NEEDED.items() if len(typed[name]) < SHORTEST}


def mistake_in_note(text: str) -> str | None:
    """What has to be mended before a note can be kept, or None. An empty one is no note."""
    return _wrong("note", text)


def _wrong(name: str, text: str) -> str | None:
    if has_cpr(text):
        return HAS_CPR
    return TOO_LONG.format(LONGEST[name]) if len(text) > LONGEST[name] else None


def advice(say: str, why: str = "") -> list[str]:
    """What could be better about the words of a line or a note; it is told, and not refused."""
    found = []
    if promises({"steps": say}):  # the agreement's rule, for any text of its own
        found.append("Det kan lyde som et løfte. Lov kun det, I kan holde.")
    if (words := len(say.split())) > BREATH:
        found.append(f"Det er {words} ord at sige. Sigt efter højst {BREATH}, så det kan siges i ét åndedrag.")
    text = "\n".join(sentence(part) for part in (say, why) if part)
    if len(text.split()) >= FEWEST and (level := round(lix(text))) > SAID_ALOUD:
        found.append(
            f"Det er svært at læse: lix {level}. Sigt efter højst {SAID_ALOUD}. Del sætningen, eller skift lange ord."
        )
    return found


# Where lines stand


def gaps(checklist: Checklist, phase: str) -> list[str]:
    """The places between the national lines of a phase: first, after each of them but the last, and last."""
    national = next(one for one in checklist.phases if one.id == phase).lines
    return [FIRST, *(line.id for line in national[:-1]), LAST]


def gap_of(checklist: Checklist, line: OwnLine) -> str:
    """The place a line has among them; last when its national line is no longer there, or is the last itself."""
    return line.after if line.after in gaps(checklist, line.phase) else LAST


def in_order(checklist: Checklist, lines: Iterable[OwnLine]) -> tuple[OwnLine, ...]:
    """The lines as they come in a meeting; those in one place in the order they are given."""
    return tuple(sorted(lines, key=lambda line: _spot(checklist, line)))


def _spot(checklist: Checklist, line: OwnLine) -> tuple[int, int]:
    return PHASES.index(line.phase), gaps(checklist, line.phase).index(gap_of(checklist, line))


def before_which(checklist: Checklist, line: OwnLine) -> str | None:
    """The national line that a line stands right before, or None when it is the last of its phase. So it comes after
    what branches put beside the line before it: nothing comes between a duty and what belongs to it."""
    national = next(one for one in checklist.phases if one.id == line.phase).lines
    at = gaps(checklist, line.phase).index(gap_of(checklist, line))
    return national[at].id if at < len(national) else None


def with_own(checklist: Checklist, lines: Sequence[OwnLine]) -> dict[str, list[Placed]]:
    """Every national line as `placed` puts them, with a municipality's lines between."""
    found: dict[str, list[Placed]] = {}
    for phase, items in placed(checklist).items():
        ours = [line for line in in_order(checklist, lines) if line.phase == phase]
        found[phase] = []
        for item in items:
            found[phase] += [Placed(line, None, ()) for line in ours if before_which(checklist, line) == item.line.id]
            found[phase].append(item)
        found[phase] += [Placed(line, None, ()) for line in ours if before_which(checklist, line) is None]
    return found


# Changes


def added(own: Own, municipality: str, **typed: str) -> Own:
    """With a line more, last in its place. The same line again changes nothing. Raises ValueError when it is full."""
    if any(replace(line, id="") == OwnLine(id="", **typed) for line in own.lines):
        return own
    if len(own.lines) >= MOST:
        raise ValueError(FULL)
    line = OwnLine(id=f"x{municipality}n{own.made + 1}", **typed)
    return replace(own, lines=(*own.lines, line), made=own.made + 1)


def edited(own: Own, name: str, **typed: str) -> Own:
    """With a line's words or place changed; one that is moved becomes the last in its new place. One that has been
    removed comes back with it. Raises ValueError when it is full then."""
    old = own.line(name)
    if old is None:
        own = restored(own, name)
        old = own.lines[-1]
    new = replace(old, **typed)
    if (new.phase, new.after) == (old.phase, old.after):
        return replace(own, lines=tuple(new if line is old else line for line in own.lines))
    return replace(own, lines=(*(line for line in own.lines if line is not old), new))


def moved(own: Own, name: str, way: int, checklist: Checklist) -> Own:
    """With a line one step up (`way` -1) or down (1) in its phase: past a line of one's own, or past a national one."""
    lines = list(in_order(checklist, own.lines))
    at = next(number for number, line in enumerate(lines) if line.id == name)
    spot, beside = _spot(checklist, lines[at]), at + way
    if 0 <= beside < len(lines) and _spot(checklist, lines[beside]) == spot:
        lines[at], lines[beside] = lines[beside], lines[at]
    else:
        there = gaps(checklist, lines[at].phase)
        if 0 <= spot[1] + way < len(there):
            lines[at] = replace(lines[at], after=there[spot[1] + way])
    return replace(own, lines=tuple(lines))


def removed(own: Own, name: str) -> Own:
    """Without a line, which can be brought back."""
    gone = [line for line in own.lines if line.id == name]
    return replace(own, lines=tuple(line for line in own.lines if line not in gone), removed=(*gone, *own.removed))


def restored(own: Own, name: str) -> Own:
    """With a removed line back, last in its place. Raises ValueError when it is full."""
    if len(own.lines) >= MOST:
        raise ValueError(FULL)
    back = next(line for line in own.removed if line.id == name)
    return replace(own, lines=(*own.lines, back), removed=tuple(line for line in own.removed if line is not back))


def explained(own: Own, name: str, text: str) -> Own:
    """With a note under a national line; an empty text takes it away."""
    notes = {at: note for at, note in own.notes.items() if at != name}
    return replace(own, notes=notes | ({name: text} if text else {}))


def taken_back(own: Own, before: Own) -> Own:
    """As it was before. Ids given meanwhile are not used again."""
    return replace(before, made=max(own.made, before.made))


def order_of(own: Own) -> list[tuple[str, str, str]]:
    """What a step up or down is taken from: the lines with their places, in order."""
    return [(line.id, line.phase, line.after) for line in own.lines]
