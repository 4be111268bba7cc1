"""Web pages (.html): what a reader sees, block elements as lines, table rows as lines of cells."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from interview_coder.domain.headers import find_turns
from interview_coder.domain.transcripts import Reading
from interview_coder.formats.source import Source

BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"),
        *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "tr", "ul"),
    }
)
UNSEEN = frozenset({"script", "style", "title", "template"})
CELLS = frozenset({"td", "th"})
SPACES = re.compile(r"[ \t\r\n\f]+")
# noScribe closes an overlap with `//` glued to the next utterance in html, apart from it in txt and vtt.
OVERLAP = re.compile(r"ts_\d+_\d+_//")


class Page(HTMLParser):
    """Collects the text of a page, tolerant of elements that are never closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0
        self._preformatted = 0
        self._line_ends = False
        self._cells = 0  # in the current row
        self._empty_cell = False
        self._overlap = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag in UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._write("\n")
        elif tag in CELLS:
            self._begin_cell()
        elif tag in BLOCKS:
            self._boundary()
            self._preformatted += tag == "pre"
            self._cells = 0 if tag == "tr" else self._cells
        elif tag == "a":
            self._overlap = any(name == "name" and OVERLAP.match(value or "") for name, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in CELLS:
            self._empty_cell = self._line_ends = False
        elif tag in BLOCKS:
            self._empty_cell = self._empty_cell and tag != "tr"
            self._boundary()
            self._preformatted = max(0, self._preformatted - (tag == "pre"))
        elif tag == "a" and self._overlap:
            self.handle_data(" ")
            self._overlap = False

    def handle_data(self, data: str) -> None:
        """Characters, references already resolved."""
        if self._unseen:
            return
        if self._preformatted:
            self._write(data)
            return
        text = SPACES.sub(" ", data)
        if self._line_ends or not self.pieces or self.pieces[-1][-1] in " \n\t":
            text = text.removeprefix(" ")
        if text:
            self._write(text)

    def _boundary(self) -> None:
        """The next text begins a new line, unless it is the first of a table cell."""
        self._line_ends = self._line_ends or (bool(self.pieces) and not self._empty_cell)

    def _begin_cell(self) -> None:
        if self._cells:
            self._line_ends = False
        self._write("\t" if self._cells else "")  # the first cell begins its line even when it is empty
        self._cells += 1
        self._empty_cell = True

    def _write(self, text: str) -> None:
        if self._line_ends and self.pieces[-1] != "\n":
            self.pieces.append("\n")
        self._line_ends = self._empty_cell = False
        if text:
            self.pieces.append(text)


def page_text(page: Page, markup: str) -> str:
    """What a reader sees of `markup`, gathered by a fresh `page`, without blanks at the ends of lines."""
    page.feed(markup)
    page.close()
    text = "".join(page.pieces)
    if "\ufffd" not in markup:  # what an impossible character reference such as &#0; becomes
        text = text.replace("\ufffd", "")
    return re.sub(r" +$", "", text, flags=re.MULTILINE).strip("\n")


def read(source: Source) -> Reading:
    """The transcript in a web page; nothing that the page refers to is fetched."""
    text = page_text(Page(), source.decoded.text)
    return Reading(text, find_turns(text), "html")
