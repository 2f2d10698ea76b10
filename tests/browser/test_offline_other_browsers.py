"""Works in a basement, in Firefox and WebKit too: one visit, the server stopped, and the cards open."""

from __future__ import annotations

from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.conftest import visit
from tests.conftest import LIBRARY

ADDRESSES = ["/kort/s2", "/", "/b/nu", "/kort/5"]


def test_firefox_opens_cards_without_network(firefox, new_context, network):
    page = new_context(firefox).new_page()
    visit(page, network.url)
    edition = page.locator("html").get_attribute("data-edition")
    network.stop()
    for address in ADDRESSES:
        page.goto(network.url + address)
        assert page.locator("html").get_attribute("data-edition") == edition, address
        assert page.locator("h1").first.text_content().strip(), address
    page.goto(f"{network.url}/kort/s2")
    assert LIBRARY.cards["s2"].title in page.locator("h1").text_content()


def test_webkit_opens_cards_without_network(webkit, network):
    with webkit() as driver:
        driver.get(network.url)
        waiting = WebDriverWait(driver, 60)
        waiting.until(lambda driver: driver.find_elements("css selector", "html[data-offline-ready]"))
        edition = driver.find_element("css selector", "html").get_attribute("data-edition")
        network.stop()
        for address in ADDRESSES:
            driver.get(network.url + address)
            html = driver.find_element("css selector", "html")
            assert html.get_attribute("data-edition") == edition, address
            assert html.find_element("css selector", "h1").get_attribute("textContent").strip(), address
        driver.get(f"{network.url}/kort/s2")
        assert LIBRARY.cards["s2"].title in driver.find_element("css selector", "h1").get_attribute("textContent")
