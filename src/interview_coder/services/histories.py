"""History, undo and redo."""

from __future__ import annotations

import json

from interview_coder.domain.listings import Table
from interview_coder.errors import RefusedError
from interview_coder.locale import t
from interview_coder.services.case_stories import CaseStories
from interview_coder.services.stories import Stories
from interview_coder.store import cases, listings, steps
from interview_coder.store.project import Project
from interview_coder.store.steps import Step


def undo(project: Project, coder: str) -> Step:
    """Take back the last step of `coder` in this file; the step. Raises RefusedError when there is none.

    An import on which others have coded meanwhile is refused: their codings would be hidden.
    """
    with project.write(coder) as writer:
        step = steps.undoable(project, coder)
        if step is None:
            raise RefusedError(t("store.nothing_to_undo", coder=coder))
        others = steps.codings_of_others(project, step.step, coder)
        if others:
            raise RefusedError(
                t("store.undo_hides_others", count=sum(others.values()), coders=", ".join(others)),
                t("store.undo_hides_others_hint"),
            )
        writer.add("step.undone", step.step, {})
    return step


def redo(project: Project, coder: str) -> Step:
    """Put back the step that `coder` undid last. Raises RefusedError when there is none or a new step followed."""
    with project.write(coder) as writer:
        step = steps.redoable(project, coder)
        if step is None:
            raise RefusedError(t("store.nothing_to_redo", coder=coder))
        writer.add("step.redone", step.step, {})
    return step


def history_table(project: Project, last: int | None) -> Table:
    """One row a step in order of time, or only the `last` ones."""
    narrator = Narrator(project)
    rows = (
        (step.step, step.at, step.coder, step.actor, step.type, narrator.tell(step), step.undone)
        for step in steps.history(project, limit=last)
    )
    return Table(("step", "at", "coder", "actor", "type", "what", "undone"), tuple(rows))


def newcomer(project: Project, coder: str) -> str:
    """The sentence about the first step of `coder` in a project where others have worked; empty for others."""
    if coder in listings.coders(project):
        return ""
    known = {name for step in steps.history(project) for name in (step.coder, step.actor)}
    return "" if coder in known else t("history.newcomer", coder=coder, coders=", ".join(sorted(known)))


def told(project: Project, step: Step) -> Table:
    """The answer of undo and redo: the step and what it had done."""
    return Table(("step", "what"), ((step.step, Narrator(project).tell(step)),))


class Narrator:
    """Says in a sentence what a step did, with the names of today."""

    def __init__(self, project: Project) -> None:
        codebook = listings.codebook(project)
        self._paths = codebook.paths() if codebook else {}
        self._speakers = {row.id: (row.name, row.transcript_name) for row in listings.speakers(project)}
        self._transcripts = {row.id: row.name for row in listings.transcripts(project)}
        people = cases.people(project)
        self._cases = {key: case.name for key, case in people.cases.items()}
        self._attributes = {one.id: one.name for one in people.attributes}
        self._queries = {query.id: query.name for query in cases.queries(project)}
        self._stories = Stories(project)
        self._case_stories = CaseStories(project)
        self._steps = {step.step: step for step in steps.history(project)}

    def tell(self, step: Step) -> str:
        """One line in the user's language."""
        if step.type in ("step.undone", "step.redone"):
            target = self._steps.get(step.object)
            what = self.tell(target) if target else step.object
            return t(f"history.{step.type}", what=what)
        if step.type == "transcript.changed" and "text" in json.loads(step.payload):
            return t("history.corrected", count=step.events - 1, **self._names(step))
        story = self._stories.tell(step)
        if story is None:
            story = self._case_stories.tell(step)
        if story is not None:
            return story
        if step.events == 1:
            return t(f"history.{step.type}", **self._names(step))
        return t(f"history.many.{step.type}", count=step.events, **self._names(step))

    def _names(self, step: Step) -> dict[str, object]:
        fields = json.loads(step.payload)
        transcript = self._transcripts.get(fields.get("transcript", step.object), fields.get("name", "?"))
        speaker, place = self._speakers.get(step.object, ("?", "?"))
        return {
            "speaker": speaker,
            "place": place,
            "code": self._paths.get(fields.get("code", step.object), fields.get("name", "?")),
            "transcript": transcript,
            "name": fields.get("name", "?"),
            "case": self._cases.get(step.object, fields.get("name", "?")),
            "attribute": self._attributes.get(step.object, fields.get("name", "?")),
            "query": self._queries.get(step.object, fields.get("name", "?")),
            "start": fields.get("start", ""),
            "end": fields.get("end", ""),
        }
