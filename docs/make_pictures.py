"""Make the README's pictures: what `interview-coder demo --no-open` prints in a terminal, as SVG, in each language.

Run it with the Python of an environment in which the program is installed: `python docs/make_pictures.py`.
It prints into a pseudo-terminal, as in a terminal of its own, and so needs Linux or macOS.
"""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

PICTURES = {"en": "frequencies.svg", "fr": "frequencies.fr.svg"}
COMMAND = ("demo", "--no-open")
WIDTH = 100
CHUNK = 65536
# Dark text on a white screen; of the eight hues, those of a terminal made dark enough to read on white.
INK, PAPER = (36, 41, 47), (255, 255, 255)
RED, GREEN, YELLOW, BLUE = (164, 14, 38), (17, 99, 41), (77, 45, 0), (5, 80, 174)
MAGENTA, CYAN, GREY = (102, 57, 186), (14, 89, 110), (87, 96, 106)
SCREEN = TerminalTheme(PAPER, INK, [INK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, GREY])
DAY = re.compile(r"\d{4}-\d\d-\d\d")
FETCHED_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def printed(language: str) -> str:
    """What the command prints in a terminal of WIDTH columns, colours included."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "COLUMNS": str(WIDTH),
            "TERM": "xterm-256color",
            "INTERVIEW_CODER_LANG": language,
            "INTERVIEW_CODER_STATE": f"{folder}/state",
        }
        environment.pop("NO_COLOR", None)
        screen, terminal = pty.openpty()
        command = [sys.executable, "-m", "interview_coder", *COMMAND, f"{folder}/demo"]
        with subprocess.Popen(command, env=environment, stdout=terminal, stderr=subprocess.PIPE) as process:
            os.close(terminal)
            shown = _everything(screen)
            _, complaints = process.communicate()
        if process.returncode != 0:
            raise RuntimeError(complaints.decode())
    # A picture shows no particular day.
    return DAY.sub("2026-01-01", shown.decode().replace("\r\n", "\n"))


def _everything(screen: int) -> bytes:
    """All that comes out of a pseudo-terminal until its other end is closed."""
    parts: list[bytes] = []
    while True:
        try:
            part = os.read(screen, CHUNK)
        except OSError:  # how Linux says that nobody writes any more
            part = b""
        if not part:
            os.close(screen)
            return b"".join(parts)
        parts.append(part)


def picture(shown: str) -> str:
    """`shown`, with its colours, as the SVG of a terminal window."""
    text = Text.from_ansi(shown.rstrip("\n"))
    title = f"interview-coder {' '.join(COMMAND)}"
    width = max(cell_len(line) for line in (title, *text.plain.split("\n")))
    console = Console(record=True, width=width, file=StringIO(), legacy_windows=False)
    console.print(text, soft_wrap=True)
    # A picture must not fetch anything from anywhere.
    return FETCHED_FONT.sub("", console.export_svg(title=title, theme=SCREEN))


def main() -> None:
    """Write every picture beside this script."""
    for language, name in PICTURES.items():
        (Path(__file__).parent / name).write_text(picture(printed(language)), encoding="utf-8")


if __name__ == "__main__":
    main()
