"""Login by the municipality in a real browser, from end to end: what a browser alone can show, above all its own policy
on where a form may lead."""

import re

import pytest
from playwright.sync_api import expect

from harness.processes import free_port
from tests.browser.usable import check_usable
from tests.oidc.providers import SECRET, Site, client_of, provider

ENTRY = """
  {name}:
    name: {said}
    issuer: {issuer}
    client_id: lommekort-esbjerg
    client_secret_file: secret
    municipalities: ["0561"]
    rules:
      - when: {{roles: redaktoer}}
        role: editor
        municipality: "0561"
        new_accounts: true
"""


@pytest.fixture
def world(tmp_path):
    """A provider and the app in front of it, with a second entry that nobody stands behind."""
    port = free_port()
    (tmp_path / "secret").write_text(SECRET)
    with provider(tmp_path, [client_of(f"http://127.0.0.1:{port}", "esbjerg")]) as first:
        file = tmp_path / "login.yaml"
        gone = f"http://127.0.0.1:{free_port()}"
        file.write_text(
            "issuers:"
            + ENTRY.format(name="esbjerg", said="Esbjerg Kommune", issuer=first.url)
            + ENTRY.format(name="borte", said="Kommunen bag en lukket dør", issuer=gone)
        )
        site = Site(tmp_path, port, file)
        yield site, first
        site.stop()


def test_in_by_the_provider_and_out_again_there_too(world, context):
    site, first = world
    first.has("anna", roles="redaktoer")
    page, refused = context.new_page(), []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(site.url + "/intern/konto")
    expect(page.get_by_role("heading", name="Log ind", exact=True)).to_be_visible()
    check_usable(page, "login by a provider")
    page.get_by_role("button", name="Log ind hos Kommunen bag en lukket dør").click()
    expect(page.get_by_role("alert")).to_contain_text("svarer ikke lige nu")
    page.get_by_role("button", name="Log ind hos Esbjerg Kommune").click()
    page.locator('input[name="login"]').fill("anna")
    page.locator('input[name="password"]').fill("hvad som helst")
    page.locator('button[type="submit"], input[type="submit"]').first.click()
    page.wait_for_url(site.url + "/intern/konto")
    expect(page.get_by_text("Anna Holm")).to_be_visible()
    expect(page.get_by_text("Skift adgangskode")).to_have_count(0)
    check_usable(page, "login by a provider")
    page.goto(site.url + "/intern/konto")
    assert all(
        cookie["path"].startswith("/intern")
        for cookie in context.cookies(site.url + "/intern/konto")
        if cookie["name"] in "sd"
    )
    page.locator("summary").click()
    page.get_by_role("button", name="Log ud", exact=True).click()
    expect(page.get_by_role("heading", name="Du er logget ud af Lommekort")).to_be_visible()
    check_usable(page, "login by a provider")
    page.get_by_role("link", name=re.compile("Log også ud")).click()
    page.locator('button[value="yes"], button[name="logout"]').first.click()
    page.wait_for_url(re.compile(re.escape(site.url) + "/intern/login"))
    page.go_back()
    page.goto(site.url + "/intern/konto")
    expect(page.get_by_role("heading", name="Log ind", exact=True)).to_be_visible()
    assert refused == []
