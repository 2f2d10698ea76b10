"""A page's forms as a browser sends them."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup


def form_fields(page: str, action: str = "") -> dict[str, str | list[str]]:
    """What a browser would send of a page's form: the one with this action, or the first with a token."""
    forms = BeautifulSoup(page, "html.parser").select("main form")
    form = next(form for form in forms if (form["action"] == action if action else form.select("[name=csrf_token]")))
    sent: dict[str, list[str]] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.name == "select":
            values = [option["value"] for option in field.select("option[selected]")]
        elif field.name == "textarea":
            values = [re.sub("^\r?\n", "", field.get_text())]
        elif field.get("type") in ("checkbox", "radio"):
            values = [field.get("value", "on")] if field.has_attr("checked") else []
        else:
            values = [] if field.get("type") == "file" else [field.get("value", "")]
        sent.setdefault(field["name"], []).extend(values)
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items() if values}
