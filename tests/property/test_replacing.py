"""However often a text is replaced, no coding goes missing, and undo brings everything back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from interview_coder.services.codebooks import apply_codebook
from interview_coder.services.coding import code_passage
from interview_coder.services.histories import redo, undo
from interview_coder.services.replacing import replace_with_file
from interview_coder.store.project import Project
from tests.property.test_anchors import EDITS, TEXTS, Edits, edited
from tests.store.builders import CODER, assert_sound, codebook, coding_ids, quick_folder, take_in, work


def ids(project: Project) -> set[str]:
    """The ids of all codings and of those that wait."""
    return coding_ids(project) | {str(row[0]) for row in project.rows("SELECT object FROM parked")}


SPANS = st.lists(st.tuples(st.floats(0, 0.9), st.integers(1, 80)), min_size=1, max_size=6)


@given(TEXTS, SPANS, st.lists(EDITS, min_size=1, max_size=3))
@settings(max_examples=25)
def test_no_coding_goes_missing_and_undo_brings_all_back(
    text: str, spans: list[tuple[float, int]], versions: list[Edits]
) -> None:
    with quick_folder() as folder, Project.create(folder / "s.icoder", name="s", language="fr", coder=CODER) as project:
        apply_codebook(project, codebook(), CODER)
        path = folder / "text.txt"
        path.write_text(text, encoding="utf-8")
        take_in(project, [path])
        for n, (place, length) in enumerate(spans):
            start = round(place * len(text))
            who = f"coder {n % 2}"
            code_passage(project, who, "text", (start, min(len(text), start + length)), "care", memo=f"memo {n}")
        made, states = ids(project), [work(project)]
        for edits in versions:
            text = edited(text, edits)
            path.write_text(text, encoding="utf-8")
            if text.strip() and not replace_with_file(project, CODER, "text", path, force=True).same:
                assert ids(project) == made
                states.append(work(project))
        assert_sound(project)
        for before in reversed(states[:-1]):
            undo(project, CODER)
            assert work(project) == before
        for after in states[1:]:
            redo(project, CODER)
            assert work(project) == after
