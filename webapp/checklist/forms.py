"""The forms of a municipality's own lines and notes. What is right and wrong, the rules in `own.py` say."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import HiddenField, SelectField, StringField, TextAreaField

from webapp.checklist.checklist import Checklist
from webapp.checklist.own import FIRST, LAST, LONGEST, NEEDED, NO_PLACE, OwnLine, gap_of, gaps, mistakes, read
from webapp.desk.forms import DeskForm

TYPED = {"autocomplete": "off", "spellcheck": "false"}


def place_words(checklist: Checklist, phase: str, after: str) -> str:
    """Where a line stands, in Danish: "Ved start: efter »Sig, hvem du er«"."""
    lines = checklist.lines()
    words = {FIRST: "først", LAST: "sidst"}.get(after) or f"efter »{lines[after].what}«"
    return f"{next(one.title for one in checklist.phases if one.id == phase)}: {words}"


def place_value(fields: Mapping[str, str]) -> str:
    """Where a line stands, as the form's choice of it."""
    return f"{fields['phase']} {fields['after']}"


class BasedForm(DeskForm):
    """A form that carries the number of the version it was opened from (`base`)."""

    base = HiddenField(default="0")


class LineForm(BasedForm):
    """One line: what, how it is said, why, and where it stands."""

    what = StringField("Hvad gør man?", render_kw=TYPED | {"maxlength": LONGEST["what"]})
    say = TextAreaField("Hvad kan man sige?", render_kw=TYPED | {"rows": 3, "maxlength": LONGEST["say"]})
    why = TextAreaField("Hvorfor?", render_kw=TYPED | {"rows": 2, "maxlength": LONGEST["why"]})
    place = SelectField("Hvor står den?", validate_choice=False)

    def offer_places(self, checklist: Checklist) -> None:
        """Offer every place between the national lines, phase by phase."""
        self.place.choices = {
            phase.title: [
                (f"{phase.id} {after}", place_words(checklist, phase.id, after)) for after in gaps(checklist, phase.id)
            ]
            for phase in checklist.phases
        }

    def show(self, line: OwnLine, checklist: Checklist) -> None:
        """Fill in a line."""
        self.what.data, self.say.data, self.why.data = line.what, line.say, line.why
        self.place.data = place_value({"phase": line.phase, "after": gap_of(checklist, line)})

    def values(self) -> dict[str, str]:
        """What was typed, by the names of a line's fields; the place is empty when it is none of those offered."""
        found = {name: read(self[name].data or "") for name in NEEDED}
        known = {value for options in self.place.choices.values() for value, _ in options}
        phase, _, after = (self.place.data or "").partition(" ") if self.place.data in known else ("", "", "")
        return found | {"phase": phase, "after": after}

    def refused(self, typed: dict[str, str]) -> bool:
        """Whether something has to be mended, which then stands at its field."""
        for name, message in mistakes(typed).items():
            self[name].errors = [message]
        if not typed["phase"]:
            self.place.errors = [NO_PLACE]
        return bool(self.errors)


class NoteForm(BasedForm):
    """A note under a national line."""

    note = TextAreaField("Sådan er det hos os", render_kw=TYPED | {"rows": 3, "maxlength": LONGEST["note"]})
