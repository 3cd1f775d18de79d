-- What reviewers want entered into the law library (法规录入申请): law once another of them has confirmed it.

CREATE TABLE law_proposal (
    id         TEXT NOT NULL PRIMARY KEY,
    act        TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'returned', 'withdrawn')),
    updated_at INTEGER NOT NULL,
    body       TEXT NOT NULL,
    revision   INTEGER NOT NULL
) STRICT;
CREATE INDEX law_proposal_by_state ON law_proposal (state, id);
CREATE UNIQUE INDEX law_proposal_waiting ON law_proposal (act) WHERE state = 'waiting';
