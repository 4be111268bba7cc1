"""oTranscribe (.otr): JSON around a page of text whose time marks know their time to the millisecond."""

from __future__ import annotations

import json
from dataclasses import replace

from interview_coder.domain.headers import find_turns
from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.source import Source
from interview_coder.formats.webpage import Page, page_text
from interview_coder.locale import t

SECOND = 1000


class StampedPage(Page):
    """A page that also gathers the times of its marks, in milliseconds by the whole second that they show."""

    def __init__(self) -> None:
        super().__init__()
        self.exact: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        super().handle_starttag(tag, attrs)
        found = dict(attrs)
        if "timestamp" in (found.get("class") or "").split():
            whole, _, fraction = (found.get("data-timestamp") or "").partition(".")
            if whole.isascii() and whole.isdecimal():
                digits = fraction[:3] if fraction.isascii() and fraction.isdecimal() else ""
                seconds = int(whole[:9])
                self.exact.setdefault(seconds * SECOND, seconds * SECOND + int(digits.ljust(3, "0")))


def read(source: Source) -> Reading:
    """The transcript in an oTranscribe file; raises UnreadableFileError when it is none."""
    try:
        content = json.loads(source.decoded.text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(t("formats.damaged", name=source.name), t("formats.save_hint")) from error
    markup = content.get("text") if isinstance(content, dict) else None
    if not isinstance(markup, str):
        raise UnreadableFileError(t("formats.damaged", name=source.name), t("formats.save_hint"))
    page = StampedPage()
    text = page_text(page, markup.encode(errors="replace").decode())
    turns = (replace(turn, start_ms=_exact(page, turn.start_ms)) for turn in find_turns(text))
    return Reading(text, tuple(turns), "otr")


def _exact(page: StampedPage, shown: int | None) -> int | None:
    return None if shown is None else page.exact.get(shown, shown)
