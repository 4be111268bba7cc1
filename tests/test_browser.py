"""The browser that other tests look through shows what stands in a file and sees what a page asks for."""

from __future__ import annotations

from pathlib import Path

from tests.browser import Chromium


def test_a_page_is_laid_out_and_what_it_asks_for_is_seen(browser: Chromium, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p style='width: 50px'>One <img src='http://example.org/a.png'></p>", encoding="utf-8")
    with browser.open(page, width=700) as opened:
        assert opened.ask("document.querySelector('p').getBoundingClientRect().width") == 50
        assert opened.ask("window.innerWidth") == 700
        assert opened.requests == ["http://example.org/a.png"]
        assert opened.picture(tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_opens_too(browser: Chromium, tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    picture.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="9"/></svg>',
        encoding="utf-8",
    )
    with browser.open(picture, scheme="dark") as opened:
        assert opened.ask("document.querySelector('rect').getBoundingClientRect().height") == 9
        assert opened.ask("matchMedia('(prefers-color-scheme: dark)').matches")
        assert opened.requests == opened.complaints == []
