"""Files to transcripts: which reader reads what. A new format is one new module and one row of `READERS`."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.packages import MAX_TOTAL
from interview_coder.formats.source import Source
from interview_coder.locale import t

Sniff = Callable[[Source], bool]
PDF_START = 1024


def zipped(member: str) -> Sniff:
    """Whether the file is a zip file with a member whose name begins with `member`."""
    return lambda source: source.zipped and any(name.startswith(member) for name in source.package.members)


def opendocument(kind: bytes) -> Sniff:
    """Whether the file is an OpenDocument file of this kind."""
    mimetype = b"application/vnd.oasis.opendocument." + kind
    return lambda source: (
        source.zipped
        and {"mimetype", "content.xml"} <= source.package.members
        and source.package.read("mimetype").startswith(mimetype)
    )


def begins(*magics: bytes) -> Sniff:
    """Whether the file begins with one of these bytes."""
    return lambda source: source.data.startswith(magics)


def written(pattern: str) -> Sniff:
    """Whether the text of the file, white space at its start apart, begins so."""
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda source: bool(compiled.match(source.beginning))


def never(_: Source) -> bool:
    """Only the suffix tells this format."""
    return False


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its name, its suffixes, how its content is recognised, and the module that reads it.

    `unmistakable`: content that `sniff` does not recognise is not of this format, whatever the suffix says.
    `module` has a function `read(source)` that returns a Reading, or several for files that hold several
    interviews; it is None for a format that is only recognised. `binary`: the file is not text in one encoding.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Sniff
    module: str | None
    unmistakable: bool = False
    binary: bool = False


TIME_LINE = r"\d+:\d\d:\d\d[,.]\d{1,3}"
MARKUP = r"(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)*"
# Bytes are looked at before text, so that nothing binary is decoded.
READERS = (
    Reader("docx", (".docx", ".docm"), zipped("word/"), "docx", unmistakable=True, binary=True),
    Reader("odt", (".odt", ".ott"), opendocument(b"text"), "odt", unmistakable=True, binary=True),
    Reader("ods", (".ods",), opendocument(b"spreadsheet"), "sheets", unmistakable=True, binary=True),
    Reader("xlsx", (".xlsx", ".xlsm"), zipped("xl/"), "sheets", unmistakable=True, binary=True),
    Reader("pptx", (".pptx",), zipped("ppt/"), None, unmistakable=True, binary=True),
    Reader("qdpx", (".qdpx",), zipped("project.qde"), None, unmistakable=True, binary=True),
    Reader("pdf", (".pdf",), lambda source: b"%PDF-" in source.data[:PDF_START], "pdf", unmistakable=True, binary=True),
    Reader("rtf", (".rtf",), begins(b"{\\rtf"), "rtf", unmistakable=True, binary=True),
    Reader("doc", (".doc", ".xls"), begins(b"\xd0\xcf\x11\xe0"), None, unmistakable=True),
    Reader("vtt", (".vtt",), written(r"WEBVTT(?!\w)"), "vtt"),
    Reader("srt", (".srt",), written(rf"\d+[ \t]*\n{TIME_LINE}[ \t]*-->"), "srt"),
    Reader("html", (".html", ".htm", ".xhtml"), written(MARKUP + r"(<!doctype html|<html)\b"), "webpage"),
    Reader("eaf", (".eaf",), written(MARKUP + "<ANNOTATION_DOCUMENT"), "elan"),
    Reader("trs", (".trs",), written(MARKUP + r"<(!DOCTYPE )?Trans\b"), "transcriber"),
    Reader("sbv", (".sbv",), written(rf"{TIME_LINE},{TIME_LINE}\s*\n"), "sbv"),
    Reader("otr", (".otr",), written(r'\{\s*"(text|media|media-[a-z]+)"\s*:\s*("|\d)'), "otranscribe"),
    Reader("xml", (".xml",), written(r"<\?xml\b"), None),
    Reader("json", (".json", ".jsonl"), never, None),
    Reader("csv", (".csv", ".tsv", ".tab"), never, "rows"),
    Reader("markdown", (".md", ".markdown"), never, "markdown"),
    Reader("txt", (".txt", ".text"), never, "txt"),
)
PLAIN = READERS[-1]


def known_suffixes() -> frozenset[str]:
    """The suffixes, lower case with their dot, of the formats that are read or at least recognised."""
    return frozenset(suffix for reader in READERS for suffix in reader.suffixes)


def read(path: Path) -> Reading:
    """The transcript in the file at `path`; its content decides which reader reads it.

    Raises UnreadableFileError, one sentence with the file's name, for whatever cannot be read whole.
    """
    name = path.name or str(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableFileError(t("formats.folder", name=name), t("formats.folder_hint"))
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFileError(t("formats.not_a_file", name=name), t("formats.save_hint"))
        if status.st_size > MAX_TOTAL:
            raise UnreadableFileError(t("formats.bomb", name=name), t("formats.bomb_hint"))
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFileError(t("formats.missing", name=path), t("formats.missing_hint")) from error
    except PermissionError as error:
        raise UnreadableFileError(t("formats.permission", name=name), t("formats.permission_hint")) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableFileError(t("formats.failed", name=name, reason=reason), "") from error
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """The only transcript in `data`, as `read_all`; raises UnreadableFileError also when there are several."""
    readings = read_all(data, name, encoding)
    if len(readings) > 1:
        raise UnreadableFileError(t("formats.several", name=name, count=len(readings)), t("formats.several_hint"))
    return readings[0]


def read_all(data: bytes, name: str, encoding: str | None = None) -> tuple[Reading, ...]:
    """The transcripts, at least one, in `data`, the content of a file called `name`, in `encoding` if it is known.

    Its content decides which reader reads it. Raises UnreadableFileError, one sentence with the file's name, for
    whatever cannot be read whole. Warnings about the whole file come with its first transcript.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFileError(t("formats.empty", name=name), t("formats.empty_hint"))
    source = Source(data, name, encoding)
    reader, warnings = _reader_of(source)
    if reader.module is None:
        raise _not_read(source, reader)
    found: Reading | tuple[Reading, ...] = import_module(f"interview_coder.formats.{reader.module}").read(source)
    readings = (found,) if isinstance(found, Reading) else found
    if not any(reading.text.strip() for reading in readings):
        raise UnreadableFileError(t("formats.empty", name=name), t("formats.empty_hint"))
    if not reader.binary:
        readings = tuple(replace(reading, encoding=source.decoded.encoding) for reading in readings)
        warnings += source.decoded.warnings
    return (replace(readings[0], warnings=(*warnings, *readings[0].warnings)), *readings[1:])


def _reader_of(source: Source) -> tuple[Reader, tuple[str, ...]]:
    """The reader for `source`, and a warning where its content is not what its suffix says."""
    claimed = next((reader for reader in READERS if source.suffix in reader.suffixes), None)
    reader = next((reader for reader in READERS if reader.sniff(source)), None)
    if reader is None:
        if source.zipped:
            raise UnreadableFileError(t("formats.unknown", name=source.name), t("formats.save_hint"))
        reader = PLAIN if claimed is None or claimed.unmistakable else claimed
    if reader is claimed or not source.suffix:
        return reader, ()
    return reader, (t("formats.other_suffix", name=source.name, suffix=source.suffix, format=reader.name),)


def _not_read(source: Source, reader: Reader) -> UnreadableFileError:
    """The refusal of a format that is only recognised."""
    if reader.name == "doc" and "EncryptedPackage".encode("utf-16-le") in source.data:
        return UnreadableFileError(t("formats.encrypted", name=source.name), t("formats.encrypted_hint"))
    return UnreadableFileError(t("formats.not_read", name=source.name, format=reader.name), t("formats.save_hint"))
