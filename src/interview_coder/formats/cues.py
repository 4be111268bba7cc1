"""Subtitles to utterances: what srt and vtt share, from time lines to voices and rolling captions.

No library was strict enough: text without a time must be refused with its line, not dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from interview_coder.domain.transcripts import Reading
from interview_coder.domain.utterances import Utterance, compose
from interview_coder.errors import UnreadableFileError
from interview_coder.locale import t

TIME = r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)(?:[.,](\d{1,3}))?"
TIME_WITH_POINT = r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]?\d)(?:\.(\d{1,3}))?"
KARAOKE = re.compile(r"<\d+:[\d:.]+>")
VOICE = re.compile(r"<v[.\s]")
TAG = re.compile(
    r"<(?:(?P<voice>v)(?:\.[^\s>]*)?(?:\s+(?P<name>[^>]*))?|/?(?:c|i|b|u|ruby|rt|lang|font|v)(?:[.\s][^>]*)?"
    r"|\d+:[\d:.]+)>|\{\\[^}]*\}",
    re.IGNORECASE,
)
PREFIX = re.compile(r"^(?:[-–—]\s*)?\[?([^\W\d_][^:<>\[\]\n]{0,49}?)\]?[^\S\n]*:(?:[ \t\u00a0]+|\n|$)", re.MULTILINE)
DIALOGUE = ("-", "–", "—")
# A file whose cues are `Name: text` as a rule; a name seen once must look like one.
SHARE_OF_PREFIXED = 0.5
WORDS_OF_A_NAME = 6
ROLLING_SHARE = 0.5
ROLLING_GAP_MS = 100
QUOTED = 60


@dataclass(frozen=True, slots=True)
class TimeLines:
    """How a format writes the times of a cue: the whole line, with eight groups, what only looks like one, and a
    sound one to show.
    """

    whole: re.Pattern[str]
    alike: re.Pattern[str]
    example: str

    @property
    def hint(self) -> str:
        """What to write where a time is missing or is none."""
        return t("formats.time_hint", example=self.example)


ARROWS = TimeLines(
    re.compile(rf"\s*{TIME}\s*-->\s*{TIME}(?:\s.*)?"),
    re.compile(r"\s*\d\S*\s*-->"),
    "00:01:02.500 --> 00:01:04.000",
)


@dataclass(slots=True)
class Cue:
    """One cue: the number of its time line in the file, its times in milliseconds and its lines."""

    line: int
    start_ms: int
    end_ms: int | None
    lines: list[str] = field(default_factory=list)
    identifier: str = ""


def parse(
    numbered: Sequence[tuple[int, str]],
    name: str,
    is_comment: Callable[[str], bool] = lambda _: False,
    is_identifier: Callable[[str], bool] = lambda _: True,
    times: TimeLines = ARROWS,
) -> list[Cue]:
    """The cues in the numbered lines of the file `name`; blocks that `is_comment` knows are left out.

    A line before a time line names the cue if `is_identifier` allows it. Raises UnreadableFileError with the
    line for a time that is none, two in a row, or text without a time.
    """
    cues: list[Cue] = []
    is_open = False
    block: list[tuple[int, str]] = []  # lines that wait for their time
    for number, line in [*numbered, (0, "")]:
        comment = bool(block) and is_comment(block[0][1])
        if times.alike.match(line) and not comment:
            cue = _timed(line, number, name, times)
            if is_open:
                cue.identifier = _end_without_blank(cues[-1], number, name, times)
            else:
                cue.identifier = block.pop()[1].strip() if block and is_identifier(block[-1][1]) else ""
                _refuse_untimed(block, name, times)
            cues.append(cue)
            is_open, block = True, []
        elif is_open and line:
            cues[-1].lines.append(line)
        elif line.strip():
            block.append((number, line))
        elif not line or not comment:
            _refuse_untimed([] if comment else block, name, times)
            is_open, block = False, []
    if not cues:
        raise UnreadableFileError(t("formats.no_cues", name=name), t("formats.no_cues_hint"))
    return cues


def _timed(line: str, number: int, name: str, times: TimeLines) -> Cue:
    """A new cue from its time line."""
    match = times.whole.fullmatch(line)
    if not match:
        quoted = line.strip()[:QUOTED]
        raise UnreadableFileError(t("formats.bad_time", name=name, line=number, text=quoted), times.hint)
    return Cue(number, milliseconds(*match.groups()[:4]), milliseconds(*match.groups()[4:]))


def milliseconds(hours: str | None, minutes: str | None, seconds: str, fraction: str | None = None) -> int:
    """A clock time in milliseconds; `fraction` holds the digits after the decimal sign."""
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "").ljust(3, "0")[:3])


def _end_without_blank(cue: Cue, number: int, name: str, times: TimeLines) -> str:
    """Close a cue on which the next time line follows directly; returns the identifier in between, if any."""
    if not cue.lines:
        raise UnreadableFileError(t("formats.two_times", name=name, line=number), times.hint)
    last = cue.lines[-1].strip()
    if cue.identifier.isdecimal() and last.isdecimal() and int(last) == int(cue.identifier) + 1:
        cue.lines.pop()
        return last
    return ""


def _refuse_untimed(block: Sequence[tuple[int, str]], name: str, times: TimeLines) -> None:
    if block:
        number, line = block[0]
        message = t("formats.no_time", name=name, line=number, text=line.strip()[:QUOTED])
        raise UnreadableFileError(message, times.hint)


def reading(cues: list[Cue], format_name: str, name: str) -> Reading:
    """The transcript that cues make, with warnings about captions that roll and times that run backwards."""
    found = []
    rolled = unrolled(cues)
    if rolled is not cues:
        found.append(t("formats.rolling", name=name))
    backwards = [cue for cue in rolled if cue.end_ms is not None and cue.end_ms < cue.start_ms]
    if backwards:
        line, count = backwards[0].line, len(backwards)
        found.append(t("formats.backwards", name=name, count=count, line=line))
    for cue in backwards:
        cue.end_ms = None
    text, turns = compose(utterances(rolled))
    return Reading(text, turns, format_name, warnings=tuple(found))


def unrolled(cues: list[Cue]) -> list[Cue]:
    """Captions that roll, as YouTube makes them, without the lines that a cue repeats from the one before.

    The same list when they do not roll: repeated words of a person are kept.
    """
    plain = [[line for line in (TAG.sub("", raw).strip() for raw in cue.lines) if line] for cue in cues]
    repeated = [0] * len(cues)
    for n in range(1, len(cues)):
        if cues[n].start_ms - (cues[n - 1].end_ms or 0) <= ROLLING_GAP_MS:
            repeated[n] = _common(plain[n - 1], plain[n])
    markup = "\n".join(line for cue in cues for line in cue.lines)
    rolls = sum(map(bool, repeated))
    often = KARAOKE.search(markup) or rolls > ROLLING_SHARE * len(cues)
    if not rolls or not often or VOICE.search(markup):
        return cues
    return [replace(cue, lines=lines[count:]) for cue, lines, count in zip(cues, plain, repeated, strict=True)]


def _common(before: list[str], after: list[str]) -> int:
    """How many lines `after` begins with that `before` ends with."""
    sizes = range(min(len(before), len(after)), 0, -1)
    return next((size for size in sizes if before[-size:] == after[:size]), 0)


def utterances(cues: list[Cue]) -> Iterator[Utterance]:
    """What each voice of each cue says; the speaker is None where the file names nobody."""
    spoken = [(cue, list(_voices("\n".join(cue.lines)))) for cue in cues]
    names = prefixed_names([text for _, voices in spoken for speaker, text in voices if speaker is None])
    for cue, voices in spoken:
        for speaker, text in voices:
            parts = _by_prefix(text, names) if speaker is None and names else [(speaker, text)]
            for who, said in parts:
                yield Utterance(who, _unwrapped(said), cue.start_ms, cue.end_ms)


def _voices(payload: str) -> Iterator[tuple[str | None, str]]:
    """The voices of a cue and what each says, tags and references resolved."""
    speaker: str | None = None
    said: list[str] = []
    at = 0
    for tag in TAG.finditer(payload):
        said.append(payload[at : tag.start()])
        at = tag.end()
        if tag["voice"] or tag[0].lower() == "</v>":
            yield speaker, _resolved("".join(said))
            said = []
            speaker = " ".join(_resolved(tag["name"] or "").split()) or None
    yield speaker, _resolved("".join([*said, payload[at:]]))


def _resolved(text: str) -> str:
    """`text` with its character references resolved; an impossible one, such as &#0;, is nothing."""
    resolved = unescape(text) if "&" in text else text
    return resolved if "\ufffd" in text else resolved.replace("\ufffd", "")


def prefixed_names(texts: list[str]) -> frozenset[str]:
    """The names in `Name: text`, if that is how this file names its speakers; else none."""
    texts = [text for text in texts if text.strip()]
    counts = Counter(match[1] for text in texts for match in PREFIX.finditer(text))
    prefixed = sum(1 for text in texts if PREFIX.match(text))
    if not prefixed or prefixed < SHARE_OF_PREFIXED * len(texts):
        return frozenset()
    return frozenset(
        name
        for name, count in counts.items()
        if count > 1 or (name[0].isupper() and len(name.split()) <= WORDS_OF_A_NAME)
    )


def _by_prefix(text: str, names: frozenset[str]) -> Iterator[tuple[str | None, str]]:
    """`text` divided where a line begins with one of the names."""
    speaker: str | None = None
    at = 0
    for match in PREFIX.finditer(text):
        if match[1] in names:
            yield speaker, text[at : match.start()]
            speaker, at = match[1], match.end()
    yield speaker, text[at:]


def _unwrapped(text: str) -> str:
    """The lines of a cue as one, except that a dash at a line's start keeps its line: it is another voice."""
    lines = [line.strip(" \t") for line in text.split("\n") if line.strip(" \t")]
    return "".join(
        line if n == 0 else ("\n" if line.startswith(DIALOGUE) else " ") + line for n, line in enumerate(lines)
    )
