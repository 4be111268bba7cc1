"""Sentences and lemmas of one transcript, as spans of its stored text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from interview_coder.language import models, rules

_PLAIN = str.maketrans("’‘ʼ\u00a0\u202f\u2007\u2009\u2011", "'''    -")
"""Characters that models do not know, one for one: apostrophes, fixed and thin spaces, the fixed hyphen."""

_NOT_A_WORD = re.compile(r"\S{200,}")
"""Rules drawn with underscores, embedded pictures: spaCy's time grows with the square of their length."""

_ACCENTED = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `prepare` found in one text. Spans are code points of the text, half-open, in order.

    `model` is the fingerprint of what made it; `sentences` are `(start, end)`, each inside one turn;
    `lemmas` are `(start, end, lemma)`, one per word of fewer than 200 characters, each inside one sentence,
    the lemma in lower case.
    """

    model: str
    sentences: tuple[tuple[int, int], ...]
    lemmas: tuple[tuple[int, int, str], ...]


def prepare(text: str, turns: Sequence[tuple[int, int]], language: str | None) -> Prepared:
    """Sentences and lemmas of what is said in `turns`, spans of `text` in order that do not overlap.

    The sentences of a turn hold all its characters that are not white space. Without a model of
    `language` each word is its own lemma. Raises CoderError when the installed model is unusable.
    """
    pipeline = models.load(language)
    sentences = [span for turn in turns for span in rules.sentences(text, *turn, language)]
    readings = [_readable(text[start:end]) for start, end in sentences]
    lemmas = []
    docs = pipeline.pipe(readable for readable, _ in readings)
    for (start, _), (_, offsets), doc in zip(sentences, readings, docs, strict=True):
        for token in doc:
            if any(map(str.isalnum, token.text)):
                place = (start + offsets[token.idx], start + offsets[token.idx + len(token)])
                lemmas.append((*place, (token.lemma_ or token.text).lower()))
    return Prepared(models.fingerprint(language), tuple(sentences), tuple(lemmas))


def _readable(text: str) -> tuple[str, Sequence[int]]:
    """`text` as models know it, and for each of its offsets (the last included) the offset in `text`.

    A letter and its combining accent become one character, so offsets need the second list.
    """
    plain = _NOT_A_WORD.sub(lambda match: " " * len(match.group()), text.translate(_PLAIN))
    if unicodedata.is_normalized("NFC", plain):
        return plain, range(len(plain) + 1)
    pieces, offsets, done = [], [], 0
    for match in _ACCENTED.finditer(plain):
        composed = unicodedata.normalize("NFC", match.group())
        if len(composed) == 1:
            pieces += [plain[done : match.start()], composed]
            offsets += [*range(done, match.start()), match.start()]
            done = match.end()
    return "".join([*pieces, plain[done:]]), [*offsets, *range(done, len(plain) + 1)]
