"""Lemmas that `prepare` stored: where they are, and their stored form, which `domain.lemmas` searches undecoded."""

from __future__ import annotations

from dataclasses import dataclass

from interview_coder.store import contents
from interview_coder.store.project import Project


@dataclass(frozen=True, slots=True)
class Prepared:
    """The address of the lemmas of a text, and the fingerprint of what found them."""

    lemmas: str
    model: str


def prepared(project: Project) -> dict[str, Prepared]:
    """Hash of each prepared text to its lemmas."""
    return {text: Prepared(*rest) for text, *rest in project.rows("SELECT text, lemmas, model FROM preparations")}


def stored(project: Project, found: Prepared) -> bytes:
    """The lemmas of a text as they are stored."""
    return contents.blob(project.connection, found.lemmas)
