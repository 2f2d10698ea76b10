"""What a visit leaves on a phone, and what can be done about it: phrases (`traces.*`), the most dangerous first."""

from __future__ import annotations

from collections.abc import Iterable

TEXT = "_text"  # behind a trace's key: what can be done about it


def traces(keys: Iterable[str]) -> list[str]:
    """The keys of the traces, in the order of the Danish file: each has a heading, and a text behind it."""
    texts = [key.removesuffix(TEXT) for key in keys if key.startswith("traces.") and key.endswith(TEXT)]
    return list(texts)
