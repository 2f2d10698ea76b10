"""Read aloud: only by a voice on the device itself, never one that sends the text away, and silent when the page is gone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from playwright.sync_api import expect

from tests.browser.conftest import FORGET, assert_caught, until, used_page_in
from tests.browser.leaving import EXIT, WRITTEN
from tests.browser.turned import HOLD, TURNED, hold
from tests.browser.usable import TOO_SMALL, wider_than_the_window
from tests.conftest import LIBRARY

DANISH = {"name": "Dansk", "voiceURI": "urn:da", "lang": "da-DK", "localService": True, "default": False}
ENGLISH = DANISH | {"name": "English", "voiceURI": "urn:en", "lang": "en_GB"}  # as some phones write it
REMOTE = DANISH | {"name": "Dansk (Online)", "voiceURI": "https://", "localService": False, "default": True}
OFFER = next(
    offer
    for offer in LIBRARY.offers
    if offer.confidence != "low" and offer.phone and " " in offer.phone and offer.description_en and offer.address
)
BUTTON = "[data-aloud]"

# A browser's speech in which a test is the engine: what is said is noted, and is over when the test says so. The voices
# come late, as they do in Chromium.
ENGINE = """
  const engine = new EventTarget();
  const on = [];
  Object.assign(engine, {
    voices: [], said: [],
    getVoices: () => engine.voices,
    speak: (utterance) => { engine.said.push([utterance.text, utterance.voice.voiceURI, utterance.lang]); on.push(utterance); },
    cancel: () => { for (const one of on.splice(0)) setTimeout(() => one.onend?.()); },
    isSpeaking: () => on.length > 0,
    over: () => on.shift()?.onend(),
    come: (voices) => { engine.voices = voices; engine.dispatchEvent(new Event("voiceschanged")); },
  });
  Object.defineProperty(window, "speechSynthesis", { value: engine });
  Object.defineProperty(window, "SpeechSynthesisUtterance", {
    value: class { constructor(text) { this.text = text; } },
  });
"""
ALL_SAID = """() => {
  for (let last = -1; last < speechSynthesis.said.length; ) { last = speechSynthesis.said.length; speechSynthesis.over(); }
  return speechSynthesis.said;
}"""


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def used_speaker(request):
    """The page behind `heard`."""
    with used_page_in(request.getfixturevalue(request.param), service_workers="block") as used:
        used[0].add_init_script(ENGINE)
        yield used


@pytest.fixture
def heard(used_speaker, server):
    """A page in each browser whose voices and speech are the test's; used by one test after another, each finds it empty."""
    page, uncaught = used_speaker
    uncaught.clear()
    yield page
    assert_caught(uncaught)
    if page.context.browser.browser_type.name == "chromium":
        page.emulate_media(media="screen")
    page.goto(f"{server.url}/healthz")  # no script of ours that could still write
    page.evaluate(FORGET)


def come(page, *voices) -> None:
    """The browser has found these voices."""
    page.evaluate("(voices) => speechSynthesis.come(voices)", list(voices))


def tap(page) -> None:
    """Tap the page's button where it is; Playwright's own click first scrolls to where it would rest."""
    page.locator(BUTTON).evaluate("(button) => button.click()")


def said(page) -> list:
    """What has been said so far, as [text, voice, language]."""
    return page.evaluate("speechSynthesis.said")


def is_silent(page) -> None:
    """Nothing is being said, and nothing more comes, also when the engine tells that the last piece is over."""
    before = len(said(page))
    assert not page.evaluate("speechSynthesis.isSpeaking()")
    assert len(page.evaluate(ALL_SAID)) == before
    page.evaluate("new Promise((later) => setTimeout(later))")
    assert len(said(page)) == before


def test_no_button_without_a_voice_on_the_device_and_nothing_moves_when_one_comes(server, heard):
    heard.goto(f"{server.url}/b/{OFFER.code}")
    places = "Array.from(document.querySelectorAll('main *, body'), (one) => one.hidden || one.matches('[data-aloud]') ? '' : JSON.stringify(one.getBoundingClientRect()))"
    before = heard.evaluate(places)
    for voices in ((), (REMOTE,), (REMOTE, ENGLISH)):
        come(heard, *voices)
        expect(heard.locator(BUTTON)).to_be_hidden()
    come(heard, REMOTE, ENGLISH, DANISH)
    expect(heard.locator(BUTTON)).to_be_in_viewport(ratio=1)
    assert heard.locator(BUTTON).text_content() == "Læs op"
    assert heard.evaluate(places) == before
    assert heard.evaluate(TOO_SMALL) == [] and wider_than_the_window(heard) == 0
    # Only Chromium can be told to show what it would print.
    if heard.context.browser.browser_type.name == "chromium":
        heard.emulate_media(media="print")
        expect(heard.locator(BUTTON)).to_be_hidden()


def test_a_page_is_heard_in_its_own_language_with_the_number_digit_by_digit(server, heard):
    heard.goto(f"{server.url}/b/{OFFER.code}?sprog=en")
    come(heard, REMOTE, ENGLISH)
    assert heard.locator(BUTTON).text_content() == "Read aloud"
    tap(heard)
    heard.locator(".read-now").wait_for()
    words = heard.evaluate(ALL_SAID)
    assert {(voice, language) for _text, voice, language in words} == {("urn:en", "en_GB")}
    text = [text for text, _voice, _language in words]
    begins = text.index("Here you can get help")  # after the notice that nobody has read the translation through
    assert text[begins + 1] == OFFER.name
    assert " ".join(OFFER.description_en.split()) in " ".join(text)
    assert ", ".join(" ".join(group) for group in OFFER.phone.split()) in text
    assert "Free?" in text and "Where" in text
    assert not [one for one in text if one in ("Dansk", "Read aloud", "Stop", OFFER.neutral_name + OFFER.phone)]
    expect(heard.locator(".read-now")).to_have_count(0)
    assert heard.locator(BUTTON).text_content() == "Read aloud"
    # What is Danish on the page is said by a Danish voice, where there is one.
    come(heard, ENGLISH, DANISH)
    heard.evaluate("speechSynthesis.said.length = 0")
    tap(heard)
    assert [OFFER.name, "urn:da", "da-DK"] in heard.evaluate(ALL_SAID)


def test_it_stops_at_a_second_tap_when_hidden_and_at_the_exit_and_leaves_nothing(server, heard):
    heard.goto(f"{server.url}/b/nu")
    come(heard, DANISH)
    for stop in (
        lambda: tap(heard),
        lambda: heard.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"),
        lambda: heard.evaluate("""() => {
          Object.defineProperty(document, "hidden", { value: true, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
          delete document.hidden;
        }"""),
    ):
        heard.evaluate("document.documentElement.classList.remove('covered')")
        tap(heard)
        assert heard.locator(BUTTON).text_content() == "Stop"
        stop()
        is_silent(heard)
        assert heard.locator(BUTTON).text_content() == "Læs op"
    assert heard.evaluate(WRITTEN) == []
    heard.evaluate("document.documentElement.classList.remove('covered')")
    tap(heard)
    heard.locator(EXIT).click()
    is_silent(heard)
    assert heard.locator(BUTTON).count() == 0


def test_a_turned_phone_reads_and_falls_silent_when_it_is_turned_back(server, heard):
    heard.goto(f"{server.url}/kort/s2")
    come(heard, DANISH)
    heard.locator(".said [data-aloud]").first.click()
    assert said(heard)[0][0] in LIBRARY.cards["s2"].said_first.text
    heard.locator("nav.bar [data-turn]").click()
    expect(heard.locator("html")).to_have_class(TURNED)
    is_silent(heard)
    tap(heard)
    count = len(said(heard))
    heard.locator(HOLD).scroll_into_view_if_needed()
    hold(heard)
    is_silent(heard)
    assert len(said(heard)) == count
    expect(heard.locator(".said [data-aloud]").first).to_be_visible()


def test_a_card_says_what_it_tells_to_say_and_no_more(server, heard):
    heard.goto(f"{server.url}/kort/s2")
    heard.evaluate("document.fonts.ready")
    places = (
        "JSON.stringify(Array.from(document.querySelectorAll('main q, main h2'), (one) => one.getBoundingClientRect()))"
    )
    before = heard.evaluate(places)
    come(heard, REMOTE)
    expect(heard.locator(BUTTON).first).to_be_hidden()
    come(heard, DANISH)
    assert heard.evaluate(places) == before
    assert heard.evaluate(TOO_SMALL) == []
    part = heard.locator("[data-role=say]").first
    part.locator(BUTTON).evaluate("(button) => button.click()")
    words = " ".join(text for text, _voice, _language in heard.evaluate(ALL_SAID))
    assert words == " ".join(" ".join(one.split()) for one in part.locator("q").all_text_contents())


def test_a_voice_that_goes_or_fails_ends_it(server, heard):
    heard.goto(f"{server.url}/b/nu")
    come(heard, DANISH)
    tap(heard)
    come(heard, REMOTE)
    heard.evaluate("speechSynthesis.over()")
    until(lambda: heard.locator(BUTTON).text_content() == "Læs op", "the button is as it was")
    assert len(said(heard)) == 1


# The rules, without a page


@pytest.fixture(scope="module")
def rules(page_with):
    """An empty page with the rules: `rules("voiceFor", voices, "da")`."""
    page = page_with("aloud/rules.js")
    return lambda name, *values: page.evaluate("([name, values]) => aloudRules[name](...values)", [name, list(values)])


def test_the_voice_is_one_on_the_device(rules):
    second = DANISH | {"voiceURI": "urn:da2", "default": True}
    assert rules("voiceFor", [REMOTE, ENGLISH], "da") is None
    assert rules("voiceFor", [], "da") is None
    assert rules("voiceFor", [DANISH | {"localService": None}], "da") is None, (
        "one that does not say so counts as remote"
    )
    assert rules("voiceFor", [REMOTE, ENGLISH, DANISH], "da") == DANISH
    assert rules("voiceFor", [DANISH, second], "da") == second, "the one chosen in the phone's settings"
    assert rules("voiceFor", [DANISH, ENGLISH], "en") == ENGLISH
    assert rules("voiceFor", [DANISH | {"lang": "dav-KE"}], "da") is None, "Taita is not Danish"


@pytest.mark.parametrize(("written", "heard"), [("80 40 20 40", "8 0, 4 0, 2 0, 4 0"), ("116 123", "1 1 6, 1 2 3"), (" 112\n", "1 1 2")])  # fmt: skip
def test_a_number_is_said_digit_by_digit(rules, written, heard):
    assert rules("digits", written) == heard


@pytest.mark.parametrize(
    ("written", "language", "heard"),
    [
        ("Åbent til kl. 16.30", "da", "Åbent til klokken 16.30"),
        (
            "Mandag–torsdag kl. 9–15, fredag kl. 9–12.30",
            "da",
            "Mandag til torsdag klokken 9 til 15, fredag klokken 9 til 12.30",
        ),
        ("24.–26. december: lukket", "da", "24. til 26. december: lukket"),
        ("Kl.9-15 hver dag", "da-DK", "Klokken 9 til 15 hver dag"),
        ("Kom ind – vi hjælper dig", "da", "Kom ind – vi hjælper dig"),
        ("Ring 98-12-34-56 eller læs 2026-11-21", "da", "Ring 98-12-34-56 eller læs 2026-11-21"),
        ("Cykl 9 km", "da", "Cykl 9 km"),
        ("Monday–Thursday 9:00–15:00", "en", "Monday–Thursday 9:00–15:00"),
    ],
)
def test_danish_hours_are_said_as_one_says_them(rules, written, language, heard):
    assert rules("spoken", written, language) == heard


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Du kan ringe. Det er gratis!", ["Du kan ringe.", "Det er gratis!"]),
        ("Åbent fra kl. 9 til 16, fx. nu. Ring", ["Åbent fra kl. 9 til 16, fx. nu.", "Ring"]),
        ("“Vil du?” Ja.", ["“Vil du?”", "Ja."]),
        ("man 9–16\ntir 9–12\n", ["man 9–16", "tir 9–12"]),
        ("هل تحتاج إلى مساعدة؟ اتصل بنا.", ["هل تحتاج إلى مساعدة؟", "اتصل بنا."]),
        ("  \n · \n", []),
    ],
)
def test_sentences_are_told_apart(rules, text, pieces):
    assert rules("sentences", text) == pieces


def test_a_long_sentence_is_cut_where_one_would_breathe(rules):
    first, second = rules("sentences", f"{'ord ' * 30}ord, {'mere ' * 20}slut.")
    assert first == f"{'ord ' * 30}ord," and second.startswith("mere")


@given(some.text(alphabet="aÆ1ก😀.!?؟,;: \n", max_size=600))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_lost_and_nothing_is_too_long(rules, text):
    pieces = rules("sentences", text)
    longest = len("x" * 160)
    assert all(0 < len(piece.encode("utf-16-le")) // 2 <= longest for piece in pieces)

    def letters(words):
        return "".join(letter for letter in words if letter in "aÆ1ก😀")

    assert letters("".join(pieces)) == letters(text)
