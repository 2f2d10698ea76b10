"""The lines to ring at once: one that nobody answers now stands last and says from when, without a network too."""

from __future__ import annotations

import pytest

LIVSLINIEN = "70201201"  # every day from 9 to 5 in the morning


@pytest.fixture(scope="module")
def early(server_of_file):
    """The app early in the morning, when one of the lines is closed."""
    return server_of_file(LOMMEKORT_NOW="2026-11-24T06:30").start()


@pytest.mark.parametrize(
    ("address", "lines", "told"),
    [
        ("/", ".acute [data-lines]", "fra kl. 9"),
        ("/", ".numbers [data-lines]", "Lukket nu. Åbner kl. 9."),
        ("/find?k=0370", ".acute-lines", "fra kl. 9"),
        ("/b/nu", "[data-lines]", "Lukket nu. Åbner kl. 9."),
        ("/b/nu?sprog=en", "[data-lines]", "Closed now. Opens at 9:00."),
    ],
)
def test_the_closed_one_stands_last_and_says_when_it_opens(early, context, address, lines, told):
    page = context.new_page()
    page.goto(early.url + address)
    last = page.locator(f"{lines} > li").last
    assert last.locator(f"[href='tel:{LIVSLINIEN}']").count() and told in last.inner_text()
    others = page.locator(f"{lines} > li:not([data-daily]) [data-open]")
    assert not others.count()
    # At nine it is back in its place, on the open page.
    page.evaluate("document.documentElement.dataset.now = '2026-11-24T09:00:00+01:00'")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    fourth = page.locator(f"{lines} > li").nth(3)
    assert fourth.locator(f"[href='tel:{LIVSLINIEN}']").count() and told not in fourth.inner_text()
