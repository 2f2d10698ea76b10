"""What click itself says of commands, in Danish: the headings of its help, and what was wrong with what was typed.

click looks each sentence up with gettext, whose catalogue is a binary file (`.mo`) that is found by the language of
whoever types. So its modules get these words instead. `tests/test_command_line.py` holds that none is missing.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

MODULES = (core, decorators, exceptions, formatting, parser, termui, types)

# By click's own sentence; for those that count, by the one for one.
WORDS: Mapping[str, str | tuple[str, str]] = {
    "Usage:": "Brug:",
    "Options": "Valg",
    "Commands": "Kommandoer",
    "Positional arguments": "Skrives efter kommandoen",
    "Show this message and exit.": "Vis denne hjælp.",
    "Show the version and exit.": "Vis versionen.",
    "%(prog)s, version %(version)s": "%(prog)s, version %(version)s",
    "Try '{command} {option}' for help.": "Hjælp: {command} {option}",
    "Error: {message}": "Fejl: {message}",
    "Error: invalid input": "Fejl: det kan ikke bruges.",
    "Error: The two entered values do not match.": "Fejl: det er ikke det samme begge gange.",
    "Aborted!": "Afbrudt.",
    "deprecated": "udgår",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": (
        "OBS: Kommandoen {name!r} udgår.{extra_message}"
    ),
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": (
        "OBS: {name!r} udgår.{extra_message}"
    ),
    "Missing command.": "Der mangler en kommando.",
    "No such command {name!r}.": "Kommandoen {name!r} findes ikke.",
    "No such option {name!r}.": "Valget {name!r} findes ikke.",
    "Did you mean {possibility}?": ("Mente du {possibility}?", "Mente du en af dem her: {possibilities}?"),
    "Missing argument": "Der mangler",
    "Missing option": "Der mangler",
    "Missing parameter": "Der mangler",
    "Missing {param_type}": "Der mangler",
    "Missing parameter: {param_name}": "Der mangler {param_name}",
    "Got unexpected extra argument ({args})": ("Der står for meget ({args}).", "Der står for meget ({args})."),
    "Option {name!r} requires an argument.": (
        "Efter {name!r} mangler det, den skal have.",
        "Efter {name!r} skal der stå {nargs} værdier.",
    ),
    "Option {name!r} does not take a value.": "Efter {name!r} skal der ikke stå noget.",
    "Argument {name!r} takes {nargs} values.": "{name!r} skal være {nargs} værdier.",
    "Takes {nargs} values but 1 was given.": (
        "Der skal være {nargs} værdier, ikke 1.",
        "Der skal være {nargs} værdier, ikke {len}.",
    ),
    "{len_type} values are required, but {len_value} was given.": (
        "Der skal være {len_type} værdier, ikke {len_value}.",
        "Der skal være {len_type} værdier, ikke {len_value}.",
    ),
    "Value must be an iterable.": "Der skal være flere værdier.",
    "Invalid value: {message}": "{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} kan ikke bruges: {message}",
    "Choose from:\n\t{choices}": "Vælg en af dem her:\n\t{choices}",
    "{value!r} is not {choice}.": (
        "{value!r} er ikke {choice}.",
        "{value!r} er ikke en af mulighederne: {choices}.",
    ),
    "{value!r} is not a valid {number_type}.": "{value!r} er ikke et tal.",
    "{value} is not in the range {range}.": "{value} er ikke i {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} er ikke ja eller nej: {states}",
    "{value!r} is not a valid UUID.": "{value!r} er ikke et UUID.",
    "{value!r} does not match the format {format}.": (
        "{value!r} er ikke skrevet som {format}.",
        "{value!r} er ikke skrevet som en af disse: {formats}.",
    ),
    "file": "fil",
    "directory": "mappe",
    "path": "sti",
    "{name} {filename!r} does not exist.": "{filename!r} findes ikke.",
    "{name} {filename!r} is a file.": "{filename!r} er en fil og ingen mappe.",
    "{name} {filename!r} is a directory.": "{filename!r} er en mappe og ingen fil.",
    "{name} {filename!r} is not readable.": "{filename!r} kan ikke læses.",
    "{name} {filename!r} is not writable.": "{filename!r} kan der ikke skrives i.",
    "{name} {filename!r} is not executable.": "{filename!r} kan ikke køres.",
    "Could not open file {filename!r}: {message}": "{filename!r} kan ikke åbnes: {message}",
    "unknown error": "ukendt fejl",
    "env var: {var}": "indstilling: {var}",
    "default: {default}": "ellers: {default}",
    "required": "skal med",
    "(dynamic)": "(regnes ud)",
    "Do you want to continue?": "Vil du fortsætte?",
    "Confirm the action without prompting.": "Svar ja uden at blive spurgt.",
    "Repeat for confirmation": "Skriv det igen",
    "Press any key to continue...": "Tryk på en tast …",
}


def _one(said: str) -> str:
    danish = WORDS.get(said, said)
    return danish if isinstance(danish, str) else danish[0]


def _one_or_more(said: str, of_more: str, number: int) -> str:
    danish = WORDS.get(said)
    return danish[number != 1] if isinstance(danish, tuple) else said if number == 1 else of_more


for _module in MODULES:
    for _name, _words in (("_", _one), ("ngettext", _one_or_more)):
        if hasattr(_module, _name):
            setattr(_module, _name, _words)


class _Folder(click.Path):
    def convert(self, value, param, ctx):
        """As click asks. Nothing is no folder, though Path takes it for the one that the command is run in: in a script
        it is a variable that was never set."""
        if value == "":
            self.fail("der står ikke noget. Er det en variabel, som ikke er sat?", param, ctx)
        return super().convert(value, param, ctx)


FOLDER = _Folder(file_okay=False, path_type=Path)


def tell(words: str) -> None:
    """Say on stderr what is no answer. Where it cannot be written (a full disk behind `2>`), what is done goes on."""
    try:
        click.echo(words, err=True)
    except OSError:
        # What is left in its buffer would stop whatever empties that next, such as the end of a process: from now none.
        unbuffered = io.FileIO(sys.stderr.fileno(), "w", closefd=False)
        sys.stderr = io.TextIOWrapper(unbuffered, "utf-8", "backslashreplace", write_through=True)


def in_danish(command: click.Command) -> None:
    """Let a command and all below it call what can follow it by Danish names, in the first line of its help."""
    command.options_metavar = "[VALG]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "KOMMANDO [...]"
        for below in command.commands.values():
            in_danish(below)
