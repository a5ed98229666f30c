-- A partner’s file between its trial and its import, sealed, a day at most.
CREATE TABLE partner_file (
  id {uuid} PRIMARY KEY,
  survey {uuid} NOT NULL REFERENCES survey (id),
  account {uuid} NOT NULL,
  name TEXT NOT NULL,
  sealed {bytes} NOT NULL,
  until {int} NOT NULL
)
-- @sqlite
STRICT, WITHOUT ROWID
-- @both
;
