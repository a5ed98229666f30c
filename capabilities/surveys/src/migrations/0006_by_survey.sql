-- Answers and sentences that wait stand by questionnaire, then by identifiers that tell nothing: one place on the disk to
-- write an answer instead of two.
ALTER TABLE answer RENAME TO answer_before;
DROP INDEX answer_of;
CREATE TABLE answer (
  survey {uuid} NOT NULL,
  id {uuid} NOT NULL,
  version {int} NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('online', 'telephone', 'paper', 'face_to_face', 'import')),
  area {uuid},
  received_on TEXT NOT NULL,
  given TEXT NOT NULL,
  PRIMARY KEY (survey, id)
)
-- @sqlite
STRICT, WITHOUT ROWID
-- @both
;
INSERT INTO answer (survey, id, version, mode, area, received_on, given)
  SELECT survey, id, version, mode, area, received_on, given FROM answer_before;
DROP TABLE answer_before;

ALTER TABLE answer_words RENAME TO answer_words_before;
DROP INDEX answer_words_of;
CREATE TABLE answer_words (
  survey {uuid} NOT NULL,
  id {uuid} NOT NULL,
  question TEXT NOT NULL,
  area {uuid},
  month TEXT NOT NULL,
  code_hash {bytes} NOT NULL,
  sealed {bytes} NOT NULL,
  PRIMARY KEY (survey, id)
)
-- @sqlite
STRICT, WITHOUT ROWID
-- @both
;
INSERT INTO answer_words (survey, id, question, area, month, code_hash, sealed)
  SELECT survey, id, question, area, month, code_hash, sealed FROM answer_words_before;
DROP TABLE answer_words_before;
