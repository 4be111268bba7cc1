"""Making and opening projects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from interview_coder.services.codebook_files import named
from interview_coder.services.codebooks import apply_codebook
from interview_coder.store.backup import backup_of_today
from interview_coder.store.project import Project
from interview_coder.store.replicas import login_name

SUFFIX = ".icoder"


@dataclass(frozen=True, slots=True)
class NewProject:
    """What was made: the project file, the name of its codebook if any, and who codes on this machine.

    `notes` say in the user's language what was made of the columns of a codebook that is a table.
    """

    path: Path
    codebook: str | None
    coder: str
    notes: tuple[str, ...] = ()


def create_project(path: Path, *, codebook: str | None, language: str, coder: str | None) -> NewProject:
    """Make a project file, with a codebook if named. Raises CoderError and leaves nothing behind."""
    if path.suffix != SUFFIX:
        path = path.with_name(path.name + SUFFIX)
    found = named(codebook, language) if codebook else None
    wanted = found.codebook if found else None
    who = coder or login_name()
    with Project.create(path, name=path.stem, language=language, coder=who) as project:
        if wanted is not None:
            apply_codebook(project, wanted, who)
    name = None if wanted is None else wanted.name.get(language) or next(iter(wanted.name.values()), "")
    return NewProject(path, name, who, found.notes if found else ())


def before_changing(project: Project) -> None:
    """Make the day's backup before the first change of the day to a project that holds work."""
    if project.holds_work:
        backup_of_today(project)
