"""The tables, indexes, triggers and views of a project file, and what a file of ours must look like.

`docs/project-file.md` describes them for readers in R, pandas and Datasette.
"""

from __future__ import annotations

APPLICATION_ID = 0x49434F44  # "ICOD"
VERSION = 2

LOG = (
    """CREATE TABLE events (
    replica TEXT NOT NULL, seq INTEGER NOT NULL CHECK (seq > 0), hlc INTEGER NOT NULL,
    coder TEXT NOT NULL, actor TEXT NOT NULL, step TEXT NOT NULL, type TEXT NOT NULL, object TEXT NOT NULL,
    payload TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (replica, seq)
) STRICT""",
    "CREATE INDEX events_object ON events (object)",
    "CREATE INDEX events_step ON events (step)",
    """CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
    """CREATE TRIGGER events_never_go BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
)

CONTENTS = (
    """CREATE TABLE texts (
    hash TEXT PRIMARY KEY, text TEXT NOT NULL, characters INTEGER NOT NULL, words INTEGER NOT NULL,
    word_starts BLOB NOT NULL
) STRICT""",
    """CREATE TABLE blobs (
    hash TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('original', 'layout', 'sentences', 'lemmas')),
    data BLOB NOT NULL
) STRICT""",
    """CREATE TABLE indexed (
    number INTEGER PRIMARY KEY, layout TEXT NOT NULL, text TEXT NOT NULL REFERENCES texts (hash),
    UNIQUE (layout, text)
) STRICT""",
    """CREATE VIRTUAL TABLE turn_index USING fts5(
    body, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2')""",
    # A text is indexed in one go rather than in pieces that are merged afterwards.
    "INSERT INTO turn_index (turn_index, rank) VALUES ('hashsize', 16777216)",
)

FOLD = (
    """CREATE TABLE replicas (
    replica TEXT PRIMARY KEY, coder TEXT NOT NULL, follows TEXT, opened_at TEXT NOT NULL,
    seq INTEGER NOT NULL, hlc INTEGER NOT NULL, hash TEXT NOT NULL
) STRICT""",
    """CREATE TABLE steps (
    step TEXT PRIMARY KEY, replica TEXT NOT NULL, coder TEXT NOT NULL, actor TEXT NOT NULL, hlc INTEGER NOT NULL,
    at TEXT NOT NULL, type TEXT NOT NULL, object TEXT NOT NULL, events INTEGER NOT NULL,
    undone INTEGER NOT NULL CHECK (undone IN (0, 1)), undone_hlc INTEGER NOT NULL
) STRICT""",
    "CREATE INDEX steps_hlc ON steps (hlc)",
    """CREATE TABLE project (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, language TEXT NOT NULL, created_at TEXT NOT NULL
) STRICT""",
    "CREATE TABLE codebook (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT",
    """CREATE TABLE codes (
    id TEXT PRIMARY KEY, parent TEXT, name TEXT NOT NULL, position INTEGER NOT NULL,
    label TEXT NOT NULL, definition TEXT NOT NULL, include TEXT NOT NULL, exclude TEXT NOT NULL,
    examples TEXT NOT NULL, keywords TEXT NOT NULL, colour TEXT, shortcut TEXT, hash TEXT NOT NULL,
    retired INTEGER NOT NULL CHECK (retired IN (0, 1)), merged_into TEXT, stands_for TEXT
) STRICT""",
    "CREATE TABLE cases (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT",
    """CREATE TABLE attributes (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, choices TEXT NOT NULL, position INTEGER NOT NULL
) STRICT""",
    """CREATE TABLE case_values (
    case_id TEXT NOT NULL REFERENCES cases (id) DEFERRABLE INITIALLY DEFERRED, attribute TEXT NOT NULL,
    value ANY NOT NULL, PRIMARY KEY (case_id, attribute)
) STRICT, WITHOUT ROWID""",
    "CREATE TABLE queries (id TEXT PRIMARY KEY, name TEXT NOT NULL, expression TEXT NOT NULL) STRICT",
    """CREATE TABLE transcripts (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, language TEXT, format TEXT NOT NULL, encoding TEXT,
    text TEXT NOT NULL REFERENCES texts (hash), layout TEXT NOT NULL REFERENCES blobs (hash),
    original TEXT REFERENCES blobs (hash), turns INTEGER NOT NULL, added_at TEXT NOT NULL,
    coder TEXT NOT NULL, case_id TEXT
) STRICT""",
    """CREATE TABLE speakers (
    id TEXT PRIMARY KEY, transcript TEXT NOT NULL REFERENCES transcripts (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL, role TEXT CHECK (role IN ('interviewer', 'interviewee')),
    same_as TEXT REFERENCES speakers (id) DEFERRABLE INITIALLY DEFERRED,
    spelling TEXT NOT NULL, guess TEXT CHECK (guess IN ('interviewer', 'interviewee')),
    case_id TEXT
) STRICT""",
    "CREATE INDEX speakers_transcript ON speakers (transcript)",
    """CREATE TABLE turns (
    transcript TEXT NOT NULL REFERENCES transcripts (id) DEFERRABLE INITIALLY DEFERRED, n INTEGER NOT NULL,
    header_start INTEGER, header_end INTEGER, start INTEGER NOT NULL CHECK (start >= 0), "end" INTEGER NOT NULL,
    speaker TEXT REFERENCES speakers (id) DEFERRABLE INITIALLY DEFERRED, start_ms INTEGER, end_ms INTEGER,
    PRIMARY KEY (transcript, n), CHECK ("end" >= start)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX turns_speaker ON turns (speaker)",
    """CREATE TABLE preparations (
    text TEXT PRIMARY KEY REFERENCES texts (hash), model TEXT NOT NULL,
    sentences TEXT NOT NULL REFERENCES blobs (hash), lemmas TEXT NOT NULL REFERENCES blobs (hash),
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE codings (
    id TEXT PRIMARY KEY, transcript TEXT NOT NULL REFERENCES transcripts (id) DEFERRABLE INITIALLY DEFERRED,
    start INTEGER NOT NULL CHECK (start >= 0), "end" INTEGER NOT NULL,
    code TEXT NOT NULL REFERENCES codes (id) DEFERRABLE INITIALLY DEFERRED, coder TEXT NOT NULL,
    actor TEXT NOT NULL, origin TEXT NOT NULL, memo TEXT NOT NULL, star INTEGER NOT NULL CHECK (star IN (0, 1)),
    definition TEXT NOT NULL, created_at TEXT NOT NULL, hlc INTEGER NOT NULL,
    turn INTEGER, last_turn INTEGER, word INTEGER NOT NULL, last_word INTEGER NOT NULL,
    twin_of TEXT, made_as TEXT NOT NULL, review TEXT, CHECK ("end" > start)
) STRICT""",
    # All that counting reads, in the order in which it reads it, so that it never looks at the rows themselves.
    """CREATE INDEX codings_span ON codings
    (transcript, start, "end", code, coder, turn, last_turn, word, last_word, twin_of)""",
    "CREATE INDEX codings_code ON codings (code)",
    "CREATE INDEX codings_made_as ON codings (made_as)",
    """CREATE TABLE parked (
    object TEXT PRIMARY KEY, transcript TEXT NOT NULL, code TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('transcript', 'code', 'text')), text TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, coder TEXT NOT NULL, memo TEXT NOT NULL, star INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
    # The key first: else `integrity_check` of SQLite 3.40 finds fault with sound rows.
    """CREATE TABLE conflicts (
    object TEXT NOT NULL, loser_replica TEXT NOT NULL, loser_seq INTEGER NOT NULL,
    winner_replica TEXT NOT NULL, winner_seq INTEGER NOT NULL, family TEXT NOT NULL,
    PRIMARY KEY (object, loser_replica, loser_seq, winner_replica, winner_seq)
) STRICT, WITHOUT ROWID""",
)

VIEWS = (
    """CREATE VIEW v_codes AS
WITH RECURSIVE tree (id, path) AS (
    SELECT id, name FROM codes WHERE stands_for IS NULL
        AND (parent IS NULL OR parent NOT IN (SELECT id FROM codes WHERE stands_for IS NULL))
    UNION ALL SELECT codes.id, tree.path || '/' || codes.name FROM codes JOIN tree ON codes.parent = tree.id
        WHERE codes.stands_for IS NULL)
SELECT codes.id, COALESCE(tree.path, name) AS path,
    json_extract(label, '$.fr') AS label_fr, json_extract(label, '$.en') AS label_en,
    json_extract(definition, '$.fr') AS definition_fr, json_extract(definition, '$.en') AS definition_en,
    colour, shortcut, parent, hash, retired,
    (SELECT count(*) FROM codings WHERE codings.code = codes.id AND twin_of IS NULL) AS codings
FROM codes LEFT JOIN tree ON tree.id = codes.id WHERE stands_for IS NULL ORDER BY codes.position""",
    """CREATE VIEW v_transcripts AS
SELECT transcripts.id, transcripts.name, cases.name AS "case", language, format, words, characters, turns, added_at,
    coder, (SELECT count(*) FROM codings WHERE codings.transcript = transcripts.id AND twin_of IS NULL) AS codings
FROM transcripts JOIN texts ON texts.hash = transcripts.text LEFT JOIN cases ON cases.id = transcripts.case_id
ORDER BY transcripts.name""",
    """CREATE VIEW v_turns AS
SELECT transcripts.name AS transcript, n, COALESCE(main.name, speakers.name) AS speaker,
    COALESCE(main.role, speakers.role) AS role, turns.start_ms, turns.end_ms, turns.start, turns."end",
    substr(texts.text, turns.start + 1, turns."end" - turns.start) AS speech
FROM turns JOIN transcripts ON transcripts.id = turns.transcript JOIN texts ON texts.hash = transcripts.text
LEFT JOIN speakers ON speakers.id = turns.speaker LEFT JOIN speakers AS main ON main.id = speakers.same_as""",
    """CREATE VIEW v_codings AS
SELECT codings.id, transcripts.name AS transcript, cases.name AS "case", codings.start, codings."end",
    substr(texts.text, codings.start + 1, codings."end" - codings.start) AS quote,
    v_codes.path AS code, codings.coder, COALESCE(main.name, speakers.name) AS speaker,
    COALESCE(main.role, speakers.role) AS role, codings.turn, turns.start_ms, memo, star, origin, created_at
FROM codings JOIN transcripts ON transcripts.id = codings.transcript JOIN texts ON texts.hash = transcripts.text
JOIN v_codes ON v_codes.id = codings.code
LEFT JOIN turns ON turns.transcript = codings.transcript AND turns.n = codings.turn
LEFT JOIN speakers ON speakers.id = turns.speaker LEFT JOIN speakers AS main ON main.id = speakers.same_as
LEFT JOIN cases ON cases.id = COALESCE(main.case_id, speakers.case_id, transcripts.case_id)
WHERE twin_of IS NULL""",
    """CREATE VIEW v_attributes AS
SELECT cases.name AS "case", attributes.name AS attribute, type, value
FROM case_values JOIN cases ON cases.id = case_values.case_id JOIN attributes ON attributes.id = case_values.attribute
ORDER BY cases.name, attributes.position""",
    """CREATE VIEW v_history AS
SELECT at, step, coder, actor, type, object, events, undone FROM steps ORDER BY hlc""",
)

STATEMENTS = LOG + CONTENTS + FOLD + VIEWS
OWN_TABLES = ("_sqlite_migrations",)


def expected_schema() -> dict[str, str]:
    """Name of every object of a current project file, and the SQL that made it."""
    return names(STATEMENTS)


def names(statements: tuple[str, ...]) -> dict[str, str]:
    """Name of every object that `statements` create, and the statement."""
    return {_name(sql): sql for sql in statements if sql.startswith("CREATE")}


def _name(sql: str) -> str:
    words = sql.split()
    return words[3] if words[1] == "VIRTUAL" else words[2]
