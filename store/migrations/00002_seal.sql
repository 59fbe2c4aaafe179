-- +goose Up
-- What a person could be known by no longer lies here to be read. Bodies and
-- drafts of an older program wait in plain_body and plain_draft until the
-- program has sealed them (store/upgrade.go), which drops both tables.
ALTER TABLE body RENAME TO plain_body;
ALTER TABLE draft RENAME TO plain_draft;

-- How far that has come: 0 rows may be plain, 1 every row and file is sealed,
-- 2 the places where plain bytes lay are swept too.
CREATE TABLE seal_state (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    stage INTEGER NOT NULL CHECK (stage IN (0, 1, 2))
) STRICT;

INSERT INTO seal_state (one, stage) VALUES (1, 0);

-- A data key, wrapped by a root key that is not in this file. Number 0 hashes
-- look-ups, the others seal, the newest for new rows.
CREATE TABLE seal_key (
    number INTEGER PRIMARY KEY,
    root   TEXT    NOT NULL, -- name of the root key
    made   INTEGER NOT NULL,
    data   BLOB    NOT NULL
) STRICT;

-- A text that many bodies repeat (the catalogue's words on one procedure),
-- sealed; id is made of its hash. Bodies are packed with its help.
CREATE TABLE dictionary (
    id   INTEGER PRIMARY KEY,
    data BLOB    NOT NULL
) STRICT;

-- The salted JSON that hangs beside a header, packed and sealed in the place
-- of its event. No row: erased. The check keeps a program that does not seal
-- from writing here.
CREATE TABLE body (
    row  INTEGER PRIMARY KEY REFERENCES event (row),
    data BLOB    NOT NULL CHECK (SUBSTR(data, 1, 1) < X'10')
) STRICT;

-- A form that somebody began and has not finished, sealed under its key.
CREATE TABLE draft (
    key  TEXT    PRIMARY KEY,
    data BLOB    NOT NULL CHECK (SUBSTR(data, 1, 1) < X'10'),
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A file that is to go because its dossier was erased.
CREATE TABLE removal (
    sum TEXT PRIMARY KEY -- SHA-256 in hex
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- projections

-- Phone, ID and tax numbers by keyed hash: found whole, never read, and not
-- to be guessed without the key.
CREATE TABLE lookup (
    hash BLOB    NOT NULL CHECK (LENGTH(hash) = 16),
    row  INTEGER NOT NULL, -- dossier.row
    PRIMARY KEY (hash, row)
) STRICT, WITHOUT ROWID;

CREATE INDEX lookup_row ON lookup (row);

-- Which events name a file: it may go when none does.
CREATE TABLE filed (
    sum   TEXT    NOT NULL,
    event INTEGER NOT NULL, -- event.row
    PRIMARY KEY (sum, event)
) STRICT, WITHOUT ROWID;

ALTER TABLE dossier ADD COLUMN erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1));

-- Made anew, as deleted words stay in an index until it is merged.
DROP TABLE search;

CREATE VIRTUAL TABLE search USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    prefix = '2 3',
    tokenize = 'unicode61 remove_diacritics 0'
);
