"""Paragraphs, tables and boxes to running text: a paragraph is a line, a table row a line of cells."""

from __future__ import annotations

from typing import Protocol

from interview_coder.locale import t


class Flow:
    """Collects text while a document is walked through, once and in order.

    A block holds lines; the document is the outermost one, and each table cell, text box and note opens its
    own. Cells of a row are joined with tabs. Text boxes follow the paragraph that they hang on.
    """

    def __init__(self) -> None:
        self._lines: list[list[str]] = [[]]
        self._pieces: list[list[str]] = [[]]
        self._boxes: list[list[str]] = [[]]
        self._rows: list[list[str]] = []

    def add(self, text: str) -> None:
        """Continue the current paragraph."""
        self._pieces[-1].append(text)

    def end_paragraph(self) -> None:
        """Make the current paragraph a line, even an empty one."""
        self._lines[-1].append("".join(self._pieces[-1]))
        self._lines[-1].extend(self._boxes[-1])
        self._pieces[-1].clear()
        self._boxes[-1].clear()

    def begin_block(self) -> None:
        """Open a block in the current paragraph or block."""
        for stack in (self._lines, self._pieces, self._boxes):
            stack.append([])

    def end_block(self) -> list[str]:
        """Close the innermost block and return its lines."""
        if self._pieces[-1] or self._boxes[-1]:
            self.end_paragraph()
        self._pieces.pop()
        self._boxes.pop()
        return self._lines.pop()

    def end_box(self) -> None:
        """Close the innermost block as a text box of the paragraph around it."""
        lines = self.end_block()
        self._boxes[-1].extend(lines)

    def begin_row(self) -> None:
        """Open a table row; what came loose before it becomes a paragraph."""
        if self._pieces[-1]:
            self.end_paragraph()
        self._rows.append([])

    def end_cell(self) -> None:
        """Close the innermost block as the next cell of the row."""
        cell = "\n".join(self.end_block()).strip("\n")
        if self._rows:
            self._rows[-1].append(cell)
        else:  # a cell outside any row is only a block
            self._lines[-1].extend(cell.split("\n"))

    def end_row(self, keep: bool = True) -> None:
        """Close the row as a line of its cells, or drop it."""
        cells = self._rows.pop()
        if keep:
            self._lines[-1].append("\t".join(cells))

    def lines(self) -> list[str]:
        """All lines of the document, once it is walked through."""
        if self._pieces[-1] or self._boxes[-1]:
            self.end_paragraph()
        return self._lines[-1]


def text_with_notes(lines: list[str], notes: list[list[str]]) -> tuple[str, str]:
    """The running text, and what follows it: an empty line and the notes, numbered `[1] …` in order."""
    text = "\n".join(lines)
    numbered = ["\n".join([f"[{number}] {note[0]}", *note[1:]]) for number, note in enumerate(notes, 1) if note]
    return text, "".join(f"\n\n{note}" for note in numbered)


class Counted(Protocol):
    """A walk through a document that counted what it did not take as it stands."""

    deletions: int
    insertions: int
    comments: int


def left_out(name: str, walk: Counted) -> tuple[str, ...]:
    """Warnings that count the tracked changes and comments of the file `name`."""
    found = []
    if walk.deletions or walk.insertions:
        found.append(t("formats.tracked", name=name, deletions=walk.deletions, insertions=walk.insertions))
    if walk.comments:
        found.append(t("formats.comments", name=name, count=walk.comments))
    return tuple(found)
