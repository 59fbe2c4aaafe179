-- +goose Up
-- Every index is one page more that an intake writes. The numbers of the newest
-- dossiers wait with their words until they go where they belong together.
DROP INDEX lookup_row;

ALTER TABLE unsearched ADD COLUMN numbers BLOB NOT NULL DEFAULT X''; -- hashes of 16 bytes, one after the other
