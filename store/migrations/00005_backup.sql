-- +goose Up
-- One backup that was tried: proven by reading it back, or failed and why.
-- Only the newest hundred are kept. What a restored copy says here is of
-- before its own backup.
CREATE TABLE backup (
    row         INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    folder      TEXT    NOT NULL,
    file        TEXT    NOT NULL, -- '' where it failed
    size        INTEGER NOT NULL, -- bytes of that file
    events      INTEGER NOT NULL,
    files       INTEGER NOT NULL,
    missing     INTEGER NOT NULL, -- content files that the station itself has lost
    recoverable INTEGER NOT NULL CHECK (recoverable IN (0, 1)), -- opens without this machine
    code        TEXT    NOT NULL  -- motcua.ErrorCode; '' where proven
) STRICT;

-- The age recipient of the recovery key, whose secret half is on paper and
-- nowhere on this machine. At most one row.
CREATE TABLE recovery (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    recipient TEXT    NOT NULL,
    made      INTEGER NOT NULL
) STRICT;
