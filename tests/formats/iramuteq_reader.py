"""A reader of corpora by the rules of IRaMuTeQ's own one: lines, stars, first underscore."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Text:
    """One text: its starred variables and its lines."""

    variables: dict[str, str]
    paragraphs: list[str] = field(default_factory=list)


def read(corpus: str) -> list[Text]:
    """The texts of a corpus; fails on what IRaMuTeQ would stumble over."""
    texts: list[Text] = []
    assert not corpus.startswith("\ufeff")
    for line in corpus.splitlines():
        if line.startswith("****"):
            stars, *words = line.split()
            assert stars == "****"
            variables = dict(word.removeprefix("*").split("_", 1) for word in words)
            assert all(word.startswith("*") for word in words)
            assert len(variables) == len(words)
            texts.append(Text(variables))
        elif line.strip():
            assert not line.startswith("-*")
            assert not set("*$£") & set(line)
            texts[-1].paragraphs.append(line)
    return texts
