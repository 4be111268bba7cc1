"""Files written whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from interview_coder.errors import CoderError
from interview_coder.locale import t

_REASONS = {
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "is_file",
    errno.EACCES: "not_writable",
    errno.EPERM: "not_writable",
    errno.EROFS: "not_writable",
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
}


def write_file(path: Path, write: Callable[[TextIO], object]) -> None:
    """Write a UTF-8 text file by calling `write` with a stream that leaves newlines as they are.

    The file at `path` appears, or is replaced, only when all of it is on the disk; its permissions stay.
    Raises CoderError when the folder is missing or read-only, the disk full, or `path` a folder: nothing changed.
    """

    def encoded(stream: BinaryIO) -> None:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        write(text)
        text.detach()

    write_binary_file(path, encoded)


def write_binary_file(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """As `write_file`, for bytes."""
    try:
        if path.is_dir():
            raise CoderError(t("rows.is_folder", path=path), t("rows.is_folder_hint"))
        with _replacing(path.resolve()) as stream:
            write(stream)
    except OSError as error:
        raise _refusal(path, error) from error


def make_folder(path: Path) -> None:
    """Make the folder `path` unless it is there. Raises CoderError."""
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise _refusal(path, error) from error


@contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file `target` on leaving; a device or pipe is written directly."""
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            yield stream
        return
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _refusal(path: Path, error: OSError) -> CoderError:
    key = _REASONS.get(error.errno or 0, "not_written")
    message = t(f"rows.{key}", path=path, folder=path.parent, reason=error.strerror or type(error).__name__)
    return CoderError(message, t(f"rows.{key}_hint"))
