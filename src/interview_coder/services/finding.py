"""Finding transcripts, codes and coders by what a user types."""

from __future__ import annotations

import difflib

from interview_coder.domain.codebook import Code, Codebook
from interview_coder.domain.text import fold
from interview_coder.errors import RefusedError, UnknownNameError
from interview_coder.locale import t
from interview_coder.store import listings
from interview_coder.store.listings import TranscriptRow
from interview_coder.store.project import Project


class Transcripts:
    """The transcripts of a project, found by id or by unique name (accents and case aside)."""

    def __init__(self, project: Project) -> None:
        self.rows = listings.transcripts(project)
        self._by_id = {row.id: row for row in self.rows}
        self._by_name: dict[str, list[TranscriptRow]] = {}
        for row in self.rows:
            self._by_name.setdefault(fold(row.name), []).append(row)

    def has(self, text: str) -> bool:
        """Whether any transcript has this name, accents and case aside."""
        return fold(text) in self._by_name

    def named(self, text: str) -> TranscriptRow:
        """The one transcript that `text` names. Raises UnknownNameError with the nearest names."""
        if text in self._by_id:
            return self._by_id[text]
        found = self._by_name.get(fold(text), [])
        exact = [row for row in found if row.name == text] or found
        if len(exact) == 1:
            return exact[0]
        if exact:
            ids = ", ".join(row.id for row in exact)
            raise UnknownNameError(
                t("find.ambiguous_transcript", name=text), t("find.ambiguous_transcript_hint", ids=ids)
            )
        near = difflib.get_close_matches(fold(text), self._by_name, n=3)
        names = ", ".join(self._by_name[name][0].name for name in near)
        hint = t("find.nearest", names=names) if names else t("find.list_transcripts")
        raise UnknownNameError(t("find.unknown_transcript", name=text), hint)


def codebook_of(project: Project) -> Codebook:
    """The project's codebook. Raises UnknownNameError when it has none yet."""
    found = listings.codebook(project)
    if found is None:
        raise UnknownNameError(t("find.no_codebook", path=project.path), t("find.no_codebook_hint"))
    return found


def code_paths(project: Project) -> dict[str, str]:
    """The path of each code by its id; empty for a project without a codebook."""
    found = listings.codebook(project)
    return found.paths() if found else {}


def code_named(project: Project, text: str) -> Code:
    """The code that `text` names in the project's codebook. Raises UnknownNameError."""
    return codebook_of(project).resolve(text)


def refuse_retired(codebook: Codebook, code: Code) -> None:
    """Raise RefusedError for a code that takes no new codings."""
    if code.retired:
        path = codebook.path(code.id)
        raise RefusedError(t("find.retired", path=path), t("find.retired_hint", path=path))
