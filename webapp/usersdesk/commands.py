"""Accounts from the command line: `flask users invite`, `list`, `disable`, `reset`; the first administrator's too."""

from __future__ import annotations

from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from webapp.config import COMMAND, is_site
from webapp.database import db
from webapp.schema import asks_the_database
from webapp.texts import library
from webapp.typed_text import bare_email
from webapp.users import accounts
from webapp.users.accounts import LINK_LASTS, Asked, Refused
from webapp.users.role import Role
from webapp.users.user import User

cli = AppGroup("users", help="Konti for dem, der retter i appen.")
INVITE = f'{COMMAND} users invite --role administrator navn@kommune.dk "Fornavn Efternavn"'
OTHERWISE = {  # what is said at the desk of its own pages
    accounts.TAKEN: f"Der er allerede en bruger med den mail. Er linket væk, så kør: {COMMAND} users reset MAIL",
    accounts.NO_PLACE: "Skriv kommunens kode efter --municipality: fire cifre som 0561.",
}
SITE = click.option("--site", default="", metavar="ADRESSE", help="Adressen, folk bruger; ellers LOMMEKORT_SITE.")


@cli.command("invite", help="Lav en konto til MAIL. Viser linket, som NAVN vælger adgangskode med.")
@click.argument("email", metavar="MAIL")
@click.argument("name", metavar="NAVN")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.EDITOR.value, help="Rollen.")
@click.option("--municipality", metavar="KODE", help="Kommunens kode som 0561; ikke til en administrator.")
@SITE
@asks_the_database
def invite(email: str, name: str, role: str, municipality: str | None, site: str):
    """Make an account for EMAIL and print the link with which NAME chooses a password."""
    with _refusals():
        if role == Role.ADMINISTRATOR and municipality:
            raise Refused("municipality", "En administrator hører ikke til én kommune: tag --municipality ud.")
        address = _address(site)
        _, token = accounts.invite(None, Asked(email, name, role, municipality), library.places)
        _say_link(token, address)
        db.session.commit()


@cli.command("list", help="Alle konti: mail, rolle, kommune, og om de er åbne.")
@asks_the_database
def list_users():
    """All accounts: mail, role, municipality, and whether it is open."""
    for user in db.session.execute(select(User).order_by(User.email)).scalars():
        state = "lukket" if not user.active else "inviteret" if user.password_hash is None else "åben"
        code = "engangskode" if user.code_secret else "uden engangskode"
        click.echo(f"{user.email}\t{user.role.danish}\t{user.municipality or 'alle'}\t{state}\t{code}")


@cli.command("disable", help="Luk kontoen MAIL, og log den ud overalt.")
@click.argument("email", metavar="MAIL")
@asks_the_database
def disable(email: str):
    """Shut the account EMAIL, and log it out everywhere."""
    with _refusals():
        accounts.disable(None, _user(email))
        db.session.commit()
    click.echo("Adgangen er lukket.")
    if accounts.administrators() == 0:
        click.echo(f"Nu er der ingen administrator. Lav en med: {INVITE}", err=True)


@cli.command("reset", help="Vis et nyt link til MAIL; en lukket konto bliver åben.")
@click.argument("email", metavar="MAIL")
@click.option("--codes", is_flag=True, help="Slå også engangskoder fra: når telefon og reservekoder er væk.")
@SITE
@asks_the_database
def reset(email: str, codes: bool, site: str):
    """Print a new link for EMAIL; an account that was shut is open again."""
    with _refusals():
        address = _address(site)
        user = _user(email)
        accounts.enable(None, user)
        if codes:
            accounts.turn_codes_off(None, user)
        token = accounts.give_link(None, user)
        _say_link(token, address)
        db.session.commit()


def _user(email: str) -> User:
    user = db.session.execute(select(User).where(User.email == bare_email(email).lower())).scalar_one_or_none()
    if user is None:
        raise Refused("email", f"Der er ingen bruger med mailen {email}.")
    return user


def _address(site: str) -> str:
    """The address a link begins with: as asked, as set, else the server's own. Raises Refused where it is none."""
    settings = current_app.extensions["settings"]
    if site and not is_site(site.rstrip("/")):
        raise Refused("site", f"--site skal være som https://example.dk, ikke {site!r}.")
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    scheme = "https" if settings.tls_certificate else "http"
    return site or settings.site or f"{scheme}://{host}:{settings.port}"


def _say_link(token: str, address: str) -> None:
    # Before it is saved: a link that could not be shown opens nothing.
    from webapp.usersdesk.desk import link_address

    click.echo(link_address(token, address))
    click.echo(
        f"Linket virker én gang og i {LINK_LASTS.total_seconds() // 3600:.0f} timer. Giv det kun til den, det er til.",
        err=True,
    )


@contextmanager
def _refusals():
    try:
        yield
    except Refused as refused:
        db.session.rollback()
        raise click.ClickException(OTHERWISE.get(refused.message, refused.message)) from None
