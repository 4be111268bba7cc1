"""OpenDocument texts (.odt): paragraphs, headings, lists, tables, text boxes; white space as the format says.

Tracked deletions and comments are left out with a warning that counts them, insertions are kept. Footnotes
and endnotes follow the interview, outside every turn, numbered where they are called.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from interview_coder.domain.headers import find_turns
from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.flow import Flow, left_out, text_with_notes
from interview_coder.formats.source import Source
from interview_coder.locale import t

NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:"
MANIFEST = "META-INF/manifest.xml"
TEXT = NAMESPACE + "text:1.0}"
# Tracked changes hold only what was deleted; titles and descriptions belong to pictures.
DROPPED = frozenset(
    {
        *("text:tracked-changes", "office:annotation", "text:note-citation", "text:sequence-decls"),
        *("svg-compatible:title", "svg-compatible:desc", "office:forms", "text:ruby-text"),
    }
)
SPACES = re.compile(r"[ \t\r\n]+")
BOXES = (
    *("draw:text-box", "draw:custom-shape", "draw:rect", "draw:ellipse", "draw:circle", "draw:polygon"),
    *("draw:path", "draw:line", "draw:connector", "draw:regular-polygon", "draw:polyline"),
)
CELLS = ("table:table-cell", "table:covered-table-cell")


@cache
def short(tag: str) -> str:
    """`text:p` for the element p of the OpenDocument namespace text, an empty string for a foreign one."""
    namespace, _, name = tag.removeprefix(NAMESPACE).rpartition("}")
    return f"{namespace.rpartition(':')[0]}:{name}" if tag.startswith(NAMESPACE) else ""


class Walk:
    """Follows the XML events of `content.xml` and collects its text, notes and counts."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.notes: list[list[str]] = []
        self.deletions = self.insertions = self.comments = 0
        self._dropping = 0
        self._paragraphs: list[bool] = []  # for each open paragraph: the next space would be superfluous
        self._open_notes: list[int] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = short(tag)
        self.deletions += name == "text:deletion"
        self.insertions += name == "text:insertion"
        if self._dropping or name in DROPPED:
            self.comments += name == "office:annotation"
            self._dropping += 1
        elif name in STARTS:
            STARTS[name](self, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._dropping:
            self._dropping -= 1
        elif (name := short(tag)) in ENDS:
            ENDS[name](self)

    def data(self, text: str) -> None:
        """Characters: text inside a paragraph, where runs of white space count as one space."""
        if self._dropping or not self._paragraphs:
            return
        text = SPACES.sub(" ", text)
        if self._paragraphs[-1]:
            text = text.removeprefix(" ")
        if text:
            self._paragraphs[-1] = text.endswith(" ")
            self.flow.add(text)

    def _start_paragraph(self, _: dict[str, str]) -> None:
        self._paragraphs.append(True)

    def _end_paragraph(self) -> None:
        self._paragraphs.pop()
        self.flow.end_paragraph()

    def _add(self, text: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1] = False
            self.flow.add(text)

    def _spaces(self, attributes: dict[str, str]) -> None:
        self._add(" " * min(int(attributes.get(TEXT + "c", "1")), 1000))

    def _start_note(self, _: dict[str, str]) -> None:
        self._open_notes.append(len(self.notes))
        self.notes.append([])
        self._add(f"[{len(self.notes)}]")
        self.flow.begin_block()

    def _end_note(self) -> None:
        self.notes[self._open_notes.pop()] = [line.strip() for line in self.flow.end_block()]


STARTS: dict[str, Callable[[Walk, dict[str, str]], None]] = {
    "text:p": Walk._start_paragraph,
    "text:h": Walk._start_paragraph,
    "text:s": Walk._spaces,
    "text:tab": lambda walk, _: walk._add("\t"),
    "text:line-break": lambda walk, _: walk._add("\n"),
    "text:note": Walk._start_note,
    "table:table-row": lambda walk, _: walk.flow.begin_row(),
    **dict.fromkeys((*CELLS, *BOXES), lambda walk, _: walk.flow.begin_block()),
}
ENDS: dict[str, Callable[[Walk], None]] = {
    "text:p": Walk._end_paragraph,
    "text:h": Walk._end_paragraph,
    "text:note": Walk._end_note,
    "table:table-row": lambda walk: walk.flow.end_row(),
    **dict.fromkeys(CELLS, lambda walk: walk.flow.end_cell()),
    **dict.fromkeys(BOXES, lambda walk: walk.flow.end_box()),
}


def read(source: Source) -> Reading:
    """The transcript in an OpenDocument text; raises UnreadableFileError for a damaged or unsafe one."""
    package = source.package
    if MANIFEST in package.members and b"encryption-data" in package.read(MANIFEST):
        raise UnreadableFileError(t("formats.encrypted", name=source.name), t("formats.encrypted_hint"))
    walk = Walk()
    package.feed("content.xml", walk)
    text, notes = text_with_notes(walk.flow.lines(), walk.notes)
    return Reading(text + notes, find_turns(text), "odt", warnings=left_out(source.name, walk))
