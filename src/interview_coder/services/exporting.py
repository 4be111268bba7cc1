"""Writing tables to files for papers, spreadsheets and other programs."""

from __future__ import annotations

from pathlib import Path

from interview_coder.domain.listings import Table
from interview_coder.errors import UnknownNameError
from interview_coder.locale import t
from interview_coder.services.codebooks import codebook_table
from interview_coder.services.counting import frequencies
from interview_coder.services.retrieving import codings_table, transcripts_table
from interview_coder.services.selecting import Selection
from interview_coder.store.project import Project

KINDS = ("codings", "codebook", "transcripts", "frequencies")
SUFFIXES = (".csv", ".xlsx", ".jsonl")


def table_for_export(project: Project, what: str, selection: Selection) -> Table:
    """The table that `what` (one of KINDS) names. Raises UnknownNameError."""
    if what == "codings":
        return codings_table(project, selection)
    if what == "codebook":
        return codebook_table(project)
    if what == "transcripts":
        return transcripts_table(project)
    if what == "frequencies":
        return frequencies(project, by=("code",), measure="codings", roll_up=False, unused=True, selection=selection)
    raise UnknownNameError(t("export.unknown_kind", name=what), t("export.known", names=", ".join(KINDS)))


def check_target(path: Path) -> None:
    """Raise UnknownNameError unless the suffix of `path` is one that can be written."""
    if path.suffix.lower() not in SUFFIXES:
        raise UnknownNameError(t("export.unknown_suffix", path=path), t("export.known", names=", ".join(SUFFIXES)))


def write_table(table: Table, path: Path, *, excel_fr: bool, raw: bool) -> None:
    """Write `table` to `path` in the format of its suffix, whole or not at all. Raises CoderError."""
    from interview_coder.formats.table_file import write  # noqa: PLC0415 - writers load on use

    check_target(path)
    write(table, path, excel_fr=excel_fr, raw=raw)
