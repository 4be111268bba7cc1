"""What a step did to the codebook, or to the codes of codings, in a sentence."""

from __future__ import annotations

import json
from collections.abc import Sequence

from interview_coder.domain.codebook import LISTS, TEXTS
from interview_coder.locale import t
from interview_coder.store import step_details
from interview_coder.store.project import Project
from interview_coder.store.step_details import CodeEvent, Recoded
from interview_coder.store.steps import Step

_BESIDE = {"over", "position"}
_NAMED = 3


class Stories:
    """Tells of codes by their paths of today; those that were merged away by the path they would have."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._codes = step_details.every_code(project)

    def tell(self, step: Step) -> str | None:
        """One sentence in the user's language, or None when the step is about something else."""
        if step.type.startswith("code."):
            return self._of_codes(step)
        if step.type == "coding.changed":
            return self._of_codings(step)
        return None

    def _of_codes(self, step: Step) -> str | None:
        first = CodeEvent(step.type, step.object, json.loads(step.payload))
        events = [first] if step.events == 1 else step_details.code_events(self._project, step.step)
        merged = [event for event in events if event.fields.get("merged_into")]
        if merged:
            target = self._path(merged[0].fields["merged_into"], step)
            return t("story.merged", codes=self._listed([e.code for e in merged], step), target=target)
        if len(events) < step.events and (moved := step_details.recoded(self._project, step.step)):
            return self._recoded(moved, step)
        main = [event for event in events if event.type != "code.changed" or event.fields.keys() - _BESIDE]
        if len(main) == 1:
            return self._one(main[0], step)
        if len(main) > 1:
            return None
        shifted = {event.code for event in events}
        above = [event.code for event in events if self._codes.get(event.code, ("", None))[1] not in shifted]
        return t("story.reordered", codes=self._listed(above, step))

    def _one(self, event: CodeEvent, step: Step) -> str:
        fields, path = event.fields, self._path(event.code, step)
        keys = fields.keys() - _BESIDE
        if event.type != "code.changed":
            return t("story.added" if event.type == "code.added" else "story.removed", code=path)
        if "name" in keys:
            former = step_details.former_name(self._project, event.code, step.step) or "?"
            return t("story.renamed", former=former, code=path)
        if keys == {"parent"}:
            if fields["parent"] is None:
                return t("story.moved_to_top", code=path)
            return t("story.moved", code=path, parent=self._path(fields["parent"], step))
        if keys == {"retired"}:
            return t("story.retired" if fields["retired"] else "story.unretired", code=path)
        if keys in ({"colour"}, {"shortcut"}):
            (key,) = keys
            value = fields[key]
            return t(f"story.{key}", code=path, value=value) if value else t(f"story.no_{key}", code=path)
        texts = [t(f"story.field_{key}") for key in (*TEXTS, *LISTS) if key in keys]
        return t("story.texts", fields=", ".join(texts), code=path) if texts else t("history.code.changed", code=path)

    def _of_codings(self, step: Step) -> str | None:
        fields = json.loads(step.payload)
        if "code" in fields:
            return self._recoded(step_details.recoded(self._project, step.step), step)
        code = self._path(step_details.code_of(self._project, step.object), step)
        if "star" in fields:
            return t("story.starred" if fields["star"] else "story.unstarred", count=step.events, code=code)
        if fields.keys() - _BESIDE == {"definition"}:
            return t("story.confirmed", count=step.events, code=code)
        return None

    def _recoded(self, moved: Sequence[Recoded], step: Step) -> str:
        count = sum(one.codings for one in moved)
        former = self._listed(list(dict.fromkeys(one.was for one in moved)), step)
        code = self._path(moved[0].now, step)
        if count == 1:
            return t("story.recoded_one", former=former, code=code)
        return t("story.recoded", count=count, former=former, code=code)

    def _listed(self, codes: Sequence[str | None], step: Step) -> str:
        return ", ".join(self._path(code, step) for code in codes[:_NAMED]) + (", …" if len(codes) > _NAMED else "")

    def _path(self, code: str | None, step: Step) -> str:
        if code is None:
            return "?"
        if code not in self._codes:
            return step_details.former_name(self._project, code, step.step) or "?"
        names: list[str] = []
        above: str | None = code
        while above in self._codes and len(names) < len(self._codes):
            name, above = self._codes[above]
            names.append(name)
        return "/".join(reversed(names))
