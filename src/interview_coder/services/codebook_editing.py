"""Changing the codebook as a text in an editor: a draft in YAML, taken over as a file would be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from interview_coder.domain.codebook import Codebook
from interview_coder.domain.codebook_diff import Change
from interview_coder.errors import RefusedError
from interview_coder.locale import t
from interview_coder.services.codebooks import apply_codebook
from interview_coder.services.drafts import draft
from interview_coder.services.finding import codebook_of
from interview_coder.services.projects import before_changing
from interview_coder.store.project import Project


def edit_codebook(
    project: Project, coder: str, write: Callable[[Path], None]
) -> tuple[list[Change], Codebook, Codebook]:
    """Let `write` change a draft of the codebook and take it over: what changed, the codebook before and after.

    New codes get their ids. What was written but cannot be taken is kept; the refusal says where. Raises CoderError.
    """
    from interview_coder.formats.codebook_yaml import (  # noqa: PLC0415 - YAML costs time to load
        add_missing_ids,
        parse_codebook,
        read_text,
        write_codebook,
    )

    current = codebook_of(project)
    with draft(project.path, write_codebook(current), ".yaml") as path:
        write(path)
        if codebook_of(project) != current:
            raise RefusedError(t("codebooks.overtaken"), t("codebooks.overtaken_hint"))
        wanted = parse_codebook(add_missing_ids(read_text(path), path.name), path.name)
        before_changing(project)
        return apply_codebook(project, wanted, coder), current, wanted
