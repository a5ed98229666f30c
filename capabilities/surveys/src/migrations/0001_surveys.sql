-- Questionnaires, their versions, what was answered. Nothing here says when to the minute, from where, nor by whom.
CREATE TABLE survey (
  id {uuid} PRIMARY KEY,
  consultation {uuid} NOT NULL REFERENCES consultation (id),
  channel {uuid} REFERENCES channel (id),
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  purpose TEXT NOT NULL,
  follow_up TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
  opens_at {int},
  closes_at {int},
  access TEXT NOT NULL CHECK (access IN ('everyone', 'invited')),
  kept_days {int} NOT NULL,
  least_age {int} NOT NULL,
  is_published {bool} NOT NULL,
  wave_of {uuid} REFERENCES survey (id),
  draft TEXT NOT NULL,
  published {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE survey_version (
  id {uuid} PRIMARY KEY,
  survey {uuid} NOT NULL REFERENCES survey (id),
  number {int} NOT NULL,
  definition TEXT NOT NULL,
  note TEXT NOT NULL,
  published_at {int} NOT NULL,
  UNIQUE (survey, number)
) {strict};

-- Kept in the order of identifiers that tell nothing, never in the order answers came.
CREATE TABLE answer (
  id {uuid} PRIMARY KEY,
  survey {uuid} NOT NULL,
  version {int} NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('online', 'telephone', 'paper', 'face_to_face', 'import')),
  area {uuid},
  received_on TEXT NOT NULL,
  given TEXT NOT NULL
)
-- @sqlite
STRICT, WITHOUT ROWID
-- @both
;
CREATE INDEX answer_of ON answer (survey);

-- Sentences that wait to enter the corpus, a few at a time and out of order.
CREATE TABLE answer_words (
  id {uuid} PRIMARY KEY,
  survey {uuid} NOT NULL,
  question TEXT NOT NULL,
  area {uuid},
  month TEXT NOT NULL,
  code_hash {bytes} NOT NULL,
  sealed {bytes} NOT NULL
)
-- @sqlite
STRICT, WITHOUT ROWID
-- @both
;
CREATE INDEX answer_words_of ON answer_words (survey);

-- Written when invitations are made, never touched when one is used.
CREATE TABLE survey_invitation (
  id {uuid} PRIMARY KEY,
  survey {uuid} NOT NULL REFERENCES survey (id),
  token_hash {bytes} NOT NULL UNIQUE
) {strict};

-- That an invitation was used, under a name only its holder and the key of the house can make.
CREATE TABLE spent_invitation (
  marker {bytes} PRIMARY KEY,
  survey {uuid} NOT NULL
)
-- @sqlite
STRICT, WITHOUT ROWID
-- @both
;

-- Answers put aside by somebody who will go on later, sealed under the code she noted.
CREATE TABLE parked_answer (
  id {uuid} PRIMARY KEY,
  survey {uuid} NOT NULL REFERENCES survey (id),
  sealed {bytes} NOT NULL,
  until {int} NOT NULL
)
-- @sqlite
STRICT, WITHOUT ROWID
-- @both
;

-- Letters tried in vain, minute by minute, by anybody: nobody finds another's by trying them all.
CREATE TABLE parked_try (
  id {uuid} PRIMARY KEY,
  survey {uuid} NOT NULL,
  minute {int} NOT NULL
) {strict};
CREATE INDEX parked_try_of ON parked_try (survey, minute);

CREATE TABLE survey_quota (
  id {uuid} PRIMARY KEY,
  survey {uuid} NOT NULL REFERENCES survey (id),
  area {uuid},
  age TEXT NOT NULL,
  sex TEXT NOT NULL,
  wanted {int} NOT NULL
) {strict};
