"""No CPR number is kept, wherever text can be typed."""

from __future__ import annotations

import re

# Six digits that can be a date of birth, then four: a Danish CPR number, with or without its hyphen.
CPR = re.compile(r"(?<![0-9+])(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{2}[- ]?[0-9]{4}(?![0-9])")

HAS_CPR = "Der står noget, der ligner et CPR-nummer. Slet det, og send igen. Vi gemmer aldrig noget om en borger."
