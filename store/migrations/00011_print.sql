-- +goose Up
-- The print queue. A row names a paper, it does not hold it: the paper is made
-- from the stored dossier when it is printed. Rows stay when they are over, for
-- they say who printed what when, and whether a paper is a reprint.
CREATE TABLE print_job (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    dossier  TEXT    NOT NULL, -- '' for a test page
    form     TEXT    NOT NULL,
    event    TEXT    NOT NULL, -- '' where the paper speaks of the whole row
    media    TEXT    NOT NULL,
    printer  TEXT    NOT NULL,
    tray     TEXT    NOT NULL,
    copies   INTEGER NOT NULL CHECK (copies BETWEEN 1 AND 99),
    reprint  INTEGER NOT NULL DEFAULT 0, -- n of "in lại lần n"
    state    TEXT    NOT NULL CHECK (state IN ('waiting', 'printing', 'held', 'unknown', 'printed', 'sent', 'cancelled')),
    tries    INTEGER NOT NULL DEFAULT 0,
    doubts   INTEGER NOT NULL DEFAULT 0, -- tries whose paper may have come out
    code     TEXT    NOT NULL DEFAULT '', -- of the last problem
    field    TEXT    NOT NULL DEFAULT '',
    problem  TEXT    NOT NULL DEFAULT '',
    job      TEXT    NOT NULL DEFAULT '', -- its name at the printer
    actor    TEXT    NOT NULL,
    made     INTEGER NOT NULL,
    changed  INTEGER NOT NULL,
    next     INTEGER NOT NULL DEFAULT 0,
    version  INTEGER NOT NULL DEFAULT 1
) STRICT;

-- The rows that are not over, and the earlier ones of a paper.
CREATE INDEX print_job_open ON print_job (id) WHERE state NOT IN ('printed', 'sent', 'cancelled');
CREATE INDEX print_job_paper ON print_job (dossier, form, event);

-- Where this station prints a form; '' is every form without a line of its own.
CREATE TABLE print_choice (
    form    TEXT    PRIMARY KEY,
    printer TEXT    NOT NULL,
    tray    TEXT    NOT NULL,
    media   TEXT    NOT NULL,
    copies  INTEGER NOT NULL CHECK (copies BETWEEN 1 AND 99)
) STRICT, WITHOUT ROWID;
