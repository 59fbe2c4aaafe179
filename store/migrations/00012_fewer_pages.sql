-- +goose Up
-- Three pages less that an intake writes and makes durable. The words and
-- numbers of the newest dossiers wait on their lines, not in a table of their
-- own; the lists go by status only where the work list's index does not; and
-- the code of a reception stands beside its event, where it also says which
-- serials are used up, for good.

-- The words, a space around each, and the hashes of 16 bytes of numbers that a
-- dossier is found by, until they go where many are found quickly; NULL then.
ALTER TABLE dossier ADD COLUMN words TEXT;

ALTER TABLE dossier ADD COLUMN numbers BLOB;

-- How far that has come: every line up to this is in search and lookup.
CREATE TABLE searched (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    upto INTEGER NOT NULL
) STRICT;

INSERT INTO searched (one, upto) VALUES (1, 0);

DROP TABLE unsearched;

INSERT OR IGNORE INTO reindex (one) SELECT 1 WHERE EXISTS (SELECT 1 FROM dossier);

DROP INDEX dossier_status;

-- Those that are ended; dossier_work has the others.
CREATE INDEX dossier_ended ON dossier (status, received, row) WHERE status IN (3, 7, 8, 10);

-- The code of the dossier that an event takes in, as in its body; NULL for
-- every other. It stays when the body is erased: a serial is never given out
-- again, whatever becomes of its dossier and whichever range is in force.
ALTER TABLE event ADD COLUMN code TEXT;

UPDATE event
SET code = (SELECT d.code FROM dossier d WHERE d.id = event.dossier AND d.taken_in = event.id)
WHERE kind = 'dossier.received';

CREATE INDEX event_code ON event (code) WHERE code IS NOT NULL;

DROP INDEX dossier_code;

DROP TABLE serial;
