-- What reviewers want entered into the law library (法规录入申请): law once another of them has confirmed it.

CREATE TABLE law_proposal (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    act        TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'confirmed', 'returned', 'withdrawn')),
    updated_at BIGINT NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    revision   BIGINT NOT NULL
);
CREATE INDEX law_proposal_by_state ON law_proposal (state, id);
CREATE UNIQUE INDEX law_proposal_waiting ON law_proposal (act) WHERE state = 'waiting';
