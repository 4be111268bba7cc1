"""Names of codes in figures: a tree without gaps."""

from __future__ import annotations

from interview_coder.services.code_names import tree


def shown(*paths: str) -> list[tuple[str, int, int | None]]:
    return [(name.text, name.depth, name.at) for name in tree(paths)]


def test_a_code_stands_under_the_code_above_it() -> None:
    assert shown("AI", "AI/preparation", "pay") == [("AI", 0, 0), ("preparation", 1, 1), ("pay", 0, 2)]


def test_what_only_has_places_below_becomes_a_heading_once() -> None:
    assert shown("AI/tasks/naming", "AI/tasks/sorting", "AI/doubts") == [
        *(("AI", 0, None), ("tasks", 1, None), ("naming", 2, 0), ("sorting", 2, 1)),
        ("doubts", 1, 2),
    ]
