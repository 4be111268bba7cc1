"""What a step did to attributes and cases, in a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from interview_coder.domain.cases import VALUE_FIELD
from interview_coder.locale import t
from interview_coder.store import listings, step_details
from interview_coder.store.project import Project
from interview_coder.store.step_details import CaseEvent
from interview_coder.store.steps import Step

_NAMED = 3
_BELONGING = ("transcript.changed", "speaker.changed")


class CaseStories:
    """Tells of attributes and cases by their last names, those that are gone too."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def tell(self, step: Step) -> str | None:
        """One sentence in the user's language, or None when the step is about something else."""
        if not step.type.startswith(("case.", "attribute.")) and not _belongs(step):
            return None
        events = step_details.case_events(self._project, step.step)
        if len(events) < step.events:
            return None
        moved = [event for event in events if event.type in _BELONGING]
        about = [event for event in events if event.type.startswith("attribute.")]
        values = _values(events)
        if moved and not about and not any(e.type == "case.added" and _given(e.fields) for e in events):
            return self._moved(moved)
        if len(about) == 1 and (about[0].type != "attribute.added" or not values):
            return self._attribute(about[0], step)
        if values:
            given = {key for keys in values.values() for key in keys}
            # In the order in which they came to be: payloads have none.
            named = [key for key in self._names if key in given]
            return t("story.values", cases=self._listed(values), names=self._listed(named))
        return None

    def _moved(self, moved: Sequence[CaseEvent]) -> str:
        cases = dict.fromkeys(event.fields["case"] for event in moved)
        who = [self._owners.get(event.object, "?") for event in moved]
        listed = ", ".join(who[:_NAMED]) + (", …" if len(who) > _NAMED else "")
        return t("story.belongs", names=listed, case=self._listed(cases))

    def _attribute(self, event: CaseEvent, step: Step) -> str:
        name = self._names.get(event.object, "?")
        if event.type == "attribute.removed":
            return t("story.attribute_removed", attribute=name)
        if event.type == "attribute.added":
            return t("story.attribute_added", attribute=event.fields["name"])
        if "name" in event.fields:
            former = step_details.former_name(self._project, event.object, step.step) or "?"
            return t("story.attribute_renamed", former=former, attribute=event.fields["name"])
        if "type" in event.fields:
            return t("story.attribute_retyped", attribute=name, type=event.fields["type"])
        return t("story.attribute_widened", attribute=name)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return step_details.names_of_cases(self._project)

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        transcripts = {row.id: row.name for row in listings.transcripts(self._project)}
        return transcripts | {row.id: row.name for row in listings.speakers(self._project)}

    def _listed(self, ids: Iterable[str]) -> str:
        names = [self._names.get(one, "?") for one in ids]
        more = t("story.and_more", count=len(names) - _NAMED) if len(names) > _NAMED else ""
        return ", ".join(names[:_NAMED]) + more


def _belongs(step: Step) -> bool:
    return step.type in _BELONGING and json.loads(step.payload).keys() == {"case"}


def _given(fields: Mapping[str, object]) -> list[str]:
    return [name.removeprefix(VALUE_FIELD) for name in fields if name.startswith(VALUE_FIELD)]


def _values(events: Sequence[CaseEvent]) -> dict[str, list[str]]:
    """The cases that got values in a step, those that are gone after it aside, with the attributes."""
    gone = {event.object for event in events if event.type == "case.removed"}
    found: dict[str, list[str]] = {}
    for event in events:
        if (
            event.type in ("case.added", "case.changed")
            and event.object not in gone
            and (given := _given(event.fields))
        ):
            found.setdefault(event.object, []).extend(given)
    return found
