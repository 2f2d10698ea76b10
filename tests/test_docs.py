"""Documentation that can be checked is checked: settings, commands, the map of folders, every path that is named."""

import hashlib
import io
import re
import tokenize
from dataclasses import fields
from pathlib import Path

from tests.conftest import ROOT
from webapp.config import Settings


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_is_documented_and_nothing_else_is():
    documented = set(re.findall(r"^\| `([A-Z_]+)`", read("docs/settings.md"), re.MULTILINE))
    assert documented - {"LOMMEKORT_CHROMIUM"} == {setting.metadata["variable"] for setting in fields(Settings)}


def test_environment_is_read_in_one_place_only():
    readers = [
        path.name
        for path in (ROOT / "webapp").rglob("*.py")
        if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))
    ]
    assert sorted(readers) == ["__main__.py", "app.py"]  # which hand it to settings_from and read nothing


FILES = [
    path
    for top in ROOT.iterdir()
    if top.name not in {".git", ".venv", ".cache", "instance", ".hypothesis"}
    for path in ([top] if top.is_file() else top.rglob("*"))
    if path.is_file() and path.suffix != ".pyc"
]
PATHS = [path.relative_to(ROOT).as_posix() for path in FILES]
FOLDERS = {folder.as_posix() for path in PATHS for folder in Path(path).parents}
WRITTEN = [path for path in PATHS if path.endswith((".md", ".py", ".js", ".css", ".html")) and "/vendor/" not in path]
# What is made when the app runs, or is an address.
MADE = {
    *("app.css", "kort/3/index.html", "404.html", "manifest.json", "datapackage.json", "security.txt", "sbom.cdx.json"),
    *("editions/", "editions/publishing.lock", "instance/", "site/", ".venv/"),
}
NAMED = re.compile(
    r"`((?:\.?[\w-][\w.-]*/)*[\w.-]+\.(?:py|js|css|html|md|yaml|yml|csv|json|txt|sh|toml|lock|svg)"
    r"|\.?[\w-][\w.-]*(?:/[\w.-]+)*/)`"
)


def prose(path: str) -> str:
    """What a file says to people: all of a document; docstrings and comments of code."""
    text = read(path)
    if path.endswith(".md"):
        return text
    if path.endswith(".html"):
        return "\n".join(re.findall(r"\{#[\s\S]*?#\}", text))
    if not path.endswith(".py"):
        return "\n".join(re.findall(r"//.*|/\*[\s\S]*?\*/", text))
    return "\n".join(
        token.string
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and token.string.startswith('"""'))
    )


def exists(name: str) -> bool:
    """Whether a file or (with / at its end) a folder is there, by its whole path or the end of it."""
    known = FOLDERS if name.endswith("/") else PATHS
    return any(path == name.rstrip("/") or path.endswith("/" + name.rstrip("/")) for path in known)


def test_every_path_that_is_named_exists():
    gone = {(path, name) for path in WRITTEN for name in NAMED.findall(prose(path)) if not exists(name)}
    # `thing` is what CONTRIBUTING's recipes call the feature somebody is about to make.
    assert {one for one in gone if one[1] not in MADE and "thing" not in one[1]} == set()


def test_what_is_said_to_stand_in_a_file_stands_there():
    """`allowed` (`webapp/desk/access.py`), `RULES` in `rules.js`: the file has the name."""
    pair = re.compile(
        r"((?:`[A-Za-z_]\w*(?:\([^`]*\))?`(?:, | and | or )?)+) (?:\(|in |of |from )`([\w/.-]+\.(?:py|js))`"
    )
    gone = {
        (document, name, file)
        for document in (path for path in PATHS if path.endswith(".md"))
        for names, file in pair.findall(" ".join(read(document).split()))
        for name in re.findall(r"`([A-Za-z_]\w*)", names)
        if not any(re.search(rf"\b{name}\b", read(path)) for path in PATHS if f"/{path}".endswith(f"/{file}"))
    }
    assert gone == set()


def test_links_between_documents_lead_somewhere():
    """To a file that is there, and to a heading of it where one is named."""
    dead = set()
    for document in (path for path in PATHS if path.endswith(".md")):
        for name in re.findall(r'(?:\]\(|src=")([^)"\s]+)', read(document)):
            address, _, heading = name.partition("#")
            if "://" in address or address.startswith(("/", "mailto:")):
                continue
            target = (ROOT / document).parent / address if address else ROOT / document
            if not target.exists() or (heading and target.suffix == ".md" and heading not in anchors(target)):
                dead.add((document, name))
    assert dead == set()


def anchors(document: Path) -> set[str]:
    """The names under which a document's headings can be linked to."""
    titles = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_commands_that_documents_name_exist():
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    documents = "\n".join(read(path) for path in PATHS if path.endswith(".md"))
    assert set(re.findall(r"(?:^|`|sudo )make ([a-z-]+)", documents, re.MULTILINE)) <= targets


def test_recipe_names_the_cases_of_every_rule():
    told = read("CONTRIBUTING.md").partition("### A rule with its case")[2].partition("\n### ")[0]
    assert {path.name for path in (ROOT / "tests" / "rules").glob("*.json")} == set(re.findall(r"`(\w+\.json)`", told))


def test_map_has_every_package_and_no_other():
    told = set(
        re.findall(r"^\| (`.*?) \|", read("docs/architecture.md").partition("## Where things are")[2], re.MULTILINE)
    )
    named = {name.removeprefix("webapp/").rstrip("/") for row in told for name in re.findall(r"`([a-z_/]+)`", row)}
    packages = {path.parent.name for path in (ROOT / "webapp").glob("*/*.py")}
    folders = {"content", "migrations", "tests", "bench", "harness", "findings", "docs", "packaging"}
    folders |= {"templates", "static"}
    assert named - folders == packages - folders


def test_every_finding_is_listed_and_says_what_was_guessed_and_seen():
    scripts = sorted((ROOT / "findings").glob("*.sh"))
    told = re.findall(r"^\| `([\w-]+\.sh)` \|", read("findings/README.md"), re.MULTILINE)
    assert sorted(told) == [path.name for path in scripts]
    for path in scripts:
        heads = re.findall(r"^# (\w+):", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert heads == ["Software", "Guess", "Seen"], path.name


def test_vendored_files_are_the_ones_we_wrote_down():
    vendor = ROOT / "webapp" / "static" / "vendor"
    told = read("webapp/static/vendor/README.md")
    for name, digest in re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", told, re.MULTILINE):
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest
    assert {path.name for path in vendor.glob("*.js")} == set(re.findall(r"^\| `([^`]+\.js)`", told, re.MULTILINE))
