-- What people said, sentence by sentence. The sentence as it was heard stands apart, sealed, until it is purged; what is
-- read everywhere else is the masked text, once somebody has reviewed it.
CREATE TABLE corpus_setting (
  id {uuid} PRIMARY KEY REFERENCES consultation (id),
  raw_kept_days {int} NOT NULL,
  published_from {int} NOT NULL,
  low_under {int} NOT NULL,
  is_published {bool} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE verbatim (
  id {uuid} PRIMARY KEY,
  consultation {uuid} NOT NULL REFERENCES consultation (id),
  channel {uuid} REFERENCES channel (id),
  gathering {uuid} REFERENCES gathering (id),
  area {uuid},
  audience TEXT NOT NULL,
  month TEXT,
  times_said {int} NOT NULL CHECK (times_said > 0),
  masked TEXT NOT NULL,
  same_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('to_review', 'accepted', 'refused')),
  draw {int} NOT NULL,
  code_hash {bytes} NOT NULL,
  recorded_at {int} NOT NULL,
  recorded_by {uuid},
  reviewed_at {int},
  reviewed_by {uuid},
  evidence {uuid},
  revision {int} NOT NULL
) {strict};

CREATE TABLE verbatim_raw (
  id {uuid} PRIMARY KEY REFERENCES verbatim (id),
  sealed {bytes} NOT NULL,
  purge_at {int} NOT NULL
) {strict};

CREATE TABLE codebook_theme (
  id {uuid} PRIMARY KEY,
  consultation {uuid} NOT NULL REFERENCES consultation (id),
  parent {uuid} REFERENCES codebook_theme (id),
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  words TEXT NOT NULL,
  unless_words TEXT NOT NULL,
  need {uuid} REFERENCES need (id),
  is_sensitive {bool} NOT NULL,
  is_retired {bool} NOT NULL,
  position {int} NOT NULL,
  UNIQUE (consultation, code)
) {strict};

CREATE TABLE codebook_version (
  id {uuid} PRIMARY KEY,
  consultation {uuid} NOT NULL REFERENCES consultation (id),
  number {int} NOT NULL,
  content TEXT NOT NULL,
  made_at {int} NOT NULL,
  UNIQUE (consultation, number)
) {strict};

CREATE TABLE coding (
  id {uuid} PRIMARY KEY,
  verbatim {uuid} NOT NULL REFERENCES verbatim (id),
  coder {uuid} NOT NULL,
  version {int} NOT NULL,
  coded_at {int} NOT NULL,
  UNIQUE (verbatim, coder)
) {strict};

CREATE TABLE coding_theme (
  id {uuid} PRIMARY KEY,
  coding {uuid} NOT NULL REFERENCES coding (id),
  theme {uuid} NOT NULL REFERENCES codebook_theme (id),
  UNIQUE (coding, theme)
) {strict};

CREATE INDEX verbatim_of ON verbatim (consultation, state, draw);
CREATE INDEX verbatim_code ON verbatim (code_hash);
CREATE INDEX verbatim_raw_purge ON verbatim_raw (purge_at);
CREATE INDEX coding_of ON coding (verbatim);
