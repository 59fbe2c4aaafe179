-- +goose Up
-- Thousands of bodies need one text of the dictionary: a second one of each, on
-- other pages of the disk.
CREATE TABLE dictionary_copy (
    id   INTEGER PRIMARY KEY,
    data BLOB    NOT NULL
) STRICT;

INSERT INTO dictionary_copy (id, data) SELECT id, data FROM dictionary;
