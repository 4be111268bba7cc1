"""Text from outside made fit for a terminal: what could act, reorder or hide becomes visible.

Transcripts, names, memos and file names may hold escape sequences, bidirectional overrides and invisible
characters (CWE-150, CWE-1007). Each becomes one visible character, so that every offset holds.
"""

from __future__ import annotations

import re

MARK = "\N{REPLACEMENT CHARACTER}"

# Both are insides of a regular expression's character set. C0 controls, U+200D and U+FE0E/F are in neither:
# the first are named where they matter, the others hold emoji together.
ACTING = (
    "\x7f-\x9f\u00ad"  # DEL, C1 (among them the 8-bit CSI and OSC), soft hyphen
    "\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f"  # zero width, separators, bidi, isolates
    "\ud800-\udfff\ufeff\ufff0-\ufffb"  # lone surrogates, byte order mark, interlinear notes
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"  # shorthand, musical and tag characters
)
BLANK = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\uffa0"  # letters and joiners with no glyph
    "\ufe00-\ufe0d\U000e0100-\U000e0fff"  # selectors in which text can be hidden
)
_UNSAFE = re.compile(f"[\x00-\x1f{ACTING}{BLANK}]")
_PICTURES = {
    **{chr(code): chr(0x2400 + code) for code in range(0x20)},
    "\x7f": "\N{SYMBOL FOR DELETE}",
    "\N{SOFT HYPHEN}": "\N{HYPHEN}",
    "\N{NEXT LINE}": "\N{SYMBOL FOR NEWLINE}",
    "\N{LINE SEPARATOR}": "\N{SYMBOL FOR NEWLINE}",
    "\N{PARAGRAPH SEPARATOR}": "\N{SYMBOL FOR NEWLINE}",
}
_KEEPABLE = frozenset("\n\t")


def safe(text: str, keep: str = "") -> str:
    """`text` fit for a terminal: the same number of code points, none of which acts, reorders or hides.

    Controls become control pictures, a line or paragraph separator U+2424, a soft hyphen a hyphen, all others
    U+FFFD. `keep` holds the characters left as they are; only line feed and tab can be. Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = _KEEPABLE.intersection(keep)
    return _UNSAFE.sub(lambda match: match[0] if match[0] in kept else _PICTURES.get(match[0], MARK), text)
