"""Lemmas for search: which lemmas the words of a query stand for, and where these are in prepared transcripts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice

from interview_coder.domain import lemmas
from interview_coder.domain.search import Alternatives, Term, matches, parse_query
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
"""A lemma that fewer of the occurrences of a word in a language have is taken for a slip of the model."""
_NAMED = 3

Places = list[tuple[int, int]]


class Lemmas:
    """The lemmas that a query asks for in some transcripts.

    A word stands for itself and for the lemmas that it has where the transcripts use it, so no model need be loaded.
    If nothing is found so, the models that are installed are asked for the lemmas of words that are not used.
    """

    def __init__(self, project: Project, rows: Sequence[TranscriptRow], query: str) -> None:
        self._project = project
        self._rows = rows
        self._alternatives = parse_query(query)
        self._prepared = stored.prepared(project)
        self._typed = {fold(word): word for word in re.findall(r"[^\W_]+", query)}
        words = {word for terms in self._alternatives for term in terms for word in _whole_words(term)}
        self._stands_for = {word: self._lemmas_in_use(word) for word in sorted(words)}
        self._places = self._found(self._stands_for)
        if not any(self._places.values()):
            self._ask_models()

    def _lemmas_in_use(self, word: str) -> frozenset[str]:
        """The lemmas of a folded word as the transcripts use it; none when they do not use it."""
        rows, seen = {row.id: row for row in self._rows if row.text in self._prepared}, Counter[str | None]()
        wanted: Alternatives = ((Term((word,), prefix=False),),)
        found: dict[str | None, Counter[str]] = defaultdict(Counter)
        for transcript, blocks in groupby(candidate_blocks(self._project, wanted), key=lambda block: block.transcript):
            row = rows.get(transcript)
            if row is None or seen[row.language] >= _EXAMPLES:
                continue
            seen[row.language] += 1
            text, known = listings.text(self._project, row.text), self._stored(row)
            turns = listings.turns(self._project, row.id)
            for turn in (turns[block.turn - 1] for block in islice(blocks, _TURNS) if block.turn):
                spans = matches(wanted, text[turn.start : turn.end])
                places = ((turn.start + start, turn.start + end) for start, end in spans)
                told = found[row.language]
                told.update(lemma for place in places if (lemma := lemmas.lemma_of(known, *place)) is not None)
        return frozenset(
            lemma for told in found.values() for lemma, count in told.items() if count >= _SHARE * told.total()
        )

    def _ask_models(self) -> None:
        """Look once more with lemmas from the model of each language, the most used first, until something is found."""
        from interview_coder.language.lemmas import lemma_of_word  # noqa: PLC0415 - loading a model takes seconds

        unknown = [word for word, known in self._stands_for.items() if not known]
        languages = Counter(row.language for row in self._rows if row.text in self._prepared) if unknown else Counter()
        for language, _ in languages.most_common():
            told = {word: lemma_of_word(self._typed.get(word, word), language) for word in unknown}
            stands_for = self._stands_for | {word: frozenset({lemma}) for word, lemma in told.items() if lemma}
            self._places = self._found(stands_for)
            if any(self._places.values()):
                self._stands_for = stands_for
                return

    def places(self, row: TranscriptRow) -> list[list[Places]]:
        """For each alternative all of whose terms a transcript has, the spans of each of these terms."""
        return self._places.get(row.id, [])

    def _found(self, stands_for: Mapping[str, frozenset[str]]) -> dict[str, list[list[Places]]]:
        folded = {word: frozenset({word, *map(fold, known)}) for word, known in stands_for.items()}
        patterns = [[lemmas.pattern(term, folded) for term in terms] for terms in self._alternatives]
        found = {}
        for row in self._rows:
            if row.text in self._prepared:
                known = self._stored(row)
                each = [[list(lemmas.places(known, one)) for one in terms] for terms in patterns]
                found[row.id] = [terms for terms in each if all(terms)]
        return found

    def _stored(self, row: TranscriptRow) -> bytes:
        return stored.stored(self._project, self._prepared[row.text])

    def notes(self) -> Iterator[str]:
        """Which lemmas the words stood for, and which transcripts could not be searched, or only by their words."""
        for word, known in self._stands_for.items():
            if set(map(fold, known)) - {word}:
                yield t("search.stands_for", word=self._typed.get(word, word), lemmas=", ".join(sorted(known)))
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
