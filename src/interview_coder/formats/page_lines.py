"""Pieces of text on pages to the lines that somebody wrote: in reading order, without numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from interview_coder.formats.pdf_pages import Page, Piece

NUMBER = re.compile(r"\d{1,5}")
PAGE_NUMBER = re.compile(
    r"[-–—]?\s*(?:p(?:age|\.)?\s*)?\d{1,4}(?:\s*(?:/|sur|of|de)\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE
)
SAME_ROW = 0.5
EDGE_LINES = 4
SAME_PLACE = 3.0
SHARE_OF_PAGES, SURE_SHARE, SURE_PAGES = 0.4, 0.6, 4
LARGEST_STEP = 10
COLUMN_LINES = 6
SIMILAR_WIDTHS = (0.6, 1.7)
ALONE = 2.0
TWICE_AT_LEAST = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line as printed: its text, with a tab at each wide gap, its box in points, its page and column from 0."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    page: int
    column: int = 0

    @property
    def height(self) -> float:
        """How high its letters are."""
        return self.top - self.bottom


def lines_of(pages: Sequence[Page]) -> list[list[Line]]:
    """The lines of each page in reading order, without the numbers of lines in a margin."""
    margins = _numbered_margins(pages)
    return [list(_page_lines(page, number, margins)) for number, page in enumerate(pages)]


def _page_lines(page: Page, number: int, margins: Collection[Piece]) -> Iterator[Line]:
    pieces = [piece for piece in page.pieces if piece not in margins]
    for column, part in enumerate(_columns(pieces)):
        for row in _rows(part):
            text = " ".join([row[0].text])
            for before, after in pairwise(row):
                text += ("\t" if after.left - before.right > before.top - before.bottom else " ") + after.text
            yield Line(
                text.replace("\u00ad", "", text.count("\u00ad") - text.endswith("\u00ad")),
                row[0].left,
                max(piece.right for piece in row),
                min(piece.bottom for piece in row),
                max(piece.top for piece in row),
                number,
                column,
            )


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that stand on one line together, from top to bottom and from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.bottom):
        if rows:
            other = rows[-1][0]
            shared = min(piece.top, other.top) - max(piece.bottom, other.bottom)
            if shared >= SAME_ROW * min(piece.top - piece.bottom, other.top - other.bottom):
                rows[-1].append(piece)
                continue
        rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _columns(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces as columns of prose beside each other, where the file goes back up to begin the next one."""
    for n, (before, after) in enumerate(pairwise(pieces), 1):
        left, right = pieces[:n], pieces[n:]
        if after.bottom > before.top and after.left > before.left and min(len(left), len(right)) >= COLUMN_LINES:
            beside = median(piece.left for piece in right) >= median(piece.right for piece in left)
            widths = [median(piece.right - piece.left for piece in part) for part in (left, right)]
            if beside and SIMILAR_WIDTHS[0] < widths[0] / max(widths[1], 1.0) < SIMILAR_WIDTHS[1]:
                return [left, right]
    return [pieces]


def _numbered_margins(pages: Sequence[Page]) -> set[Piece]:
    """The numbers of lines or paragraphs that stand left or right of all text and count up the page."""
    text = [piece for page in pages for piece in page.pieces if not NUMBER.fullmatch(piece.text)]
    if not text:
        return set()
    lefts = Counter(round(piece.left) for piece in text)
    usual = min((left for left, count in lefts.items() if count * 20 >= len(text)), default=0)
    rights = sorted(piece.right for piece in text)
    sides: dict[bool, list[list[Piece]]] = {
        True: [[piece for piece in page.pieces if piece.right < usual] for page in pages],
        False: [[piece for piece in page.pieces if piece.left > rights[-1]] for page in pages],
    }
    found: set[Piece] = set()
    for side in sides.values():
        numbers = [sorted((p for p in page if NUMBER.fullmatch(p.text)), key=lambda p: -p.bottom) for page in side]
        steps = Counter(int(b.text) - int(a.text) for page in numbers for a, b in pairwise(page))
        step, count = steps.most_common(1)[0] if steps else (0, 0)
        if 0 < step <= LARGEST_STEP and count > 1 and count >= SURE_SHARE * steps.total():
            found.update(piece for page in numbers for piece in page)
    return found


def without_furniture(pages: Sequence[Sequence[Line]], headers: Collection[Line]) -> list[list[Line]]:
    """The lines of each page without running heads and feet and page numbers.

    They come back at the same place of most pages, or of every second, numbers in them apart, and nothing of the
    text is nearer to the edge. A line that begins with a speaker's name (`headers`) is one only if it comes back
    on most pages.
    """
    places: dict[tuple[bool, str], list[Line]] = defaultdict(list)
    for page in pages:
        for top, edge in ((True, page[:EDGE_LINES]), (False, page[-EDGE_LINES:])):
            for line in edge:
                places[top, _pattern(line)].append(line)
    running: set[Line] = set()
    for found in places.values():
        middle = median(line.bottom for line in found)
        there = [line for line in found if abs(line.bottom - middle) <= SAME_PLACE]
        numbers = sorted({line.page for line in there})
        on_most = len(numbers) >= SURE_SHARE * len(pages)
        every_second = len(numbers) >= SHARE_OF_PAGES * len(pages) and all(b - a <= 2 for a, b in pairwise(numbers))  # noqa: PLR2004
        if len(numbers) > 1 and (on_most or every_second):
            sure = on_most and len(pages) >= SURE_PAGES
            running.update(line for line in there if sure or line not in headers)
    return [_trimmed(page, running, alone=len(pages) == 1) for page in pages]


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _trimmed(page: Sequence[Line], running: Collection[Line], *, alone: bool) -> list[Line]:
    """A page without the running lines at its edges; a lone page also without a page number that stands apart."""
    first, last = 0, len(page)
    while first < last and page[first] in running:
        first += 1
    while first < last and page[last - 1] in running:
        last -= 1
    if alone and last - first > 1 and PAGE_NUMBER.fullmatch(page[last - 1].text):
        before, foot = page[last - 2 : last]
        last -= before.bottom - foot.top > ALONE * foot.height
    return list(page[first:last])


def read_once(pages: Sequence[Sequence[Line]]) -> tuple[list[Line], int]:
    """All lines in order, and how many were left out as the last line of a page printed again on top of the next."""
    found: list[Line] = []
    twice = 0
    for page in pages:
        start = 0
        if found and page and page[0].text == found[-1].text and len(page[0].text) >= TWICE_AT_LEAST:
            start = 1
            twice += 1
        found += page[start:]
    return found, twice
