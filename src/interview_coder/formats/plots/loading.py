"""matplotlib, loaded without a trace: no cache or settings read or left in anybody's folders, no fonts but its own."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from interview_coder.errors import CoderError
from interview_coder.locale import t

_FONTS = (("DejaVuSans.ttf", 400), ("DejaVuSans-Bold.ttf", 700))
# DejaVu comes with matplotlib and is wide: whatever a viewer of an SVG has instead takes no more room.
_FAMILIES = ["DejaVu Sans", "Verdana", "Arial"]


@contextmanager
def drawing() -> Iterator[None]:
    """matplotlib loaded, in our style whatever the settings of the machine, for the time of the `with`.

    Raises CoderError when there is no temporary folder to load it with.
    """
    try:
        _load()
    except OSError as error:
        raise CoderError(
            t("plot.no_temporary", reason=error.strerror or str(error)), t("plot.no_temporary_hint")
        ) from error
    import matplotlib  # noqa: PLC0415

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rc("font", **{"family": "sans-serif", "sans-serif": _FAMILIES})
        matplotlib.rc("hatch", linewidth=0.5)
        matplotlib.rc("svg", fonttype="none", hashsalt="interview-coder")
        # A dollar in the name of a code is a dollar.
        matplotlib.rc("text", parse_math=False, usetex=False)
        yield


def _load() -> None:
    if "matplotlib.font_manager" in sys.modules:
        return
    before = os.environ.get("MPLCONFIGDIR")
    with TemporaryDirectory(prefix="interview-coder-", ignore_cleanup_errors=True) as folder:
        os.environ["MPLCONFIGDIR"] = folder
        try:
            _name_fonts(Path(folder))
            import_module("matplotlib.font_manager")
            # Asked for now and remembered by matplotlib, or it would make a folder in somebody's home later.
            import_module("matplotlib").get_configdir()
        finally:
            if before is None:
                del os.environ["MPLCONFIGDIR"]
            else:
                os.environ["MPLCONFIGDIR"] = before


def _name_fonts(folder: Path) -> None:
    """Write the list of fonts that matplotlib would otherwise make, looking into every font file of the machine.

    That takes it many seconds on some, and figures would differ from machine to machine. The list is only good
    for the version that it names; matplotlib makes its own when it does not know it.
    """
    found = find_spec("matplotlib.font_manager")
    source = Path(found.origin).read_text(encoding="utf-8") if found and found.origin else ""
    version = re.search(r"^    __version__ = ['\"]([\w.]+)['\"]$", source, re.MULTILINE)
    if version is None:
        return
    fonts = {
        "__class__": "FontManager",
        "_version": version[1],
        "_FontManager__default_weight": "normal",
        "default_size": None,
        "defaultFamily": {"ttf": "DejaVu Sans", "afm": "Helvetica"},
        "afmlist": [],
        "ttflist": [_entry(name, weight) for name, weight in _FONTS],
    }
    (folder / f"fontlist-v{version[1]}.json").write_text(json.dumps(fonts), encoding="utf-8")


def _entry(name: str, weight: int) -> dict[str, object]:
    return {
        "__class__": "FontEntry",
        "fname": f"fonts/ttf/{name}",
        "index": 0,
        "name": "DejaVu Sans",
        "style": "normal",
        "variant": "normal",
        "weight": weight,
        "stretch": "normal",
        "size": "scalable",
    }
