-- +goose Up
-- The number of a form that this station made (PBS, PTC, PXL, TB, PKS): counted
-- per unit, series and year without gaps, and never given out again, whatever
-- becomes of its dossier.
CREATE TABLE slip (
    unit   TEXT    NOT NULL,
    series TEXT    NOT NULL,
    year   INTEGER NOT NULL, -- in Vietnam
    number INTEGER NOT NULL CHECK (number > 0),
    PRIMARY KEY (unit, series, year, number)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- projections

-- What a dossier's time rests for (motcua.PauseReason), '' while it runs.
ALTER TABLE dossier ADD COLUMN waiting TEXT NOT NULL DEFAULT '';
