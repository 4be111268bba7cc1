"""Search: words, phrases, prefixes and lemmas as keyword in context, everywhere or in coded passages only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from interview_coder.domain.listings import Table
from interview_coder.domain.search import Alternatives, matches, parse_query
from interview_coder.domain.stretches import Stretches
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts
from interview_coder.services.footing import footing
from interview_coder.services.selecting import Asked, Selection, look_up
from interview_coder.store import listings
from interview_coder.store.contents import blocks
from interview_coder.store.listings import TranscriptRow, TurnRow, Wanted
from interview_coder.store.project import Project
from interview_coder.store.search import candidate_blocks

if TYPE_CHECKING:
    from interview_coder.services.lemmatising import Lemmas

COLUMNS = ("transcript", "turn", "speaker", "start", "end", "left", "match", "right")
_CONTEXT = 60


@dataclass(frozen=True, slots=True)
class Sought:
    """What to look for: a query of words, prefixes and phrases, as they are written or, if `lemma`, as lemmas.

    Only in turns of speakers with `role`, and never where a passage has the code `without`, if given.
    """

    query: str
    lemma: bool = False
    role: str | None = None
    without: str | None = None


@dataclass(frozen=True, slots=True)
class _Whole:
    """A transcript with its text and turns."""

    row: TranscriptRow
    text: str
    turns: list[TurnRow]


@dataclass(frozen=True, slots=True)
class _Hit:
    whole: _Whole
    turn: TurnRow | None
    start: int
    end: int


def search_table(project: Project, sought: Sought, selection: Selection) -> Table:
    """Every place where the words of the query stand, as keyword in context; accents and case do not matter.

    A turn must hold all the words of one alternative; names in headers are no matches. With a code, coder or query in
    `selection` a match must lie inside a passage that is selected. `left` and `right` are up to 60 code points of
    context within the text. Raises RefusedError for a query without words, UnknownNameError.
    """
    alternatives = parse_query(sought.query)
    asked = look_up(project, selection)
    wanted = [row for row in Transcripts(project).rows if asked.wanted.transcript in (None, row.id)]
    lemmas = _lemmas(project, wanted, sought.query) if sought.lemma else None
    hits = _lemma_hits(project, wanted, lemmas) if lemmas else _word_hits(project, wanted, alternatives)
    passes = _tests(project, sought, selection, asked)
    rows = [_keyword_in_context(hit) for hit in hits if all(test(hit) for test in passes)]
    return Table(
        COLUMNS,
        tuple(sorted(rows, key=lambda row: (str(row[0]), row[3]))),
        caption=t("retrieve.found", count=len(rows)),
        notes=(*(lemmas.notes() if lemmas else ()), *footing(selection)),
        ends=frozenset({"left"}),
    )


def _lemmas(project: Project, wanted: list[TranscriptRow], query: str) -> Lemmas:
    from interview_coder.services.lemmatising import Lemmas  # noqa: PLC0415 - a search for words does without

    return Lemmas(project, wanted, query)


def _whole(project: Project, row: TranscriptRow) -> _Whole:
    return _Whole(row, listings.text(project, row.text), listings.turns(project, row.id))


def _word_hits(project: Project, wanted: list[TranscriptRow], alternatives: Alternatives) -> Iterator[_Hit]:
    rows = {row.id: row for row in wanted}
    for transcript, found in groupby(candidate_blocks(project, alternatives), key=lambda block: block.transcript):
        if transcript in rows:
            whole = _whole(project, rows[transcript])
            spans = blocks(whole.turns, len(whole.text))
            for block in found:
                turn = whole.turns[block.turn - 1] if block.turn else None
                speech = turn.start if turn else 0
                for start, end in matches(alternatives, whole.text[speech : spans[block.turn][1]]):
                    yield _Hit(whole, turn, speech + start, speech + end)


def _lemma_hits(project: Project, wanted: list[TranscriptRow], lemmas: Lemmas) -> Iterator[_Hit]:
    for row in wanted:
        found = lemmas.places(row)
        if any(found):
            whole = _whole(project, row)
            for turn, start, end in sorted(_in_one_turn(whole.turns, found)):
                yield _Hit(whole, whole.turns[turn], start, end)


def _in_one_turn(turns: list[TurnRow], alternatives: list[list[list[tuple[int, int]]]]) -> set[tuple[int, int, int]]:
    """Turns (from 0) that hold all terms of an alternative, with the spans of these terms in them."""
    starts = [turn.start for turn in turns]
    kept: set[tuple[int, int, int]] = set()
    for terms in alternatives:
        placed = [{(bisect_right(starts, start) - 1, start, end) for start, end in spans} for spans in terms]
        there = set.intersection(*({turn for turn, _, _ in spans} for spans in placed))
        kept.update(place for spans in placed for place in spans if place[0] in there)
    return kept


def _tests(project: Project, sought: Sought, selection: Selection, asked: Asked) -> list[Callable[[_Hit], bool]]:
    """What a match must pass beside the words."""
    tests: list[Callable[[_Hit], bool]] = []
    if sought.role:
        tests.append(lambda hit: hit.turn is not None and hit.turn.role == sought.role)
    cases = asked.wanted.cases
    if cases is not None:
        tests.append(lambda hit: _case_of(asked, hit) in cases)
    if selection.code or selection.coder or selection.query:
        inside = _passages(project, asked.wanted)
        tests.append(lambda hit: inside(hit).holds(hit.start, hit.end))
    if sought.without:
        below = Selection(code=sought.without, roll_up=selection.roll_up, transcript=selection.transcript)
        outside = _passages(project, look_up(project, below).wanted)
        tests.append(lambda hit: not outside(hit).touch(hit.start, hit.end))
    return tests


def _case_of(asked: Asked, hit: _Hit) -> str | None:
    case = asked.people.case_of(hit.whole.row.id, hit.turn.speaker_id if hit.turn else None)
    return case.id if case else None


def _passages(project: Project, wanted: Wanted) -> Callable[[_Hit], Stretches]:
    """What gives the coded passages of the transcript of a match."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for coding in listings.codings(project, wanted):
        spans.setdefault(coding.transcript, []).append((coding.start, coding.end))
    known = {transcript: Stretches(found) for transcript, found in spans.items()}
    nothing = Stretches([])
    return lambda hit: known.get(hit.whole.row.id, nothing)


def _keyword_in_context(hit: _Hit) -> tuple[object, ...]:
    text, start, end = hit.whole.text, hit.start, hit.end
    left = " ".join(text[max(0, start - _CONTEXT) : start].split("\n"))
    right = " ".join(text[end : end + _CONTEXT].split("\n"))
    turn, speaker = (hit.turn.n, hit.turn.speaker) if hit.turn else (None, None)
    return (hit.whole.row.name, turn, speaker, start, end, left, text[start:end], right)
