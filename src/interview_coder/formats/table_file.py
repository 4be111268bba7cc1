"""Tables to files, in the format that the file's suffix names."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from interview_coder.domain.listings import Table
from interview_coder.formats.files_out import write_binary_file, write_file

SUFFIXES = (".csv", ".xlsx", ".json", ".jsonl")


def write(table: Table, path: Path, *, excel_fr: bool = False, raw: bool = False) -> tuple[str, ...]:
    """Write `table` to `path`, whole or not at all; `excel_fr` and `raw` are those of csv.

    Gives back a sentence for every cell that did not fit.

    Raises CoderError when the file cannot be written, ValueError for a suffix that is none of SUFFIXES.
    """
    match path.suffix.lower():
        case ".csv":
            from interview_coder.formats.table_csv import write_csv  # noqa: PLC0415 (writers load on use)

            write_file(path, partial(write_csv, table, raw=raw, excel_fr=excel_fr))
        case ".xlsx":
            from interview_coder.formats.table_xlsx import write_xlsx  # noqa: PLC0415

            cut: list[str] = []
            write_binary_file(path, lambda stream: cut.extend(write_xlsx(table, stream)))
            return tuple(cut)
        case ".json":
            from interview_coder.formats.table_json import write_json  # noqa: PLC0415

            write_file(path, partial(write_json, table))
        case ".jsonl":
            from interview_coder.formats.table_json import write_jsonl  # noqa: PLC0415

            write_file(path, partial(write_jsonl, table))
        case _:
            raise ValueError(f"{path.suffix} is none of {', '.join(SUFFIXES)}")
    return ()
