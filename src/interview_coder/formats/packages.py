"""Zipped and XML files from outside, read in memory under caps: nothing is extracted, fetched or trusted."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Protocol

from interview_coder.errors import UnreadableFileError
from interview_coder.locale import t

MEBIBYTE = 2**20
MAX_TOTAL = 200 * MEBIBYTE
MAX_ENTRY = 50 * MEBIBYTE
MAX_RATIO = 200
MAX_ENTRIES = 10_000
CHUNK = 2**16
# Below this a high ratio is only a repetitive file; above it, a bomb.
RATIO_COUNTS_FROM = MEBIBYTE
CENTRAL_RECORD = b"PK\x01\x02"
ENCRYPTED = 0x1
# What zipfile raises for bad archives and for features that documents do not have.
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)


class Target(Protocol):
    """What XML is parsed into: names of elements come as `{namespace}name`."""

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        """An element begins."""

    def end(self, tag: str, /) -> None:
        """An element ends."""

    def data(self, text: str, /) -> None:
        """Characters, possibly in pieces."""


class Package:
    """One zip file in memory, with a budget that all its members share.

    Raises UnreadableFileError, also while reading, for a damaged, encrypted or oversized file.
    """

    def __init__(self, data: bytes, name: str) -> None:
        if data.count(CENTRAL_RECORD) > MAX_ENTRIES:  # before zipfile builds an object for each
            raise self._too_large(name)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except DAMAGE as error:
            raise self._damaged(name) from error
        self.name = name
        self.members = frozenset(self._zip.namelist())
        self._left = MAX_TOTAL

    def chunks(self, member: str) -> Iterator[bytes]:
        """The bytes of `member`, piece by piece, counted as they come and not by what the header says."""
        try:
            info = self._zip.getinfo(member)
        except KeyError as error:
            raise self._damaged(self.name) from error
        if info.flag_bits & ENCRYPTED:
            raise UnreadableFileError(t("formats.encrypted", name=self.name), t("formats.encrypted_hint"))
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._damaged(self.name)
        read = 0
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(CHUNK):
                    read += len(chunk)
                    self._left -= len(chunk)
                    bomb = read > RATIO_COUNTS_FROM and read > MAX_RATIO * info.compress_size
                    if bomb or read > MAX_ENTRY or self._left < 0:
                        raise self._too_large(self.name)
                    yield chunk
        except DAMAGE as error:
            raise self._damaged(self.name) from error

    def read(self, member: str) -> bytes:
        """The whole content of `member`."""
        return b"".join(self.chunks(member))

    def feed(self, member: str, target: Target) -> None:
        """Parse the XML of `member` into `target`."""
        feed(self.chunks(member), target, self.name)

    @staticmethod
    def _damaged(name: str) -> UnreadableFileError:
        return UnreadableFileError(t("formats.damaged", name=name), t("formats.save_hint"))

    @staticmethod
    def _too_large(name: str) -> UnreadableFileError:
        return UnreadableFileError(t("formats.bomb", name=name), t("formats.bomb_hint"))


def feed(chunks: Iterable[bytes], target: Target, name: str, encoding: str | None = None, *, dtd: bool = False) -> None:
    """Parse XML given in pieces into `target`, as events, without building a tree.

    `encoding` goes before the one that the XML declares. With `dtd` a document type may be named; it is never fetched.
    Raises UnreadableFileError for XML that is not well formed, declares entities or, without `dtd`, a document type.
    """
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415 (not needed for plain text)

    from defusedxml import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import XMLParser  # noqa: PLC0415

    parser = XMLParser(target=target, encoding=encoding, forbid_dtd=not dtd, forbid_entities=True, forbid_external=True)
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except DefusedXmlException as error:
        raise UnreadableFileError(t("formats.unsafe_xml", name=name), t("formats.save_hint")) from error
    except (ParseError, LookupError, ValueError) as error:
        line = getattr(error, "position", (0, 0))[0]
        raise UnreadableFileError(t("formats.bad_xml", name=name, line=line), t("formats.save_hint")) from error
