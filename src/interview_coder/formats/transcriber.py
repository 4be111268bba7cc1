"""Transcriber (.trs): turns of one or several speakers, with events such as laughter in brackets.

Events are written as Transcriber shows them: `[rire]`, `[rire-]` where one begins, `[-rire]` where it ends. The
topics of sections are headings. Comments and background noise are left out, comments with a warning that counts them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from interview_coder.domain.transcripts import Reading
from interview_coder.domain.utterances import Utterance, compose_sections
from interview_coder.formats.packages import feed
from interview_coder.formats.source import Source
from interview_coder.locale import t

EVENTS = {"begin": "[{}-]", "end": "[-{}]", "previous": "[+{}]", "next": "[{}+]"}
AT_ONCE = "[{}]"
SECOND = 1000


@dataclass
class Walk:
    """Follows the XML events of a file and collects its sections: a heading and what is said under it."""

    sections: list[tuple[str, list[Utterance]]] = field(default_factory=list)
    comments: int = 0
    _names: dict[str, str] = field(default_factory=dict)
    _topics: dict[str, str] = field(default_factory=dict)
    _speakers: list[str | None] = field(default_factory=list)
    _end: int | None = None
    _open: list[tuple[str | None, int | None, list[str]]] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag in STARTS:
            STARTS[tag](self, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "Turn":
            self._close()

    def data(self, text: str) -> None:
        """Characters; only those of turns are said."""
        if self._open:
            self._open[-1][2].append(text)

    def _speaker(self, attributes: dict[str, str]) -> None:
        self._names[attributes.get("id", "")] = attributes.get("name", "")

    def _topic(self, attributes: dict[str, str]) -> None:
        self._topics[attributes.get("id", "")] = attributes.get("desc", "")

    def _section(self, attributes: dict[str, str]) -> None:
        self.sections.append((" ".join(self._topics.get(attributes.get("topic", ""), "").split()), []))

    def _turn(self, attributes: dict[str, str]) -> None:
        if not self.sections:
            self.sections.append(("", []))
        identifiers = attributes.get("speaker", "").split()
        self._speakers = [self._names.get(one) or one for one in identifiers] or [None]
        self._end = _milliseconds(attributes.get("endTime"))
        self._open = [(self._speakers[0], _milliseconds(attributes.get("startTime")), [])]

    def _sync(self, attributes: dict[str, str]) -> None:
        if self._open:
            self._open.append((self._open[-1][0], _milliseconds(attributes.get("time")), []))

    def _who(self, attributes: dict[str, str]) -> None:
        number = attributes.get("nb", "")
        if self._open and number.isdecimal() and 1 <= int(number) <= len(self._speakers):
            self._open.append((self._speakers[int(number) - 1], self._open[-1][1], []))

    def _event(self, attributes: dict[str, str]) -> None:
        form = EVENTS.get(attributes.get("extent", ""), AT_ONCE)
        self.data(f" {form.format(attributes.get('desc', '').strip())} ")

    def _comment(self, _: dict[str, str]) -> None:
        self.comments += 1

    def _close(self) -> None:
        """Keep what the turn's voices say between its time marks; voices at one time end at the next one."""
        starts = [start for _, start, _ in self._open if start is not None]
        for speaker, start, pieces in self._open:
            end = next((later for later in starts if start is not None and later > start), self._end)
            self.sections[-1][1].append(Utterance(speaker, " ".join("".join(pieces).split()), start, end))
        self._open = []


STARTS: dict[str, Callable[[Walk, dict[str, str]], None]] = {
    "Speaker": Walk._speaker,
    "Topic": Walk._topic,
    "Section": Walk._section,
    "Turn": Walk._turn,
    "Sync": Walk._sync,
    "Who": Walk._who,
    "Event": Walk._event,
    "Comment": Walk._comment,
}


def _milliseconds(seconds: str | None) -> int | None:
    """A time of the file, written in seconds; None for one that is not there or no number."""
    whole, _, fraction = (seconds or "").strip().partition(".")
    if not (whole.isascii() and whole.isdecimal() and (not fraction or (fraction.isascii() and fraction.isdecimal()))):
        return None
    return int(whole[:12]) * SECOND + int(fraction[:3].ljust(3, "0"))


def read(source: Source) -> Reading:
    """The transcript in a Transcriber file; its document type is never fetched."""
    walk = Walk()
    feed([source.decoded.text.encode()], walk, source.name, "utf-8", dtd=True)
    text, turns = compose_sections(walk.sections)
    warnings = (t("formats.comments", name=source.name, count=walk.comments),) if walk.comments else ()
    return Reading(text, turns, "trs", warnings=warnings)
