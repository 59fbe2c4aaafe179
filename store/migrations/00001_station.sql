-- +goose Up
-- The log (event, body) is the truth. Everything below the line "projections"
-- can be made again from it. Times are milliseconds since 1970, UTC; hashes
-- and signatures are raw bytes.

-- Which station this file belongs to: exactly one row once `station init` ran.
CREATE TABLE station (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    id          TEXT    NOT NULL, -- of the key in station.key
    unit        TEXT    NOT NULL,
    unit_name   TEXT    NOT NULL,
    agency      TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    serial_from INTEGER NOT NULL,
    serial_to   INTEGER NOT NULL CHECK (serial_to >= serial_from),
    hub         TEXT              -- JSON of motcua.HubInfo, NULL before enrolment
) STRICT;

-- One signed header of one station's log: this station's own and those that
-- came from the hub. Rows are added, never changed, never removed.
CREATE TABLE event (
    row       INTEGER PRIMARY KEY, -- order of arrival in this file
    station   TEXT    NOT NULL,
    seq       INTEGER NOT NULL CHECK (seq > 0),
    version   INTEGER NOT NULL,
    id        TEXT    NOT NULL,
    prev      BLOB    NOT NULL CHECK (LENGTH(prev) = 32),
    hash      BLOB    NOT NULL CHECK (LENGTH(hash) = 32), -- of this header
    wall      INTEGER NOT NULL,
    hlc       INTEGER NOT NULL,
    actor     TEXT    NOT NULL,
    dossier   TEXT    NOT NULL, -- '' for a station's own events
    kind      TEXT    NOT NULL,
    body_hash BLOB    NOT NULL CHECK (LENGTH(body_hash) = 32),
    sig       BLOB    NOT NULL,
    readable  INTEGER NOT NULL CHECK (readable IN (0, 1)), -- 0: kept, but its body cannot be folded
    UNIQUE (station, seq)
) STRICT;

CREATE INDEX event_dossier ON event (dossier, station, seq);

-- The salted JSON that hangs beside a header. No row: erased.
CREATE TABLE body (
    row  INTEGER PRIMARY KEY REFERENCES event (row),
    data BLOB    NOT NULL
) STRICT;

-- A serial that was printed. It is never given out again, whatever becomes of
-- its dossier and whichever range of numbers is in force.
CREATE TABLE serial (
    agency TEXT    NOT NULL,
    day    TEXT    NOT NULL, -- yyyy-MM-dd in Vietnam
    number INTEGER NOT NULL,
    code   TEXT    NOT NULL,
    PRIMARY KEY (agency, day, number)
) STRICT, WITHOUT ROWID;

-- A station whose signatures can be verified here, as the hub named it.
CREATE TABLE peer (
    id      TEXT    PRIMARY KEY,
    key     BLOB    NOT NULL CHECK (LENGTH(key) = 32),
    unit    TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    revoked INTEGER NOT NULL CHECK (revoked IN (0, 1))
) STRICT, WITHOUT ROWID;

-- How far the own log has travelled to the hub; exactly one row.
CREATE TABLE road (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    sent    INTEGER NOT NULL, -- every own event up to this has left
    acked   INTEGER NOT NULL, -- every own event up to this is in a signed receipt
    receipt TEXT,             -- JSON of the motcua.HubReceipt that says so
    cursor  TEXT    NOT NULL, -- where the next pull begins, in the hub's words
    heard   INTEGER NOT NULL, -- last receipt or pull, 0 if never
    CHECK (acked <= sent)
) STRICT;

INSERT INTO road (one, sent, acked, cursor, heard) VALUES (1, 0, 0, '', 0);

-- An own event that a signed receipt refuses, waiting for a human.
CREATE TABLE refusal (
    seq     INTEGER PRIMARY KEY,
    dossier TEXT    NOT NULL,
    code    TEXT    NOT NULL -- motcua.ErrorCode
) STRICT;

CREATE INDEX refusal_dossier ON refusal (dossier);

-- A form that somebody began and has not finished.
CREATE TABLE draft (
    key  TEXT    PRIMARY KEY,
    data BLOB    NOT NULL,
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- projections

-- One line of the lists: what the events of one dossier fold to.
CREATE TABLE dossier (
    row        INTEGER PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    code       TEXT    NOT NULL, -- not unique: two offline stations may have been given one range
    station    TEXT    NOT NULL, -- that took it in
    taken_in   TEXT    NOT NULL, -- id of the event that did
    name       TEXT    NOT NULL, -- of the owner
    names      TEXT    NOT NULL, -- everyone's, lower case with marks: exact matches come first
    folded     TEXT    NOT NULL, -- everyone's, without marks
    procedure  TEXT    NOT NULL,
    status     INTEGER NOT NULL,
    received   INTEGER NOT NULL,
    due        INTEGER NOT NULL, -- 0 where no limit is known
    updated    INTEGER NOT NULL,
    exceptions INTEGER NOT NULL, -- how many refused steps
    last_seq   INTEGER NOT NULL  -- newest own event about it, 0 where there is none
) STRICT;

CREATE INDEX dossier_code ON dossier (code);
CREATE INDEX dossier_received ON dossier (received, row);
CREATE INDEX dossier_status ON dossier (status, received, row);

-- The words a dossier is found by; rowid is dossier.row. Text is folded by
-- motcua.Fold before it comes here, as no tokenizer folds the letter d with
-- stroke. Keeps no text of its own.
CREATE VIRTUAL TABLE search USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    prefix = '2 3',
    tokenize = 'unicode61 remove_diacritics 0'
);
