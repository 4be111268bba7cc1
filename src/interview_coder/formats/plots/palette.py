"""Colours that the colour-blind tell apart and that stay apart in grey, with a second sign for each."""

from __future__ import annotations

from dataclasses import dataclass

INK, QUIET, RULE, PAPER = "#1a1a1a", "#595959", "#bfbfbf", "#ffffff"
BAND = "#dcdcdc"
_DARK_ENOUGH = 0.04045


Dash = tuple[float, tuple[float, ...]] | None
"""Lengths of dashes and gaps, in widths of the line, after an offset; None: no gaps."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How one series is told from the others: fill and hatch of its bars, colour, marker and dashes of its line."""

    colour: str
    hatch: str
    line: str
    marker: str
    dash: Dash


# The set of Okabe & Ito (2008), "Color Universal Design", dark and light by turns.
SIGNS = (
    Sign("#0072b2", "", "#000000", "o", None),
    Sign("#f0e442", "//////", "#0072b2", "s", (0, (4, 2))),
    Sign("#000000", "", "#d55e00", "^", (0, (1, 1.5))),
    Sign("#e69f00", "||||||", "#009e73", "D", (0, (5, 1.5, 1, 1.5))),
    Sign("#009e73", "xxxxxx", "#cc79a7", "v", (0, (6, 1, 1, 1, 1, 1))),
)


def lightness(colour: str) -> float:
    """CIE L* of `#rrggbb`, 0 to 100: what is left of a colour in grey (IEC 61966-2-1, CIE 15)."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > (6 / 29) ** 3 else y * (29 / 3) ** 3


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= _DARK_ENOUGH else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def text_on(colour: str) -> str:
    """Black or white, whichever reads better on `colour`: at least 4.5 to 1."""
    return max("#000000", PAPER, key=lambda text: contrast(text, colour))
