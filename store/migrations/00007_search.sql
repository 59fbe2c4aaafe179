-- +goose Up
-- The search made quick for a million dossiers. Everything here is projection:
-- the program fills it again from the log when it finds a row in reindex.

CREATE TABLE reindex (
    one INTEGER PRIMARY KEY CHECK (one = 1)
) STRICT;

INSERT INTO reindex (one) SELECT 1 WHERE EXISTS (SELECT 1 FROM dossier);

DROP TABLE search;

-- The words a dossier is found by; rowid is dossier.row. Text is folded before
-- it comes here, as no tokenizer folds the letter d with stroke. Keeps no text
-- and no positions: a query is a set of words. The prefix indexes hold what up
-- to four letters find as one list, so that the newest come first without
-- reading the others.
CREATE VIRTUAL TABLE search USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    detail = none,
    prefix = '1 2 3 4',
    tokenize = 'unicode61 remove_diacritics 0'
);

-- The words of the newest dossiers, which are not in search yet: writing there
-- costs little only for some hundred at once. A space around every word.
CREATE TABLE unsearched (
    row   INTEGER PRIMARY KEY,
    words TEXT    NOT NULL
) STRICT;

-- Every word of letters that is in search: what a beginning can end in.
CREATE TABLE word (
    word TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
