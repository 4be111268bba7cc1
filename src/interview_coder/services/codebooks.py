"""The project's codebook: showing it, comparing it with a file, taking a file over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interview_coder.domain.codebook import Codebook, code_fields, definition_hash
from interview_coder.domain.codebook_check import Finding, check
from interview_coder.domain.codebook_diff import Change, diff
from interview_coder.domain.listings import Table
from interview_coder.errors import CodebookError
from interview_coder.locale import t
from interview_coder.services.codebook_events import note_changes
from interview_coder.services.finding import codebook_of
from interview_coder.store import listings, usage
from interview_coder.store.project import Project

COLUMNS = (
    *("id", "path", "label", "definition", "include", "exclude", "examples", "keywords", "colour", "shortcut"),
    *("parent", "hash", "codings", "transcripts"),
)


def codebook_table(project: Project, *, retired: bool = False) -> Table:
    """One row a code in tree order, with how many codings it has in how many transcripts; or retired ones only."""
    codebook = codebook_of(project)
    return Table(COLUMNS, tuple(_rows(codebook, listings.coding_counts(project), retired=retired)))


def _rows(codebook: Codebook, used: dict[str, tuple[int, int]], *, retired: bool) -> Iterator[tuple[object, ...]]:
    for code in codebook.codes:
        if retired and not code.retired:
            continue
        fields = code_fields(code)
        texts = (fields[name] for name in ("label", "definition", "include", "exclude", "examples", "keywords"))
        counts = used.get(code.id, (0, 0))
        path = codebook.path(code.id)
        yield (code.id, path, *texts, code.colour, code.shortcut, code.parent, definition_hash(code), *counts)


def for_people(project: Project, language: str, *, retired: bool = False) -> Table:
    """The codebook as people read it: path, label in their language, shortcut and counts; a mark for retired codes.

    A column says how many codings were made under another definition than the code has today, if there are any.
    """
    codebook, used = codebook_of(project), listings.coding_counts(project)
    outdated = usage.outdated_counts(project)
    marked = any(code.retired for code in codebook.codes)
    columns = ("path", "label", "shortcut", *(("retired",) if marked else ()), "codings", "transcripts")
    rows = []
    for code in codebook.codes:
        if code.retired or not retired:
            text = code.label.get(language) or next(iter(code.label.values()), "")
            mark = ("✓" if code.retired else "",) if marked else ()
            late = (outdated.get(code.id, 0),) if outdated else ()
            rows.append((codebook.path(code.id), text, code.shortcut, *mark, *used.get(code.id, (0, 0)), *late))
    notes = (t("codebooks.outdated", count=sum(outdated.values())),) if outdated else ()
    return Table((*columns, *(("outdated",) if outdated else ())), tuple(rows), notes=notes)


def changes_table(found: Sequence[Change]) -> Table:
    """One row a change: its kind, the code's id and path, and the fields with their old and new values."""
    rows = ((c.kind, c.id, c.path, {name: list(values) for name, values in c.fields.items()}) for c in found)
    return Table(("change", "id", "path", "fields"), tuple(rows))


def findings(codebook: Codebook) -> list[Finding]:
    """What `codebook check` says: duplicates, near-duplicates, missing texts, clashing shortcuts."""
    return check(codebook)


def changes(project: Project, wanted: Codebook) -> list[Change]:
    """What taking `wanted` over would change in the project's codebook, matched by id."""
    current = listings.codebook(project)
    return diff(current if current is not None else Codebook(wanted.id, wanted.name, ()), wanted)


def planned(project: Project, wanted: Codebook) -> list[Change]:
    """What `apply_codebook` would change. Raises CodebookError when it would refuse."""
    current = listings.codebook(project)
    if current is not None and current.id != wanted.id:
        raise CodebookError(t("codebooks.other_study"), t("codebooks.other_study_hint"))
    found = changes(project, wanted)
    _refuse_to_drop_used(project, found)
    _refuse_merged(project, wanted)
    return found


def apply_codebook(project: Project, wanted: Codebook, coder: str) -> list[Change]:
    """Take `wanted` over as the project's codebook, in one step; what changed.

    Codes that are missing from `wanted` go when nothing is coded with them. Raises CodebookError, and changes
    nothing, when a code that is used would go, one that was merged away would come back, or the file is another
    study's codebook.
    """
    with project.write(coder) as writer:
        found = planned(project, wanted)
        note_changes(project, writer, listings.codebook(project), wanted)
        merged = usage.merged(project)
        for change in found:
            if change.kind == "removed":
                # What was merged into it would stand for itself again.
                for code in (change.id, *(one for one, into in merged.items() if into == change.id)):
                    writer.change("code.removed", code, {})
    return found


def _refuse_to_drop_used(project: Project, found: Sequence[Change]) -> None:
    used = listings.coding_counts(project).keys() | usage.waiting(project).keys()
    dropped = [change.path for change in found if change.kind == "removed" and change.id in used]
    if dropped:
        raise CodebookError(
            t("codebooks.used_codes_go", paths=", ".join(dropped)), t("codebooks.used_codes_go_hint", path=dropped[0])
        )


def _refuse_merged(project: Project, wanted: Codebook) -> None:
    """Raise CodebookError when a code comes back that was merged away: its codings count for another one now."""
    current, merged = listings.codebook(project), usage.merged(project)
    back = [code.id for code in wanted.codes if code.id in merged]
    if current is not None and back:
        paths = ", ".join(f"{wanted.path(one)} ({current.path(merged[one])})" for one in back)
        raise CodebookError(t("codebooks.merged_codes_come", paths=paths), t("codebooks.merged_codes_come_hint"))
