"""Pages of a PDF as pieces of text with their place, read with pdfium."""

from __future__ import annotations

import ctypes
import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import pi
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
RIGHT, DOWN, LEFT, UP, SLANTED = range(5)
STRAIGHT = 0.06
# A gap as wide, in heights of the letters, parts columns, a number from its line, words.
COLUMN_GAP, NUMBER_GAP, WORD_GAP = 1.6, 0.7, 0.2
SAME_LINE = 0.5
# What pdfium makes of a hyphen at the end of a line.
BREAK_HYPHENS = frozenset({0x2, 0xFFFE})
# Blanks that pdfium adds where letters stand apart have no place of their own.
BLANKS = frozenset({0x20, 0xD, 0xA})
SPACE = 0x20
HIGHEST = 0x110000
# A character, its left, bottom, right and top.
Sign = tuple[str, float, float, float, float]
GENERATED_SPACE: Sign = (" ", 0.0, 0.0, 0.0, 0.0)
UNREADABLE = frozenset({"Cc", "Co", "Cs", "Cn"})


class Piece(NamedTuple):
    """A stretch of text on one line, without a wide gap in it, and its box in points from the bottom left."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


class Page(NamedTuple):
    """The pieces of one page in the order of the file, how many of its letters have no known character, and how
    many run in another direction than most, as in a stamp across the page.
    """

    pieces: list[Piece]
    unreadable: int
    aside: int


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
        running: dict[int, list[Sign]] = {direction: [] for direction in (RIGHT, DOWN, LEFT, UP, SLANTED)}
        for direction, sign in _signs(text):
            _, x0, y0, x1, y1 = sign
            inside = 2 * left <= x0 + x1 <= 2 * right and 2 * bottom <= y0 + y1 <= 2 * top
            if inside or sign is GENERATED_SPACE:
                running[direction].append(sign)
        main = max((RIGHT, DOWN, LEFT, UP), key=lambda direction: len(running[direction]))
        aside = sum(sign is not GENERATED_SPACE for other in running if other != main for sign in running[other])
        found = running[main]
        if main != RIGHT:
            found = [one if one is GENERATED_SPACE else (one[0], *_upright(one[1:], main)) for one in found]
        return Page(_pieces(found), sum(not sign[0] for sign in found), aside)
    finally:
        text.close()
        page.close()


def _signs(text: PdfTextPage) -> Iterator[tuple[int, Sign]]:
    """The characters of a page in the order of the file, each with the direction in which its word runs."""
    from pypdfium2 import raw  # noqa: PLC0415

    code_of, box_of, is_generated = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_IsGenerated
    box = raw.FS_RECTF()
    reference = ctypes.byref(box)
    begins, direction = True, RIGHT
    for n in range(text.count_chars()):
        code = code_of(text, n)
        if code in BLANKS:
            begins = True
            if is_generated(text, n) == 1:
                if code == SPACE:
                    yield direction, GENERATED_SPACE
                continue
        elif begins:
            begins = False
            direction = _direction(raw.FPDFText_GetCharAngle(text, n))
        box_of(text, n, reference)
        yield direction, (_sign(code), box.left, box.bottom, box.right, box.top)


def _direction(angle: float) -> int:
    """The direction of text that is turned clockwise by so many radians."""
    quarters = max(angle, 0.0) / (pi / 2)  # negative: unknown
    return round(quarters) % 4 if abs(quarters - round(quarters)) < STRAIGHT else SLANTED


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
    part: list[Sign] = []
    blanks: set[int] = set()  # before which signs of the part a space stands
    space = False
    for character in characters:
        sign, left, bottom, right, top = character
        if character is GENERATED_SPACE or sign.isspace():
            space = True
            continue
        if part:
            _, left_before, bottom_before, right_before, top_before = part[-1]
            height = min(top - bottom, top_before - bottom_before)
            gap = left - right_before
            beside = min(top, top_before) - max(bottom, bottom_before) >= SAME_LINE * height
            ligature = (left, right) == (left_before, right_before)  # its letters share its place
            wide = gap > COLUMN_GAP * height or (gap > NUMBER_GAP * height and all(one[0].isdecimal() for one in part))
            if not ligature and (not beside or wide or gap < -height):
                found.append(_piece(part, blanks))
                part, blanks = [], set()
            elif not ligature and (space or gap > WORD_GAP * height):
                blanks.add(len(part))
        part.append(character)
        space = False
    if part:
        found.append(_piece(part, blanks))
    return [piece for piece in found if piece.text]


def _piece(part: list[Sign], blanks: set[int]) -> Piece:
    """A piece from its characters; where most of them stand is its line, whatever hangs below or above."""
    text = "".join(f" {one[0]}" if n in blanks else one[0] for n, one in enumerate(part))
    bottom = sorted(one[2] for one in part)[len(part) // 2]
    height = sorted(one[4] - one[2] for one in part)[len(part) // 2]
    return Piece(text.strip(), part[0][1], max(one[3] for one in part), bottom, bottom + height)


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
