"""A newer edition comes whole or not at all, whatever the network, the disk or a person does at that moment."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

import pytest
from playwright.sync_api import Error, expect

from tests.browser import faults
from tests.browser.conftest import kept_on, stop_worker, until, visit, wait_ready
from tests.browser.faults import Answer, Held, Redirect
from tests.conftest import ADDRESSES, ROOT
from tests.server import AppServer
from webapp.assets import STATIC
from webapp.edition.bundle import LARGEST, pack, unpack
from webapp.edition.patch import patch

SEVERAL = ["/", "/kort/s2", "/om", "/b/nu"]
MORE = [*ADDRESSES[::12], "/404.html"]  # all of them: test_every_page_of_a_newer_edition_loads_its_own_files
NEW_WORDS = "Følg med væk fra det svære, også i næste udgave."
CACHE = "udgaver"

# What the worker tells a page, from before its own scripts listen.
LISTEN = """
    window.told = [];
    navigator.serviceWorker?.addEventListener("message", ({ data }) => told.push(data));
"""


class Published:
    """A server and the edition it has."""

    def __init__(self, server: AppServer):
        self.server = server
        self.url = server.url
        self.facts = json.loads(fetched(f"{self.url}/udgave.json"))
        self.version = self.facts["version"]
        self.bundle = fetched(self.url + self.facts["url"])
        self.entries = {entry.path: entry for entry in unpack(self.bundle)[1]}


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return answer.read()


@pytest.fixture(scope="module")
def first(server):
    """The edition that everybody has."""
    return Published(server)


@pytest.fixture(scope="module")
def second(server, first, tmp_path_factory):
    """The next edition, published on top of the first: one card and the style sheet are changed."""
    folder = tmp_path_factory.mktemp("second")
    tree = copy_of_the_app(folder)
    card = tree / "content" / "cards" / "s2.md"
    card.write_text(re.sub("^essence: .*$", f"essence: {NEW_WORDS}", card.read_text(), flags=re.MULTILINE))
    with (tree / "webapp" / "static" / "look" / "ground.css").open("a") as style:
        style.write("\n:root { --edition: 2 }\n")
    shutil.copytree(server.folder / "instance", folder / "instance")
    newer = AppServer(folder)
    newer.cwd = tree
    newer.start()
    yield Published(newer)
    newer.stop()


def copy_of_the_app(folder):
    """The app in a folder of its own, so that its files can change."""
    tree = folder / "app"
    for part in ("webapp", "content", "migrations"):
        shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "wsgi.py", tree)
    return tree


OCTETS = [("Content-Type", "application/octet-stream")]


@dataclass
class Made:
    """An edition made here, on top of another one."""

    facts: dict
    bundle: bytes
    patch: bytes

    @property
    def version(self) -> str:
        return self.facts["version"]


def further(edition: Published | Made, number: int) -> Made:
    """The edition with a number in its first page, and a patch that leads to it."""
    headers, entries = unpack(edition.bundle)
    entries[0] = replace(entries[0], body=entries[0].body.replace(b"</body>", b"<!-- %d --></body>" % number))
    bundle = pack(entries, headers)
    sha256 = hashlib.sha256(bundle).hexdigest()
    facts = {"version": sha256[:12], "hash": sha256, "url": f"/udgave/{sha256[:12]}"}
    patches = {edition.version: {"url": f"/udgave/{edition.version}-{sha256[:12]}"}}
    return Made(edition.facts | facts | {"patches": patches}, bundle, patch(edition.bundle, bundle))


def publish(network, made: Made, fault=None) -> tuple[str, str]:
    """Have the network's server publish this edition, with a fault in its patch if asked. The addresses of patch and
    whole."""
    described = json.dumps(made.facts).encode()
    [change] = [change["url"] for change in made.facts["patches"].values()]
    sound = Answer(200, OCTETS, made.patch)
    network.spoil("/udgave.json", lambda _: Answer(200, [("Content-Type", "application/json")], described))
    network.spoil(change, lambda _: fault(lambda: sound) if fault else sound)
    network.spoil(made.facts["url"], lambda _: Answer(200, OCTETS, made.bundle))
    return change, made.facts["url"]


@pytest.fixture
def context(new_context):
    """A fresh profile whose pages write down what the worker tells them."""
    context = new_context(reduced_motion="reduce")  # fading from page to page would be a third of the time
    context.add_init_script(LISTEN)
    return context


@pytest.fixture
def phone(page, network, first):
    """A page on a phone that has the first edition."""
    visit(page, network.url)
    return page


def told(page) -> dict:
    """The last thing the worker told this page."""
    return page.evaluate("told.at(-1)") or {"state": None, "edition": None}


def has(page, edition: Published | Made) -> bool:
    """Whether the worker has told this page that this edition is in force."""
    return (told(page)["edition"] or {}).get("version") == edition.version


def open_and_hear(page, url: str, state: str) -> None:
    """Open a page and wait until the worker tells that its look for a newer edition ended in this state."""
    page.goto(url)
    # "ready" is also what it tells before it looks.
    until(lambda: state in page.evaluate("told.map(({ state }) => state)"), f"the worker tells {state!r}")


def edition_of(page) -> str:
    return page.locator("html").get_attribute("data-edition")


# Of each address: its status, and the edition it says it is of.
EDITIONS = """async (addresses) => {
    const found = addresses.map(async (address) => {
        const answer = await fetch(address);
        return [address, [answer.status, /data-edition="([^"]*)"/.exec(await answer.text())[1]]];
    });
    return Object.fromEntries(await Promise.all(found));
}"""


def opens_without_network(page, network, edition: Published | Made) -> None:
    """With the server gone a page opens, and addresses of every kind answer, of exactly this edition."""
    network.stop()
    assert page.goto(f"{network.url}/kort/s2").from_service_worker
    assert edition_of(page) == edition.version
    network.start()
    answers_without_network(page, network, edition)


def answers_without_network(page, network, edition: Published | Made) -> None:
    """With the server gone the worker answers addresses of every kind, of exactly this edition."""
    network.stop()
    expected = {address: [404 if address == "/404.html" else 200, edition.version] for address in MORE}
    assert page.evaluate(EDITIONS, MORE) == expected
    network.start()


def untouched(page, network, edition: Published) -> None:
    """This edition alone is there, as it was, and answers."""
    assert edition_of(page) == edition.version
    answers_without_network(page, network, edition)
    assert kept_on(page) == keeping(edition.facts)


def comes_after(page, network, old: Published, new: Published) -> None:
    """The old edition opens as long as the network is bad, and the new one comes when it is not."""
    opens_without_network(page, network, old)
    network.mend()
    comes(page, network, new)


def comes(page, network, edition: Published | Made) -> None:
    """The phone takes this edition when it next opens a page; the navigation after that is answered from it."""
    page.goto(network.url)
    until(lambda: has(page, edition), "the newer edition is on the phone")
    opens_without_network(page, network, edition)


def keeping(*editions: dict) -> dict[str, str]:
    """What `kept_on` answers when these editions, given by their facts, and nothing else, are on the phone."""
    return {f"{CACHE} /udgave/{facts['version']}": facts["hash"] for facts in editions}


# The ordinary way


def test_newer_edition_comes_as_a_patch(phone, network, first, second):
    network.target = second.url
    network.requests.clear()
    comes(phone, network, second)
    patch = second.facts["patches"][first.version]
    asked = [path for _, path in network.requests]
    assert patch["url"] in asked and second.facts["url"] not in asked
    assert patch["size"] < second.facts["size"]
    assert kept_on(phone) == keeping(first.facts, second.facts)
    phone.goto(f"{network.url}/kort/s2")
    expect(phone.locator("[data-card]")).to_contain_text(NEW_WORDS)


def test_newer_edition_is_taken_at_the_next_navigation_not_under_the_reader(phone, network, first, second):
    phone.goto(f"{network.url}/kort/s2")
    before = phone.locator("main").inner_html()
    network.target = second.url
    look_for_news = "dispatchEvent(new Event('online'))"  # again and again: one look may still be under way
    until(lambda: phone.evaluate(look_for_news) and has(phone, second), "the newer edition is on the phone")
    assert (edition_of(phone), phone.locator("main").inner_html()) == (first.version, before)
    phone.goto(f"{network.url}/kort/s2")
    assert edition_of(phone) == second.version
    expect(phone.locator("[data-card]")).to_contain_text(NEW_WORDS)


def test_edition_that_only_a_newer_worker_can_read_asks_to_close_the_app(phone, network, first):
    facts = json.dumps(first.facts | {"format": 99, "version": "0123456789ab"}).encode()
    network.spoil("/udgave.json", lambda fetch: replace(fetch(), body=facts))
    network.requests.clear()
    phone.goto(f"{network.url}/kort/s2")
    expect(phone.locator("[data-kept-words]")).to_contain_text("Luk appen helt, og åbn den igen")
    assert ("GET", "/sw.js") in network.requests, "the newer worker is fetched before that is said"
    expect(phone.locator("[data-signal-words]")).to_have_text("Luk og åbn appen")
    assert edition_of(phone) == first.version, "what is there goes on answering"
    assert kept_on(phone) == keeping(first.facts), "and the other is not taken"


def test_edition_that_only_an_older_worker_can_read_leaves_searches_to_the_server(phone, network, first):
    age = """async () => {
        const cache = await caches.open("udgaver");
        for (const request of await cache.keys()) {
            const kept = await cache.match(request);
            const described = JSON.parse(decodeURIComponent(kept.headers.get("X-Edition")));
            described.facts.format = 1;
            const headers = { "X-Edition": encodeURIComponent(JSON.stringify(described)) };
            await cache.put(request, new Response(await kept.arrayBuffer(), { headers }));
        }
    }"""
    phone.evaluate(age)
    stop_worker(phone)
    phone.goto(f"{network.url}/kort/s2")
    assert edition_of(phone) == first.version
    before = len(network.requests)
    phone.goto(f"{network.url}/find?q=vold")
    assert ("GET", "/find?q=vold") in network.requests[before:]
    expect(phone.locator("[data-offer]").first).to_be_visible()


def test_going_back_to_the_first_edition(phone, network, first, second):
    network.target = second.url
    comes(phone, network, second)
    network.target = first.url
    comes(phone, network, first)
    assert kept_on(phone) == keeping(first.facts, second.facts)
    stop_worker(phone)
    opens_without_network(phone, network, first)


def test_only_the_edition_in_force_and_the_one_before_stay(phone, network, first):
    editions = [first]
    for number in range(3):
        editions.append(further(editions[-1], number))
        publish(network, editions[-1])
        phone.goto(network.url)
        until(lambda: has(phone, editions[-1]), "the newest edition is on the phone")
        assert kept_on(phone) == keeping(editions[-2].facts, editions[-1].facts)


# A bad network


OF_THE_BUNDLE = {
    "500": faults.server_error,
    "cut off": faults.cut_off,
    "too short": faults.too_short,
    "wrong bytes": faults.wrong_bytes,
    "portal": faults.portal,
    "portal in disguise": faults.portal_in_disguise,
    "redirect": Redirect("/udgave/omvej"),
}


def another_hash(fetch):
    """A description that does not fit the bundle."""
    answer = fetch()
    facts = json.loads(answer.body)
    return Answer(200, answer.headers, json.dumps(facts | {"hash": facts["hash"][::-1]}).encode())


OF_THE_DESCRIPTION = OF_THE_BUNDLE | {"wrong bytes": another_hash, "redirect": Redirect("/udgave.json?omvej")}


def detour(network, edition: Published | Made) -> None:
    """Where a redirect leads, the right bytes are to be had."""
    network.spoil("/udgave/omvej", lambda _: Answer(200, OCTETS, edition.bundle))


def test_spoilt_description_leaves_the_old_edition_whole(phone, network, first, second, subtests):
    network.target = second.url
    for name, fault in OF_THE_DESCRIPTION.items():
        with subtests.test(name):
            network.spoil("/udgave.json", fault)
            open_and_hear(phone, network.url, "failed")
            untouched(phone, network, first)
    comes_after(phone, network, first, second)


def test_spoilt_bundle_leaves_the_old_edition_whole(phone, network, first, second, subtests):
    network.target = second.url
    detour(network, second)
    patch, whole = second.facts["patches"][first.version]["url"], second.facts["url"]
    network.spoil(patch, faults.server_error)
    for name, fault in OF_THE_BUNDLE.items():
        with subtests.test(name):
            network.requests.clear()
            network.spoil(whole, fault)
            open_and_hear(phone, network.url, "failed")
            assert {("GET", patch), ("GET", whole)} <= set(network.requests)
            untouched(phone, network, first)
    comes_after(phone, network, first, second)


def test_spoilt_patch_is_made_good_by_the_whole_edition(phone, network, first, subtests):
    edition = first
    for number, (name, fault) in enumerate(OF_THE_BUNDLE.items()):
        with subtests.test(name):
            before, edition = edition, further(edition, number)
            detour(network, edition)
            change, whole = publish(network, edition, fault)
            network.requests.clear()
            phone.goto(network.url)
            until(partial(has, phone, edition), "the newer edition is on the phone")
            assert {("GET", change), ("GET", whole)} <= set(network.requests)
            assert kept_on(phone) == keeping(before.facts, edition.facts)


@pytest.mark.parametrize("place", ["description", "patch", "bundle"])
def test_old_edition_answers_while_the_server_says_nothing(phone, network, first, second, place):
    patch = second.facts["patches"][first.version]["url"]
    network.target = second.url
    if place == "bundle":
        network.spoil(patch, faults.server_error)
    held = network.spoil({"description": "/udgave.json", "patch": patch, "bundle": second.facts["url"]}[place], Held())
    phone.goto(network.url)
    assert held.asked.wait(60)
    for address in SEVERAL:
        assert phone.goto(network.url + address).from_service_worker
        assert edition_of(phone) == first.version
    network.mend()
    comes(phone, network, second)


@pytest.mark.parametrize("half", [False, True], ids=["before the first byte", "half-way"])
def test_silence_is_given_up(page, network, first, second, half):
    """The worker's own limit, shortened on its way to the browser so that nobody has to wait for it."""

    def impatient(fetch):
        answer = fetch()
        assert b"SILENCE = 20000" in answer.body
        return Answer(200, answer.headers, answer.body.replace(b"SILENCE = 20000", b"SILENCE = 400"))

    network.spoil("/sw.js", impatient)
    visit(page, network.url)
    network.target = second.url
    network.spoil(second.facts["patches"][first.version]["url"], faults.server_error)
    network.spoil(second.facts["url"], Held(half))
    open_and_hear(page, network.url, "failed")
    comes_after(page, network, first, second)


# Asks for something that comes in two pieces of these sizes, each so many milliseconds after what was before.
IN_PIECES = """(sizes) => {
    const body = new ReadableStream({ start: (controller) => (window.stream = controller) });
    window.piece = (size) => stream.enqueue(new Uint8Array(size));
    window.fetch = async (_path, { signal }) => {
        signal.addEventListener("abort", () => { try { stream.error(signal.reason); } catch {} });
        return { ok: true, type: "basic", headers: new Headers({ "Content-Type": "text/plain" }), body };
    };
    window.ended = "";
    fetched("/", "text/plain").then((bytes) => (ended = `${bytes.length} bytes`), () => (ended = "given up"));
}"""


@pytest.mark.parametrize(
    ("silence", "size", "ended"),
    [
        (19_900, 5, "10 bytes"),
        (20_100, 5, "given up"),
        (0, LARGEST // 2, f"{LARGEST} bytes"),
        (0, LARGEST // 2 + 1, "given up"),
    ],
)
def test_download_may_be_slow_but_neither_silent_nor_endless(page_with, silence, size, ended):
    page = page_with()
    page.clock.install()
    page.add_script_tag(content=(STATIC / "offline/worker/fetching.js").read_text())
    page.evaluate(IN_PIECES)
    for _ in range(2):
        page.clock.run_for(silence)
        page.evaluate("(size) => { if (!ended) piece(size); }", size)
    page.evaluate("(last) => { if (!ended) stream.close(); }")
    page.wait_for_function("ended")
    assert page.evaluate("ended") == ended


def test_worker_killed_in_the_middle_leaves_the_old_edition_whole(phone, network, first, second):
    network.target = second.url
    network.spoil(second.facts["patches"][first.version]["url"], faults.server_error)
    held = network.spoil(second.facts["url"], Held(half=True))
    phone.goto(network.url)
    assert held.asked.wait(60)
    stop_worker(phone)
    assert kept_on(phone) == keeping(first.facts)
    comes_after(phone, network, first, second)


def test_first_visit_in_a_bad_network_still_gives_the_page(page, network, second, subtests):
    network.target = second.url
    detour(network, second)
    for name, fault in OF_THE_BUNDLE.items():
        with subtests.test(name):
            network.spoil(second.facts["url"], fault)
            open_and_hear(page, network.url, "failed")
            assert edition_of(page) == second.version
            expect(page.locator("#telefonen [data-kept-words]")).to_contain_text("Ikke gemt endnu")
            assert kept_on(page) == {}
    network.mend()
    comes(page, network, second)


# Two tabs

# Every style sheet and script of a page, fetched by the open page itself.
ASSETS = """async () => {
    const found = {};
    for (const element of document.querySelectorAll("link[rel=stylesheet], script[src]")) {
        const path = new URL(element.href ?? element.src).pathname;
        const answer = await fetch(path, { cache: "reload" }).catch(() => null); // not from the browser's own cache
        found[path] = answer ? [answer.status, await answer.text()] : null;
    }
    return found;
}"""


def belongs_to_itself(page, *editions: Published) -> None:
    """The page is of one of these editions, and everything it loads is of that edition, and is to be had."""
    [edition] = [edition for edition in editions if edition.version == edition_of(page)]
    assets = page.evaluate(ASSETS)
    assert assets
    for path, answer in assets.items():
        assert path in edition.entries, f"{path} is not of edition {edition.version}"
        assert answer == [200, edition.entries[path].body.decode()], path


def test_two_tabs_never_mix_editions(phone, network, first, second):
    old, new = phone, phone.context.new_page()
    old.goto(f"{network.url}/kort/s1")
    network.target = second.url
    new.goto(network.url)
    until(lambda: has(new, second), "the newer edition is on the phone")
    new.goto(f"{network.url}/kort/s1")
    assert (edition_of(old), edition_of(new)) == (first.version, second.version)
    assert first.entries.keys() != second.entries.keys()  # or nothing here could be mixed up
    for server_there in (True, False):
        if not server_there:
            network.stop()
        belongs_to_itself(old, first)
        belongs_to_itself(new, second)
    # htmx takes the next card out of its page; into a page of another edition it may not put it.
    old.locator('a[rel="next"]').click()
    expect(old.locator("[data-card]")).not_to_have_attribute("data-card", "s1")
    expect(old.locator("html")).to_have_attribute("data-edition", second.version)
    belongs_to_itself(old, second)


def test_server_keeps_the_style_of_the_edition_before(first, second):
    """For a tab whose phone kept nothing."""
    for path in first.entries.keys() - second.entries.keys():
        assert fetched(second.url + path) == first.entries[path].body


def test_every_page_of_a_newer_edition_loads_its_own_files(phone, network, first, second):
    network.target = second.url
    comes(phone, network, second)
    network.stop()
    texts = phone.evaluate(
        """async (addresses) => {
            const texts = {};
            for (const address of addresses) texts[address] = await (await fetch(address)).text();
            return texts;
        }""",
        ADDRESSES,
    )
    used = set()
    for address, text in texts.items():
        assert f'data-edition="{second.version}"' in text, address
        used |= set(re.findall(r'(?:src|href)="(/static/[^"]+\.(?:css|js))"', text))
    assert used and used <= second.entries.keys()
    answers = phone.evaluate(
        "async (paths) => Promise.all(paths.map(async (path) => (await fetch(path, { cache: 'reload' })).status))",
        sorted(used),
    )
    assert answers == [200] * len(used)


def test_any_order_of_updates_and_navigations_keeps_editions_apart(phone, network, first, second):
    chance = random.Random(20261122)
    tabs = [phone, phone.context.new_page()]
    tabs[1].goto(network.url)
    seen = []
    for _ in range(10):
        network.target = chance.choice([first, second]).url
        tab = chance.choice(tabs)
        tab.goto(network.url + chance.choice(SEVERAL))
        seen.append(edition_of(tab))
        for each in tabs:
            belongs_to_itself(each, first, second)
    assert set(seen) == {first.version, second.version}


# What lies on the phone goes missing, or bad


@pytest.mark.parametrize("worker", ["in memory", "stopped"])
def test_edition_deleted_behind_our_back_comes_again(phone, network, first, worker):
    phone.evaluate("caches.delete('udgaver')")
    assert kept_on(phone) == {}
    if worker == "stopped":
        stop_worker(phone)
    phone.goto(network.url)
    until(lambda: kept_on(phone) == keeping(first.facts), "the edition is kept again")
    wait_ready(phone)
    stop_worker(phone)
    opens_without_network(phone, network, first)


def test_edition_deleted_behind_our_back_comes_again_in_a_restarted_browser(open_profile, network, first):
    context = open_profile()
    page = context.new_page()
    visit(page, network.url)
    page.evaluate("caches.delete('udgaver')")
    context.close()
    context = open_profile()
    page = context.new_page()
    visit(page, network.url)
    assert kept_on(page) == keeping(first.facts)
    context.close()
    opens_without_network(open_profile().new_page(), network, first)


# Ways to spoil an entry: (its bytes, its description) -> the same two.
SPOIL = """async ([version, way]) => {
    const cache = await caches.open("udgaver");
    const request = `/udgave/${version}`;
    const had = await cache.match(request);
    const bytes = new Uint8Array(await had.arrayBuffer());
    const headers = new Headers(had.headers);
    if (way === "other bytes") bytes.set([65, 66, 67], bytes.length / 2);
    if (way === "no description") headers.delete("X-Edition");
    if (way === "no sense") headers.set("X-Edition", "%7Bnot json");
    if (way === "another's") headers.set("X-Edition", encodeURIComponent('{"taken": 1, "facts": null}'));
    const body = way === "empty" ? "" : way === "half" ? bytes.subarray(0, bytes.length / 2) : bytes;
    await cache.put(request, new Response(body, { headers }));
}"""
WAYS = ["other bytes", "half", "empty", "no description", "no sense", "another's"]


def test_spoilt_entry_is_fetched_again(phone, network, first, subtests):
    for way in WAYS:
        with subtests.test(way):
            phone.evaluate(SPOIL, [first.version, way])
            stop_worker(phone)
            network.requests.clear()
            phone.goto(f"{network.url}/kort/s2")
            assert edition_of(phone) == first.version
            assert ("GET", "/kort/s2") in network.requests  # what lies on the phone is not to be trusted
            wait_ready(phone)
            assert kept_on(phone) == keeping(first.facts)
    stop_worker(phone)
    opens_without_network(phone, network, first)


def test_spoilt_entry_of_the_newest_gives_the_one_before(phone, network, first, second, subtests):
    network.target = second.url
    for way in ("other bytes", "empty", "no sense"):
        with subtests.test(way):
            comes(phone, network, second)
            phone.evaluate(SPOIL, [second.version, way])
            stop_worker(phone)
            opens_without_network(phone, network, first)
            assert kept_on(phone) == keeping(first.facts), "and what is of no use takes no room"


# No room


def set_quota(page, network, size: int | None) -> None:
    """How many bytes the site may keep; None is as many as ever. The session has to stay for it to last."""
    page.quota = page.context.new_cdp_session(page)
    page.quota.send("Storage.overrideQuotaForOrigin", {"origin": network.url} | ({"quotaSize": size} if size else {}))


def test_no_room_is_said_and_the_app_goes_on_with_a_network(page, network, first):
    set_quota(page, network, 200_000)
    open_and_hear(page, network.url, "no-room")
    words = page.locator("#telefonen [data-kept-words]")
    expect(words).to_be_visible()
    expect(words).to_contain_text("Ikke plads på telefonen")
    assert page.locator("html").get_attribute("data-offline-ready") is None
    for address in SEVERAL:
        assert page.goto(network.url + address).status == 200
        assert edition_of(page) == first.version
    set_quota(page, network, None)
    visit(page, network.url)
    opens_without_network(page, network, first)


def test_no_room_for_a_newer_edition_leaves_the_old_one(phone, network, first, second):
    used = phone.evaluate("navigator.storage.estimate()")["usage"]
    set_quota(phone, network, used + 100_000)
    network.target = second.url
    open_and_hear(phone, network.url, "no-room")
    words = phone.locator("#telefonen [data-kept-words]")
    expect(words).to_contain_text("Klar uden net")
    expect(words).to_contain_text("En nyere udgave fik ikke plads")
    opens_without_network(phone, network, first)
    assert kept_on(phone) == keeping(first.facts)
    set_quota(phone, network, None)
    comes(phone, network, second)


def test_room_is_made_by_the_edition_before_the_one_in_force(open_profile, network, first):
    """In a profile of its own: a private window of Chromium gets no room back for what is deleted."""
    page = open_profile().new_page()
    visit(page, network.url)
    second = further(first, 1)
    for old, new in ((first, second), (second, further(second, 2))):
        publish(network, new)
        page.goto(network.url)
        kept = keeping(old.facts, new.facts)
        until(lambda kept=kept: kept_on(page) == kept, "the newer edition is kept")
        set_quota(page, network, page.evaluate("navigator.storage.estimate()")["usage"] + 100_000)


# Calling a worker back

NOTHING_LEFT = """async () =>
    (await caches.keys()).length === 0 && (await navigator.serviceWorker.getRegistrations()).length === 0"""

# A worker as bad as can be: nothing opens any more.
BROKEN = b"""
    addEventListener("install", () => skipWaiting());
    addEventListener("activate", (event) => event.waitUntil(
        caches.open("rester").then((cache) => cache.put("/", new Response(""))).then(() => clients.claim())));
    addEventListener("fetch", (event) => event.respondWith(Response.error()));
"""


@pytest.mark.timeout(400)
def test_worker_can_be_switched_off_and_on_again(server, own_server, network, new_context):
    good, bad = new_context().new_page(), new_context().new_page()
    visit(good, network.url)
    network.spoil("/sw.js", lambda fetch: Answer(200, fetch().headers, BROKEN))
    bad.goto(network.url)
    until(lambda: bad.evaluate("navigator.serviceWorker.controller !== null"), "the broken worker is in charge")
    assert not opened(bad, network.url)

    # The same instance folder, started again with the switch thrown.
    network.target = own_server.start(LOMMEKORT_WORKER="off").url
    network.mend()
    good.goto(network.url)
    until(lambda: good.evaluate(NOTHING_LEFT), "the worker has removed itself and what it kept")
    assert not good.reload().from_service_worker
    assert good.locator("html").get_attribute("data-worker") == "off"
    # Nothing opened, so no page of ours could ask for anything; the browser's own look at /sw.js is what helps. It comes
    # when a worker has been left in peace for a second.
    until(lambda: opened(bad, network.url), "pages come from the network again", seconds=150, every=2)
    for page in (good, bad):
        assert not page.goto(f"{network.url}/kort/s2").from_service_worker
        assert page.evaluate(NOTHING_LEFT)

    network.target = server.url
    for page in (good, bad):
        visit(page, network.url)
    network.stop()
    for page in (good, bad):
        assert page.goto(f"{network.url}/kort/s2").from_service_worker


def opened(page, url: str) -> bool:
    """Whether a page opens at all."""
    with suppress(Error):
        return page.goto(url).status == 200
    return False
