"""A real browser for what people open in one: pages and pictures written by the program.

It is Debian's Chromium, headless, driven by Playwright. `.ci/run` installs it where it may; elsewhere the tests that
take the fixture `browser` are skipped and say why. One browser lasts for a module of tests, because Playwright keeps
an event loop running as long as it is open.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@dataclass
class Opened:
    """A file open in the browser: `page` is Playwright's; `requests` what it asked for besides the file itself."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def ask(self, expression: str) -> Any:  # noqa: ANN401 - whatever the expression gives
        """The value of a JavaScript expression in the page."""
        return self.page.evaluate(expression)

    def picture(self, path: Path) -> Path:
        """The whole page as a PNG file."""
        self.page.screenshot(path=path, full_page=True)
        return path


@dataclass(frozen=True)
class Chromium:
    """A headless browser without network."""

    browser: Browser

    @contextmanager
    def open(
        self,
        path: Path,
        *,
        width: int = 1200,
        height: int = 900,
        scheme: Literal["light", "dark"] = "light",
        media: Literal["screen", "print"] = "screen",
    ) -> Iterator[Opened]:
        """The file at `path` in a window of this size in CSS pixels."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, offline=True, java_script_enabled=True
        )
        try:
            opened = Opened(context.new_page())
            address = path.resolve().as_uri()
            opened.page.on("request", lambda asked: asked.url != address and opened.requests.append(asked.url))
            opened.page.on("console", lambda said: opened.complaints.append(said.text))
            opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
            opened.page.emulate_media(media=media, color_scheme=scheme)
            opened.page.goto(address)
            yield opened
        finally:
            context.close()


def _program() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    """A real browser; the test is skipped where there is none."""
    program = _program()
    if program is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium; or $CHROMIUM names the program)")
    if importlib.util.find_spec("playwright") is None:
        pytest.skip("Playwright is not installed (pip install playwright)")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - half a second, needed here only

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=[*FLAGS], headless=True)
        try:
            yield Chromium(running)
        finally:
            running.close()
