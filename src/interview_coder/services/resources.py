"""What comes with the program: codebooks and the sample corpus, in the wheel or in the repository."""

from __future__ import annotations

from pathlib import Path


def bundled(name: str) -> Path:
    """The folder `codebooks` or `corpus_sample` that comes with the program."""
    package = Path(__file__).parents[1]
    installed = package / "data" / name
    return installed if installed.is_dir() else package.parents[1] / name
