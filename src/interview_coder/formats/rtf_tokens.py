"""Rich Text Format, level by level: the tokens of a file, and bytes and code units to characters."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<byte>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
# What \fcharset says of a font, where it is not the code page of the file.
CHARSETS = {
    77: "mac-roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
SYMBOL_CHARSET = 2
DEFAULT = "cp1252"
PAGES = {65001: "utf-8", 10000: "mac-roman"}


class Token(NamedTuple):
    """One token: a control word with its number, a control sign, a brace, a byte (as text of one), or text."""

    kind: str
    text: str
    number: int | None


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file in order; the raw data that `\\bin` announces is passed over."""
    source = data.decode("latin-1")
    at = 0
    while match := TOKEN.search(source, at):
        at = match.end()
        kind = match.lastgroup or ""
        if match["word"]:
            number = int(match["number"]) if match["number"] else None
            if match["word"] == "bin":
                at += max(0, number or 0)
            else:
                yield Token("word", match["word"], number)
        elif match["byte"]:
            yield Token("byte", chr(int(match["byte"], 16)), None)
        else:
            yield Token(kind, match[kind], None)


def codec_of(page: int | None) -> str:
    """The codec of the code page that `\\ansicpg` names, or the usual one."""
    name = PAGES.get(page, f"cp{page}") if page else DEFAULT
    try:
        return codecs.lookup(name).name
    except LookupError:
        return DEFAULT
