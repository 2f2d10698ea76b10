"""The form of an offer: fields and their choices. `webapp/offersdesk/validation.py` says what may be written."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

from webapp.clock import now
from webapp.desk.forms import TYPED, DeskForm
from webapp.library import Library
from webapp.offers.confirming import HOW
from webapp.offers.describe import ANSWERS, CONFIDENCE
from webapp.offers.offer import Offer
from webapp.offersdesk.validation import MOST_CHANGES, NEUTRAL_NAMES
from webapp.users.role import Account, Role


@dataclass(frozen=True)
class FormPart:
    """Fields that change often, and are edited by themselves where they stand on the offer's page."""

    id: str
    title: str
    fields: tuple[str, ...]
    template: str


PARTS = {
    part.id: part
    for part in (
        FormPart("aabent", "Åbent", ("opening_hours", "hours_note", "changes"), "offersdesk/_open.html"),
        FormPart("kontakt", "Kontakt", ("phone", "sms", "email", "website", "chat"), "offersdesk/_contact.html"),
    )
}
BLANK_ROWS = 2  # of dated changes, to be filled in
_OFF = {"autocomplete": "off", "spellcheck": "false"}
_CODE = {"autocomplete": "off", **TYPED}


def chosen_from(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices of a field, each a value and its words."""
    return [SelectChoice(value, label) for value, label in pairs]


def _line(label: str, **more: str) -> StringField:
    return StringField(label, render_kw={**_OFF, **more})


class Ticks(SelectMultipleField):
    """Several choices, each with a tick of its own."""

    option_widget = CheckboxInput()

    def __init__(self, label: str, **options):
        super().__init__(label, validate_choice=False, choices=[], **options)


def _answer(label: str) -> RadioField:
    return RadioField(label, choices=chosen_from(ANSWERS.items()), validate_choice=False)


class ChangeForm(Form):
    """Days with other hours. Dates are text, so that what was typed wrong is still there."""

    first = StringField("Fra", render_kw={**_CODE, "placeholder": "24.12.2026"})
    last = StringField("Til og med", render_kw={**_CODE, "placeholder": "26.12.2026"})
    opening_hours = StringField("Åbent (tomt: lukket)", render_kw=_CODE)
    note = StringField("Hvorfor", render_kw=_OFF)


class OfferForm(DeskForm):
    """An offer."""

    version = HiddenField()
    name = _line("Navn")
    organization = _line("Hvem står bag")
    neutral_name = SelectField("Navn på sedlen", validate_choice=False)
    description = TextAreaField("Det kan man få", render_kw={**_OFF, "rows": "2"})
    description_en = TextAreaField("Det samme på engelsk", render_kw={**_OFF, "rows": "2", "lang": "en"})
    phone = StringField("Telefon", render_kw={**_CODE, "inputmode": "tel"})
    sms = StringField("Sms", render_kw={**_CODE, "inputmode": "tel"})
    email = StringField("Mail", render_kw={**_CODE, "inputmode": "email"})
    website = StringField("Hjemmeside", render_kw={**_CODE, "inputmode": "url"})
    chat = BooleanField("Man kan chatte på hjemmesiden")
    opening_hours = StringField("Åbningstid", render_kw=_CODE)
    hours_note = _line("Om åbningstiden")
    changes = FieldList(FormField(ChangeForm), "Lukkedage og andre tider", max_entries=MOST_CHANGES + BLANK_ROWS)
    topics = Ticks("Emner")
    audiences = Ticks("For hvem")
    contact_forms = Ticks("Sådan får man kontakt")
    languages = Ticks("Sprog ud over dansk")
    anonymous = _answer("Kan man være anonym?")
    free = _answer("Er det gratis?")
    no_referral = _answer("Kan man komme uden henvisning?")
    children = _answer("Må børn komme med?")
    dogs = _answer("Må hunden komme med?")
    municipality = SelectField("Ligger i kommune", validate_choice=False)
    region = SelectField("Region", validate_choice=False)
    address = _line("Adresse")
    postal = _line("Postnummer", inputmode="numeric")
    city = _line("By")
    national = BooleanField("Hele landet")
    service_regions = Ticks("Regioner")
    service_municipalities = _line("Kommuner")
    legal_basis = _line("Lov")
    notes = TextAreaField("Noter", render_kw={**_OFF, "rows": "4"})
    source_url = StringField("Kilde", render_kw={**_CODE, "inputmode": "url"})
    source_date = StringField("Kildens dato", render_kw=_CODE)
    confidence = RadioField("Sikkerhed", choices=chosen_from(CONFIDENCE.items()), validate_choice=False)
    how = RadioField(
        "Har du spurgt stedet i dag?", choices=chosen_from([("", "Nej"), *HOW.items()]), validate_choice=False
    )

    def values(self) -> dict[str, Any]:
        """What was typed, by field; dated changes without those left blank."""
        values = {name: field.data for name, field in self._fields.items()}
        values["changes"] = [row for row in values["changes"] or [] if any((row or {}).values())]
        return values

    def point_out(self, errors: Mapping[str, str]) -> None:
        """Put each error at its field; `changes-0-first` is a field of the first dated change."""
        for name, message in errors.items():
            field = self._fields.get(name)
            if name.startswith("changes-"):
                self.changes.errors = ["Se lukkedagene igennem."]
                _, row, part = name.split("-")
                field = self.changes.entries[int(row)].form[part]
            if field is None:
                self.form_errors.append(message)
            else:
                field.errors = [message]


_in_thread = threading.local()


def sent_values() -> dict[str, Any]:
    """What was sent of an offer's form, by field. To set up its fields takes twice as long as to read them, so each
    thread keeps a form to read with."""
    form = getattr(_in_thread, "form", None)
    if form is None:
        form = _in_thread.form = OfferForm(formdata=None)
    form.process(request.form)
    return form.values()


class VersionForm(OfferForm):
    """An offer as it will be from a day on, and how that is known."""

    first = StringField("Fra og med", render_kw={**_CODE, "placeholder": "1.1.2027"})
    until = StringField("Til og med", render_kw=_CODE)
    version_source = StringField("Hvor har du det fra?", render_kw={**_CODE, "inputmode": "url"})
    version_confidence = RadioField(
        "Hvor sikkert er det?", choices=chosen_from(CONFIDENCE.items()), validate_choice=False
    )


class EndForm(DeskForm):
    """The last day of an offer, and which other one it then becomes."""

    version = HiddenField()
    until = StringField("Sidste dag", render_kw={**_CODE, "placeholder": "31.12.2026"})
    into = SelectField("Bliver til", validate_choice=False)


Filled = TypeVar("Filled", bound=OfferForm)


def filled_in(values: Mapping[str, Any], before: Offer, library: Library, actor: Account) -> OfferForm:
    """The form with these values, the choices this person has, and blank rows for dated changes."""
    return fill(OfferForm, values, before, library, actor)


def fill(kind: type[Filled], values: Mapping[str, Any], before: Offer, library: Library, actor: Account) -> Filled:
    """The same with a form of this kind."""
    rows = [dict(row) for row in values.get("changes") or []]
    blank = min(BLANK_ROWS, MOST_CHANGES + BLANK_ROWS - len(rows))
    rows += [{"first": "", "last": "", "opening_hours": "", "note": ""} for _ in range(blank)]
    form = kind(formdata=None, data={"how": "", **values, "changes": rows})
    names = [*NEUTRAL_NAMES]
    if before.neutral_name and before.neutral_name not in names:
        names.append(before.neutral_name)
    form.neutral_name.choices = chosen_from([("", "Vælg …"), *((name, name) for name in names)])
    for name in ("topics", "audiences", "contact_forms", "languages"):
        terms = getattr(library.taxonomy, name).values()
        getattr(form, name).choices = chosen_from((term.id, term.label) for term in terms)
    places = library.places
    regions = places.regions.names_on(now().date())
    form.service_regions.choices = chosen_from((region, region) for region in regions)
    form.region.choices = chosen_from([("", "Følger kommunen"), *((region, region) for region in regions)])
    if actor.role == Role.ADMINISTRATOR:
        near = list(places)
    else:
        own = {code for code in (actor.municipality, before.municipality) if code}
        near = [code for code in places if code in own]
    form.municipality.choices = chosen_from([("", "Ikke ét sted"), *((code, places[code].name) for code in near)])
    for field in form:  # choices set after the data: the ticks follow the data all the same
        if isinstance(field, SelectField | Ticks) and field.data is None:
            field.data = [] if isinstance(field, Ticks) else ""
    return form
