-- Adjustments of item lists (动态调整), step by step.

CREATE TABLE adjustment (
    id         TEXT NOT NULL PRIMARY KEY,
    territory  TEXT NOT NULL,
    stage      TEXT NOT NULL CHECK (stage IN ('proposed', 'returned', 'reviewed', 'filed', 'copied', 'published', 'withdrawn')),
    title      TEXT NOT NULL,
    due_on     TEXT,
    updated_at INTEGER NOT NULL,
    body       TEXT NOT NULL,
    revision   INTEGER NOT NULL
) STRICT;
CREATE INDEX adjustment_by_stage ON adjustment (stage, territory, id);
CREATE INDEX case_by_item ON case_file (item, id);
