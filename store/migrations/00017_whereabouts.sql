-- +goose Up
-- Who has a dossier that is not ended, or is to get it while it is on its way
-- (motcua.Place): name and person. Ended ones are with nobody: ''. NULL is on
-- lines that an older program wrote, until they are folded again when the
-- station is opened (store/upgrade.go).
ALTER TABLE dossier ADD COLUMN holder TEXT;
ALTER TABLE dossier ADD COLUMN held_by TEXT NOT NULL DEFAULT '';
ALTER TABLE dossier ADD COLUMN moving INTEGER NOT NULL DEFAULT 0 CHECK (moving IN (0, 1));

-- Whether its one later appointment was given, with the apology (Mẫu 04); 0
-- once it is ended.
ALTER TABLE dossier ADD COLUMN extended INTEGER NOT NULL DEFAULT 0 CHECK (extended IN (0, 1));

UPDATE dossier
SET holder = ''
WHERE status IN (3, 7, 8, 10);

CREATE INDEX dossier_unheld ON dossier (row) WHERE holder IS NULL;
