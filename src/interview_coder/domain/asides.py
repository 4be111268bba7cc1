"""What transcribers write between what is said: times, and remarks on what is heard such as `[rires]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from interview_coder.domain.names import is_not_speech

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_TIME = re.compile(
    rf"#\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,\-]\d{{1,3}})?#|[\[(<]{_CLOCK}(?: ?(?:-->|[-–]|to|à) ?{_CLOCK})?[\])>]"
)
_REMARK = re.compile(r"\[([^\[\]\n]{1,80})\]|\(([^()\n]{1,80})\)|\*([^*\n]{1,80})\*|<([^<>\n]{1,80})>")


def without_times(text: str) -> str:
    """`text` with a space for each time mark: `[00:12:34]`, `(12:34 - 12:50)`, `#00:12:34-5#`. Bare times stay."""
    return _TIME.sub(" ", text)


def remarks(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of `text` in order, each with whether it is a remark on what is heard, then without its brackets.

    A remark stands between brackets, parentheses, angle brackets or asterisks and begins with a word that says what is
    heard or lost (`rires`, `inaudible`), or has no word at all (`(...)`).
    """
    at = 0
    for match in _REMARK.finditer(text):
        inside = next(group for group in match.groups() if group is not None)
        if is_not_speech(inside):
            yield text[at : match.start()], False
            yield inside, True
            at = match.end()
    yield text[at:], False
