"""How long each measured command may take, and the peer or floor that it is held against."""

from __future__ import annotations

from dataclasses import dataclass

MEMORY_MB = 150  # without language models
TIMES_FOR_TEN = 12  # how many times longer ten times the interviews may take


@dataclass(frozen=True, slots=True)
class Budget:
    """Milliseconds for 92 interviews (None: none set), what to beat, whether time may grow with the project,
    and whether language models are loaded."""

    milliseconds: int | None = None
    beat: str = ""
    grows: bool = True
    models: bool = False


_TABLE = Budget(400, "qc 1,600 to 1,800; floor 10 inside")
_SEARCH = Budget(300, "QualCoder 28 inside, accents exact; LibreQDA and doccano find 0 without accents")
_SEARCHES = ("'confidentialit\\xe9'", "'confidentialite'", "'CONFIDENTIALIT\\xc9'", "'confidentialite\\u0301'")
_QUERIES = (
    *(f"A {way} B" for way in ("AND", "AND NOT", "OR", "WITHIN turn", "WITHIN transcript", "FOLLOWED BY")),
    *("A NEAR/2 turns B", "A NEAR/20 words B", "NOT A", "* NEAR/2 turns *", "role:interviewee", "coder:alice"),
)

COMPARISONS = (
    "frequencies --by code,position",
    "crosstab position",
    "crosstab age --bins q4 --count words --roll-up",
    "crosstab gender --where position=teacher",
    "cooccurrence",
    "cooccurrence --within span --matrix",
    "cooccurrence --within transcript --roll-up --across-coders",
    "sequences",
    "sequences --within turn --length 3",
    "saturation",
    "portrait entretien-001",
)

BUDGETS = {
    "python -c pass": Budget(grows=False),
    "import click, sqlite3": Budget(grows=False),
    "--help": Budget(150, "qc 1,000 to 1,100; floor click + sqlite3", grows=False),
    "new": Budget(grows=False),
    "import": Budget(1_500, "QualCoder 380 without index, 350 to copy texts only; others 3,100; floor 200"),
    "bulk .csv": Budget(1_500, "qc 19,000 with loss; floor 150"),
    "bulk .jsonl": Budget(1_500, "qc 19,000 with loss; floor 150"),
    "transcripts": Budget(300, "qc 1,000 to 1,100 a command"),
    "codebook show": Budget(300, "qc 1,000 to 1,100 a command"),
    "show": Budget(300, "qc 1,000 to 1,100 a command"),
    "show json": Budget(300),
    "history": Budget(300),
    "code one": Budget(beat="QualCoder 6 inside, with repaint"),
    "frequencies code,coder": _TABLE,
    "frequencies code --roll-up": _TABLE,
    "frequencies code --unused": _TABLE,
    "frequencies code,transcript --count transcripts": _TABLE,
    "frequencies speaker --count words --roll-up": _TABLE,
    "frequencies code,coder,transcript,speaker,role --count turns --roll-up": _TABLE,
    "attributes import": Budget(1_000),
    "attributes cases": Budget(300),
    "transcripts --where": Budget(300),
    **dict.fromkeys(COMPARISONS, _TABLE),
    "codings csv": _TABLE,
    "codings --code": _TABLE,
    "codings --query A AND B": _TABLE,
    **{f"frequencies --query {query}": _TABLE for query in _QUERIES},
    "transcripts, many codings": Budget(300),
    "prepare": Budget(beat="floor 10,700 words/s a processor, without parser and ner", models=True, grows=False),
    "search rare": _SEARCH,
    "search common": _SEARCH,
    "search phrase": _SEARCH,
    "search prefix": _SEARCH,
    **{f"search {spelling}": _SEARCH for spelling in _SEARCHES},
}
