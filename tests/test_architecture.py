"""Imports point one way: no two packages need each other, what everything stands on needs no feature, and no test needs
another. Nothing is defined that nobody uses."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
TESTS = Path(__file__).parent
WEBAPP = TESTS.parent / "webapp"

# These know no feature, only each other.
LEAVES = {
    *("assets", "audit", "clock", "command_line", "compression", "config", "content", "danish", "database", "dated"),
    *("instance_lock", "markup", "municipalities", "postgres", "schema", "security", "sqlite", "texts", "typed_text"),
    "versions",
}
# These put the features together. Nothing imports them but each other.
COMPOSITION = {"webapp", "app", "__main__", "prepare", "serve", "publishing", "todo"}


def package_of(module: str) -> str:
    """`webapp.finder.need` belongs to `finder`; `webapp` itself is the app that `create_app` makes."""
    return module.split(".")[1] if "." in module else "webapp"


def imports_of(file: Path, top: str = "webapp") -> set[str]:
    """The dotted names of our own modules in a folder that a file imports, also inside its functions."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relative to itself"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] == top}


@cache
def arrows() -> dict[str, dict[str, set[str]]]:
    """For each package, the packages it imports, and the files that do so."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for file in WEBAPP.rglob("*.py"):
        here = file.relative_to(WEBAPP)
        package = here.parts[0].removesuffix(".py").replace("__init__", "webapp")
        for name in imports_of(file):
            other = "webapp" if name == "webapp.create_app" else package_of(name)
            if other != package:
                found[package][other].add(str(here))
    return found


def test_no_packages_need_each_other():
    """Packages can be read, tested and taken out one by one, beginning with those that need no other."""
    left = {package: dict(others) for package, others in arrows().items()}
    while True:
        needed = {other for others in left.values() for other in others}
        free = {package for package, others in left.items() if package not in needed or not others.keys() & left.keys()}
        if not free:
            break
        left = {package: others for package, others in left.items() if package not in free}
    knot = {
        f"{package} -> {other}": sorted(files)
        for package, others in left.items()
        for other, files in others.items()
        if other in left
    }
    assert knot == {}


def test_leaves_know_no_feature():
    """What everything stands on stands on nothing of ours but the same."""
    found = arrows()
    assert {leaf: others for leaf in LEAVES if (others := found[leaf].keys() - LEAVES)} == {}


def test_only_the_composition_knows_the_composition():
    """A feature never asks for what puts the features together; it is handed what it needs."""
    found = arrows()
    assert {
        package: others for package in found.keys() - COMPOSITION if (others := found[package].keys() & COMPOSITION)
    } == {}


def test_no_test_needs_another():
    """A file of tests can be taken out alone; what two need lies in a file of its own (`docs/testing.md`)."""
    files = [*TESTS.rglob("*.py"), *TESTS.parent.glob("bench/*.py"), *TESTS.parent.glob("harness/*.py")]
    found = {str(file.relative_to(TESTS.parent)): imports_of(file, "tests") for file in files}
    assert {file: names for file, names in found.items() if any(".test_" in name for name in names)} == {}


def test_every_name_that_is_given_is_used():
    """What nobody calls any more is deleted: functions, classes and constants of modules, and functions of scripts."""
    files = [
        file
        for folder in ("webapp", "tests", "bench", "harness", "migrations")
        for file in (TESTS.parent / folder).rglob("*")
        if file.suffix in (".py", ".html", ".js") and "vendor" not in file.parts
    ]
    texts = {file: file.read_text(encoding="utf-8") for file in files}
    words = Counter(word for text in texts.values() for word in re.findall(r"\w+", text))
    ours = {file: text for file, text in texts.items() if file.is_relative_to(WEBAPP)}
    assert not [f"{file}: {name}" for file, text in ours.items() for name in names_in(file, text) if words[name] == 1]


def names_in(file: Path, text: str) -> list[str]:
    """What a module or a script defines at its top, but for what is registered where it stands (`@blueprint.get`)."""
    if file.suffix == ".js":
        return re.findall(r"^(?:async )?function\*? (\w+)", text, re.MULTILINE)
    nodes = ast.parse(text).body if file.suffix == ".py" else []
    functions = [node.name for node in nodes if isinstance(node, DEFINED) and not node.decorator_list]
    constants = [target for node in nodes if isinstance(node, ast.Assign) for target in node.targets]
    names = [target.id for target in constants if isinstance(target, ast.Name)]
    return functions + [name for name in names if not name.startswith("__")]
