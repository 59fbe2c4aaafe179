-- +goose Up

-- Serials that a station of a unit may print on one day. A row is never
-- removed and never overlaps another of its agency and day.
CREATE TABLE leases (
    agency  TEXT NOT NULL,              -- in the dossier codes
    day     TEXT NOT NULL,              -- yyyy-MM-dd in Vietnam
    first   INTEGER NOT NULL CHECK (first > 0),
    last    INTEGER NOT NULL CHECK (last >= first),
    station TEXT NOT NULL,
    request TEXT NOT NULL,              -- its id; asked again it gets the same rows. '' where learnt from the station's log
    leased  INTEGER NOT NULL,
    PRIMARY KEY (agency, day, first)
) STRICT, WITHOUT ROWID;

CREATE INDEX leases_request ON leases (station, request);
CREATE INDEX leases_station ON leases (station, day);

-- Serials that stand on a station's papers although they are not its own any
-- more: what it printed from before it was taken in.
CREATE TABLE former_serials (
    unit    TEXT NOT NULL,
    station TEXT NOT NULL,
    first   INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    until   TEXT NOT NULL,              -- last day on which it may have used them
    PRIMARY KEY (unit, station, first)
) STRICT, WITHOUT ROWID;
