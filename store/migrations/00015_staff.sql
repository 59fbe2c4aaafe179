-- +goose Up
-- Who works here: accounts, the sums of their passwords and the pauses after
-- failures, sealed as one so that none of them can be taken out alone. No row:
-- the station never had an account, or, where its log has station.staff, the
-- row was taken away.
CREATE TABLE staff (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    data BLOB    NOT NULL CHECK (SUBSTR(data, 1, 1) < X'10')
) STRICT;

CREATE INDEX event_staff ON event (station) WHERE kind = 'station.staff';
