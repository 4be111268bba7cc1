"""What can go wrong, one small class per failure; each prints as one plain sentence and its remedy."""

from __future__ import annotations


class CoderError(Exception):
    """A refusal or failure that a user can understand: what happened, where, and what to do.

    `message` names the file and the place; `hint` is the remedy, possibly empty. Both are already in the
    user's language. Faces print `str(error)`, one line, and end with `exit_code`.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UnreadableFileError(CoderError):
    """A file from outside that no reader can turn into a transcript."""


class CodebookError(CoderError):
    """A codebook file or a code that breaks the rules."""


class UnknownNameError(CoderError):
    """No such transcript, code, coder, step or backup, or more than one."""


class ProjectFileError(CoderError):
    """The project file is not ours, damaged, newer, in the wrong place, read-only or full."""


class ProjectBusyError(CoderError):
    """Another program is writing to the project for too long."""


class RefusedError(CoderError):
    """A request that would break a rule of the data; nothing was changed."""


class QueryError(CoderError):
    """A query that cannot be read, or that names what is not there.

    `what` is wrong at the place `at` of `expression`, in code points from 0, or in the saved query that is named
    there; the message says and shows all of it.
    """

    def __init__(self, message: str, hint: str, *, what: str, expression: str, at: int) -> None:
        super().__init__(message, hint)
        self.what = what
        self.expression = expression
        self.at = at


class BulkRowsError(RefusedError):
    """A bulk file with bad rows; `rows` holds one sentence per bad row, nothing was applied."""

    def __init__(self, message: str, rows: list[str], hint: str = "") -> None:
        super().__init__(message, hint)
        self.rows = rows


class InterruptedWorkError(CoderError):
    """The user stopped long work; what was finished is kept."""

    exit_code = 130
