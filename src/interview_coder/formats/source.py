"""One file to read: its bytes, and its text or its zip members, each made once and only when asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from interview_coder.formats.encoding import Decoded, decode
from interview_coder.formats.packages import Package

SUFFIX = re.compile(r"\.(?!\d+$)\w{1,9}")
START = 4096
ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Source:
    """The content of the file `name`; `name` is only for messages and for its suffix.

    `encoding` is what the user says the text is written in; None: recognised.
    """

    data: bytes
    name: str
    encoding: str | None = None

    @property
    def suffix(self) -> str:
        """The lower-case suffix with its dot, or an empty string: `interview 24.10.03` has none."""
        suffix = PurePath(self.name).suffix.lower()
        return suffix if SUFFIX.fullmatch(suffix) else ""

    @property
    def zipped(self) -> bool:
        """Whether the content is a zip file."""
        return self.data.startswith(ZIP)

    @cached_property
    def package(self) -> Package:
        """The content as a zip file; raises UnreadableFileError if it is not a sound one."""
        return Package(self.data, self.name)

    @cached_property
    def decoded(self) -> Decoded:
        """The content as text; raises UnreadableFileError if it is none."""
        return decode(self.data, self.name, self.encoding)

    @cached_property
    def beginning(self) -> str:
        """The first characters of the text, white space at its start apart: what formats are recognised by."""
        return self.decoded.text[:START].lstrip()
