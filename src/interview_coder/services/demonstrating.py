"""The demonstration project: the fictional sample corpus with its codebook and the codings of two fictional coders."""

from __future__ import annotations

from pathlib import Path

from interview_coder.errors import ProjectFileError
from interview_coder.locale import language, t
from interview_coder.services.attribute_import import import_attributes
from interview_coder.services.attribute_plans import Wishes
from interview_coder.services.bulk_coding import code_from_file
from interview_coder.services.importing import Corrections, import_files
from interview_coder.services.projects import create_project
from interview_coder.services.resources import bundled
from interview_coder.store.project import Project

NAME = "demo.icoder"
CODER = "demo"
_NOT_INTERVIEWS = (".csv", ".jsonl")


def make_demo(folder: Path) -> Path:
    """Make `demo.icoder` in `folder` from the sample corpus, unless it is there already; its path.

    Raises ProjectFileError, and leaves no half-made project behind.
    """
    path = folder / NAME
    if path.exists():
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectFileError(t("store.cantopen", path=folder), t("store.cantopen_hint")) from error
    create_project(path, codebook="diplab", language=language(), coder=CODER)
    try:
        _fill(path)
    except BaseException:
        path.unlink()
        raise
    return path


def _fill(path: Path) -> None:
    corpus = bundled("corpus_sample")
    interviews = sorted(path for path in corpus.iterdir() if path.suffix not in _NOT_INTERVIEWS)
    with Project.open(path) as project:
        taken_in = import_files(
            project, CODER, interviews, corrections=Corrections(), progress=lambda _done, _all: None
        )
        for outcomes in taken_in:
            for outcome in outcomes:
                if outcome.error is not None:
                    raise outcome.error
        import_attributes(project, CODER, corpus / "attributes.csv", Wishes())
        for codings in sorted(corpus.glob("codings-*.jsonl")):
            code_from_file(project, codings.stem.removeprefix("codings-").capitalize(), codings)
