"""What every form of the desk has in common."""

from __future__ import annotations

from flask import request
from flask_wtf import FlaskForm

from webapp.users.accounts import Refused


class DeskForm(FlaskForm):
    """A form of the desk: the token was checked before (`csrf.py`), and what was typed stays."""

    class Meta:
        """WTForms' own settings."""

        csrf = False

        def wrap_formdata(self, form, formdata):
            """As WTForms asks: what was typed. Flask-WTF takes files and JSON for it too, whose values are no text."""
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            return request.form if form.is_submitted() else None

    def refuse(self, refused: Refused) -> None:
        """Show a refusal at its field, or above the form."""
        field = self._fields.get(refused.field)
        if field is None:
            self.form_errors.append(refused.message)
        else:
            field.errors = [*field.errors, refused.message]


TYPED = {"spellcheck": "false", "autocapitalize": "off"}
