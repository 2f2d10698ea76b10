"""A server with people at its desk, and the ways they take there in a browser."""

from __future__ import annotations

from pathlib import Path

import pyotp
from playwright.sync_api import expect

from tests.conftest import make_app
from tests.people import ESBJERG, PASSWORD, SECRET, add_user, invitation
from tests.server import AppServer
from webapp.database import db
from webapp.sqlite import sqlite3


class Desk(AppServer):
    """A server whose database the tests write to as well."""

    @property
    def app(self):
        """An app on the same database, in the tests' own process."""
        if not hasattr(self, "_app"):
            self._app = make_app(Path(self.settings["LOMMEKORT_INSTANCE"]))
        return self._app

    def invitation(self, email: str, role: str = "editor", municipality: str | None = ESBJERG) -> str:
        """The address somebody gets who is invited."""
        return f"{self.url}/intern/velkommen#{invitation(self.app, email, role, municipality)}"

    def age_sessions(self, minutes: int) -> None:
        """Let all sessions have lain for so long."""
        with sqlite3.connect(self.folder / "instance" / "lommekort.sqlite3", timeout=20) as connection:
            connection.execute("UPDATE desk_session SET seen_at = datetime(seen_at, ?)", [f"-{minutes} minutes"])


def add_kim(server) -> None:
    """Kim, who coordinates Esbjerg, and who is `log_in`'s unless it is told another."""
    add_user(server.app, "coordinator", email="koordinator@eksempel.dk", name="Kim Koordinator")


def type_in(page, **fields: str) -> None:
    """Fill in fields by id, send their form, and wait for the answer."""
    for name, value in fields.items():
        page.locator(f"#{name}").fill(value)
    with page.expect_navigation():
        page.locator("main form:has(#" + next(iter(fields)) + ") button").first.click()


def log_in(desk, page, who: str = "koordinator") -> None:
    """Through the login form, and the code where one is asked for."""
    page.goto(f"{desk.url}/intern/login")
    type_in(page, email=f"{who}@eksempel.dk", password=PASSWORD)
    if who == "administrator":
        with desk.app.app_context(), db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE desk_user SET code_step = NULL")  # each test has a code of its own
        type_in(page, code=pyotp.TOTP(SECRET).now())
    expect(page.locator("h1")).to_contain_text("Hej")


def go(page, place: str, role: str = "link") -> None:
    """Choose from the desk's menu, which is folded on a phone."""
    menu = page.get_by_role("navigation", name="Intern menu")
    if menu.locator("details:not([open]) > summary").is_visible():
        menu.locator("summary").click()
    with page.expect_navigation():
        menu.get_by_role(role, name=place, exact=True).click()


def log_out(page) -> None:
    """By the menu's button."""
    go(page, "Log ud", "button")


def send_from(page, address: str, **fields: str) -> None:
    """Send a form that a page of ours could hold, and wait for the answer."""
    with page.expect_navigation():
        page.evaluate(
            """([address, fields]) => {
              const form = Object.assign(document.createElement("form"), { action: address, method: "post" });
              const token = document.querySelector("[name=csrf_token]").value;
              for (const [name, value] of Object.entries({ ...fields, csrf_token: token })) {
                form.append(Object.assign(document.createElement("input"), { name, value }));
              }
              document.body.append(form);
              form.submit();
            }""",
            [address, fields],
        )


def press(page, name: str) -> None:
    """Press a button that sends a form, and wait for the answer."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def choose_municipality(page, name: str) -> None:
    """Choose a municipality, as the finder and /aftale remember it."""
    page.evaluate("(name) => localStorage.setItem('kommune', name)", name)
