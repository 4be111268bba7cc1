"""Word files (.docx): every paragraph, table, content control and text box, once and in order.

Tracked insertions and moves are read as if accepted, deletions as if accepted too, with a warning that
counts both. Footnotes and endnotes follow the interview, outside every turn, numbered where they are called.
Comments, headers and footers are left out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import cache

from interview_coder.domain.headers import find_turns
from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.flow import Flow, left_out, text_with_notes
from interview_coder.formats.packages import Package
from interview_coder.formats.source import Source
from interview_coder.locale import t

WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DELETIONS = frozenset({"del", "moveFrom"})
# Alternatives of what is read already, and properties, whose tabs and marks are not text.
DROPPED = DELETIONS | {"Fallback", "pPr", "rPr", "tblPr", "tcPr", "trPr", "sectPr", "sdtPr", "rt"}
CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What Word makes of :) :| :( --> <-- in its symbol font.
SYMBOLS = {"F04A": "☺", "F04B": "😐", "F04C": "☹", "F0E0": "→", "F0DF": "←"}
OTHER_SYMBOL = "□"


@cache
def local(tag: str) -> str:
    """The name of an element that matters here without its namespace, else an empty string."""
    namespace, _, name = tag.rpartition("}")
    return name if namespace + "}" in (*WORD, COMPATIBILITY, MATHS) else ""


def value(attributes: dict[str, str], name: str) -> str:
    """An attribute of Word's namespace, transitional or strict, or an empty string."""
    return next((attributes[space + name] for space in WORD if space + name in attributes), "")


class Walk:
    """Follows the XML events of one part and collects its text, notes and counts."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.notes: dict[str, list[str]] = {}
        self.calls: list[tuple[str, str]] = []
        self.deletions = self.insertions = self.comments = 0
        self._dropping: list[str] = []
        self._text: list[str] | None = None
        self._preserve = False
        self._joined: list[bool] = []  # for each open paragraph: its mark is deleted
        self._row_deleted: list[bool] = []
        self._note = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        if self._dropping:
            self._dropping.append(name)
            self._see_deleted_marks()
        elif name in DROPPED:
            self._dropping.append(name)
            self.deletions += name in DELETIONS
        elif name in CHARACTERS:
            self.flow.add(CHARACTERS[name])
        elif name in STARTS:
            STARTS[name](self, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._dropping:
            self._dropping.pop()
            return
        name = local(tag)
        if name in ENDS:
            ENDS[name](self)

    def data(self, text: str) -> None:
        """Characters; only those of text elements are text."""
        if self._text is not None and not self._dropping:
            self._text.append(text)

    def _see_deleted_marks(self) -> None:
        """A deletion in the properties of a paragraph is one of its mark; in those of a row, of the row."""
        if self._dropping[-1] not in DELETIONS:
            return
        if self._dropping[:-1] == ["pPr", "rPr"] and self._joined:
            self._joined[-1] = True
        elif self._dropping[:-1] == ["trPr"] and self._row_deleted:
            self._row_deleted[-1] = True

    def _start_text(self, attributes: dict[str, str]) -> None:
        self._text = []
        self._preserve = attributes.get(SPACE) == "preserve"

    def _end_text(self) -> None:
        text = re.sub("[\r\n]", " ", "".join(self._text or []))
        self.flow.add(text if self._preserve else text.strip(" \t"))
        self._text = None

    def _start_paragraph(self, _: dict[str, str]) -> None:
        self._joined.append(False)

    def _end_paragraph(self) -> None:
        if not self._joined.pop():
            self.flow.end_paragraph()

    def _start_block(self, _: dict[str, str]) -> None:
        self.flow.begin_block()

    def _start_row(self, _: dict[str, str]) -> None:
        self.flow.begin_row()
        self._row_deleted.append(False)

    def _end_row(self) -> None:
        self.flow.end_row(keep=not self._row_deleted.pop())

    def _start_note(self, attributes: dict[str, str]) -> None:
        self._note = value(attributes, "id")
        self.flow.begin_block()

    def _end_note(self) -> None:
        self.notes[self._note] = [line.strip() for line in self.flow.end_block()]

    def _call(self, kind: str, attributes: dict[str, str]) -> None:
        self.calls.append((kind, value(attributes, "id")))
        self.flow.add(f"[{len(self.calls)}]")

    def _symbol(self, attributes: dict[str, str]) -> None:
        self.flow.add(SYMBOLS.get(value(attributes, "char").upper(), OTHER_SYMBOL))

    def _count_comment(self, _: dict[str, str]) -> None:
        self.comments += 1

    def _count_insertion(self, _: dict[str, str]) -> None:
        self.insertions += 1


STARTS: dict[str, Callable[[Walk, dict[str, str]], None]] = {
    "t": Walk._start_text,
    "p": Walk._start_paragraph,
    "tr": Walk._start_row,
    "tc": Walk._start_block,
    "txbxContent": Walk._start_block,
    "footnote": Walk._start_note,
    "endnote": Walk._start_note,
    "footnoteReference": lambda walk, attributes: walk._call("footnotes", attributes),
    "endnoteReference": lambda walk, attributes: walk._call("endnotes", attributes),
    "sym": Walk._symbol,
    "commentReference": Walk._count_comment,
    "ins": Walk._count_insertion,
    "moveTo": Walk._count_insertion,
}
ENDS: dict[str, Callable[[Walk], None]] = {
    "t": Walk._end_text,
    "p": Walk._end_paragraph,
    "tr": Walk._end_row,
    "tc": lambda walk: walk.flow.end_cell(),
    "txbxContent": lambda walk: walk.flow.end_box(),
    "footnote": Walk._end_note,
    "endnote": Walk._end_note,
}


class Relations:
    """Collects what the parts of a package are to each other: kind to target."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag.endswith("}Relationship") and attributes.get("TargetMode") != "External":
            self.targets[attributes.get("Type", "").rpartition("/")[2]] = attributes.get("Target", "")

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """White space."""


def read(source: Source) -> Reading:
    """The transcript in a Word file; raises UnreadableFileError for a damaged or unsafe one."""
    package = source.package
    main = related(package, "").get("officeDocument", "word/document.xml")
    if main not in package.members:
        raise UnreadableFileError(t("formats.damaged", name=source.name), t("formats.save_hint"))
    walk = Walk()
    package.feed(main, walk)
    lines = walk.flow.lines()
    text, notes = text_with_notes(lines, called_notes(package, main, walk))
    return Reading(text + notes, find_turns(text), "docx", warnings=left_out(source.name, walk))


def related(package: Package, part: str) -> dict[str, str]:
    """The parts that `part` (or the package, "") refers to: kind, such as `footnotes`, to member name."""
    folder, name = posixpath.split(part)
    member = posixpath.join(folder, "_rels", f"{name}.rels")
    relations = Relations()
    if member in package.members:
        package.feed(member, relations)
    return {
        kind: posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        for kind, target in relations.targets.items()
    }


def called_notes(package: Package, main: str, walk: Walk) -> list[list[str]]:
    """The lines of each footnote and endnote in the order in which the text calls them."""
    if not walk.calls:
        return []
    parts = related(package, main)
    found: dict[str, dict[str, list[str]]] = {}
    for kind in {kind for kind, _ in walk.calls}:
        if parts.get(kind) in package.members:
            notes = Walk()
            package.feed(parts[kind], notes)
            found[kind] = notes.notes
            walk.deletions += notes.deletions
            walk.insertions += notes.insertions
    return [found.get(kind, {}).get(number, []) for kind, number in walk.calls]
