"""The agreement's form: one field for each in `agreement.py`. What is right and wrong, the rules there say."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from webapp.agreement.agreement import DAY, FIELDS, LINES, LONGEST, NUMBER, ONE, SEVERAL, Field, Values, whole
from webapp.desk.forms import DeskForm

TYPED = {"autocomplete": "off", "spellcheck": "false"}


def _choices(field: Field) -> list[SelectChoice]:
    return [SelectChoice(value=code, label=words) for code, words in (field.options or {}).items()]


def _made(field: Field):
    if field.kind == SEVERAL:
        return SelectMultipleField(
            field.label,
            choices=_choices(field),
            validate_choice=False,
            option_widget=CheckboxInput(),
            widget=ListWidget(),
        )
    if field.kind == ONE:
        return RadioField(field.label, choices=_choices(field), validate_choice=False)
    if field.kind == LINES:
        return TextAreaField(field.label, render_kw=TYPED | {"rows": 4, "maxlength": LONGEST[LINES]})
    if field.kind == DAY:
        return StringField(field.label, widget=DateInput(), render_kw=TYPED)
    more = {"inputmode": "numeric"} if field.kind == NUMBER else {}
    return StringField(field.label, render_kw=TYPED | more | {"maxlength": LONGEST[field.kind]})


class AgreementForm(DeskForm):
    """Everything to agree on, and the number of the version the form was opened from (`base`)."""

    base = HiddenField(default="0")

    def show(self, values: Values) -> None:
        """Fill in what an agreement says."""
        for name, value in whole(values).items():
            self[name].data = value

    def refuse_fields(self, mistakes: dict[str, str]) -> None:
        """Show what has to be mended, each at its field."""
        for name, message in mistakes.items():
            self[name].errors = [message]


for _name, _field in FIELDS.items():
    setattr(AgreementForm, _name, _made(_field))
