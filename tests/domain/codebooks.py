"""Codebooks for tests: any sound one, and a small one."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from interview_coder.domain.codebook import Code, Codebook, folded
from interview_coder.domain.codebook_rules import NAME, build_codebook

# No clock: a busy machine draws codebooks slowly.
patient = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

AWKWARD = (
    "a: b",
    "« oui\u00a0»",
    '"cité"',
    "l'autre",
    "# non",
    "- tiret",
    "null",
    "no",
    "12",
    "0x1F",
    "😀 vu",
    "a\\b",
    "{x}",
)
characters = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
one_line = st.one_of(st.sampled_from(AWKWARD), st.text(characters).map(str.strip).filter(bool))
several_lines = st.lists(st.one_of(one_line, st.sampled_from(["", "  x", "y  ", "\tz"])), min_size=1, max_size=4).map(
    lambda lines: "\n".join(lines).strip()
)
any_text = st.one_of(one_line, several_lines.filter(bool))
names = st.one_of(
    st.sampled_from(["AI", "préparation", "coming-out", "a_b", "true", "null", "1e3", "12", "on off"]),
    st.text("aZéœΩ9 -_", min_size=1, max_size=8).filter(NAME.fullmatch),
)


def texts(of: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    """A text in no, one or both languages."""
    return st.fixed_dictionaries({}, optional={"fr": of, "en": of})


def lists(of: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    """Texts in no, one or both languages."""
    some = st.lists(of, min_size=1, max_size=2).map(tuple)
    return st.fixed_dictionaries({}, optional={"fr": some, "en": some})


@st.composite
def codes(draw: st.DrawFn) -> list[Code]:
    """Codes that keep every rule, parents before children, in no particular tree order."""
    made: list[Code] = []
    taken: set[tuple[str | None, str]] = set()
    shortcuts = draw(st.permutations("abc1"))
    for number in range(draw(st.integers(0, 3))):
        parent = draw(st.sampled_from([None, *(code.id for code in made)]))
        name = draw(names.filter(lambda name, above=parent: (above, folded(name)) not in taken))
        taken.add((parent, folded(name)))
        made.append(
            Code(
                f"c{number}",
                name,
                parent,
                label=draw(texts(one_line)),
                definition=draw(texts(any_text)),
                include=draw(lists(any_text)),
                exclude=draw(lists(any_text)),
                examples=draw(lists(any_text)),
                keywords=draw(lists(one_line)),
                colour=draw(st.sampled_from([None, "#0072B2", "#00ff99"])),
                shortcut=draw(st.sampled_from([None, shortcuts.pop()])) if shortcuts else None,
            )
        )
    return made


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    """A codebook that keeps every rule."""
    name = draw(texts(one_line).filter(bool))
    return build_codebook("book-1", name, draw(codes()))


def small_codebook() -> Codebook:
    """Two families of two codes."""
    made = (
        Code("ai", "AI", label={"fr": "Rôles dans l'IA", "en": "Roles in AI"}),
        Code("prep", "préparation", "ai", label={"fr": "Préparation de l'IA", "en": "AI preparation"}),
        Code("verif", "verification", "ai", label={"fr": "Vérification", "en": "Checking"}),
        Code("work", "work", label={"fr": "Travail", "en": "Work"}),
        Code("time", "time", "work", label={"fr": "Temps de travail", "en": "Hours"}),
        Code("rest", "time off", "work", label={"fr": "Repos", "en": "Rest"}),
    )
    return build_codebook("book-1", {"en": "Small"}, made)
