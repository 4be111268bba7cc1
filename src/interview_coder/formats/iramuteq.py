"""Corpora for IRaMuTeQ: plain texts, each under a line of starred variables (`**** *age_34 *role_worker`).

The rules are those of IRaMuTeQ's own reader: UTF-8 without a byte order mark (it would hide the first line); a line
that starts with `****` begins a text and one with `-*` a theme; white space separates the starred variables, the first
`_` their name from their value; `$` ends a text; `_laugh_` in a text is read as a variable; letters that its settings
do not name, decomposed accents among them, fall out of words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from interview_coder.domain.asides import remarks, without_times
from interview_coder.domain.text import count_words
from interview_coder.locale import t

DROP, KEEP, MARK = "drop", "keep", "mark"
ASIDES = (DROP, MARK, KEEP)
# What IRaMuTeQ keeps unless told otherwise (its corpus.cfg, `keep_caract`, version 0.8), lower case.
KEPT_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzàâäáåãéèêëìîïíóòôöõøùûüúçßœñ")
LONGEST = 40
_SIGNS, _APOSTROPHES = re.compile(r"""[*$£_"“”„«»<>|]"""), re.compile("[’‘ʼ`´]")
_MARKED = re.compile(r"(?<!\S)_\S+_(?!\S)")
_SPELLED = str.maketrans(
    {"ß": "ss", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)
_PART = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class StarredText:
    """One text of a corpus: variables as people name them, with None or "" for what is unknown, and its paragraphs."""

    variables: Mapping[str, str | None]
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was written: how many texts and words, and sentences about what did not fit."""

    texts: int
    words: int
    notes: tuple[str, ...]


def write_iramuteq(texts: Sequence[StarredText], stream: TextIO, *, asides: str = DROP) -> Corpus:
    """Write a corpus. Unknown values and texts without a word are left out; `asides`, one of ASIDES, says what becomes
    of remarks such as `[rires]`: left out, marked as `_rires_`, or kept as words.

    Names and values become ASCII letters and digits, distinct ones staying distinct; the notes list every change.
    """
    names, empty, written, words = _Names(), 0, 0, 0
    lost: Counter[str] = Counter()
    for text in texts:
        paragraphs = [line for paragraph in text.paragraphs if (line := plain(paragraph, asides=asides))]
        count = sum(map(_words, paragraphs))
        if not count:
            empty += 1
            continue
        for line in paragraphs:
            lost.update(filter(str.isalpha, set(line.lower()) - KEPT_LETTERS))
        stars = " ".join(names.starred(name, value) for name, value in text.variables.items() if value)
        blank = "\n" if written else ""
        stream.write("\n".join((f"{blank}**** {stars}".rstrip(), *paragraphs, "")))
        written, words = written + 1, words + count
    return Corpus(written, words, tuple(_notes(names, empty, lost)))


def plain(paragraph: str, *, asides: str = DROP) -> str:
    """One line without what IRaMuTeQ would take for its own signs, without time marks, and with composed accents."""
    composed = unicodedata.normalize("NFC", without_times(paragraph))
    pieces = []
    for piece, aside in remarks(composed):
        line = " ".join(_SIGNS.sub(" ", _APOSTROPHES.sub("'", piece)).split())
        if not line.isprintable():
            line = "".join(filter(str.isprintable, line))
        if aside and asides != KEEP:
            parts = re.findall(r"\w+", line) if asides == MARK else []
            line = f"_{'_'.join(parts)}_" if parts else ""
        pieces.append(line)
    return " ".join(" ".join(pieces).split())


def _words(line: str) -> int:
    return count_words(_MARKED.sub("", line))


def _notes(names: _Names, empty: int, lost: Mapping[str, int]) -> Iterator[str]:
    yield from names.notes()
    if empty:
        yield t("iramuteq.empty", count=empty)
    if lost:
        yield t("iramuteq.letters", letters=" ".join(sorted(lost)))


@dataclass(slots=True)
class _Spellings:
    """ASCII spellings of texts, distinct for distinct texts even where case does not count."""

    joint: str
    given: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def of(self, text: str) -> str:
        if text not in self.given:
            wish = _ascii(text, self.joint) or "x"
            spelling, number = wish, 2
            while spelling.casefold() in self.taken:
                spelling = f"{wish}{'x' if wish[-1].isdigit() else ''}{number}"
                number += 1
            self.taken.add(spelling.casefold())
            self.given[text] = spelling
        return self.given[text]

    def changed(self) -> list[str]:
        return [f"{text} → {spelling}" for text, spelling in self.given.items() if text != spelling]


class _Names:
    """Starred variables as they are written, and what was changed for it."""

    def __init__(self) -> None:
        self._variables = _Spellings("x")
        self._values: dict[str, _Spellings] = {}

    def starred(self, name: str, value: str) -> str:
        """`*variable_modality`."""
        values = self._values.setdefault(name, _Spellings("_"))
        return f"*{self._variables.of(name)}_{values.of(value)}"

    def notes(self) -> Iterator[str]:
        """Which names and values were changed, one sentence a variable."""
        if changed := self._variables.changed():
            yield t("iramuteq.variables", changes=t("iramuteq.between").join(changed))
        for name, values in self._values.items():
            if changed := values.changed():
                yield t("iramuteq.values", name=name, changes=t("iramuteq.between").join(changed))


def _ascii(text: str, joint: str) -> str:
    """The words of `text` run together, each but the first with a capital; `joint` keeps numbers apart."""
    bare = unicodedata.normalize("NFKD", text.translate(_SPELLED))
    spelled: str = ""
    for part in _PART.findall("".join(sign for sign in bare if not unicodedata.combining(sign))):
        apart = joint if spelled and spelled[-1].isdigit() and part[0].isdigit() else ""
        spelled += apart + (part[0].upper() + part[1:] if spelled else part)
        if len(spelled) > LONGEST:
            return spelled[:LONGEST]
    return spelled
