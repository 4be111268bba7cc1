"""Figures in a real browser, as people see them."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_coder.formats.plots.files import write
from tests.browser import Chromium
from tests.formats.plots.figures import CHARTS, FOOT

BOXES = """[...document.querySelectorAll('text')].map(text => {
    const box = text.getBoundingClientRect();
    return [text.textContent, box.left, box.top, box.right, box.bottom, getComputedStyle(text).visibility];
})"""
PAGE = (
    "[document.documentElement.getBoundingClientRect().width, document.documentElement.getBoundingClientRect().height]"
)


@pytest.mark.parametrize("kind", CHARTS)
def test_a_browser_shows_every_text_of_a_figure_inside_its_page(kind: str, browser: Chromium, tmp_path: Path) -> None:
    path = tmp_path / "figure.svg"
    write(CHARTS[kind](), path)
    with browser.open(path) as opened:
        boxes, (width, height) = opened.ask(BOXES), opened.ask(PAGE)
        assert opened.requests == opened.complaints == []
    assert {"Interviews", "Codes met"} <= {box[0] for box in boxes} or {"AI", "pay"} <= {box[0] for box in boxes}
    assert set(FOOT) <= {box[0] for box in boxes}
    assert [box for box in boxes if box[1] < 0 or box[2] < 0 or box[3] > width or box[4] > height] == []
    assert {box[5] for box in boxes} == {"visible"}
