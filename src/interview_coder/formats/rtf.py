"""Rich Text Format (.rtf): paragraphs and table rows as lines, footnotes after the interview, pictures passed over.

No library told footnotes, deletions and comments from the text. Tracked insertions are read as accepted, deletions
as accepted too; comments, headers and footers are left out. Warnings count what was left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from interview_coder.domain.headers import find_turns
from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.docx import OTHER_SYMBOL, SYMBOLS
from interview_coder.formats.flow import Flow, left_out, text_with_notes
from interview_coder.formats.rtf_tokens import CHARSETS, DEFAULT, SYMBOL_CHARSET, Token, codec_of, tokens
from interview_coder.formats.source import Source
from interview_coder.locale import t

DEEPEST = 1000
SYMBOL = "symbol"
# Where the text of a group goes, by the control word that begins it.
RUNNING = ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf")
DROPPED = (
    *("colortbl", "stylesheet", "info", "pict", "objdata", "fldinst", "listtext", "pntext", "sp", "nonshppict"),
    *("filetbl", "xe", "tc", "rxe", "template", "bkmkstart", "bkmkend", "themedata", "datafield"),
)
DESTINATIONS = {
    **dict.fromkeys(RUNNING, "running"),
    **dict.fromkeys(DROPPED, "drop"),
    "fonttbl": "fonts",
    "footnote": "note",
    "annotation": "comment",
    "shptxt": "box",
}
# A group after \* is passed over by whoever does not know it; these are known.
KNOWN = frozenset({"shpinst", "footnote", "annotation", "fonttbl", "shptxt"})
TEXT = frozenset({"text", "note", "box"})
CHARACTERS = {
    "tab": "\t",
    "nestcell": "\t",
    "line": "\n",
    "page": "\n",
    "column": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
SIGNS = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\", "\t": "\t"}


@dataclass(frozen=True, slots=True)
class Group:
    """What holds inside a pair of braces: where text goes, its codec, how many characters replace a `\\u`.

    `note` and `box` say that the group itself, and not one around it, is a note or a text box.
    """

    kind: str = "text"
    codec: str = DEFAULT
    replaced: int = 1
    deleted: bool = False
    note: int | None = None
    box: bool = False


class Walk:
    """Follows the tokens of a file and collects its text, notes and counts."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.flow = Flow()
        self.notes: list[list[str]] = []
        self.deletions = self.insertions = self.comments = self.running = 0
        self.groups: list[Group] = []
        self.ended = False
        self._group = Group()
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._page = DEFAULT
        self._starred = False
        self._skip = 0
        self._bytes = bytearray()
        self._units: list[int] = []
        self._in_row = False

    def take(self, token: Token) -> None:
        """The next token."""
        if token.kind in ("text", "byte"):
            self._take_bytes(token.text)
        elif token.kind == "brace":
            self._flush()
            self._skip = 0
            if token.text == "{":
                self._open()
            else:
                self._close()
        elif self._skip:
            self._skip -= 1
        elif token.kind == "sign":
            self._flush()
            self._take_sign(token.text)
        elif token.text == "u":
            self._take_unit(token.number or 0)
        else:
            self._flush()
            self._take_word(token.text, token.number)

    def finish(self) -> list[str]:
        """The lines of the document, once all tokens are taken."""
        self._flush()
        while self.groups:
            self._close()
        self._end_row(None)
        return self.flow.lines()

    def _flush(self) -> None:
        """Turn the bytes and code units that were gathered into characters of the text."""
        if self._units:
            units = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units.clear()
            self._write(units.decode("utf-16-le", errors="replace"))
        if self._bytes:
            data = bytes(self._bytes)
            self._bytes.clear()
            symbol = self._group.codec == SYMBOL
            self._write("".join(map(_symbol, data)) if symbol else data.decode(self._group.codec, errors="replace"))

    def _write(self, text: str) -> None:
        if self._group.kind == "running":
            self.running += bool(text.strip())
        elif self._group.kind in TEXT and not self._group.deleted:
            self.flow.add(text)

    def _take_bytes(self, text: str) -> None:
        passed = min(self._skip, len(text))
        self._skip -= passed
        if len(text) > passed and self._group.kind in (*TEXT, "running"):
            if self._units:
                self._flush()
            self._bytes += text[passed:].encode("latin-1")

    def _take_unit(self, number: int) -> None:
        if self._bytes:
            self._flush()
        unit = number & 0xFFFF
        if self._group.codec == SYMBOL and unit >= SYMBOL_PAGE:
            self._write(_symbol(unit))
        else:
            self._units.append(unit)
        self._skip = self._group.replaced

    def _take_sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._paragraph(None)
        elif sign in SIGNS:
            self._write(SIGNS[sign])

    def _take_word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if starred and word not in KNOWN:
            self._group = replace(self._group, kind="drop")
        elif word in DESTINATIONS:
            self._enter(DESTINATIONS[word])
        elif word in CHARACTERS:
            self._write(CHARACTERS[word])
        elif word in WORDS:
            WORDS[word](self, number)

    def _enter(self, kind: str) -> None:
        """The current group is one of a kind of its own, unless nothing of it is read anyway."""
        if self._group.kind not in TEXT:
            return
        self.comments += kind == "comment"
        if kind == "note":
            self.notes.append([])
            self._write(f"[{len(self.notes)}]")
            self._group = replace(self._group, note=len(self.notes) - 1)
        if kind in ("note", "box"):
            self.flow.begin_block()
        self._group = replace(self._group, kind=kind, box=kind == "box")

    def _open(self) -> None:
        self.groups.append(self._group)
        self._group = replace(self._group, note=None, box=False)
        self._starred = False
        if len(self.groups) > DEEPEST:
            raise UnreadableFileError(t("formats.bomb", name=self.name), t("formats.bomb_hint"))

    def _close(self) -> None:
        if self._group.note is not None:
            self.notes[self._group.note] = [line.strip() for line in self.flow.end_block()]
        elif self._group.box:
            self.flow.end_box()
        if self.groups:
            self._group = self.groups.pop()
        self.ended = not self.groups

    def _paragraph(self, _: int | None) -> None:
        if self._group.kind in TEXT and not self._group.deleted:
            self.flow.end_paragraph()

    def _begin_row(self, _: int | None) -> None:
        if self._group.kind == "text" and not self._in_row:
            self.flow.begin_row()
            self.flow.begin_block()
            self._in_row = True

    def _end_cell(self, _: int | None) -> None:
        if self._group.kind == "text":
            self._begin_row(None)
            self.flow.end_cell()
            self.flow.begin_block()

    def _end_row(self, _: int | None) -> None:
        """Close the row; what came after its last cell, which no sound file has, is a line of its own."""
        if self._in_row and self._group.kind == "text":
            rest = "\n".join(self.flow.end_block()).strip("\n")
            self.flow.end_row()
            self._in_row = False
            if rest:
                self.flow.add(rest)
                self.flow.end_paragraph()

    def _choose_page(self, number: int | None) -> None:
        self._page = codec_of(number)
        self._group = replace(self._group, codec=self._page)

    def _choose_font(self, number: int | None) -> None:
        self._font = number or 0
        if self._group.kind != "fonts":
            self._group = replace(self._group, codec=self._fonts.get(self._font, self._page))

    def _choose_charset(self, number: int | None) -> None:
        if self._group.kind == "fonts" and number is not None:
            known = SYMBOL if number == SYMBOL_CHARSET else CHARSETS.get(number)
            if known:
                self._fonts[self._font] = known

    def _back_to_plain(self, _: int | None) -> None:
        self._group = replace(self._group, codec=self._page, deleted=False)

    def _delete(self, number: int | None) -> None:
        self.deletions += number != 0 and self._group.kind in TEXT
        self._group = replace(self._group, deleted=number != 0)

    def _insert(self, number: int | None) -> None:
        self.insertions += number != 0 and self._group.kind in TEXT

    def _replaced(self, number: int | None) -> None:
        self._group = replace(self._group, replaced=max(0, min(number or 0, 16)))


SYMBOL_PAGE = 0xF000
WORDS: dict[str, Callable[[Walk, int | None], None]] = {
    "par": Walk._paragraph,
    "sect": Walk._paragraph,
    "nestrow": Walk._paragraph,
    "trowd": Walk._begin_row,
    "intbl": Walk._begin_row,
    "cell": Walk._end_cell,
    "row": Walk._end_row,
    "ansicpg": Walk._choose_page,
    "mac": lambda walk, _: walk._choose_page(10000),
    "pc": lambda walk, _: walk._choose_page(437),
    "pca": lambda walk, _: walk._choose_page(850),
    "f": Walk._choose_font,
    "fcharset": Walk._choose_charset,
    "plain": Walk._back_to_plain,
    "deleted": Walk._delete,
    "revised": Walk._insert,
    "uc": Walk._replaced,
}


def _symbol(code: int) -> str:
    """A character of a symbol font, as docx reads it."""
    return " " if code in (0x20, 0xF020) else SYMBOLS.get(f"{SYMBOL_PAGE | code:04X}", OTHER_SYMBOL)


def read(source: Source) -> Reading:
    """The transcript in a Rich Text file; raises UnreadableFileError for one that nests too deep."""
    walk = Walk(source.name)
    for token in tokens(source.data):
        walk.take(token)
        if walk.ended:
            break
    breaks_off = not walk.ended
    text, notes = text_with_notes(walk.finish(), walk.notes)
    warnings = left_out(source.name, walk)
    if breaks_off:
        warnings += (t("formats.rtf_breaks_off", name=source.name),)
    if walk.running:
        warnings += (t("formats.running_heads", name=source.name),)
    if "\ufffd" in text:
        warnings += (t("formats.replacement_characters", name=source.name, count=text.count("\ufffd")),)
    return Reading(text + notes, find_turns(text), "rtf", warnings=warnings)
