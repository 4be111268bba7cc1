"""Sentences and lemmas of transcripts: a pass apart from import, resumable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from interview_coder.domain.ids import new_id
from interview_coder.services.finding import Transcripts
from interview_coder.store import contents, listings
from interview_coder.store.project import Project


@dataclass(frozen=True, slots=True)
class Prepared:
    """One transcript after the pass: its number of sentences and the model that found them."""

    transcript: str
    sentences: int
    model: str
    new: bool


def prepare_transcripts(
    project: Project, coder: str, names: Sequence[str], progress: Callable[[int, int, str], None]
) -> list[Prepared]:
    """Prepare the named transcripts, or all; those already prepared by the same model are left as they are.

    Each transcript is saved when it is done, so that an interrupted pass goes on where it stopped.
    `progress(done, all, name)` is called before each. Raises UnknownNameError.
    """
    from interview_coder.language.models import fingerprint  # noqa: PLC0415 - reads what is installed
    from interview_coder.language.sentences import prepare  # noqa: PLC0415

    known = Transcripts(project)
    wanted = [known.named(name) for name in names] if names else known.rows
    done = listings.prepared(project)
    results, step = [], new_id()
    for number, row in enumerate(wanted):
        model = fingerprint(row.language)
        if done.get(row.text) == model:
            results.append(Prepared(row.name, row.sentences or 0, model, new=False))
            continue
        progress(number, len(wanted), row.name)
        turns = [(turn.start, turn.end) for turn in listings.turns(project, row.id)]
        found = prepare(listings.text(project, row.text), turns, row.language)
        with project.write(coder, step=step) as writer:
            payload = {
                "model": found.model,
                "sentences": contents.keep_json(writer.connection, "sentences", found.sentences),
                "lemmas": contents.keep_json(writer.connection, "lemmas", found.lemmas),
                "count": len(found.sentences),
            }
            writer.change("preparation.added", row.text, payload)
        results.append(Prepared(row.name, len(found.sentences), found.model, new=True))
    return results
