-- +goose Up
-- A station that was put back from a backup. Until the hub was asked what it
-- holds of the log, nothing may be written into it: that would take numbers
-- which are in use.
CREATE TABLE restored (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    at    INTEGER NOT NULL,
    day   TEXT    NOT NULL, -- yyyy-MM-dd in Vietnam
    asked INTEGER NOT NULL CHECK (asked IN (0, 1))
) STRICT;

-- Serials of the day of a restore that nobody knows the use of: what was printed
-- after the backup and never sent. They are not given out.
CREATE TABLE doubtful (
    day   TEXT    NOT NULL,
    first INTEGER NOT NULL,
    last  INTEGER NOT NULL,
    PRIMARY KEY (day, first)
) STRICT, WITHOUT ROWID;
