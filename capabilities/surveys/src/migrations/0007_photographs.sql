-- Photographs taken face to face, drawn again without place or device, sealed, apart from the answer they came with: only the code of the
-- person leads to both. Nobody sees one before it is mixed with those of several people.
CREATE TABLE answer_photo (
  survey {uuid} NOT NULL,
  id {uuid} NOT NULL,
  question TEXT NOT NULL,
  area {uuid},
  month TEXT NOT NULL,
  code_hash {bytes} NOT NULL,
  sealed {bytes} NOT NULL,
  is_mixed {bool} NOT NULL,
  PRIMARY KEY (survey, id),
  UNIQUE (survey, code_hash, question)
)
-- @sqlite
STRICT, WITHOUT ROWID
-- @both
;
