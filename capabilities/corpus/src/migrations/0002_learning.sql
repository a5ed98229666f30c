-- What a training proposes for each reviewed sentence, and the groupings that suggest themes: derived, made again at will,
-- gone with the sentence. No model is kept.
CREATE TABLE suggestion (
  id {uuid} PRIMARY KEY,
  verbatim {uuid} NOT NULL REFERENCES verbatim (id),
  theme {uuid} NOT NULL REFERENCES codebook_theme (id),
  hundredths {int} NOT NULL CHECK (hundredths BETWEEN 0 AND 100),
  UNIQUE (verbatim, theme)
) {strict};

CREATE TABLE training (
  id {uuid} PRIMARY KEY REFERENCES consultation (id),
  made_at {int} NOT NULL,
  coded {int} NOT NULL,
  version {int} NOT NULL,
  is_measured {bool} NOT NULL
) {strict};

CREATE TABLE grouping (
  id {uuid} PRIMARY KEY REFERENCES consultation (id),
  made_at {int} NOT NULL,
  sentences {int} NOT NULL,
  unsorted {int} NOT NULL
) {strict};

CREATE TABLE grouping_class (
  id {uuid} PRIMARY KEY,
  grouping {uuid} NOT NULL REFERENCES grouping (id),
  position {int} NOT NULL,
  sentences {int} NOT NULL,
  words TEXT NOT NULL
) {strict};

CREATE TABLE grouping_sentence (
  id {uuid} PRIMARY KEY,
  class {uuid} NOT NULL REFERENCES grouping_class (id),
  verbatim {uuid} NOT NULL REFERENCES verbatim (id),
  position {int} NOT NULL
) {strict};

CREATE INDEX grouping_class_of ON grouping_class (grouping);
CREATE INDEX grouping_sentence_of ON grouping_sentence (class);
CREATE INDEX grouping_sentence_verbatim ON grouping_sentence (verbatim);
