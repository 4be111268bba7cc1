"""Lemmas for search: which lemmas the words of a query stand for, and where these are in prepared transcripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby, islice

from interview_coder.domain import lemmas
from interview_coder.domain.search import Alternatives, Term, matches
from interview_coder.domain.text import fold
from interview_coder.locale import t
from interview_coder.store import lemmas as stored
from interview_coder.store import listings
from interview_coder.store.listings import TranscriptRow
from interview_coder.store.project import Project
from interview_coder.store.search import candidate_blocks

_EXAMPLES, _TURNS = 12, 20
"""In how many transcripts of a language, and in how many turns of each, a word is looked at to learn its lemmas."""
_SHARE = 0.1
"""A lemma that fewer of the occurrences of a word have is taken for a slip of the model."""
_NAMED = 3

Places = list[tuple[int, int]]


class Lemmas:
    """The lemmas that a query asks for in some transcripts.

    A word stands for the lemmas that it has where the transcripts use it, so no model need be loaded; a word that
    they do not use is a lemma already, or else the model of the language is asked if it is installed.
    """

    def __init__(self, project: Project, rows: Sequence[TranscriptRow], alternatives: Alternatives) -> None:
        self._project = project
        self._rows = rows
        self._alternatives = alternatives
        self._prepared = stored.prepared(project)
        self._stands_for = self._learned()
        if not self._found_anywhere:
            self._ask_models()

    def _learned(self) -> dict[str, frozenset[str]]:
        words = {word for terms in self._alternatives for term in terms for word in _whole_words(term)}
        return {word: self._lemmas_in_use(word) for word in sorted(words)}

    def _lemmas_in_use(self, word: str) -> frozenset[str]:
        """The folded lemmas of a folded word as the transcripts use it; none when they do not use it."""
        rows, seen = {row.id: row for row in self._rows if row.text in self._prepared}, Counter[str | None]()
        wanted: Alternatives = ((Term((word,), prefix=False),),)
        found: Counter[str] = Counter()
        for transcript, blocks in groupby(candidate_blocks(self._project, wanted), key=lambda block: block.transcript):
            row = rows.get(transcript)
            if row is None or seen[row.language] >= _EXAMPLES:
                continue
            seen[row.language] += 1
            text, known = listings.text(self._project, row.text), self._stored(row)
            for block in islice(blocks, _TURNS):
                for start, end in matches(wanted, text[block.start : block.end]):
                    lemma = lemmas.lemma_of(known, block.start + start, block.start + end)
                    if lemma is not None:
                        found[fold(lemma)] += 1
        return frozenset(lemma for lemma, count in found.items() if count >= _SHARE * found.total())

    def _ask_models(self) -> None:
        from interview_coder.language.lemmas import lemma_of_word  # noqa: PLC0415 - loading a model takes seconds

        languages = sorted({row.language for row in self._rows if row.language})
        for word, known in self._stands_for.items():
            if not known:
                found = (lemma_of_word(word, language) for language in languages)
                self._stands_for[word] = frozenset(fold(lemma) for lemma in found if lemma)
        self.__dict__.pop("_places", None)

    def places(self, row: TranscriptRow) -> list[list[Places]]:
        """For each alternative all of whose terms a transcript has, the spans of each of these terms."""
        return self._places.get(row.id, [])

    @cached_property
    def _places(self) -> dict[str, list[list[Places]]]:
        patterns = [[lemmas.pattern(term, self._stands_for) for term in terms] for terms in self._alternatives]
        found = {}
        for row in self._rows:
            if row.text in self._prepared:
                known = self._stored(row)
                each = [[list(lemmas.places(known, one)) for one in terms] for terms in patterns]
                found[row.id] = [terms for terms in each if all(terms)]
        return found

    @property
    def _found_anywhere(self) -> bool:
        return any(any(alternatives) for alternatives in self._places.values())

    def _stored(self, row: TranscriptRow) -> bytes:
        return stored.stored(self._project, self._prepared[row.text])

    def notes(self) -> Iterator[str]:
        """Which lemmas the words stood for, and which transcripts could not be searched, or only by their words."""
        for word, known in self._stands_for.items():
            if known - {word}:
                yield t("search.stands_for", word=word, lemmas=", ".join(sorted(known)))
        unprepared = [row.name for row in self._rows if row.text not in self._prepared]
        if unprepared:
            yield t("search.unprepared", count=len(unprepared), names=_some(unprepared))
        blank = [row.name for row in self._rows if self._without_model(row)]
        if blank:
            yield t("search.without_model", count=len(blank), names=_some(blank))

    def _without_model(self, row: TranscriptRow) -> bool:
        known = self._prepared.get(row.text)
        return known is not None and known.model.startswith("blank ")


def _whole_words(term: Term) -> Sequence[str]:
    return term.words[:-1] if term.prefix else term.words


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
