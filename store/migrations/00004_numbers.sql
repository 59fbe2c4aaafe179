-- +goose Up
-- Serials that the hub leased to this station, as the events station.numbers
-- say. They are given out lowest first, before the station's own sub-range.
CREATE TABLE block (
    agency TEXT    NOT NULL,
    day    TEXT    NOT NULL, -- yyyy-MM-dd in Vietnam
    first  INTEGER NOT NULL CHECK (first > 0),
    last   INTEGER NOT NULL CHECK (last >= first),
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)), -- 1: its day passed, and an event station.numbers-unused names what was left of it
    PRIMARY KEY (agency, day, first)
) STRICT, WITHOUT ROWID;

CREATE INDEX block_open ON block (day) WHERE closed = 0;

-- The request for blocks that the hub has not answered yet. It is asked again
-- as it is until an answer comes, so that a lost answer wastes no number.
CREATE TABLE block_request (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    id     TEXT    NOT NULL,
    agency TEXT    NOT NULL,
    days   TEXT    NOT NULL -- with spaces between
) STRICT;
