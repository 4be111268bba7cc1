"""The user's editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from interview_coder.errors import RefusedError
from interview_coder.locale import t

EDITORS = ("sensible-editor", "nano", "vim", "vi", "notepad")


def open_in_editor(path: Path) -> None:
    """Open a file in $VISUAL, $EDITOR, or an editor of the system, and wait until it is closed."""
    wished = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    command = shlex.split(wished) or [found for found in EDITORS if shutil.which(found)][:1]
    if not command:
        raise RefusedError(t("edit.no_editor"), t("edit.no_editor_hint"))
    try:
        status = subprocess.run([*command, str(path)], check=False).returncode
    except OSError as error:
        raise RefusedError(t("edit.not_run", command=command[0]), t("edit.no_editor_hint")) from error
    if status:
        raise RefusedError(t("edit.failed", command=command[0], status=status), t("edit.failed_hint"))
