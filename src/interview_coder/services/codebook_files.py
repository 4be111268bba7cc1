"""Codebooks in files: YAML, which holds all of a codebook, and tables for spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from interview_coder.domain.codebook import Codebook
from interview_coder.errors import CodebookError
from interview_coder.locale import t
from interview_coder.services.finding import codebook_of
from interview_coder.services.resources import bundled
from interview_coder.store import listings, usage
from interview_coder.store.project import Project

_TABLES = (".csv", ".tsv", ".xlsx", ".ods")
_WRITTEN_TABLES = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Found:
    """A codebook from a file, and in the user's language what was made of the columns of a table."""

    codebook: Codebook
    notes: tuple[str, ...] = ()


def export(project: Project, path: Path, *, excel_fr: bool = False) -> int:
    """Write the project's codebook as a table (.csv, .xlsx) or else as YAML; how many codes. Raises CoderError."""
    codebook = codebook_of(project)
    if path.suffix.lower() in _WRITTEN_TABLES:
        from interview_coder.formats.codebook_table import codebook_rows  # noqa: PLC0415 - writers load on use
        from interview_coder.formats.table_file import write  # noqa: PLC0415

        write(codebook_rows(codebook), path, excel_fr=excel_fr)
        return len(codebook.codes)
    from interview_coder.formats.codebook_yaml import write_codebook  # noqa: PLC0415 - YAML costs time to load
    from interview_coder.formats.files_out import write_file  # noqa: PLC0415

    text = write_codebook(codebook)
    write_file(path, lambda stream: stream.write(text))
    return len(codebook.codes)


def write_ids(path: Path) -> None:
    """Give every code in a YAML file that lacks an id a new one, keeping comments and layout."""
    from interview_coder.formats.codebook_yaml import add_missing_ids, read_text  # noqa: PLC0415
    from interview_coder.formats.files_out import write_file  # noqa: PLC0415

    text = add_missing_ids(read_text(path), path.name)
    write_file(path, lambda stream: stream.write(text))


def named(name_or_file: str, language: str, project: Project | None = None) -> Found:
    """A codebook that comes with the program, by name, or one in a file, as `read` has it. Raises CodebookError."""
    shipped = bundled("codebooks") / f"{name_or_file}.yaml"
    path = shipped if shipped.is_file() else Path(name_or_file)
    if not path.is_file():
        names = ", ".join(sorted(file.stem for file in bundled("codebooks").glob("*.yaml")))
        raise CodebookError(
            t("projects.no_codebook_file", name=name_or_file), t("projects.no_codebook_file_hint", names=names)
        )
    return read(path, language, project)


def read(path: Path, language: str, project: Project | None = None) -> Found:
    """The codebook in a YAML file, or in a table, whose codes are recognised by the ids and paths of `project`.

    Texts of a table that do not say their language are in `language` if in doubt. Raises CoderError.
    """
    if path.suffix.lower() in _TABLES:
        from interview_coder.formats.codebook_table import read_codebook_table  # noqa: PLC0415 - readers load on use

        current = listings.codebook(project) if project else None
        found = read_codebook_table(path, current, usage.merged(project) if project else (), language)
        return Found(found.codebook, found.notes)
    from interview_coder.formats.codebook_yaml import read_codebook  # noqa: PLC0415 - YAML costs time to load

    return Found(read_codebook(path))
