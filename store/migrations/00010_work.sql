-- +goose Up
-- The work list: dossiers that are not ended, by status and due time, so that
-- tiles and pages are read without looking at the others. The same statuses
-- stand in store/tiles.go.
CREATE INDEX dossier_work ON dossier (status, due, row) WHERE status IN (1, 2, 4, 5, 6, 9);

-- Few have a refused step; a human looks at each.
CREATE INDEX dossier_exception ON dossier (due, row) WHERE exceptions > 0;
