-- +goose Up

-- What the answer to an enrolment is proved with (wire.EnrolCode). The code
-- itself is kept nowhere. Codes made before are good no more: they are asked
-- for anew.
DELETE FROM enrol_codes;

ALTER TABLE enrol_codes ADD COLUMN secret BLOB NOT NULL DEFAULT x'';
