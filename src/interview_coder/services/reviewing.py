"""The review list: codings whose quote a correction changed or took away, and settling each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from interview_coder.domain.anchors import CHANGED, LOST
from interview_coder.errors import RefusedError, UnknownNameError
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts
from interview_coder.services.following import Followed, Passage, follow_all, passage
from interview_coder.services.projects import before_changing
from interview_coder.store import listings
from interview_coder.store import places as anchored
from interview_coder.store.candidates import Candidate, Candidates, alike
from interview_coder.store.listings import TranscriptRow
from interview_coder.store.log import Writer
from interview_coder.store.places import Place
from interview_coder.store.project import Project

_SHORTEST = 4
_CORRECTED = 0.8


@dataclass(frozen=True, slots=True)
class Item:
    """A coding that waits for somebody to look: `old` is its passage before; `new` the one of a `changed` coding now,
    None for a `lost` one; `candidates` are the likeliest places in the text of today, the best first, other than the
    one where it is; there are none for a quote that a correction left much as it was.
    """

    place: Place
    transcript: TranscriptRow
    outcome: str
    old: Passage
    new: Passage | None
    candidates: tuple[tuple[Passage, float], ...]


def review_list(project: Project, transcript: str | None = None) -> list[Item]:
    """What waits, in one transcript or in all, by transcript and place. Raises UnknownNameError."""
    known = Transcripts(project)
    only = known.named(transcript).id if transcript else None
    found = [place for place in anchored.waiting(project) if only in (None, place.transcript)]
    return list(_items(project, known, found))


def _items(project: Project, known: Transcripts, found: Sequence[Place]) -> Iterator[Item]:
    texts = _Texts(project)
    searchers: dict[str, Candidates] = {}
    for place in found:
        row = known.named(place.transcript)
        text = texts.of(row.text) or ""
        old = _old_passage(texts, place)
        new = None if place.waits else passage(text, place.start, place.end)
        if row.text not in searchers:
            searchers[row.text] = Candidates(text)
        likely: list[Candidate] = []
        if old.quote.strip() and (new is None or alike(old.quote, new.quote) < _CORRECTED):
            likely = searchers[row.text].like(old.quote, old.start)
        further = [one for one in likely if new is None or one.end <= new.start or one.start >= new.end]
        places = tuple((passage(text, one.start, one.end), one.similarity) for one in further)
        yield Item(place, row, LOST if place.waits else CHANGED, old, new, places)


class _Texts:
    """Texts of versions by their hash, each read once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._read: dict[str, str | None] = {}

    def of(self, key: str) -> str | None:
        """The text, or None where it is not in the project."""
        if key not in self._read:
            found = anchored.version(self._project, key)
            self._read[key] = None if found is None else found.text
        return self._read[key]


def _old_passage(texts: _Texts, place: Place) -> Passage:
    text, start, end = place.before or (place.text, place.start, place.end)
    return passage(texts.of(text) or "", start, end)


def keep(project: Project, coder: str, codings: Sequence[str]) -> list[str]:
    """Say that changed codings are right where they are now, all that are listed when none is named; their ids.

    Raises UnknownNameError, or RefusedError for a lost one, which is nowhere.
    """
    before_changing(project)
    with project.write(coder) as writer:
        waiting = anchored.waiting(project)
        chosen = [_named(waiting, name) for name in codings] or [place for place in waiting if not place.waits]
        for place in chosen:
            if place.waits:
                raise RefusedError(t("review.lost", coding=place.coding), t("review.lost_hint"))
            writer.change("coding.changed", place.coding, {"review": None}, coder=place.coder)
    return [place.coding for place in chosen]


def take(project: Project, coder: str, coding: str, number: int) -> str:
    """Put a coding on its candidate with this number, from 1; its id. Raises UnknownNameError or RefusedError."""
    return _settled(project, coder, coding, lambda item: _candidate(item, number))


def _candidate(item: Item, number: int) -> tuple[int, int]:
    if not 1 <= number <= len(item.candidates):
        raise RefusedError(
            t("review.no_candidate", coding=item.place.coding, number=number, count=len(item.candidates)),
            t("review.no_candidate_hint"),
        )
    found, _ = item.candidates[number - 1]
    return found.start, found.end


def place_at(project: Project, coder: str, coding: str, span: tuple[int, int]) -> str:
    """Put a coding on a span of today's text (code points, half-open); its id.

    Raises UnknownNameError, or RefusedError for a span that is not in the text.
    """
    return _settled(project, coder, coding, lambda _: span)


def _settled(project: Project, coder: str, coding: str, span: Callable[[Item], tuple[int, int]]) -> str:
    before_changing(project)
    with project.write(coder) as writer:
        place = _named(anchored.waiting(project), coding)
        (item,) = _items(project, Transcripts(project), [place])
        start, end = span(item)
        length = listings.text_lengths(project)[item.transcript.text]
        if not 0 <= start < end <= length:
            raise RefusedError(
                t("coding.bad_span", transcript=item.transcript.name, start=start, end=end),
                t("coding.bad_span_hint", length=length),
            )
        change = {"text": item.transcript.text, "start": start, "end": end, "review": None}
        writer.change("coding.changed", place.coding, change, coder=place.coder)
    return place.coding


def drop(project: Project, coder: str, codings: Sequence[str]) -> list[str]:
    """Remove codings of the review list, which undo brings back; their ids. Raises UnknownNameError."""
    before_changing(project)
    with project.write(coder) as writer:
        waiting = anchored.waiting(project)
        chosen = [_named(waiting, name) for name in codings]
        for place in chosen:
            writer.change("coding.removed", place.coding, {}, coder=place.coder)
    return [place.coding for place in chosen]


def follow_again(project: Project, coder: str) -> list[tuple[str, Followed]]:
    """Carry over codings that were made on an older version and wait since; each with its transcript's name."""
    before_changing(project)
    found: list[tuple[str, Followed]] = []
    with project.write(coder) as writer:
        rows = {row.id: row for row in Transcripts(project).rows}
        for key, places in _by_transcript(anchored.waiting(project)).items():
            found += ((rows[key].name, one) for one in _carry_over(project, writer, rows[key], places))
    return found


def _carry_over(project: Project, writer: Writer, row: TranscriptRow, places: list[Place]) -> Iterator[Followed]:
    target = anchored.version(project, row.text)
    if target is not None:
        for one in follow_all(project, places, row.text, target, {}):
            if one.change is not None:
                writer.change("coding.changed", one.coding, one.change, coder=one.coder)
            yield one


def _by_transcript(waiting: Sequence[Place]) -> Mapping[str, list[Place]]:
    """The lost codings by transcript."""
    found: dict[str, list[Place]] = {}
    for place in waiting:
        if place.waits:
            found.setdefault(place.transcript, []).append(place)
    return found


def _named(waiting: Sequence[Place], name: str) -> Place:
    """The coding on the list with this id, or whose id alone begins so."""
    found = [place for place in waiting if len(name) >= _SHORTEST and place.coding.startswith(name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownNameError(t("review.ambiguous", coding=name), t("review.ambiguous_hint"))
    raise UnknownNameError(t("review.unknown", coding=name), t("review.unknown_hint"))
