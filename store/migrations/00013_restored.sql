-- +goose Up
-- A station that was put back from a backup may have printed numbers that the
-- copy does not know, up to the day of the restore. The row goes once the hub
-- has said what it holds.
CREATE TABLE restored (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    day TEXT    NOT NULL -- yyyy-MM-dd in Vietnam
) STRICT;
