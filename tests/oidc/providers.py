"""A real, certified OpenID provider (`oidc-provider`, from npm) that tests can lead astray, and the app in front of it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import requests
from werkzeug.serving import make_server

from harness.processes import ROOT, answers, free_port, running
from tests.conftest import make_app

HERE = Path(__file__).parent / "provider"
FOLDER = ROOT / ".cache" / "oidc-provider"
SECRET = "a-secret-of-the-tests-own"


def node() -> str:
    """Node.js: the machine's, else the one Playwright brings."""
    import playwright

    found = shutil.which("node") or Path(playwright.__file__).parent / "driver" / "node"
    return str(found)


def install() -> Path:
    """The provider's folder, fetched by the lock file where it is missing. Whoever asks first fetches it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "package-lock.json").read_bytes()
    made, kept = FOLDER / "made", hashlib.sha256(lock).hexdigest()
    with (FOLDER / "lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not made.exists() or made.read_text() != kept:
            assert shutil.which("npm"), "npm is missing. On Debian or Ubuntu: apt-get install nodejs npm"
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, FOLDER / name)
            subprocess.run(
                ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                cwd=FOLDER,
                check=True,
                timeout=150,
            )
            made.write_text(kept)
        shutil.copy(HERE / "provider.mjs", FOLDER / "provider.mjs")
    return FOLDER


class Provider:
    """A provider that runs, and what a test may do to it."""

    def __init__(self, port: int):
        self.url = f"http://127.0.0.1:{port}"

    def order(self, what: str, **given) -> str:
        """Have it do or be something else; see `provider.mjs`."""
        answer = requests.post(f"{self.url}/-/{what}", json=given, timeout=10)
        answer.raise_for_status()
        return answer.text

    def reset(self) -> None:
        """As it was at first, but for its keys and those who are logged in."""
        self.order("set", accounts={}, seconds=0, trouble={}, ttl=3600, conform=True)
        self.order("begin")

    def has(self, subject: str, **claims) -> None:
        """Give it this one account."""
        mail = f"{subject}@eksempel.dk"
        self.order("accounts", **{subject: {"name": "Anna Holm", "email": mail, "email_verified": True} | claims})


@contextmanager
def provider(folder: Path, clients: list[dict]) -> Iterator[Provider]:
    """A provider with these clients, until it is no longer needed."""
    port, file = free_port(), folder / "clients.json"
    file.write_text(json.dumps(clients))
    command = [node(), str(install() / "provider.mjs"), str(port), str(file)]
    with running(command, folder / "provider.log", lambda: answers(port)):
        yield Provider(port)


def client_of(site: str, name: str, **changed) -> dict:
    """The app as a provider's client."""
    return {
        "client_id": f"lommekort-{name}",
        "client_secret": SECRET,
        "redirect_uris": [f"{site}/intern/login/kommune/{name}/retur"],
        "post_logout_redirect_uris": [f"{site}/intern/login"],
        "backchannel_logout_uri": f"{site}/intern/login/kommune/{name}/lukket",
        "backchannel_logout_session_required": True,
    } | changed


class Site:
    """The app, served in this process, so that a test may move its clock."""

    def __init__(self, folder: Path, port: int, file: Path):
        self.url = f"http://127.0.0.1:{port}"
        self.app = make_app(folder / "instance", LOMMEKORT_LOGIN=str(file), LOMMEKORT_SITE=self.url)
        self._server = make_server("127.0.0.1", port, self.app, threaded=True)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Serve no longer."""
        self._server.shutdown()
        self._server.server_close()


class Browser:
    """An HTTP client that does what a person with a browser does: cookies, links, forms. Without following by itself."""

    def __init__(self, site: Site):
        self.site = site
        self.http = requests.Session()
        self.http.trust_env = False

    def get(self, address: str):
        """One page."""
        return self.http.get(urljoin(self.site.url, address), allow_redirects=False, timeout=30)

    def post(self, address: str, **fields):
        """Send a form, with the token of the login page."""
        fields.setdefault("csrf_token", self.token())
        headers = {"Sec-Fetch-Site": "same-origin"}
        return self.http.post(
            urljoin(self.site.url, address), data=fields, headers=headers, allow_redirects=False, timeout=30
        )

    def token(self, page: str = "/intern/login") -> str:
        """A form's token."""
        answer = self.get(page)
        while answer.is_redirect:
            answer = self.get(answer.headers["Location"])
        return re.search(r'name="csrf_token" value="([^"]+)"', answer.text)[1]

    def start(self, name: str = "esbjerg", **fields):
        """Press the provider's button: the page that sends one on."""
        return self.post("/intern/login/kommune", issuer=name, **fields)

    def away(self, name: str = "esbjerg", **fields) -> str:
        """The address at the provider to which one is sent."""
        answer = self.start(name, **fields)
        assert answer.status_code == 200, answer.text
        return answer.headers["Refresh"].removeprefix("0; url=")

    def at_provider(self, address: str, subject: str = "anna") -> str:
        """Log in at the provider, where it asks, and answer the address at which it sends one back to the app."""
        for _ in range(12):
            if address.startswith(self.site.url):
                return address
            answer = self.http.get(address, allow_redirects=False, timeout=30)
            form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
            if form and not answer.is_redirect:
                assert 'name="login"' in answer.text, answer.text
                fields = {"prompt": "login", "login": subject, "password": "anything"}
                action = urljoin(address, unescape(form[1]))
                answer = self.http.post(action, data=fields, allow_redirects=False, timeout=30)
            assert answer.is_redirect, (answer.status_code, answer.text)
            address = urljoin(address, answer.headers["Location"])
        raise AssertionError(f"sent about without end, last to {address}")

    def log_in(self, name: str = "esbjerg", subject: str = "anna", **fields):
        """All the way; answers what the app says at last."""
        return self.get(self.at_provider(self.away(name, **fields), subject))

    def is_in(self) -> bool:
        """Whether the desk answers this browser."""
        return self.get("/intern").status_code == 200
