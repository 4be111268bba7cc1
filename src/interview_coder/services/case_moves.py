"""Interviews and speakers that become those of another case: what was known of the case they leave goes with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from interview_coder.domain.cases import VALUE_FIELD, Value
from interview_coder.errors import BulkRowsError
from interview_coder.locale import t
from interview_coder.store.cases import People
from interview_coder.store.log import Writer

FIRST, LAST = "first", "last"


@dataclass(frozen=True, slots=True)
class Moves:
    """Ids of transcripts and of speakers (in their main spelling), each with the id of its new case.

    `said` are the values just given to cases, by id: they need no other. `prefer` (FIRST: what the new case has, or
    LAST) settles values that contradict each other.
    """

    transcripts: Mapping[str, str] = field(default_factory=dict)
    speakers: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    prefer: str | None = None


def move(writer: Writer, who: People, moves: Moves) -> None:
    """Give transcripts and speakers their new cases; `who` is how it was before.

    A case that is left with neither is gone: what was known of it is known of the new one. Raises BulkRowsError where
    the new one has another value, or gets several, unless `prefer` settles that.
    """
    transcripts = {key: case for key, case in moves.transcripts.items() if who.of_transcript.get(key) != case}
    speakers = {key: case for key, case in moves.speakers.items() if who.of_speaker.get(key) != case}
    for key, case in transcripts.items():
        writer.change("transcript.changed", key, {"case": case})
    for key, case in speakers.items():
        writer.change("speaker.changed", key, {"case": case})
    heirs = _heirs(who, transcripts, speakers)
    for case, values in _inherited(who, heirs, moves).items():
        writer.change("case.changed", case, _fields(values))
    for left in heirs:
        if who.cases[left].values:
            writer.change("case.changed", left, _fields(dict.fromkeys(who.cases[left].values)))
        writer.change("case.removed", left, {})


def _fields(values: Mapping[str, Value | None]) -> dict[str, Value | None]:
    return {f"{VALUE_FIELD}{key}": value for key, value in values.items()}


def _heirs(who: People, transcripts: Mapping[str, str], speakers: Mapping[str, str]) -> dict[str, list[str]]:
    """The cases that nobody is left of, each with those that its interviews and speakers belong to now."""
    now = [*{**who.of_transcript, **transcripts}.values(), *{**who.of_speaker, **speakers}.values()]
    heirs: dict[str, list[str]] = {}
    for before, after in ((who.of_transcript, transcripts), (who.of_speaker, speakers)):
        for key, case in after.items():
            left = before.get(key)
            if left is not None and left not in now and case not in heirs.setdefault(left, []):
                heirs[left].append(case)
    return heirs


def _inherited(who: People, heirs: Mapping[str, list[str]], moves: Moves) -> dict[str, dict[str, Value]]:
    """The values that the new cases get from those that are gone, by the new ones' ids."""
    names = {one.id: one.name for one in who.attributes}
    found: dict[str, dict[str, Value]] = {}
    contradictions = []
    for left, cases in heirs.items():
        for case in cases:
            said, has = moves.said.get(case, {}), found.setdefault(case, {})
            known = who.cases[case].values if case in who.cases else {}
            for key, value in who.cases[left].values.items():
                if key in said:
                    continue
                there = has.get(key, known.get(key))
                if there not in (None, value) and moves.prefer is None:
                    sentence = t("attributes.two_values", case=who.cases[left].name, name=names.get(key, key))
                    contradictions.append(f"{sentence} {there} | {value}")
                elif there is None or moves.prefer == LAST:
                    has[key] = value
    if contradictions:
        raise BulkRowsError(
            t("attributes.not_moved", count=len(contradictions)), contradictions, t("attributes.not_moved_hint")
        )
    return {case: values for case, values in found.items() if values}
