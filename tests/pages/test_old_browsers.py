"""The exit in browsers of ten years ago: scripts that share its file are ECMAScript 2017, parsed by a parser of that
level; and without any script it is a link."""

import re

import esprima
import pytest

from webapp.assets import assets


@pytest.mark.parametrize("name", ["exit.js", "citizen.js"])
def test_scripts_with_the_exit_are_read_by_browsers_of_2017(name):
    esprima.parseScript(assets()[name].body.decode())


@pytest.mark.parametrize("newer", ["a?.b", "a ??= b", "try { a() } catch { b() }", "a ||= b", "1_000"])
def test_parser_knows_nothing_newer(newer):
    with pytest.raises(esprima.Error):
        esprima.parseScript(newer)


@pytest.mark.parametrize("name", ["exit.js", "citizen.js"])
def test_what_browsers_of_2017_do_not_have_is_asked_for_first(name):
    """What came later and stands in these files: each is only used where it is, or failing does no harm."""
    script = re.sub(r"//.*", "", assets()[name].body.decode())
    for missing in (
        "replaceChildren",
        "replaceAll",
        ".at(",
        "structuredClone",
        "globalThis",
        "classList.replace",
        ".flat",
    ):
        assert missing not in script, missing


@pytest.mark.parametrize("path", ["/", "/kort/1", "/find", "/b/nu", "/b/moede", "/tjek"])
def test_exit_is_a_link_without_any_script(client, path):
    page = client.get(path).get_data(as_text=True)
    assert re.search(r'<a class="[^"]*" href="/luk" data-quick-exit', page), path
    assert page.index('src="/static/' + ("citizen" if path.startswith("/b/") else "exit")) < page.index("<body"), path
