"""Drafts: what a person may change in an editor, in a file of its own for so long."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from interview_coder.errors import CoderError
from interview_coder.locale import t
from interview_coder.store.connection import plain_system_errors


@contextmanager
def draft(project: Path, text: str, suffix: str = ".txt") -> Iterator[Path]:
    """A file beside the project that holds `text` and that only its owner can read.

    It is removed in the end, unless something was written there and a CoderError says that it cannot be taken: then
    its hint says where the draft is.
    """
    with plain_system_errors(project.parent):
        handle, name = tempfile.mkstemp(prefix=".draft-", suffix=suffix, dir=project.resolve().parent)
    path, kept = Path(name), False
    try:
        with plain_system_errors(path), os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        yield path
    except CoderError as error:
        kept = path.exists() and path.read_bytes() != text.encode()
        if kept:
            error.hint = f"{error.hint} {t('edit.kept', path=path)}".strip()
        raise
    finally:
        if not kept:
            with suppress(OSError):
                path.unlink(missing_ok=True)
