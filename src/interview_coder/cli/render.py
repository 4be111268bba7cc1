"""What every listing prints: one table in the format asked for."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace
from typing import TextIO, cast

from interview_coder.domain.display import safe
from interview_coder.domain.listings import Table, select

FORMATS = ("table", "json", "csv", "jsonl")


def render(
    table: Table,
    output_format: str,
    *,
    stream: TextIO | None = None,
    columns: tuple[str, ...] = (),
    raw: bool = False,
    excel_fr: bool = False,
) -> None:
    """Print `table` to `stream` (standard output) as one of FORMATS.

    `table` is for people: with colours and cut to the width in a terminal, plain and whole otherwise;
    `columns` limits it to these. `raw` and `excel_fr` are those of csv. Nothing in a cell can act on a terminal
    in any format: csv, which has no escapes, is shown there as `safe` text and is exact in files and pipes.
    Raises ValueError for another format, BrokenPipeError when the reader left.
    """
    out = sys.stdout if stream is None else stream
    match output_format:
        case "table":
            _print_aligned(select(table, columns) if columns else table, out)
        case "json":
            from interview_coder.formats.table_json import write_json

            write_json(table, out)
        case "jsonl":
            from interview_coder.formats.table_json import write_jsonl

            write_jsonl(table, out)
        case "csv":
            from interview_coder.formats.table_csv import write_csv

            write_csv(table, _shown(out) if out.isatty() else out, raw=raw, excel_fr=excel_fr)
        case _:
            raise ValueError(f"{output_format} is none of {', '.join(FORMATS)}")


def _print_aligned(table: Table, out: TextIO) -> None:
    from interview_coder.cli.aligned import aligned

    out.writelines(f"{line}\n" for line in aligned(table, terminal_width(out), colour=coloured(out)))


def coloured(out: TextIO) -> bool:
    """Whether `out` is a terminal that wants colours."""
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width(out: TextIO) -> int | None:
    """The terminal's width in cells: $COLUMNS, else its own, else 80; None where `out` is no terminal."""
    if not out.isatty():
        return None
    wished = os.environ.get("COLUMNS", "")
    return (int(wished) if wished.isdecimal() else os.get_terminal_size(out.fileno()).columns) or 80


def _shown(out: TextIO) -> TextIO:
    """A stream that shows on the terminal `out` what is written to it."""
    return cast("TextIO", SimpleNamespace(write=lambda text: out.write(safe(text, keep="\n\t"))))
