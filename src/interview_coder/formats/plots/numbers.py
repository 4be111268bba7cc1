"""Numbers and axes of figures, spelled as the language has them."""

from __future__ import annotations

from math import isfinite

from interview_coder.locale import t

UNDEFINED = "–"
_WHOLE, _LEAST, _SMALL, _LONG = 1e-9, 0.001, 0.1, 1e6


def spelled(value: float | None) -> str:
    """A number with two decimals, small ones with three, whole ones with none; a dash for an undefined one."""
    if value is None or not isfinite(value):
        return UNDEFINED
    if 0 < value < _LEAST / 2:
        return t("plot.less_than", number=_localised(str(_LEAST)))
    whole = round(value)
    text = str(whole) if abs(value - whole) < _WHOLE else f"{value:.2f}" if abs(value) >= _SMALL else f"{value:.3f}"
    return _localised(text)


def on_axis(tick: float) -> str:
    """A round number with as many decimals as it has."""
    return _localised(f"{tick:.6g}" if abs(tick) < _LONG else f"{tick:.0f}")


def _localised(text: str) -> str:
    return text.replace(".", t("display.decimal_mark")).replace("-", "−")


def percentage(share: float | None) -> str:
    """A share between 0 and 1 as a whole percentage, `< 1 %` for what would be rounded to nothing."""
    if share is None or not isfinite(share):
        return UNDEFINED
    small = 0 < share < 0.005  # noqa: PLR2004
    number = t("plot.less_than", number=1) if small else str(round(100 * share))
    return t("display.percent", number=number)


def ticks(highest: float, most: int) -> list[float]:
    """Round numbers from 0 to `highest` to write along an axis, whole ones where it allows; only 0 for next to none."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    if highest < _LEAST / 2:
        return [0.0]
    found = MaxNLocator(nbins=most, integer=highest >= 1, steps=[1, 2, 5, 10]).tick_values(0, highest)
    return [float(tick) for tick in found if 0 <= tick <= highest * (1 + _WHOLE)]
