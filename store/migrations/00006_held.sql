-- +goose Up

-- What the hub says that it holds now: its newest word by its own clock. Less
-- than acked where it came back from an older copy of itself; then the log is
-- sent again from there, and what a receipt once lit stays lit.
ALTER TABLE road ADD COLUMN held INTEGER NOT NULL DEFAULT 0;

ALTER TABLE road ADD COLUMN held_at INTEGER NOT NULL DEFAULT 0; -- the hub's time of that word

UPDATE road
SET held = acked;
