-- Adjustments of item lists (动态调整), step by step.

CREATE TABLE adjustment (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    territory  TEXT COLLATE "C" NOT NULL,
    stage      TEXT COLLATE "C" NOT NULL CHECK (stage IN ('proposed', 'returned', 'reviewed', 'filed', 'copied', 'published', 'withdrawn')),
    title      TEXT COLLATE "C" NOT NULL,
    due_on     TEXT COLLATE "C",
    updated_at BIGINT NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    revision   BIGINT NOT NULL
);
CREATE INDEX adjustment_by_stage ON adjustment (stage, territory, id);
CREATE INDEX case_by_item ON case_file (item, id);
