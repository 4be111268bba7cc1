"""Bytes to text: strict UTF-8 first, then byte order marks, then a careful guess, else a refusal."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice

from interview_coder.errors import UnreadableFileError
from interview_coder.locale import t

# UTF-32 before UTF-16: the little-endian marks begin alike.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# With what each must be better by, in well-placed characters: DOS files are rare.
WESTERN = (("cp1252", 0.0), ("mac-roman", 0.0), ("iso-8859-15", 0.0), ("cp850", 0.1))
LETTERS = frozenset("àâäáãåæçéèêëíìîïñóòôöõœøúùûüßÿ")
FREQUENT = frozenset("éèêàçùâîôûëïœÉÈÀÇ’«»…–—\u00a0°€")
ALONE = frozenset("àÀôÔ")
SIGNS = frozenset("’‘“”«»‹›…–—•·°€£§\u00a0²³ºª¿¡½¼¾×±µ")
BEFORE_A_WORD = frozenset("‘“«‹¿¡€£§½¼¾×±")
AFTER_A_WORD = frozenset("²³ºª½¼¾×±°€£")
DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# The codecs of languages; UTF-8 was tried before, and others do odd things to text.
OF_LANGUAGES = ("iso8859", "cp", "koi8", "mac", "gb", "big5", "shift_jis", "euc")
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
C1 = re.compile("[\x80-\x9f]")
NON_ASCII = re.compile(r"[^\x00-\x7f]")
HIGH_BYTES = re.compile(rb"[\x80-\xff]")
LETTER_BYTES = re.compile(rb"[A-Za-z]")

ENOUGH = 5_000
PLAUSIBLE = 0.9
MARGIN = 0.05
WESTERN_DENSITY = 0.35
COHERENT = 0.2
CHAOTIC = 0.1
BINARY_SHARE = 0.02
A_FEW = 8


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with newlines LF and no byte order mark, the encoding that gave it, and warnings."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text of `data`, the content of the file `name`, without any Unicode normalisation.

    It is written in `encoding` if that is given.

    Strict UTF-8 is tried first, then UTF-16 and UTF-32 by their mark, then what a page of markup declares,
    then the Western encodings, then charset-normalizer. Never gives U+FFFD or C1 controls that the file does
    not hold itself. Raises UnreadableFileError for binary content and where no encoding is sure.
    """
    warnings: tuple[str, ...] = ()
    if encoding is not None:
        text = _as_told(data, name, encoding)
    else:
        text, encoding, warnings = _by_mark_or_utf8(data, name) or _guessed(data, name)
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableFileError(t("formats.nul", name=name, line=line), t("formats.nul_hint"))
    controls = len(CONTROLS.findall(text))
    if controls > A_FEW + BINARY_SHARE * len(text):
        raise UnreadableFileError(t("formats.binary", name=name), t("formats.save_hint"))
    if controls:
        warnings += (t("formats.control_characters", name=name, count=controls),)
    if "\ufffd" in text:
        warnings += (t("formats.replacement_characters", name=name, count=text.count("\ufffd")),)
    return Decoded(text, encoding, warnings)


def _as_told(data: bytes, name: str, encoding: str) -> str:
    """`data` decoded from the encoding that the user names."""
    try:
        return data.decode(encoding)
    except LookupError as error:
        message = t("formats.no_such_encoding", encoding=encoding)
        raise UnreadableFileError(message, t("formats.no_such_encoding_hint")) from error
    except UnicodeDecodeError as error:
        message = t("formats.damaged_encoding", name=name, encoding=encoding, byte=error.start)
        raise UnreadableFileError(message, t("formats.encoding_hint")) from error


def _by_mark_or_utf8(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]] | None:
    """Text that needs no guess; None when `data` has no mark and is not UTF-8."""
    encoding = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    try:
        return data.decode(encoding or "utf-8"), encoding or "utf-8", ()
    except UnicodeDecodeError as error:
        if encoding is None or encoding == "utf-8":
            return None
        message = t("formats.damaged_encoding", name=name, encoding=encoding, byte=error.start)
        raise UnreadableFileError(message, t("formats.encoding_hint")) from None


def _guessed(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    """Text of 8-bit data; raises UnreadableFileError for binary content and when no encoding is sure."""
    if b"\0" in data:
        raise UnreadableFileError(t("formats.binary", name=name), t("formats.save_hint"))
    declared = _as_declared(data)
    if declared:
        return *declared, ()
    found = _western(data) or _other(data)
    if not found:
        line = data.count(b"\n", 0, _first_bad_byte(data)) + 1
        raise UnreadableFileError(t("formats.unsure_encoding", name=name, line=line), t("formats.encoding_hint"))
    return *found, (t("formats.guessed_encoding", name=name, encoding=found[1]),)


def _as_declared(data: bytes) -> tuple[str, str] | None:
    """Text in the encoding that a page of HTML or XML declares, if it does and that decodes strictly."""
    declared = DECLARED.search(data[:1024]) if data.lstrip()[:1] == b"<" else None
    if not declared:
        return None
    try:
        encoding = codecs.lookup(declared[1].decode("ascii")).name
        if encoding in {"iso8859-1", "ascii"}:  # as browsers do
            encoding = "cp1252"
        if not encoding.startswith(OF_LANGUAGES):
            return None
        text = data.decode(encoding)
    except (UnicodeError, LookupError):
        return None
    return None if C1.search(text) else (text, encoding)


def _western(data: bytes) -> tuple[str, str] | None:
    """Text in the Western encoding whose accents fit their words best, or None when none or two fit."""
    if len(HIGH_BYTES.findall(data)) > WESTERN_DENSITY * len(LETTER_BYTES.findall(data)) + 1:
        return None
    ranked: list[tuple[float, str, str]] = []
    for encoding, handicap in WESTERN:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if C1.search(text) or any(text == other for _, other, _ in ranked):
            continue
        scores = [_score(text, match) for match in islice(NON_ASCII.finditer(text), ENOUGH)]
        if sum(scores) >= PLAUSIBLE * len(scores):
            ranked.append((sum(scores) - handicap, text, encoding))
    ranked.sort(key=lambda row: -row[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN):
        return None
    return ranked[0][1], ranked[0][2]


def _score(text: str, match: re.Match[str]) -> float:
    """How well an accented letter or sign fits where it stands: 1 or nearly, 0 when it does not."""
    if not _fits(text, match.start()):
        return 0.0
    return 1.0 if match[0] in FREQUENT else PLAUSIBLE


def _fits(text: str, index: int) -> bool:
    """Whether the character at `index` is one that Western interviews have in such a place."""
    character, before, after = text[index], text[index - 1 : index], text[index + 1 : index + 2]
    if character in SIGNS:
        at_start = character in BEFORE_A_WORD and not before.isalpha()
        at_end = character in AFTER_A_WORD and not after.isalpha()
        return at_start or at_end or character not in BEFORE_A_WORD | AFTER_A_WORD
    if character.lower() not in LETTERS:
        return False
    if not (before.isalpha() or after.isalpha()):
        return character in ALONE
    return not before.islower() if character.isupper() else not (before.isupper() and after.isupper())


def _other(data: bytes) -> tuple[str, str] | None:
    """Text in an encoding of any other language, if charset-normalizer recognises the language too."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 (50 ms, needed by few files)

    best = from_bytes(data).best()
    if best is None or best.coherence < COHERENT or best.chaos > CHAOTIC:
        return None
    text = str(best)
    return None if C1.search(text) or "\ufffd" in text else (text, best.encoding.replace("_", "-"))


def _first_bad_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0
