"""Finds the browsers the tests drive, and installs what is missing.

``python -m harness.browsers`` prints one line per browser. The exit code says whether Chromium, the one that is
needed, is there. Tests that want Firefox or WebKit skip themselves when it is missing.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.processes import stop

if TYPE_CHECKING:  # Playwright and selenium are slow to import, and finding a browser needs neither
    from playwright.sync_api import Browser, Playwright
    from selenium.webdriver import Remote

# Chromium heeds only the last list of features that are off, so Playwright's own stand here too (a test compares).
PLAYWRIGHT_OFF = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "DialMediaRouteProvider"),
    *("GlobalMediaControls", "HttpsUpgrades", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "BlockOriginHeaderModificationOnRedirect"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "Translate", "AutoDeElevate", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "AimEnabled", "msForceBrowserSignIn"),
    "msEdgeUpdateLaunchServicesPreferredVersion",
)
# The address bar's suggestions are a page of their own, made for each window: half the work of opening one.
ADDRESS_BAR = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
# A process that waits for a page that is not to come: every profile of a test has one page.
IN_RESERVE = ("SpareRendererForSitePerProcess",)
CHROMIUM_FLAGS = [
    "--disable-features=" + ",".join([*PLAYWRIGHT_OFF, *ADDRESS_BAR, *IN_RESERVE]),
    "--no-sandbox",  # Chromium refuses to start as root otherwise, and CI often is root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Nothing but the page under test may use the network: tests count requests.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OLDEST_FIREFOX = 153  # the driver speaks WebDriver BiDi, of which Firefox 140 does not know all it asks for
PLAYWRIGHT_SECONDS = 300
WEBKIT_PATIENCE = 45  # seconds; a command takes up to a few on a busy machine


# Finding


# What pages and slips in these languages are drawn with: the language's code, and Debian's package.
FONTS = {"Arabic": ("ar", "fonts-noto-core"), "Thai": ("th", "fonts-thai-tlwg")}


def chromium_path() -> str | None:
    """The Chromium or Chrome to drive, or None. LOMMEKORT_CHROMIUM decides alone when it is set."""
    if chosen := os.environ.get("LOMMEKORT_CHROMIUM"):
        return chosen if version(chosen) else None
    return _first_that_starts(
        *_on_path("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        *_built_by_playwright("chromium-[0-9]*/chrome-linux*/chrome"),
        *_built_by_playwright("chromium-[0-9]*/chrome-mac*/*.app/Contents/MacOS/*"),
    )


def chromium_shell_path() -> str | None:
    """Chromium without windows, of the same version as the whole one, or None.

    It draws and runs pages with the same code, and takes half the processor time: what it lacks is everything around
    a page (history, the address bar, dialogs of its own).
    """
    whole = chromium_path()
    if not whole or os.environ.get("LOMMEKORT_CHROMIUM"):
        return None
    shell = _first_that_starts(
        *_on_path("chromium-headless-shell", "chrome-headless-shell"),
        *_built_by_playwright("chromium_headless_shell-[0-9]*/chrome-*/headless_shell"),
        *_built_by_playwright("chromium_headless_shell-[0-9]*/chrome-*/chrome-headless-shell"),
    )
    return shell if shell and _major(version(shell)) == _major(version(whole)) else None


def firefox_path() -> str | None:
    """The Firefox to drive, or None."""
    return _first_that_starts(
        *_on_path("firefox-esr", "firefox"),
        *_built_by_playwright("firefox-[0-9]*/firefox/firefox"),
        *_built_by_playwright("firefox-[0-9]*/firefox/*.app/Contents/MacOS/firefox"),
        oldest=OLDEST_FIREFOX,
    )


@dataclass(frozen=True)
class WebKit:
    """The three programs it takes to drive WebKitGTK without a screen."""

    browser: str
    driver: str
    screen: str


def webkit() -> WebKit | None:
    """WebKitGTK's MiniBrowser and driver with the virtual screen they need, or None."""
    folders = ("lib", "lib/*", "lib64", "libexec")  # distributions differ
    browsers = [path for folder in folders for path in Path("/usr").glob(f"{folder}/webkit*gtk-*/MiniBrowser")]
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    if not (browsers and driver and screen):
        return None
    return WebKit(str(max(browsers, key=lambda path: path.parent.name)), driver, screen)


@cache
def version(program: str) -> str | None:
    """What the program answers to ``--version``; None when it does not start.

    Ubuntu's ``chromium-browser`` is a script that only says "install the snap", and a downloaded build may
    lack system libraries: both are files that can be executed, and neither is a browser.
    """
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 and answer.stdout.strip() else None


def _first_that_starts(*programs: str, oldest: int = 0) -> str | None:
    return next((program for program in programs if _major(version(program)) >= max(oldest, 1)), None)


def _major(answer: str | None) -> int:
    found = re.search(r"([0-9]+)[.]", answer or "")
    return int(found[1]) if found else 0


def _on_path(*names: str) -> list[str]:
    return [path for name in names if (path := shutil.which(name))]


def _built_by_playwright(pattern: str) -> list[str]:
    """Browsers that ``playwright install`` has downloaded, newest first."""

    def revision(path: Path) -> int:
        return int(path.relative_to(folder).parts[0].rpartition("-")[2])

    default = "Library/Caches" if sys.platform == "darwin" else ".cache"
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / default / "ms-playwright")
    return [str(path) for path in sorted(folder.glob(pattern), key=revision, reverse=True)]


# Driving


def launch_chromium(playwright: Playwright, windows: bool = True, **options: Any) -> Browser:
    """Starts Chromium. The options are Playwright's; ``args`` are added to ours. Without windows it is quicker, where
    such a one is installed (`chromium_shell_path`)."""
    shell = None if windows else chromium_shell_path()
    path = shell or chromium_path()
    if not path:
        raise RuntimeError("No Chromium. Run: python -m harness.browsers")
    options["args"] = CHROMIUM_FLAGS + list(options.get("args", [])) + (["--in-process-gpu"] if shell else [])
    return playwright.chromium.launch(executable_path=path, **options)


def launch_firefox(playwright: Playwright, **options: Any) -> Browser:
    """Starts Firefox. The options are Playwright's.

    An ordinary Firefox is driven over WebDriver BiDi, where Playwright's ``color_scheme``, ``reduced_motion``
    and ``java_script_enabled`` have no effect.
    """
    path = firefox_path()
    if not path:
        raise RuntimeError("No Firefox. Run: python -m harness.browsers")
    if path not in _built_by_playwright("firefox-[0-9]*/**/firefox"):
        options.setdefault("channel", "moz-firefox")
    options.setdefault("timeout", 60_000)  # a Firefox that may not write to its home never becomes ready
    return playwright.firefox.launch(executable_path=path, **options)


@contextmanager
def webkit_driver(width: int = 360, height: int = 640) -> Iterator[Remote]:
    """A selenium driver for WebKitGTK on a screen of its own, with a profile that is gone afterwards. A command that is
    not answered in `WEBKIT_PATIENCE` raises urllib3's HTTPError: selenium would wait for ever.

    It is WebKit, but not a phone: storage that is emptied after a week and installed apps are not covered.
    """
    found = webkit()
    if not found:
        raise RuntimeError("No WebKit. Run: python -m harness.browsers")
    from selenium import webdriver
    from selenium.webdriver.common.proxy import Proxy
    from selenium.webdriver.remote.client_config import ClientConfig
    from selenium.webdriver.remote.remote_connection import RemoteConnection
    from selenium.webdriver.webkitgtk.service import Service

    with (
        tempfile.TemporaryDirectory(prefix="webkit-", ignore_cleanup_errors=True) as home,
        _virtual_screen(found.screen, width, height) as display,
    ):
        options = webdriver.WebKitGTKOptions()
        options.binary_location = found.browser
        options.add_argument("--automation")
        # A window with a toolbar is never narrower than the toolbar, 447 px. This one is the size of the screen.
        options.add_argument("--full-screen")
        service = Service(found.driver, env=_private_environment(home, display))
        service.start()
        try:
            address = ClientConfig(
                service.service_url,
                proxy=Proxy({"proxyType": "direct"}),
                timeout=WEBKIT_PATIENCE,
                init_args_for_pool_manager={"init_args_for_pool_manager": {"retries": False}},
            )
            # Not webdriver.WebKitGTK, which warns about its own call: pytest makes errors of warnings.
            with closing(RemoteConnection(client_config=address)) as connection:
                driver = webdriver.Remote(connection, options=options)
                driver.set_window_size(width, height)
                yield driver
        finally:
            stop(service.process)  # and its browser, also when neither answers any more
            service.stop()


@contextmanager
def _virtual_screen(xvfb: str, width: int, height: int) -> Iterator[str]:
    """The name of a screen in memory. The server picks a free number, so parallel runs cannot collide."""
    readable, writable = os.pipe()
    command = [xvfb, "-displayfd", str(writable), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writable], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writable)
    try:
        with os.fdopen(readable) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError(f"{xvfb} did not start")
        yield f":{number}"
    finally:
        stop(server)


def _private_environment(home: str, display: str) -> dict[str, str]:
    """Keeps the browser away from the user's own profile, screen and desktop services."""
    folders = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
    desktop = {"WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XAUTHORITY"}
    return {
        **{name: value for name, value in os.environ.items() if name not in desktop},
        **dict.fromkeys(folders, home),
        "HOME": home,
        "DISPLAY": display,
        "GDK_BACKEND": "x11",
        "GSETTINGS_BACKEND": "memory",
        "NO_AT_BRIDGE": "1",
    }


# Installing


def install() -> bool:
    """Installs what is missing and prints one line per browser. True when Chromium is there."""
    chosen = os.environ.get("LOMMEKORT_CHROMIUM")
    if chosen and not chromium_path():
        print(f"Chromium: missing (LOMMEKORT_CHROMIUM is {chosen}, which does not start)")
    else:
        _settle("Chromium", chromium_path, "chromium", ["chromium"])
        if not chosen:
            _settle("Chromium without windows", chromium_shell_path, None, ["chromium-headless-shell"])
    _settle("Firefox", firefox_path, "firefox", ["firefox-esr"])
    _settle("WebKit", _webkit_driver_path, None, ["webkit2gtk-driver", "xvfb"])
    for language, (code, package) in FONTS.items():
        _settle(f"Font for {language}", partial(font_path, code), None, [package])
    return chromium_path() is not None


def font_path(code: str) -> str | None:
    """A font with the letters of a language (ISO 639 code), by fontconfig; None where there is none."""
    lister = shutil.which("fc-list")
    if not lister:
        return None
    listed = subprocess.run([lister, f":lang={code}", "file"], capture_output=True, text=True, check=False)
    return next((line.split(":")[0] for line in listed.stdout.splitlines()), None)


def _webkit_driver_path() -> str | None:
    found = webkit()
    return found.driver if found else None


def _settle(name: str, find: Callable[[], str | None], download: str | None, packages: list[str]) -> None:
    """Prints what is used for one browser, after trying to install it where nothing was found."""
    attempts: list[tuple[Callable[..., str | None], list[str]]] = [(apt_install, packages)]
    if download:
        attempts.insert(0, (_playwright_install, [download]))

    failures: list[str | None] = []
    path = find()
    for attempt, wanted in attempts:
        if path:
            break
        if not failures:
            print(f"{name}: not found, installing …", flush=True)
        failures.append(attempt(*wanted))
        version.cache_clear()
        path = find()
    if path:
        print(f"{name}: {version(path) or 'found'} ({path})", flush=True)
    else:
        print(f"{name}: missing ({'; '.join(filter(None, failures)) or 'it is installed, but does not start'})")


def _playwright_install(browser: str) -> str | None:
    """Downloads Playwright's own build. Returns why it failed, in one line, or None."""
    command = [sys.executable, "-m", "playwright", "install", browser]
    return _run("playwright install", command, PLAYWRIGHT_SECONDS)


def apt_install(*packages: str) -> str | None:
    """Installs the distribution's packages. Returns why it failed, in one line, or None.

    It has no time limit: packages that are cut off half-way are worse than a wait, and apt gives up on a dead
    network by itself.
    """
    if not shutil.which("apt-get"):
        return "no apt-get here"
    sudo = []
    if os.geteuid() != 0:
        if not shutil.which("sudo") or _run("sudo", ["sudo", "-n", "true"], 10):
            return f"run as root: apt-get install {' '.join(packages)}"
        sudo = ["sudo", "-n"]
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    install_command = [*apt, "install", "-y", "--no-install-recommends", *packages]
    # First the lists: those that came with a machine name browsers of months ago, which the driver may not know.
    _run("apt-get update", [*apt, "update"])
    return _run("apt-get install", install_command)


def _run(name: str, command: list[str], seconds: float | None = None) -> str | None:
    """Runs a command quietly. Returns what went wrong, in one line, or None."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except BaseException as stop:
            late = isinstance(stop, subprocess.TimeoutExpired)
            # The whole group: Playwright downloads in a child of its own. Ctrl-C is gentle, for apt's sake.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL if late else signal.SIGTERM)
            if late:
                return f"{name}: no result in {seconds:.0f} s"
            raise
    if process.returncode == 0:
        return None
    lines = [line.strip() for line in output.splitlines() if line.strip()] or [f"exit code {process.returncode}"]
    telling = [line for line in lines if line.startswith(("E: ", "Error: "))]
    return f"{name}: {(telling or lines)[-1]}"


if __name__ == "__main__":
    sys.exit(0 if install() else 1)
