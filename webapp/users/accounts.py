"""What can be done with an account, each with its rule, its line in the log, and the sessions that end by it.

Used by the pages and by `flask users` alike. Nothing here commits but what says so; `Refused` tells the person why not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select

from webapp import clock
from webapp.audit import Change, record
from webapp.database import StaleError, changed_rows, db, take_turn
from webapp.municipalities import Municipality
from webapp.security.cpr import HAS_CPR, has_cpr
from webapp.typed_text import bare_email, is_email
from webapp.users import codes, password, sessions
from webapp.users.role import Role, grantable, manages
from webapp.users.secret import digest, new_token
from webapp.users.user import LONGEST_NAME, Invitation, User

LINK_LASTS = timedelta(hours=24)
BAD_EMAIL = "Skriv en mailadresse som navn@kommune.dk."
NO_NAME = "Skriv navnet."
LONG_NAME = f"Navnet er for langt. Brug højst {LONGEST_NAME} tegn."
TAKEN = "Der er allerede en bruger med den mail. Er linket væk, så lav et nyt på brugerens side."
BAD_ROLE = "Den rolle kan du ikke give."
NO_PLACE = "Vælg en kommune."
LINK_IS_OVER = "Linket gælder ikke længere. Bed om et nyt. Et link virker én gang og i 24 timer."
NOT_YOURSELF = "Det kan du ikke gøre ved din egen konto. Bed en anden om det."


class Refused(Exception):
    """Something that is not done, and why, in Danish; `field` is what to mend in the form, or empty."""

    def __init__(self, field: str, message: str):
        super().__init__(message)
        self.field, self.message = field, message


@dataclass(frozen=True)
class Asked:
    """An account that is asked for, as it was typed."""

    email: str
    name: str
    role: str
    municipality: str | None


def name_of(number: int) -> str:
    """What somebody is called; empty for who is not known."""
    return db.session.execute(select(User.name).where(User.id == number)).scalar() or ""


def is_address(email: str) -> bool:
    """Whether a mail can be an account's: ASCII only, so that there is one way to write each, and nobody's number."""
    return email.isascii() and is_email(email) and not has_cpr(email)


def tidy_email(text: str) -> str:
    """A mail address as it is kept. Raises Refused."""
    email = bare_email(text)
    if not is_address(email):  # before it is made small, which makes ASCII of a Kelvin sign
        raise Refused("email", HAS_CPR if has_cpr(email) else BAD_EMAIL)
    return email.lower()


def tidy_name(text: str) -> str:
    """A person's name as it is kept. Raises Refused."""
    name = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if not name:
        raise Refused("name", NO_NAME)
    if len(name) > LONGEST_NAME:
        raise Refused("name", LONG_NAME)
    if has_cpr(name):
        raise Refused("name", HAS_CPR)
    return name


def invite(actor: User | None, asked: Asked, places: Mapping[str, Municipality]) -> tuple[User, str]:
    """A new account that waits for its owner, and the secret of the link that opens it. Raises Refused.

    `actor` is who invites; None is the command line, which may do all. A coordinator's guests belong to the
    coordinator's own municipality, whatever is asked for.
    """
    email, name = tidy_email(asked.email), tidy_name(asked.name)
    role, municipality = _granted(actor, asked.role, asked.municipality, places)
    take_turn("accounts")
    if db.session.execute(select(User.id).where(User.email == email)).first():
        raise Refused("email", TAKEN)
    user = User(email=email, name=name, role_name=role, municipality=municipality, active=True, created_at=clock.now())
    db.session.add(user)
    db.session.flush()
    _log("user.invited", user, actor, after=for_log(user))
    return user, new_link(user)


def wrong_with(actor: User | None, asked: Asked, places: Mapping[str, Municipality]) -> list[Refused]:
    """What an invitation would be refused for: all of it, so that nobody is told of one fault at a time."""
    wrong = []
    for look in (
        lambda: tidy_name(asked.name),
        lambda: tidy_email(asked.email),
        lambda: _granted(actor, asked.role, asked.municipality, places),
    ):
        try:
            look()
        except Refused as refused:
            wrong.append(refused)
    return wrong


def new_link(user: User) -> str:
    """The secret of a new link with which a user chooses a password; an earlier link ends."""
    token = new_token()
    db.session.execute(delete(Invitation).where(Invitation.user_id == user.id))
    db.session.add(Invitation(user_id=user.id, digest=digest(token), expires_at=clock.now() + LINK_LASTS))
    return token


def give_link(actor: User | None, user: User) -> str:
    """A new link for someone who lost the first one or forgot the password. Raises Refused."""
    _check_managed(actor, user)
    _log("user.link", user, actor)
    return new_link(user)


def invited(token: str) -> User:
    """Whose link it is. Raises Refused when it was used, is too old, or never was."""
    found = db.session.execute(
        select(User)
        .join(Invitation, Invitation.user_id == User.id)
        .where(Invitation.digest == digest(token), Invitation.expires_at > clock.now(), User.active)
    ).scalar_one_or_none()
    if found is None:
        raise Refused("token", LINK_IS_OVER)
    return found


def accept(token: str, chosen: str, places: Mapping[str, Municipality]) -> User:
    """Use a link: set the password, once, and end all sessions. Raises Refused."""
    user = invited(token)
    kept = _kept(user, chosen, places)
    used = db.session.execute(delete(Invitation).where(Invitation.digest == digest(token)))
    if changed_rows(used) != 1:
        raise Refused("token", LINK_IS_OVER)
    first = user.password_hash is None
    user.password_hash = kept
    sessions.end_all(user.id)
    _log("user.joined" if first else "user.password", user, user)
    return user


def change_password(user: User, chosen: str, places: Mapping[str, Municipality], here: str | None) -> None:
    """Set a new password and end all other sessions; `here` is the digest of the one that stays. Raises Refused."""
    user.password_hash = _kept(user, chosen, places)
    db.session.execute(delete(Invitation).where(Invitation.user_id == user.id))
    sessions.end_all(user.id, but=here)
    _log("user.password", user, user)


def role_version(user: User) -> str:
    """A role and its municipality as a form carries what it was made from: `editor-0561`, `administrator-`."""
    return f"{user.role}-{user.municipality or ''}"


def last_role_giver(user: User) -> str:
    """The name of who last gave a user another role; empty when nobody here did."""
    query = select(Change.by_id).where(Change.subject == f"user:{user.id}", Change.kind == "user.role")
    by = db.session.execute(query.order_by(Change.id.desc()).limit(1)).scalar()
    return name_of(by) if by else ""


def change_role(
    actor: User,
    user: User,
    role: str,
    municipality: str | None,
    places: Mapping[str, Municipality],
    version: str | None = None,
) -> None:
    """Give another role, or another municipality, and end the user's sessions. Raises Refused, and StaleError when the
    role was another one than the `role_version` that was shown; None: nothing was shown."""
    _check_managed(actor, user)
    new_role, new_municipality = _granted(actor, role, municipality, places)
    before = for_log(user)
    if (new_role, new_municipality) == (user.role, user.municipality):
        return
    if version is not None and version != role_version(user):
        raise StaleError
    old_municipality = user.municipality
    user.role_name, user.municipality = new_role, new_municipality
    sessions.end_all(user.id)
    _log(
        "user.role", user, actor, before=before, after=for_log(user), municipality=old_municipality or new_municipality
    )


def disable(actor: User | None, user: User) -> None:
    """Shut an account, its sessions and its link. Raises Refused."""
    _check_managed(actor, user)
    if user.active:
        user.active = False
        db.session.execute(delete(Invitation).where(Invitation.user_id == user.id))
        sessions.end_all(user.id)
        _log("user.disabled", user, actor)


def enable(actor: User | None, user: User) -> None:
    """Open an account again. Raises Refused."""
    _check_managed(actor, user)
    if not user.active:
        user.active = True
        _log("user.enabled", user, actor)


def turn_codes_on(user: User, secret: str, step: int, here: str | None) -> list[str]:
    """Ask for a one-time code from now on; ends other sessions. Answers the recovery codes, to be shown once."""
    user.code_secret, user.code_step = secret, step
    made = codes.new_recovery_codes(user)
    sessions.end_all(user.id, but=here)
    _log("user.codes_on", user, user)
    return made


def turn_codes_off(actor: User | None, user: User) -> None:
    """Ask for no one-time code any more. Raises Refused: an administrator has to have them (the command line may)."""
    if actor is not None and user.role == Role.ADMINISTRATOR:
        raise Refused("", "En administrator skal bruge engangskoder.")
    if user.code_secret is not None:
        codes.forget_codes(user)
        _log("user.codes_off", user, actor)


def renew_recovery_codes(user: User) -> list[str]:
    """Ten new recovery codes; the earlier ones end."""
    made = codes.new_recovery_codes(user)
    _log("user.recovery_new", user, user)
    return made


def end_everywhere(user: User) -> None:
    """Log a user out of every browser, this one too."""
    sessions.end_all(user.id)
    _log("user.ended", user, user)


def note_recovery_used(user: User) -> None:
    """A recovery code was used: whoever owns it should be able to see that."""
    _log("user.recovery_used", user, user)


def note_clock(user: User, steps: int) -> None:
    """A right code came from a clock that is this many half-minutes off: the phone's, or the server's."""
    minutes, half = divmod(abs(steps), 2)
    said = f"{minutes},5" if half else str(minutes)
    _log("user.clock", user, user, after={"Minutter": f"{said} {'foran' if steps > 0 else 'bagefter'}"})


def administrators() -> int:
    """How many administrators can log in, or have been invited to."""
    query = select(func.count()).select_from(User).where(User.role_name == Role.ADMINISTRATOR, User.active)
    return db.session.execute(query).scalar_one()


def own_words(user: User, places: Mapping[str, Municipality]) -> list[str]:
    """What nobody should use as a password here: one's own name and mail, and the municipalities."""
    return [user.name, user.email, *(place.name for place in places.values())]


def _kept(user: User, chosen: str, places: Mapping[str, Municipality]) -> str:
    wrong = password.mistake(chosen, own_words(user, places))
    if wrong:
        raise Refused("new_password", wrong)
    return password.hashed(chosen)


def _granted(
    actor: User | None, role: str, municipality: str | None, places: Mapping[str, Municipality]
) -> tuple[Role, str | None]:
    may = tuple(Role) if actor is None else grantable(actor)
    if role not in may:
        raise Refused("role", BAD_ROLE)
    if role == Role.ADMINISTRATOR:
        return Role.ADMINISTRATOR, None
    if actor is not None and actor.role != Role.ADMINISTRATOR:
        municipality = actor.municipality
    if municipality not in places:
        raise Refused("municipality", NO_PLACE)
    return Role(role), municipality


def _check_managed(actor: User | None, user: User) -> None:
    """Hold `actor` to the accounts that are theirs to change, as these stand once it is our turn; None may change all.
    Raises Refused."""
    take_turn("accounts")
    if actor is None:
        return
    # Of two who shut each other at the same moment the second one is shut already, and shuts nobody; of two who give
    # somebody a role the second one sees the first one's.
    db.session.refresh(actor)
    db.session.refresh(user)
    if not actor.active:
        raise Refused("", BAD_ROLE)
    if actor.id == user.id:
        raise Refused("", NOT_YOURSELF)
    if not manages(actor, user):
        raise Refused("", BAD_ROLE)


def for_log(user: User) -> dict[str, str]:
    """An account as the log shows it."""
    return {"rolle": user.role.danish, "kommune": user.municipality or "alle"}


def _log(
    kind: str, user: User, actor: User | None, *, municipality: str | None = None, before=None, after=None
) -> None:
    record(
        kind,
        f"user:{user.id}",
        user.name,
        by=actor.id if actor else None,
        municipality=municipality or user.municipality,
        before=before,
        after=after,
    )
