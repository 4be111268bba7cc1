"""Codings that follow a text from version to version: where each is now, and what to note of it in the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from interview_coder.domain.anchors import CHANGED, LOST, MOVED, UNMOVED, Placement, follow
from interview_coder.domain.edits import Script, Version, same_quote
from interview_coder.store.anchors import edit_script
from interview_coder.store.places import Place, version
from interview_coder.store.project import Project


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a text: its span in code points, half-open, and its quote."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A coding's passage before and after; `new` is None for a lost one.

    `change` is what the log must note of the coding, None when it stays where it was; `waits`: somebody should look.
    """

    coding: str
    code: str
    coder: str
    outcome: str
    old: Passage
    new: Passage | None
    change: Mapping[str, object] | None
    waits: bool


class _Scripts:
    """The edit scripts from older versions to one target, each made once, when a coding needs it."""

    def __init__(self, project: Project, key: str, target: Version, known: Mapping[str, Script]) -> None:
        self._project, self._key, self._target = project, key, target
        self._made: dict[str, Script | None] = dict(known)

    def of(self, text: str) -> Script | None:
        """The script from the version with this text; None where that text is not in the project."""
        if text not in self._made:
            old = self._target if text == self._key else version(self._project, text)
            self._made[text] = None if old is None else edit_script(old, self._target)
        return self._made[text]


def follow_all(
    project: Project, places: Iterable[Place], key: str, target: Version, known: Mapping[str, Script]
) -> Iterator[Followed]:
    """Where the codings at `places` lie in `target`, the version whose text has the hash `key`.

    `known` are scripts that are there already, by the hash of the text they lead from. Codings whose own version is
    not in the project are left out.
    """
    scripts = _Scripts(project, key, target, known)
    for place in places:
        script = scripts.of(place.text)
        if script is not None and place.end <= len(script.old.text):
            yield _followed(scripts, script, place, key)


def _followed(scripts: _Scripts, script: Script, place: Place, key: str) -> Followed:
    old = passage(script.old.text, place.start, place.end)
    restored = _restored(scripts, place)
    placement = restored or follow(script, place.start, place.end)
    if placement.span is None:
        return Followed(place.coding, place.code, place.coder, LOST, old, None, None, waits=True)
    new = passage(script.new.text, *placement.span)
    outcome = _outcome(old, new)
    change: dict[str, object] = {"text": key, "start": new.start, "end": new.end}
    waits = restored is None and (outcome == CHANGED or place.before is not None)
    if not waits:
        change["review"] = None
    elif place.before is None:
        change["review"] = {"text": place.text, "start": place.start, "end": place.end}
    return Followed(place.coding, place.code, place.coder, outcome, old, new, change, waits)


def _restored(scripts: _Scripts, place: Place) -> Placement | None:
    """Where the quote stands that the coding had before an edit changed it, if it is back."""
    if place.before is None:
        return None
    text, start, end = place.before
    script = scripts.of(text)
    found = None if script is None else follow(script, start, end)
    return found if found is not None and found.outcome in (UNMOVED, MOVED) else None


def _outcome(old: Passage, new: Passage) -> str:
    if not same_quote(old.quote, new.quote):
        return CHANGED
    return UNMOVED if (old.start, old.end) == (new.start, new.end) else MOVED


def passage(text: str, start: int, end: int) -> Passage:
    """The passage of `text` at a span."""
    return Passage(start, end, text[start:end])
