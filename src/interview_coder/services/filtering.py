"""The filters of queries: what `coder:`, `case:`, `role:` and the rest mean in a project, and attributes of cases."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from functools import cached_property

from interview_coder.domain.cases import Case, Condition, find_attribute, holds
from interview_coder.domain.query import Leaf, Not, Part, Value
from interview_coder.domain.search import matches, phrase
from interview_coder.domain.text import fold
from interview_coder.errors import RefusedError, UnknownNameError
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts
from interview_coder.store import cases, listings, passages
from interview_coder.store.cases import People
from interview_coder.store.listings import SpeakerRow
from interview_coder.store.project import Project

KEYS = ("coder", "case", "role", "speaker", "lang", "star", "memo", "transcript")
_OTHER_NAMES = {
    **dict.fromkeys(("codeur", "codeuse"), "coder"),
    **dict.fromkeys(("locuteur", "locutrice"), "speaker"),
    **dict.fromkeys(("langue", "language"), "lang"),
    **dict.fromkeys(("transcription", "entretien"), "transcript"),
    "cas": "case",
    "etoile": "star",
}
_ROLES: dict[str, str | None] = {
    **dict.fromkeys("interviewer enqueteur enquetrice intervieweur intervieweuse".split(), "interviewer"),
    **dict.fromkeys("interviewee interviewe enquete enquetee".split(), "interviewee"),
    "": None,
}
_STARS = {**dict.fromkeys(("yes", "oui"), 1), **dict.fromkeys(("no", "non"), 0)}
_ATTRIBUTE = "attribute "


def nearest(name: str, known: Collection[str]) -> str:
    """The sentence that asks whether one of the names near to `name` was meant; empty if none is near."""
    by_folded = {fold(one): one for one in known}
    near = difflib.get_close_matches(fold(name), by_folded, n=3)
    return t("find.nearest", names=", ".join(map(by_folded.__getitem__, near))) if near else ""


class Filters:
    """The filters that a project knows."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def _people(self) -> People:
        return cases.people(self._project)

    @cached_property
    def _transcripts(self) -> Transcripts:
        return Transcripts(self._project)

    @cached_property
    def _speakers(self) -> list[SpeakerRow]:
        return listings.speakers(self._project)

    def key(self, text: str) -> str:
        """The filter that `text` names; an attribute of cases goes before a French name of a filter.

        Raises UnknownNameError with the names there are.
        """
        wanted = fold(text)
        attributes = {fold(one.name): one.name for one in self._people.attributes}
        if wanted in KEYS:
            return wanted
        if wanted in attributes:
            return f"{_ATTRIBUTE}{attributes[wanted]}"
        if wanted in _OTHER_NAMES:
            return _OTHER_NAMES[wanted]
        names = (*KEYS, *attributes.values())
        hint = nearest(text, names) or t("query.known_filters", names=", ".join(names))
        raise UnknownNameError(t("query.unknown_filter", name=text), hint)

    def test(self, key: str, relation: str, value: str) -> Part:
        """The filter `key`, as `key` gave it, for a value; an empty value asks for what has none.

        Raises UnknownNameError or RefusedError.
        """
        if key.startswith(_ATTRIBUTE):
            return self._attribute(key.removeprefix(_ATTRIBUTE), relation, value)
        if relation not in ("=", "!="):
            raise RefusedError(t("query.only_equal", name=key))
        found = self._built_in(key, value)
        return found if relation == "=" else Not(found)

    def _built_in(self, key: str, value: str) -> Leaf:
        match key:
            case "coder":
                return _leaf(key, [_among(value, listings.coders(self._project), key)])
            case "case":
                return self._of_cases(self._cases_named(value))
            case "role":
                return self._of_role(value)
            case "speaker":
                names = listings.speaker_names(self._project)
                name = _among(value, [name for name, _ in names.values()], key)
                return _leaf(key, [one for one, (shown, _) in names.items() if shown == name])
            case "lang":
                languages = {row.id: row.language for row in self._transcripts.rows}
                language = _among(value, [one for one in languages.values() if one], key) if value else None
                return _leaf("transcript", [one for one, known in languages.items() if known == language])
            case "star":
                star = _STARS.get(fold(value))
                if star is None:
                    raise RefusedError(t("query.star_value"))
                return _leaf(key, [star])
            case "memo":
                return _leaf(key, [one for one in passages.memos(self._project) if _says(one, value)])
            case _:
                return _leaf("transcript", [self._transcripts.named(value).id])

    def _of_role(self, value: str) -> Leaf:
        if fold(value) not in _ROLES:
            raise RefusedError(t("query.role_value"))
        role = _ROLES[fold(value)]
        names = listings.speaker_names(self._project)
        nobody: list[Value] = [None] if role is None else []
        return _leaf("speaker", [*nobody, *(one for one, (_, known) in names.items() if known == role)])

    def _cases_named(self, value: str) -> set[str | None]:
        if not value:
            return {None}
        named = {one.name: key for key, one in self._people.cases.items()}
        return {named[_among(value, list(named), "case")]}

    def _attribute(self, name: str, relation: str, value: str) -> Leaf:
        attribute = find_attribute(self._people.attributes, name)
        condition = Condition(name, relation, tuple(one.strip() for one in value.split("|")))

        def passes(case: Case | None) -> bool:
            return holds(condition, attribute, case.values.get(attribute.id) if case else None)

        found: set[str | None] = {key for key, case in self._people.cases.items() if passes(case)}
        return self._of_cases(found | {None} if passes(None) else found)

    def _of_cases(self, wanted: Collection[str | None]) -> Leaf:
        """Codings of these cases; None stands for those of no case."""

        def belongs(transcript: str, speaker: str | None) -> bool:
            case = self._people.case_of(transcript, speaker)
            return (case.id if case else None) in wanted

        transcripts = [row.id for row in self._transcripts.rows]
        if not self._people.of_speaker:
            return _leaf("transcript", [one for one in transcripts if belongs(one, None)])
        voices = [(one, None) for one in transcripts] + [(one.transcript, one.id) for one in self._speakers]
        return _leaf(passages.VOICE, [voice for voice in voices if belongs(*voice)])


def _leaf(column: str, values: Collection[Value]) -> Leaf:
    return Leaf(column, frozenset(values), filters=True)


def _among(value: str, known: Sequence[str], key: str) -> str:
    """The one of the names that `value` is, accents and case aside unless two differ in nothing else."""
    found = value if value in known else next((one for one in known if fold(one) == fold(value)), None)
    if found is None:
        names = ", ".join(sorted(set(known)))
        there_are = t("query.known_values", names=names) if names else t("query.no_values")
        hint = nearest(value, known) or there_are
        raise UnknownNameError(t("query.unknown_value", name=key, value=value), hint)
    return found


def _says(memo: str, wanted: str) -> bool:
    """Whether a memo holds the words, one after the other; no words: whether it is empty."""
    words = phrase(wanted)
    return any(matches(((words,),), memo)) if words else not memo.strip()
