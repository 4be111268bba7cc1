"""Drawing charts into files."""

from __future__ import annotations

from pathlib import Path

from interview_coder.errors import RefusedError, UnknownNameError
from interview_coder.formats.plots.charts import Chart
from interview_coder.locale import t

SUFFIXES = (".svg", ".png")


def check_target(path: Path) -> None:
    """Raise UnknownNameError unless the suffix of `path` is that of a figure."""
    if path.suffix.lower() not in SUFFIXES:
        raise UnknownNameError(t("plot.unknown_suffix", path=path), t("plot.unknown_suffix_hint"))


def draw(chart: Chart, path: Path) -> None:
    """Draw `chart` into the file at `path`, SVG or PNG by its suffix, whole or not at all. Raises CoderError."""
    from interview_coder.formats.plots.files import write  # noqa: PLC0415 - matplotlib loads on use

    write(chart, path)


def nothing_to_draw() -> RefusedError:
    """What is raised for a listing without rows."""
    return RefusedError(t("plot.empty"), t("plot.empty_hint"))
