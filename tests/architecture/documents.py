"""Code blocks of the repository's documents."""

from __future__ import annotations

import re

from tests.architecture.source import REPOSITORY

BLOCK = re.compile(
    r"^(?:<!-- (?P<marker>[\w-]+) -->\n)?```(?P<language>\w*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)


def blocks(document: str, *, marker: str | None = None, language: str | None = None) -> list[str]:
    """The code blocks of a document, those with this `<!-- marker -->` before them or of this language."""
    text = (REPOSITORY / document).read_text(encoding="utf-8")
    found = (match for match in BLOCK.finditer(text) if marker is None or match["marker"] == marker)
    return [match["code"] for match in found if language is None or match["language"] == language]


def commands(block: str) -> list[str]:
    """The commands of a shell block, one a line, without comments and empty lines."""
    lines = (re.sub(r"(^|\s{2,})#.*", "", line).strip() for line in block.splitlines())
    return [line for line in lines if line]
