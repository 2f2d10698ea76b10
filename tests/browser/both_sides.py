"""A server and a phone's worker asked the same, and what there is to ask them."""

from __future__ import annotations

import re
import urllib.error
import urllib.request

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as some

from tests.browser.conftest import PHONE, taken_over
from tests.browser.faults import Network
from tests.conftest import LIBRARY
from tests.server import AppServer

TAXONOMY = LIBRARY.taxonomy
PLACES = [place.name for place in LIBRARY.places.values()]
TOWNS = [town.town for town in LIBRARY.towns] + [town.first for town in LIBRARY.towns if town.first]
IN_BACKGROUND = {("GET", "/udgave.json"), ("GET", "/sw.js")}
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]  # making a failed batch smaller would take minutes
BATCHES = settings(max_examples=8, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
ODD = (
    *("💚", "\0", "\ufeff", "\u2028", "\x1b[0m", "\u00a0", "\u0130", "A\u030arhus", "ß", "Σς", "\U0001d518", "\ufffd"),
    *("<script>alert(1)</script>", "</main>", "&amp;", "&#39;", '"', "'", "<!--", "-->", "%00", "+", "a+b", "%ff"),
    *("[[code]]", "[[offers]]", "[[field name]]", "[[edition]]", "[[", "]]", "$&", "$'", "$1", "${x}", "\\", "`"),
    *("__proto__", "constructor", "hasOwnProperty", "toString", "a" * 300, "e " * 120, "aaaaa", "oeoeoe"),
)

# Asks the worker, and says what came: [status, from the worker, text].
ASK = """(requests) => Promise.all(requests.map(async ([method, address, body]) => {
    const form = { "Content-Type": "application/x-www-form-urlencoded" };
    const answer = await fetch(address, body === null ? { method } : { method, body, headers: form });
    return [answer.status, await answer.text()];
}))"""


class BothSides:
    """A server with a fixed clock, and a page whose worker has its edition. `network` counts what passes between."""

    def __init__(self, chromium, server: AppServer):
        self.server = server.start()
        self.network = Network(self.server.url).start()
        # The phone's own clock, zone and language must not matter.
        self.context = chromium.new_context(**(PHONE | {"timezone_id": "Asia/Kolkata", "locale": "en-US"}))
        self.page = self.context.new_page()
        taken_over(self.page, self.network.url)
        self.network.requests.clear()

    def stop(self):
        """Let go of everything."""
        self.context.close()
        self.network.stop()
        self.server.stop()

    def ask_server(self, method: str, address: str, body: str | None) -> list:
        """[status, text] of the server's own answer."""
        data = None if body is None else body.encode()
        request = urllib.request.Request(self.server.url + address, data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return [answer.status, answer.read().decode()]
        except urllib.error.HTTPError as error:
            return [error.code, error.read().decode()]

    def compare(self, requests: list) -> list[str]:
        """Ask both sides; the `main` of each answer, which is the same."""
        mains = []
        by_worker = self.page.evaluate(ASK, [list(request) for request in requests])
        for request, (status, text) in zip(requests, by_worker, strict=True):
            expected_status, expected = self.ask_server(*request)
            assert status == expected_status < 500, request
            assert main_of(text) == main_of(expected), request
            mains.append(main_of(text))
        assert set(self.network.requests) <= IN_BACKGROUND, "the worker asked the server"
        return mains


def main_of(page: str) -> str:
    """The part that is about what was asked, not the neutral page that lies ready for the exit."""
    page = re.sub(r"<template\b.*?</template>", "", page, flags=re.DOTALL)
    return re.search(r"<main\b.*?</main>", page, re.DOTALL)[0]


def choices(terms, *also: str):
    """Mostly a known code."""
    return some.sampled_from([*(term.code for term in terms), *also])


PARAMETERS = {
    "k": some.sampled_from([*LIBRARY.places, *PLACES, *TOWNS[::5], *ODD])
    | some.sampled_from(["8000 Aarhus C", "1888", "Københavns Kommune", "9999", "Atlantis", ""]),
    "e": choices(TAXONOMY.topics.values(), "0", "x", "", "1 "),
    "f": choices(TAXONOMY.contact_forms.values(), "9", "", "💚"),
    "m": choices(TAXONOMY.audience_choices(), "7", "8", "", "\0"),
    "l": choices(TAXONOMY.languages.values(), "99", "", "en"),
    "a": some.sampled_from(["1", "1", "", "0", "on"]),
    "u": some.sampled_from(["1", "1", "", "2"]),
    "b": some.sampled_from(["1", "1", "", "ja"]),
    "i": some.sampled_from(["", "herberg i Ribe", "frikort", "jeg slår min kone", *ODD]),
    "n": some.sampled_from(["1", "1", "", "<b>"]),
    "s": some.sampled_from(["2", "3", "1", "9999", "0", "-1", "x", "٢", "10000", ""]),
    "ukendt": some.sampled_from(["1", "[[code]]"]),
}
