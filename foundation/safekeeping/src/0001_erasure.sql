-- What somebody took back, or what was over, under a mark that leads to nothing once the row is gone: what an older backup brings
-- back is erased again by these. A day, no hour; in an order that tells nothing.
CREATE TABLE erasure (
  mark {bytes} PRIMARY KEY,
  erased_on TEXT NOT NULL
)
-- @sqlite
STRICT, WITHOUT ROWID
-- @both
;
