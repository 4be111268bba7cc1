"""Tables to JSON and JSON Lines that a terminal can be shown and a program reads back unchanged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TextIO

from interview_coder.domain.display import ACTING
from interview_coder.domain.listings import Table

_ACTING = re.compile(f"[{ACTING}]")
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, allow_nan=False).encode


def json_text(value: object) -> str:
    r"""`value` as JSON on one line, in Unicode, with what acts on a terminal escaped (`\u009b`).

    An undefined number (NaN, infinity), which JSON lacks, becomes null.
    """
    try:
        text = _encode(value)
    except ValueError:
        text = _encode(json.loads(json.dumps(value), parse_constant=lambda _: None))
    # Nothing printable acts, and the question is ten times as fast as the search.
    return text if text.isprintable() else _ACTING.sub(lambda match: json.dumps(match[0])[1:-1], text)


def write_json(table: Table, stream: TextIO) -> None:
    """Write a list of objects whose keys are the columns, one object a line."""
    separator = "[\n"
    for line in _objects(table):
        stream.write(separator + line)
        separator = ",\n"
    stream.write("\n]\n" if table.rows else "[]\n")


def write_jsonl(table: Table, stream: TextIO) -> None:
    """Write one object a line, whose keys are the columns."""
    for line in _objects(table):
        stream.write(line + "\n")


def _objects(table: Table) -> Iterator[str]:
    return (json_text(dict(zip(table.columns, row, strict=True))) for row in table.rows)
