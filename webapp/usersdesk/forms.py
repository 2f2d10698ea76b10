"""The forms of accounts. What they cannot know alone, the rules in `accounts.py` say (`refuse`)."""

from __future__ import annotations

from wtforms import EmailField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import Length, Optional, StopValidation

from webapp.desk.forms import TYPED, DeskForm
from webapp.users.user import LONGEST_EMAIL, LONGEST_NAME


class Required:
    """Asks for a value, in the field's own words.

    WTForms' InputRequired would set an attribute that browsers answer in their own language.
    """

    def __init__(self, message: str):
        self.message = message

    def __call__(self, form, field):
        """Raises StopValidation when nothing was written."""
        if not field.data or not field.data.strip():
            raise StopValidation(self.message)


def _at_most(length: int) -> Length:
    return Length(max=length, message="Det er for langt.")


def _filled_in(by: str, **more: str) -> dict[str, str]:
    return {"autocomplete": by, **more}


class LoginForm(DeskForm):
    """Mail and password; the code too, where many tries have been made on the account."""

    email = EmailField(
        "Mail", [Required("Skriv din mail."), _at_most(LONGEST_EMAIL)], render_kw=_filled_in("username", **TYPED)
    )
    password = PasswordField(
        "Adgangskode", [Required("Skriv din adgangskode.")], render_kw=_filled_in("current-password")
    )
    code = StringField(
        "Engangskode eller reservekode",
        [Optional(), _at_most(40)],
        render_kw=_filled_in("one-time-code", **TYPED),
    )
    kept = HiddenField()


class CodeForm(DeskForm):
    """The second step of a login."""

    code = StringField(
        "Engangskode",
        [Required("Skriv koden fra din telefon."), _at_most(40)],
        render_kw=_filled_in("one-time-code", **TYPED),
    )
    kept = HiddenField()


class CodesOnForm(DeskForm):
    """Turning codes on: that the phone makes the right ones, and that it is the owner who asks."""

    code = StringField(
        "Engangskode",
        [Required("Skriv koden fra din telefon."), _at_most(40)],
        render_kw=_filled_in("one-time-code", **TYPED),
    )
    password = PasswordField(
        "Din adgangskode", [Required("Skriv din adgangskode.")], render_kw=_filled_in("current-password")
    )


class WelcomeForm(DeskForm):
    """A link's secret, and the password chosen with it."""

    token = StringField(
        "Koden fra linket",
        [Required("Åbn linket igen, eller skriv koden efter #."), _at_most(300)],
        render_kw=_filled_in("one-time-code", **TYPED),  # else stores of passwords take it for the name
    )
    new_password = PasswordField(
        "Vælg en adgangskode", [Required("Vælg en adgangskode.")], render_kw=_filled_in("new-password")
    )


class PasswordForm(DeskForm):
    """Changing one's own password."""

    password = PasswordField(
        "Din nuværende adgangskode",
        [Required("Skriv din nuværende adgangskode.")],
        render_kw=_filled_in("current-password"),
    )
    new_password = PasswordField(
        "Ny adgangskode", [Required("Vælg en ny adgangskode.")], render_kw=_filled_in("new-password")
    )


class ConfirmForm(DeskForm):
    """The password once more, before something that weakens or renews what guards the account."""

    password = PasswordField(
        "Din adgangskode", [Required("Skriv din adgangskode.")], render_kw=_filled_in("current-password")
    )


class RoleForm(DeskForm):
    """A role, and the municipality it is for; `version` is the role that the form was made from."""

    version = HiddenField()
    role = RadioField("Rolle", validate_choice=False)
    municipality = SelectField("Kommune", validate_choice=False)


class InviteForm(RoleForm):
    """A new account."""

    name = StringField(
        "Navn", [Required("Skriv navnet."), _at_most(LONGEST_NAME)], render_kw=_filled_in("off", spellcheck="false")
    )
    email = EmailField(
        "Mail", [Required("Skriv en mailadresse."), _at_most(LONGEST_EMAIL)], render_kw=_filled_in("off", **TYPED)
    )
