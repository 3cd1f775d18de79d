-- Cases by the code of their party: how often it violated before is counted from them.

ALTER TABLE case_file ADD COLUMN party_code TEXT NOT NULL DEFAULT '';
UPDATE case_file SET party_code = coalesce(body::json -> 'party' ->> 'code', '');
CREATE INDEX case_file_by_party ON case_file (party_code, id);
