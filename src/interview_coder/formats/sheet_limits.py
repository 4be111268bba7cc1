"""What a spreadsheet may hold, looked at before a library lays it out in memory cell by cell."""

from __future__ import annotations

import re

from interview_coder.errors import UnreadableFileError
from interview_coder.formats.packages import Package
from interview_coder.locale import t

MAX_CELLS = 5_000_000
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
MANIFEST = "META-INF/manifest.xml"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


class ExcelExtent:
    """Follows the XML events of a sheet of Excel: how large the rectangle around its cells is."""

    def __init__(self) -> None:
        self.rows = self.columns = 0

    @property
    def cells(self) -> int:
        """How many cells the sheet is laid out in."""
        return self.rows * self.columns

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag.endswith("}c") and (found := REFERENCE.fullmatch(attributes.get("r", ""))):
            column = 0
            for letter in found[1]:
                column = column * 26 + ord(letter) - ord("A") + 1
            self.columns = max(self.columns, column)
            self.rows = max(self.rows, int(found[2]))

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text is not looked at."""


class OpenExtent:
    """Follows the XML events of an OpenDocument spreadsheet: how many cells its repeated ones make."""

    def __init__(self) -> None:
        self.cells = 0
        self._repeated = 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == TABLE + "table-row":
            self._repeated = _count(attributes, "number-rows-repeated")
        elif tag == TABLE + "table-cell" and OFFICE + "value-type" in attributes:
            self.cells += self._repeated * _count(attributes, "number-columns-repeated")

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text is not looked at."""


def _count(attributes: dict[str, str], name: str) -> int:
    value = attributes.get(TABLE + name, "1")
    return int(value[:9]) if value.isascii() and value.isdecimal() else 1


def refuse_unreadable(package: Package) -> None:
    """Raise UnreadableFileError for a spreadsheet that is damaged, encrypted, unsafe or far too large to lay out.

    Every member is unpacked once under the caps of `packages`.
    """
    if MANIFEST in package.members and b"encryption-data" in package.read(MANIFEST):
        raise UnreadableFileError(t("formats.encrypted", name=package.name), t("formats.encrypted_hint"))
    for member in sorted(package.members):
        if member.startswith("xl/worksheets/") and member.endswith(".xml"):
            extent: ExcelExtent | OpenExtent = ExcelExtent()
            package.feed(member, extent)
        elif member == "content.xml":
            extent = OpenExtent()
            package.feed(member, extent)
        else:
            for _ in package.chunks(member):
                pass
            continue
        if extent.cells > MAX_CELLS:
            raise UnreadableFileError(t("formats.bomb", name=package.name), t("formats.bomb_hint"))
