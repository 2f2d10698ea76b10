"""The worker's parts are joined into one script and share its scope: a name that two of them give stops the worker."""

from __future__ import annotations

import re
from collections import Counter

from webapp.offline.worker import own_text

DECLARED = re.compile(r"^(?:async )?(?:const|let|var|class|function\*?) +(\{[^}]*\}|\[[^\]]*\]|\w+)", re.MULTILINE)


def declared(script: str) -> Counter[str]:
    """How often each name is given at the outermost level, where our scripts begin at the margin."""
    return Counter(name for found in DECLARED.findall(script) for name in re.findall(r"\w+", found))


def test_names_are_found():
    script = 'const A = 1;\nasync function b() {\n  const A = 2;\n}\nconst { c, d } = x;\nclass E {}\nconst A = "";\n'
    assert declared(script) == {"A": 2, "b": 1, "c": 1, "d": 1, "E": 1}


def test_no_two_parts_of_the_worker_give_the_same_name():
    names = declared(own_text())
    assert len(names) > 300
    assert [name for name, times in names.items() if times > 1] == []
