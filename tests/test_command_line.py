"""Commands answer in Danish, also what click itself says of what was typed."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from webapp.__main__ import main
from webapp.command_line import MODULES, WORDS

ENGLISH = re.compile(
    r"\b(error|usage|options?|commands?|args|arguments?|missing|such|invalid|got|requires?|does|is|not|try|show|exit|"
    r"directory|file|path|choose|value|text|did you)\b(?!=)",
    re.IGNORECASE,
)
# What only whoever writes a command gets to see.
TO_PROGRAMMERS = (
    *("Name '{name}'", "Boolean option {decl", "Could not determine", "No options defined", "Arguments take exactly"),
    *("Invalid start character", "Unknown color", "Choice({choices})"),
)


@pytest.fixture
def commands(reading_app, monkeypatch):
    """Each command of `lommekort` by the words that lead to it."""
    monkeypatch.setattr("webapp.__main__._app", lambda: reading_app)
    found = {(): main}
    with click.Context(main, info_name="lommekort") as context:  # to ask for a command enters the app until it ends
        left = [((name,), main.get_command(context, name)) for name in main.list_commands(context)]
    while left:
        words, command = left.pop()
        found[words] = command
        if isinstance(command, click.Group):
            left += [((*words, name), below) for name, below in command.commands.items()]
    assert {("users", "invite"), ("edition", "export"), ("restore",), ("serve",)} <= found.keys()
    return found


def slips(command: click.Command, folder: Path):
    """What can be typed wrongly behind a command, and what is said of it."""
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    fitting = [str(folder / ("fil" if getattr(one.type, "exists", False) else "x")) for one in arguments]
    yield ["--findes-ikke"], "Valget '--findes-ikke' findes ikke."
    if isinstance(command, click.Group):
        yield ["findes-ikke"], "Kommandoen 'findes-ikke' findes ikke."
    else:
        yield [*fitting, "for", "meget"], "for meget"
    if arguments:
        yield [], f"Der mangler '{arguments[0].metavar}'."
    for number, argument in enumerate(arguments):
        if isinstance(argument.type, click.Path):
            wrong = [(folder / "fil" if argument.type.dir_okay else folder, "er en")]
            wrong += [(folder / "borte", "findes ikke.")] * argument.type.exists
            wrong += [("", "der står ikke noget")] * argument.type.dir_okay  # $FOLDER that was never set
            for path, said in wrong:
                yield [*fitting[:number], str(path), *fitting[number + 1 :]], said
    for option in command.params:
        if not isinstance(option, click.Option):
            continue
        name = option.opts[0]
        if option.is_flag:
            yield [f"{name}=ja"], f"Efter '{name}' skal der ikke stå noget."
        else:
            yield [name], f"Efter '{name}' mangler det"
        if isinstance(option.type, click.Choice):
            yield [*fitting, name, "x"], "'x' er ikke en af mulighederne"


def test_every_command_tells_in_danish_what_was_typed_wrongly(commands, tmp_path):
    (tmp_path / "fil").write_text("")
    for words, command in commands.items():
        helped = CliRunner().invoke(main, [*words, "--help"], prog_name="lommekort")
        assert helped.exit_code == 0 and "\n  --help" in helped.output
        assert not ENGLISH.findall(helped.output), helped.output
        for typed, said in slips(command, tmp_path):
            told = CliRunner().invoke(main, [*words, *typed], prog_name="lommekort")
            assert told.exit_code == 2 and "Fejl: " in told.output and said in told.output, (words, typed, told.output)
            assert not ENGLISH.findall(told.output.replace(str(tmp_path), "")), told.output


def test_help_and_what_was_typed_wrongly_make_no_folder_and_need_no_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("LOMMEKORT_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("PORT", "otte")
    for words, code in ((["--help"], 0), (["users", "--help"], 0), (["users"], 2), (["brugere"], 2)):
        assert CliRunner().invoke(main, words).exit_code == code
    assert not (tmp_path / "instance").exists()


def test_disk_that_is_full_behind_what_is_told_stops_nothing():
    """Nor does what is left in the stream's buffer stop a process that empties it at its end."""
    telling = (
        "import sys; from webapp.command_line import tell; tell('a'); sys.stderr.flush(); tell('b'); print('done')"
    )
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-c", telling]
        assert subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=full, check=True).stdout == b"done\n"


def test_no_sentence_of_clicks_is_without_its_danish():
    """So that a new version of it does not bring English back."""
    said = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                said |= {(node.func.id, first.value) for first in node.args[:1] if isinstance(first, ast.Constant)}
    assert len(said) > 40
    spoken = {(name, words) for name, words in said if not words.startswith(TO_PROGRAMMERS)}
    assert {words for _, words in spoken if words not in WORDS} == set()
    for name, words in spoken:
        danish = WORDS[words]
        assert isinstance(danish, str if name == "_" else tuple), words
        for one in [danish] if isinstance(danish, str) else danish:
            assert ENGLISH.findall(re.sub(r"\{.*?\}|%\(.*?\)s", "", one)) == [], one
