-- Lists of hundreds of thousands. PostgreSQL keeps wide bodies beside the rows, so that it can look through the rows in the order
-- of their ids; only the two lists that leave out nearly everything have an index of their own.

ALTER TABLE inspection ADD COLUMN offence BIGINT NOT NULL DEFAULT 0;
UPDATE inspection SET offence = 1 WHERE body::jsonb #> '{record,offence}' IS NOT NULL
    AND body::jsonb #> '{record,offence}' <> 'null'::jsonb;

CREATE INDEX case_running ON case_file (territory, due_on, id) WHERE stage <> 'not_filed' AND (stage <> 'closed' OR due_on IS NOT NULL);
CREATE INDEX inspection_to_file ON inspection (id, territory) WHERE state = 'submitted' AND offence = 1;
DROP INDEX case_by_territory;
DROP INDEX case_by_item;
CREATE INDEX case_by_item ON case_file (item, id, territory);
