-- +goose Up
-- Who looked at, printed or took out what. Only where people log in. No word of
-- a query and nothing of a citizen stands here; rows are added, never changed,
-- and the oldest go when there are very many. It is no part of the log: nobody
-- else needs it, and looking must not make the log longer than the work.
CREATE TABLE access (
    row     INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    login   TEXT    NOT NULL,
    deed    TEXT    NOT NULL, -- motcua.AccessDeed
    dossier TEXT    NOT NULL, -- id, '' where it was none or many
    form    TEXT    NOT NULL
) STRICT;
