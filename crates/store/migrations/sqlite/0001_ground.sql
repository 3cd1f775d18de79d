-- The ground floor: people, plants, the thread from lead to notice, the record, and deferred work.
-- Instants are milliseconds UTC, dates are ISO text, territories are paths that end in '/', bodies are JSON.

CREATE TABLE agency (
    id        TEXT NOT NULL PRIMARY KEY,
    code      TEXT NOT NULL UNIQUE,
    territory TEXT NOT NULL,
    body      TEXT NOT NULL,
    revision  INTEGER NOT NULL
) STRICT;

CREATE TABLE officer (
    id            TEXT NOT NULL PRIMARY KEY,
    agency        TEXT NOT NULL REFERENCES agency (id),
    account       TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    body          TEXT NOT NULL,
    revision      INTEGER NOT NULL
) STRICT;
CREATE INDEX officer_by_agency ON officer (agency);

-- Secrets stand apart from the officer, so that no list of officers ever reads them.
CREATE TABLE credential (
    officer         TEXT NOT NULL PRIMARY KEY REFERENCES officer (id),
    password_hash   TEXT,
    totp_secret     BLOB,
    totp_confirmed  INTEGER NOT NULL DEFAULT 0,
    totp_last_step  INTEGER NOT NULL DEFAULT 0,
    failures        INTEGER NOT NULL DEFAULT 0,
    locked_until    INTEGER NOT NULL DEFAULT 0,
    activation_hash BLOB UNIQUE,
    activation_ends INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE session (
    token_hash   BLOB NOT NULL PRIMARY KEY,
    officer      TEXT NOT NULL REFERENCES officer (id),
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_by_officer ON session (officer);

CREATE TABLE audit (
    id      TEXT NOT NULL PRIMARY KEY,
    at      INTEGER NOT NULL,
    account TEXT NOT NULL,
    officer TEXT,
    kind    TEXT NOT NULL,
    outcome TEXT NOT NULL,
    peer    TEXT NOT NULL,
    detail  TEXT NOT NULL
) STRICT;

CREATE TABLE enterprise (
    id          TEXT NOT NULL PRIMARY KEY,
    credit_code TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    territory   TEXT NOT NULL,
    lon         REAL NOT NULL,
    lat         REAL NOT NULL,
    body        TEXT NOT NULL,
    revision    INTEGER NOT NULL
) STRICT;
CREATE INDEX enterprise_by_territory ON enterprise (territory, id);

CREATE TABLE outlet (
    id         TEXT NOT NULL PRIMARY KEY,
    enterprise TEXT NOT NULL REFERENCES enterprise (id),
    territory  TEXT NOT NULL,
    name       TEXT NOT NULL,
    body       TEXT NOT NULL,
    revision   INTEGER NOT NULL
) STRICT;
CREATE INDEX outlet_by_enterprise ON outlet (enterprise);
CREATE INDEX outlet_by_territory ON outlet (territory, id);

CREATE TABLE logger (
    id       TEXT NOT NULL PRIMARY KEY,
    mn       TEXT NOT NULL UNIQUE,
    outlet   TEXT NOT NULL REFERENCES outlet (id),
    body     TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX logger_by_outlet ON logger (outlet);

CREATE TABLE emission_limit (
    id       TEXT NOT NULL PRIMARY KEY,
    outlet   TEXT NOT NULL REFERENCES outlet (id),
    factor   TEXT NOT NULL,
    body     TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX emission_limit_by_outlet ON emission_limit (outlet, factor);

CREATE TABLE lead (
    id         TEXT NOT NULL PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,
    territory  TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('open', 'dispatched', 'closed')),
    outlet     TEXT NOT NULL REFERENCES outlet (id),
    enterprise TEXT NOT NULL REFERENCES enterprise (id),
    factor     TEXT NOT NULL,
    limit_id   TEXT NOT NULL REFERENCES emission_limit (id),
    continuing INTEGER NOT NULL,
    raised_at  INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    body       TEXT NOT NULL,
    revision   INTEGER NOT NULL
) STRICT;
CREATE INDEX lead_by_state ON lead (state, territory, id);
CREATE INDEX lead_by_outlet ON lead (outlet, id);
CREATE INDEX lead_by_enterprise ON lead (enterprise, id);
-- One lead for one continuing exceedance: the database refuses a second.
CREATE UNIQUE INDEX lead_once ON lead (limit_id) WHERE continuing = 1;

CREATE TABLE task (
    id         TEXT NOT NULL PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,
    territory  TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('dispatched', 'accepted', 'inspecting', 'done', 'returned')),
    lead       TEXT NOT NULL REFERENCES lead (id),
    enterprise TEXT NOT NULL REFERENCES enterprise (id),
    due_at     INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    body       TEXT NOT NULL,
    revision   INTEGER NOT NULL
) STRICT;
CREATE INDEX task_by_state ON task (state, territory, id);

CREATE TABLE task_officer (
    task    TEXT NOT NULL REFERENCES task (id),
    officer TEXT NOT NULL REFERENCES officer (id),
    PRIMARY KEY (task, officer)
) STRICT;
CREATE INDEX task_officer_by_officer ON task_officer (officer, task);

CREATE TABLE inspection (
    id         TEXT NOT NULL PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,
    territory  TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('draft', 'submitted')),
    task       TEXT NOT NULL UNIQUE REFERENCES task (id),
    enterprise TEXT NOT NULL REFERENCES enterprise (id),
    updated_at INTEGER NOT NULL,
    body       TEXT NOT NULL,
    revision   INTEGER NOT NULL
) STRICT;
CREATE INDEX inspection_by_state ON inspection (state, territory, id);
CREATE INDEX inspection_by_enterprise ON inspection (enterprise, id);

CREATE TABLE evidence (
    id         TEXT NOT NULL PRIMARY KEY,
    inspection TEXT NOT NULL REFERENCES inspection (id),
    sha256     TEXT NOT NULL,
    media_type TEXT NOT NULL,
    line       INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_by_inspection ON evidence (inspection);

CREATE TABLE case_file (
    id         TEXT NOT NULL PRIMARY KEY,
    number     TEXT UNIQUE,
    territory  TEXT NOT NULL,
    stage      TEXT NOT NULL,
    inspection TEXT NOT NULL UNIQUE REFERENCES inspection (id),
    enterprise TEXT NOT NULL REFERENCES enterprise (id),
    party_name TEXT NOT NULL,
    cause      TEXT NOT NULL,
    item       TEXT NOT NULL,
    fine_fen   INTEGER,
    due_on     TEXT,
    updated_at INTEGER NOT NULL,
    body       TEXT NOT NULL,
    revision   INTEGER NOT NULL
) STRICT;
CREATE INDEX case_by_stage ON case_file (stage, territory, id);
CREATE INDEX case_by_due ON case_file (due_on, id);
CREATE INDEX case_by_territory ON case_file (territory, id);
CREATE INDEX case_by_enterprise ON case_file (enterprise, id);

CREATE TABLE case_handler (
    case_id TEXT NOT NULL REFERENCES case_file (id),
    officer TEXT NOT NULL REFERENCES officer (id),
    PRIMARY KEY (case_id, officer)
) STRICT;
CREATE INDEX case_handler_by_officer ON case_handler (officer, case_id);

CREATE TABLE document (
    id         TEXT NOT NULL PRIMARY KEY,
    subject    TEXT NOT NULL,
    territory  TEXT NOT NULL,
    kind       TEXT NOT NULL,
    title      TEXT NOT NULL,
    number     TEXT,
    sha256     TEXT,
    body       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revision   INTEGER NOT NULL
) STRICT;
CREATE INDEX document_by_subject ON document (subject, id);
CREATE UNIQUE INDEX document_number ON document (number) WHERE number IS NOT NULL;

CREATE TABLE notice (
    id           TEXT NOT NULL PRIMARY KEY,
    case_id      TEXT NOT NULL UNIQUE REFERENCES case_file (id),
    territory    TEXT NOT NULL,
    party_name   TEXT NOT NULL,
    number       TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('published', 'withdrawn')),
    published_at INTEGER NOT NULL,
    line         INTEGER NOT NULL,
    body         TEXT NOT NULL,
    revision     INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_by_time ON notice (state, id);

CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

CREATE TABLE job (
    id         TEXT NOT NULL PRIMARY KEY,
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    run_at     INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    claimed_at INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    payload    TEXT NOT NULL
) STRICT;
CREATE INDEX job_by_due ON job (state, run_at);
CREATE UNIQUE INDEX job_once ON job (kind, subject) WHERE state IN ('waiting', 'running');

CREATE TABLE record_line (
    idx          INTEGER NOT NULL PRIMARY KEY,
    at           INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    subject      TEXT NOT NULL,
    revision     INTEGER NOT NULL,
    territory    TEXT NOT NULL,
    actor        TEXT NOT NULL,
    actor_salt   BLOB NOT NULL,
    content      BLOB NOT NULL,
    content_salt BLOB NOT NULL,
    file_salt    BLOB,
    leaf         BLOB NOT NULL,
    UNIQUE (subject, revision)
) STRICT;
CREATE INDEX record_line_by_territory ON record_line (territory, idx);

CREATE TABLE record_node (
    level INTEGER NOT NULL,
    idx   INTEGER NOT NULL,
    hash  BLOB NOT NULL,
    PRIMARY KEY (level, idx)
) STRICT;

CREATE TABLE record_head (
    id        INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    size      INTEGER NOT NULL,
    frontier  BLOB NOT NULL,
    locked_at INTEGER NOT NULL
) STRICT;
INSERT INTO record_head (id, size, frontier, locked_at) VALUES (1, 0, x'0000000000000000', 0);

CREATE TABLE record_checkpoint (
    size INTEGER NOT NULL PRIMARY KEY,
    note TEXT NOT NULL,
    at   INTEGER NOT NULL
) STRICT;
