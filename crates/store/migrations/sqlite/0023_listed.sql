-- Lists of hundreds of thousands: what is asked about lies in the index in the order of the list, so that the wide rows are
-- opened for one page only. Whether an inspection found an offence is asked for by the work list.

ALTER TABLE inspection ADD COLUMN offence INTEGER NOT NULL DEFAULT 0;
UPDATE inspection SET offence = 1 WHERE json_extract(body, '$.record.offence') IS NOT NULL;

CREATE INDEX case_listed ON case_file (id, territory, stage, number, party_name, cause);
CREATE INDEX case_running ON case_file (territory, due_on, id) WHERE stage <> 'not_filed' AND (stage <> 'closed' OR due_on IS NOT NULL);
CREATE INDEX lead_listed ON lead (id, territory, state, number, enterprise);
CREATE INDEX task_listed ON task (id, territory, state);
CREATE INDEX inspection_listed ON inspection (id, territory, state);
CREATE INDEX inspection_to_file ON inspection (id, territory) WHERE state = 'submitted' AND offence = 1;
CREATE INDEX record_line_listed ON record_line (idx, territory);
DROP INDEX case_by_territory;
DROP INDEX case_by_item;
CREATE INDEX case_by_item ON case_file (item, id, territory);
DROP INDEX record_line_by_territory;
