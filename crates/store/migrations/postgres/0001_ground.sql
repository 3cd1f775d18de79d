-- The ground floor: people, plants, the thread from lead to notice, the record, and deferred work.
-- Instants are milliseconds UTC, dates are ISO text, territories are paths that end in '/', bodies are JSON.

CREATE TABLE agency (
    id        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    code      TEXT COLLATE "C" NOT NULL UNIQUE,
    territory TEXT COLLATE "C" NOT NULL,
    body      TEXT COLLATE "C" NOT NULL,
    revision  BIGINT NOT NULL
);

CREATE TABLE officer (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    agency        TEXT COLLATE "C" NOT NULL REFERENCES agency (id),
    account       TEXT COLLATE "C" NOT NULL UNIQUE,
    name          TEXT COLLATE "C" NOT NULL,
    body          TEXT COLLATE "C" NOT NULL,
    revision      BIGINT NOT NULL
);
CREATE INDEX officer_by_agency ON officer (agency);

-- Secrets stand apart from the officer, so that no list of officers ever reads them.
CREATE TABLE credential (
    officer         TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES officer (id),
    password_hash   TEXT COLLATE "C",
    totp_secret     BYTEA,
    totp_confirmed  BIGINT NOT NULL DEFAULT 0,
    totp_last_step  BIGINT NOT NULL DEFAULT 0,
    failures        BIGINT NOT NULL DEFAULT 0,
    locked_until    BIGINT NOT NULL DEFAULT 0,
    activation_hash BYTEA UNIQUE,
    activation_ends BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE session (
    token_hash   BYTEA NOT NULL PRIMARY KEY,
    officer      TEXT COLLATE "C" NOT NULL REFERENCES officer (id),
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX session_by_officer ON session (officer);

CREATE TABLE audit (
    id      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at      BIGINT NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    officer TEXT COLLATE "C",
    kind    TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    peer    TEXT COLLATE "C" NOT NULL,
    detail  TEXT COLLATE "C" NOT NULL
);

CREATE TABLE enterprise (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    credit_code TEXT COLLATE "C" NOT NULL UNIQUE,
    name        TEXT COLLATE "C" NOT NULL,
    territory   TEXT COLLATE "C" NOT NULL,
    lon         DOUBLE PRECISION NOT NULL,
    lat         DOUBLE PRECISION NOT NULL,
    body        TEXT COLLATE "C" NOT NULL,
    revision    BIGINT NOT NULL
);
CREATE INDEX enterprise_by_territory ON enterprise (territory, id);

CREATE TABLE outlet (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    enterprise TEXT COLLATE "C" NOT NULL REFERENCES enterprise (id),
    territory  TEXT COLLATE "C" NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    revision   BIGINT NOT NULL
);
CREATE INDEX outlet_by_enterprise ON outlet (enterprise);
CREATE INDEX outlet_by_territory ON outlet (territory, id);

CREATE TABLE logger (
    id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    mn       TEXT COLLATE "C" NOT NULL UNIQUE,
    outlet   TEXT COLLATE "C" NOT NULL REFERENCES outlet (id),
    body     TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX logger_by_outlet ON logger (outlet);

CREATE TABLE emission_limit (
    id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    outlet   TEXT COLLATE "C" NOT NULL REFERENCES outlet (id),
    factor   TEXT COLLATE "C" NOT NULL,
    body     TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX emission_limit_by_outlet ON emission_limit (outlet, factor);

CREATE TABLE lead (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    number     TEXT COLLATE "C" NOT NULL UNIQUE,
    territory  TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'dispatched', 'closed')),
    outlet     TEXT COLLATE "C" NOT NULL REFERENCES outlet (id),
    enterprise TEXT COLLATE "C" NOT NULL REFERENCES enterprise (id),
    factor     TEXT COLLATE "C" NOT NULL,
    limit_id   TEXT COLLATE "C" NOT NULL REFERENCES emission_limit (id),
    continuing BIGINT NOT NULL,
    raised_at  BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    revision   BIGINT NOT NULL
);
CREATE INDEX lead_by_state ON lead (state, territory, id);
CREATE INDEX lead_by_outlet ON lead (outlet, id);
CREATE INDEX lead_by_enterprise ON lead (enterprise, id);
-- One lead for one continuing exceedance: the database refuses a second.
CREATE UNIQUE INDEX lead_once ON lead (limit_id) WHERE continuing = 1;

CREATE TABLE task (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    number     TEXT COLLATE "C" NOT NULL UNIQUE,
    territory  TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('dispatched', 'accepted', 'inspecting', 'done', 'returned')),
    lead       TEXT COLLATE "C" NOT NULL REFERENCES lead (id),
    enterprise TEXT COLLATE "C" NOT NULL REFERENCES enterprise (id),
    due_at     BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    revision   BIGINT NOT NULL
);
CREATE INDEX task_by_state ON task (state, territory, id);

CREATE TABLE task_officer (
    task    TEXT COLLATE "C" NOT NULL REFERENCES task (id),
    officer TEXT COLLATE "C" NOT NULL REFERENCES officer (id),
    PRIMARY KEY (task, officer)
);
CREATE INDEX task_officer_by_officer ON task_officer (officer, task);

CREATE TABLE inspection (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    number     TEXT COLLATE "C" NOT NULL UNIQUE,
    territory  TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'submitted')),
    task       TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES task (id),
    enterprise TEXT COLLATE "C" NOT NULL REFERENCES enterprise (id),
    updated_at BIGINT NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    revision   BIGINT NOT NULL
);
CREATE INDEX inspection_by_state ON inspection (state, territory, id);
CREATE INDEX inspection_by_enterprise ON inspection (enterprise, id);

CREATE TABLE evidence (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    inspection TEXT COLLATE "C" NOT NULL REFERENCES inspection (id),
    sha256     TEXT COLLATE "C" NOT NULL,
    media_type TEXT COLLATE "C" NOT NULL,
    line       BIGINT NOT NULL
);
CREATE INDEX evidence_by_inspection ON evidence (inspection);

CREATE TABLE case_file (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    number     TEXT COLLATE "C" UNIQUE,
    territory  TEXT COLLATE "C" NOT NULL,
    stage      TEXT COLLATE "C" NOT NULL,
    inspection TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES inspection (id),
    enterprise TEXT COLLATE "C" NOT NULL REFERENCES enterprise (id),
    party_name TEXT COLLATE "C" NOT NULL,
    cause      TEXT COLLATE "C" NOT NULL,
    item       TEXT COLLATE "C" NOT NULL,
    fine_fen   BIGINT,
    due_on     TEXT COLLATE "C",
    updated_at BIGINT NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    revision   BIGINT NOT NULL
);
CREATE INDEX case_by_stage ON case_file (stage, territory, id);
CREATE INDEX case_by_due ON case_file (due_on, id);
CREATE INDEX case_by_territory ON case_file (territory, id);
CREATE INDEX case_by_enterprise ON case_file (enterprise, id);

CREATE TABLE case_handler (
    case_id TEXT COLLATE "C" NOT NULL REFERENCES case_file (id),
    officer TEXT COLLATE "C" NOT NULL REFERENCES officer (id),
    PRIMARY KEY (case_id, officer)
);
CREATE INDEX case_handler_by_officer ON case_handler (officer, case_id);

CREATE TABLE document (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    subject    TEXT COLLATE "C" NOT NULL,
    territory  TEXT COLLATE "C" NOT NULL,
    kind       TEXT COLLATE "C" NOT NULL,
    title      TEXT COLLATE "C" NOT NULL,
    number     TEXT COLLATE "C",
    sha256     TEXT COLLATE "C",
    body       TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    revision   BIGINT NOT NULL
);
CREATE INDEX document_by_subject ON document (subject, id);
CREATE UNIQUE INDEX document_number ON document (number) WHERE number IS NOT NULL;

CREATE TABLE notice (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    case_id      TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES case_file (id),
    territory    TEXT COLLATE "C" NOT NULL,
    party_name   TEXT COLLATE "C" NOT NULL,
    number       TEXT COLLATE "C" NOT NULL,
    state        TEXT COLLATE "C" NOT NULL CHECK (state IN ('published', 'withdrawn')),
    published_at BIGINT NOT NULL,
    line         BIGINT NOT NULL,
    body         TEXT COLLATE "C" NOT NULL,
    revision     BIGINT NOT NULL
);
CREATE INDEX notice_by_time ON notice (state, id);

CREATE TABLE counter (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);

CREATE TABLE job (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind       TEXT COLLATE "C" NOT NULL,
    subject    TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    run_at     BIGINT NOT NULL,
    attempts   BIGINT NOT NULL DEFAULT 0,
    claimed_at BIGINT NOT NULL DEFAULT 0,
    last_error TEXT COLLATE "C",
    payload    TEXT COLLATE "C" NOT NULL
);
CREATE INDEX job_by_due ON job (state, run_at);
CREATE UNIQUE INDEX job_once ON job (kind, subject) WHERE state IN ('waiting', 'running');

CREATE TABLE record_line (
    idx          BIGINT NOT NULL PRIMARY KEY,
    at           BIGINT NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    subject      TEXT COLLATE "C" NOT NULL,
    revision     BIGINT NOT NULL,
    territory    TEXT COLLATE "C" NOT NULL,
    actor        TEXT COLLATE "C" NOT NULL,
    actor_salt   BYTEA NOT NULL,
    content      BYTEA NOT NULL,
    content_salt BYTEA NOT NULL,
    file_salt    BYTEA,
    leaf         BYTEA NOT NULL,
    UNIQUE (subject, revision)
);
CREATE INDEX record_line_by_territory ON record_line (territory, idx);

CREATE TABLE record_node (
    level BIGINT NOT NULL,
    idx   BIGINT NOT NULL,
    hash  BYTEA NOT NULL,
    PRIMARY KEY (level, idx)
);

CREATE TABLE record_head (
    id        BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    size      BIGINT NOT NULL,
    frontier  BYTEA NOT NULL,
    locked_at BIGINT NOT NULL
);
INSERT INTO record_head (id, size, frontier, locked_at) VALUES (1, 0, '\x0000000000000000', 0);

CREATE TABLE record_checkpoint (
    size BIGINT NOT NULL PRIMARY KEY,
    note TEXT COLLATE "C" NOT NULL,
    at   BIGINT NOT NULL
);
