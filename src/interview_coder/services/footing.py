"""The notes under every table: which filters it was made with, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from interview_coder.locale import t
from interview_coder.services.selecting import Selection


def footing(selection: Selection) -> tuple[str, ...]:
    """Sentences in the user's language: the filters if there are any, and the day."""
    filters = list(_filters(selection))
    said = (t("footing.filters", filters=t("footing.between").join(filters)),) if filters else ()
    return (*said, t("footing.date", date=date.today().isoformat()))


def _filters(selection: Selection) -> Iterator[str]:
    if selection.code:
        yield t("footing.code_below" if selection.roll_up else "footing.code", code=selection.code)
    if selection.coder:
        yield t("footing.coder", coder=selection.coder)
    if selection.transcript:
        yield t("footing.transcript", transcript=selection.transcript)
    yield from selection.where
    if selection.query is not None:
        yield t("footing.query", query=selection.query)
