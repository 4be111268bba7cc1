"""The demonstration project: the fictional sample corpus with its codebook and the codings of two fictional coders."""

from __future__ import annotations

from pathlib import Path

from interview_coder.errors import ProjectFileError
from interview_coder.locale import language, t
from interview_coder.services.coding import code_from_file
from interview_coder.services.importing import Corrections, import_files
from interview_coder.services.projects import NewProject, create_project
from interview_coder.services.resources import bundled
from interview_coder.store.project import Project

NAME = "demo.icoder"
CODER = "demo"
_NOT_INTERVIEWS = (".csv", ".jsonl")


def make_demo(folder: Path) -> NewProject:
    """Make `demo.icoder` in `folder` from the sample corpus. Raises ProjectFileError when it is there already."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectFileError(t("store.cantopen", path=folder), t("store.cantopen_hint")) from error
    corpus = bundled("corpus_sample")
    interviews = sorted(path for path in corpus.iterdir() if path.suffix not in _NOT_INTERVIEWS)
    made = create_project(folder / NAME, codebook="diplab", language=language(), coder=CODER)
    with Project.open(made.path) as project:
        taken_in = import_files(
            project, CODER, interviews, language=None, corrections=Corrections(), progress=lambda _done, _all: None
        )
        for outcomes in taken_in:
            for outcome in outcomes:
                if outcome.error is not None:
                    raise outcome.error
        for codings in sorted(corpus.glob("codings-*.jsonl")):
            code_from_file(project, codings.stem.removeprefix("codings-").capitalize(), codings)
    return made
