-- A notice that was withdrawn may be followed by one that is better redacted: several of a case, of which one stands.

ALTER TABLE notice DROP CONSTRAINT notice_case_id_key;
CREATE INDEX notice_by_case ON notice (case_id, line);
CREATE UNIQUE INDEX notice_standing ON notice (case_id) WHERE state = 'published';
