-- +goose Up

-- A station is one PC that was taken in by a one-time code. The hub's own log
-- lies in events too, under the id of the hub's key; the hub has no row here.
CREATE TABLE stations (
    id          TEXT PRIMARY KEY,       -- motcua.StationID of key
    key         BLOB NOT NULL,          -- Ed25519 public key
    unit        TEXT NOT NULL,          -- "46-19789"
    unit_name   TEXT NOT NULL,          -- for people
    name        TEXT NOT NULL,          -- "Quầy 01"
    recipient   TEXT NOT NULL,          -- age recipient
    slot        INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 9), -- its own sub-range of the day's numbers
    serial_from INTEGER NOT NULL,
    serial_to   INTEGER NOT NULL,
    enrolled    INTEGER NOT NULL,       -- milliseconds since 1970, as all times here
    revoked     INTEGER,                -- when its key was withdrawn; NULL while it counts
    UNIQUE (unit, slot)
) STRICT, WITHOUT ROWID;

-- Codes that let a station in, once each. Only a keyed hash is kept.
CREATE TABLE enrol_codes (
    hash    BLOB PRIMARY KEY,
    unit    TEXT NOT NULL,
    expires INTEGER NOT NULL,
    used_by TEXT                        -- station; it may ask again, nobody else may
) STRICT, WITHOUT ROWID;

-- Every station's log, as far as the hub holds it: seq without gaps.
CREATE TABLE events (
    station   TEXT NOT NULL,
    seq       INTEGER NOT NULL CHECK (seq > 0),
    id        TEXT NOT NULL,
    version   INTEGER NOT NULL,
    prev      BLOB NOT NULL,
    hash      BLOB NOT NULL,            -- of this event
    wall      INTEGER NOT NULL,
    hlc       INTEGER NOT NULL,
    actor     TEXT NOT NULL,
    dossier   TEXT NOT NULL,            -- '' for a station's own events
    kind      TEXT NOT NULL,
    body_hash BLOB NOT NULL,
    sig       BLOB NOT NULL,
    body      BLOB,                     -- NULL once erased
    stored    INTEGER NOT NULL,         -- when the hub took it in
    PRIMARY KEY (station, seq),
    UNIQUE (station, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX events_dossier ON events (dossier) WHERE dossier <> '';

-- Events that are held but count for nothing, and why. The station learns of
-- them in its receipt; a human has to act.
CREATE TABLE refusals (
    station TEXT NOT NULL,
    seq     INTEGER NOT NULL,
    code    TEXT NOT NULL,              -- motcua.ErrorCode
    PRIMARY KEY (station, seq),
    FOREIGN KEY (station, seq) REFERENCES events (station, seq)
) STRICT, WITHOUT ROWID;

-- What the events of one dossier fold to, as far as others may know it.
CREATE TABLE dossiers (
    id      TEXT PRIMARY KEY,
    code    TEXT NOT NULL UNIQUE,
    station TEXT NOT NULL,              -- that took it in
    unit    TEXT NOT NULL,
    secret  BLOB NOT NULL,              -- of the receipt's QR
    status  INTEGER NOT NULL,
    public  TEXT NOT NULL,              -- motcua.Public as JSON
    learnt  INTEGER NOT NULL            -- when the hub last heard of it
) STRICT, WITHOUT ROWID;

CREATE INDEX dossiers_station ON dossiers (station);

-- Bundles that were read here before.
CREATE TABLE bundles (
    id      TEXT PRIMARY KEY,
    station TEXT NOT NULL,
    read    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
