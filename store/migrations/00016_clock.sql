-- +goose Up
-- A person's word on the clock is found at once among a million events: each
-- intake is measured by it.
CREATE INDEX event_clock ON event (station, seq, wall) WHERE kind = 'station.clock';
