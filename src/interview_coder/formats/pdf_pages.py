"""Pages of a PDF as pieces of text with their place, read with pdfium."""

from __future__ import annotations

import ctypes
import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from interview_coder.errors import UnreadableFileError
from interview_coder.formats.packages import MAX_ENTRY, MAX_TOTAL
from interview_coder.locale import t

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

MAX_PAGES = 5_000
MAX_CHARACTERS = 20_000_000
STREAM = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")
PACKED_TWICE = 3
PICTURE_WITHIN = 300
PASSWORD = 4
RIGHT, DOWN, LEFT, UP = range(4)
# A gap as wide, in heights of the letters, parts columns, a number from its line, words.
COLUMN_GAP, NUMBER_GAP, WORD_GAP = 1.6, 0.7, 0.2
SAME_LINE = 0.5
# What pdfium makes of a hyphen at the end of a line.
BREAK_HYPHENS = frozenset({0x2, 0xFFFE})
# Blanks that pdfium adds where letters stand apart have no place of their own.
BLANKS = frozenset({0x20, 0xD, 0xA})
SPACE, GENERATED_SPACE = 0x20, "\0 "
HIGHEST = 0x110000
Sign = tuple[str, float, float, float, float]
UNREADABLE = frozenset({"Cc", "Co", "Cs", "Cn"})


class Piece(NamedTuple):
    """A stretch of text on one line, without a wide gap in it, and its box in points from the bottom left."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


class Page(NamedTuple):
    """The pieces of one page in the order of the file, and how many of its letters have no known character."""

    pieces: list[Piece]
    unreadable: int


def pages(data: bytes, name: str) -> Iterator[Page]:
    """The pages of a PDF, one after the other.

    Raises UnreadableFileError for one that is protected, damaged, or unpacks to far too much.
    """
    import pypdfium2  # noqa: PLC0415 (only for PDF)

    _refuse_bombs(data, name)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD or "password" in str(error).lower():
            raise UnreadableFileError(t("formats.encrypted", name=name), t("formats.encrypted_hint")) from error
        raise UnreadableFileError(t("formats.damaged", name=name), t("formats.pdf_hint")) from error
    try:
        count, characters = len(document), 0
        for number in range(count):
            page = _page(document, number)
            characters += sum(len(piece.text) for piece in page.pieces)
            if count > MAX_PAGES or characters > MAX_CHARACTERS:
                raise UnreadableFileError(t("formats.bomb", name=name), t("formats.bomb_hint"))
            yield page
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError(t("formats.damaged", name=name), t("formats.pdf_hint")) from error
    finally:
        document.close()


def _page(document: PdfDocument, number: int) -> Page:
    page = document[number]
    text = page.get_textpage()
    try:
        left, bottom, right, top = page.get_bbox()
        found = [
            sign
            for sign in _signs(text)
            if sign[0] == GENERATED_SPACE
            or (2 * left <= sign[1] + sign[3] <= 2 * right and 2 * bottom <= sign[2] + sign[4] <= 2 * top)
        ]
        direction = _direction(found)
        if direction != RIGHT:
            found = [(sign, *_upright(box, direction)) for sign, *box in found]
        return Page(_pieces(found), sum(not sign[0] for sign in found))
    finally:
        text.close()
        page.close()


def _direction(signs: list[Sign]) -> int:
    """Where most of the text runs, in quarters of a turn counted clockwise from the right."""
    steps = [0, 0, 0, 0]
    for before, after in pairwise(signs):
        across, up = after[1] - before[1], after[2] - before[2]
        if abs(across) >= abs(up):
            steps[RIGHT if across >= 0 else LEFT] += 1
        else:
            steps[UP if up > 0 else DOWN] += 1
    return steps.index(max(steps))


def _signs(text: PdfTextPage) -> Iterator[Sign]:
    """The characters of a page in the order of the file, each with its left, bottom, right and top."""
    from pypdfium2 import raw  # noqa: PLC0415

    code_of, box_of, is_generated = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_IsGenerated
    box = raw.FS_RECTF()
    reference = ctypes.byref(box)
    for n in range(text.count_chars()):
        code = code_of(text, n)
        if code in BLANKS and is_generated(text, n) == 1:
            if code == SPACE:
                yield GENERATED_SPACE, 0.0, 0.0, 0.0, 0.0
            continue
        box_of(text, n, reference)
        yield _sign(code), box.left, box.bottom, box.right, box.top


@lru_cache(maxsize=4096)
def _sign(code: int) -> str:
    """The character of a code, ligatures as their letters; empty for one that nobody could read."""
    if code in BREAK_HYPHENS:
        return "-"
    sign = chr(code) if code < HIGHEST else "\0"
    if sign in "\t\r\n":
        return " "
    if unicodedata.category(sign) in UNREADABLE:
        return ""
    return unicodedata.normalize("NFKC", sign) if "\ufb00" <= sign <= "\ufb06" else sign


def _upright(box: Sequence[float], direction: int) -> tuple[float, float, float, float]:
    """A box of text that runs in this direction, as if the page were turned so that it runs to the right."""
    left, bottom, right, top = box
    if direction == DOWN:
        return -top, left, -bottom, right
    if direction == LEFT:
        return -right, -top, -left, -bottom
    return bottom, -right, top, -left


def _pieces(characters: list[Sign]) -> list[Piece]:
    """Characters that stand side by side on one line, in the order of the file, as pieces of text."""
    found: list[Piece] = []
    signs: list[str] = []
    x0 = x1 = y0 = y1 = 0.0
    space = False
    for sign, left, bottom, right, top in characters:
        if sign == GENERATED_SPACE or sign.isspace():
            space = True
            continue
        height = min(top - bottom, y1 - y0)
        gap = left - x1
        beside = min(top, y1) - max(bottom, y0) >= SAME_LINE * height
        wide = gap > COLUMN_GAP * height or (gap > NUMBER_GAP * height and "".join(signs).isdecimal())
        if not signs or not beside or wide or gap < -height:
            if signs:
                found.append(Piece("".join(signs), x0, x1, y0, y1))
            signs, x0, x1, y0, y1 = [], left, right, bottom, top
        elif space or gap > WORD_GAP * height:
            signs.append(" ")
        signs.append(sign)
        space = False
        x1 = max(x1, right)
        if top - bottom > y1 - y0:
            y0, y1 = bottom, top
    if signs:
        found.append(Piece("".join(signs), x0, x1, y0, y1))
    return [piece for piece in found if piece.text.strip()]


def _refuse_bombs(data: bytes, name: str) -> None:
    """Raise UnreadableFileError when a packed stream of the file, or all but pictures, unpack to more than the caps."""
    total = 0
    for found in STREAM.finditer(data):
        end = data.find(b"endstream", found.end())
        packed = data[found.end() : end if end >= 0 else len(data)]
        picture = b"/Image" in data[max(0, found.start() - PICTURE_WITHIN) : found.start()]
        cap = MAX_TOTAL if picture else MAX_ENTRY
        for _ in range(PACKED_TWICE):
            try:
                packed = zlib.decompressobj().decompress(packed, cap + 1)
            except zlib.error:
                break
            total += 0 if picture else len(packed)
            if len(packed) > cap or total > MAX_TOTAL:
                raise UnreadableFileError(t("formats.bomb", name=name), t("formats.bomb_hint"))
