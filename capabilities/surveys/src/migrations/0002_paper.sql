-- Sheets filled in with a pen, as they are typed. What waits for a second reading is sealed, and goes when the sheet becomes an
-- answer; nothing here leads to that answer.
CREATE TABLE paper_batch (
  id {uuid} PRIMARY KEY,
  survey {uuid} NOT NULL REFERENCES survey (id),
  label TEXT NOT NULL,
  version {int} NOT NULL,
  is_doubled {bool} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  opened_on TEXT NOT NULL,
  revision {int} NOT NULL
) {strict};
CREATE INDEX paper_batch_of ON paper_batch (survey);

CREATE TABLE paper_sheet (
  id {uuid} PRIMARY KEY,
  batch {uuid} NOT NULL REFERENCES paper_batch (id),
  number {int} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('typed', 'differs', 'kept')),
  first_by {uuid},
  first_sealed {bytes},
  second_sealed {bytes},
  UNIQUE (batch, number)
)
-- @sqlite
STRICT, WITHOUT ROWID
-- @both
;
