"""The project's codebook: showing it, comparing it with a file, taking a file over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from interview_coder.domain.codebook import Codebook, code_fields, definition_hash
from interview_coder.domain.codebook_check import Finding, check
from interview_coder.domain.codebook_diff import Change, diff
from interview_coder.domain.listings import Table
from interview_coder.errors import CodebookError
from interview_coder.locale import t
from interview_coder.services.finding import codebook_of
from interview_coder.services.resources import bundled
from interview_coder.store import listings
from interview_coder.store.project import Project

COLUMNS = (
    *("id", "path", "label", "definition", "include", "exclude", "examples", "keywords", "colour", "shortcut"),
    *("parent", "hash", "codings", "transcripts"),
)


def codebook_table(project: Project) -> Table:
    """One row a code in tree order, with how many codings it has in how many transcripts."""
    codebook = codebook_of(project)
    return Table(COLUMNS, tuple(_rows(codebook, listings.coding_counts(project))))


def _rows(codebook: Codebook, used: dict[str, tuple[int, int]]) -> Iterator[tuple[object, ...]]:
    for code in codebook.codes:
        fields = code_fields(code)
        texts = (fields[name] for name in ("label", "definition", "include", "exclude", "examples", "keywords"))
        counts = used.get(code.id, (0, 0))
        path = codebook.path(code.id)
        yield (code.id, path, *texts, code.colour, code.shortcut, code.parent, definition_hash(code), *counts)


def for_people(table: Table, language: str) -> Table:
    """The codebook listing as people read it: path, label in their language, shortcut and counts."""
    at = {column: place for place, column in enumerate(table.columns)}
    rows = []
    for row in table.rows:
        label = row[at["label"]]
        text = (label.get(language) or next(iter(label.values()), "")) if isinstance(label, dict) else ""
        rows.append((row[at["path"]], text, row[at["shortcut"]], row[at["codings"]], row[at["transcripts"]]))
    return Table(("path", "label", "shortcut", "codings", "transcripts"), tuple(rows))


def changes_table(found: Sequence[Change]) -> Table:
    """One row a change: its kind, the code's id and path, and the fields with their old and new values."""
    rows = ((c.kind, c.id, c.path, {name: list(values) for name, values in c.fields.items()}) for c in found)
    return Table(("change", "id", "path", "fields"), tuple(rows))


def export(project: Project, path: Path) -> int:
    """Write the project's codebook as YAML; how many codes. Raises CoderError."""
    from interview_coder.formats.codebook_yaml import write_codebook  # noqa: PLC0415 - YAML costs time to load
    from interview_coder.formats.files_out import write_file  # noqa: PLC0415

    codebook = codebook_of(project)
    text = write_codebook(codebook)
    write_file(path, lambda stream: stream.write(text))
    return len(codebook.codes)


def write_ids(path: Path) -> None:
    """Give every code in a YAML file that lacks an id a new one, keeping comments and layout."""
    from interview_coder.formats.codebook_yaml import add_missing_ids, read_text  # noqa: PLC0415
    from interview_coder.formats.files_out import write_file  # noqa: PLC0415

    text = add_missing_ids(read_text(path), path.name)
    write_file(path, lambda stream: stream.write(text))


def named(name_or_file: str) -> Codebook:
    """A codebook that comes with the program, by name, or one in a file. Raises CodebookError."""
    shipped = bundled("codebooks") / f"{name_or_file}.yaml"
    path = shipped if shipped.is_file() else Path(name_or_file)
    if not path.is_file():
        names = ", ".join(sorted(file.stem for file in bundled("codebooks").glob("*.yaml")))
        raise CodebookError(
            t("projects.no_codebook_file", name=name_or_file), t("projects.no_codebook_file_hint", names=names)
        )
    return read(path)


def read(path: Path) -> Codebook:
    """The codebook in a YAML file. Raises CodebookError."""
    from interview_coder.formats.codebook_yaml import read_codebook  # noqa: PLC0415 - YAML costs time to load

    return read_codebook(path)


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
    return found


def apply_codebook(project: Project, wanted: Codebook, coder: str) -> list[Change]:
    """Take `wanted` over as the project's codebook, in one step; what changed.

    Codes that are missing from `wanted` go when nothing is coded with them. Raises CodebookError, and changes
    nothing, when a code that is used would go or the file is another study's codebook.
    """
    with project.write(coder) as writer:
        found = planned(project, wanted)
        current = listings.codebook(project)
        if current is None:
            writer.add("codebook.added", wanted.id, {"name": dict(wanted.name)})
        elif dict(current.name) != dict(wanted.name):
            writer.change("codebook.changed", wanted.id, {"name": dict(wanted.name)})
        before = {} if current is None else {code.id: place for place, code in enumerate(current.codes)}
        old = {} if current is None else {code.id: code_fields(code) for code in current.codes}
        for position, code in enumerate(wanted.codes):
            fields = {**code_fields(code), "position": position}
            if code.id not in old:
                writer.add("code.added", code.id, fields)
                continue
            known = {**old[code.id], "position": before[code.id]}
            changed = {name: value for name, value in fields.items() if known.get(name) != value}
            if changed:
                writer.change("code.changed", code.id, changed)
        for change in found:
            if change.kind == "removed":
                writer.change("code.removed", change.id, {})
    return found


def _refuse_to_drop_used(project: Project, found: Sequence[Change]) -> None:
    used = listings.coding_counts(project)
    dropped = [change.path for change in found if change.kind == "removed" and change.id in used]
    if dropped:
        raise CodebookError(t("codebooks.used_codes_go", paths=", ".join(dropped)), t("codebooks.used_codes_go_hint"))
