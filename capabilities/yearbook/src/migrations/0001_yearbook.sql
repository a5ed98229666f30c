-- The annual report of a contract. Contracts, councils and communes are of other slices, so without references.

-- One report for a contract and a year.
CREATE TABLE yearbook (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  year {int} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'published')),
  submitted_on TEXT,
  due_on TEXT,
  approved_on TEXT,
  -- What names the deliberation that approved it.
  deliberation TEXT NOT NULL,
  published_at {int},
  created_at {int} NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (contract, year)
) {strict};

CREATE TABLE yearbook_chapter (
  id {uuid} PRIMARY KEY,
  yearbook {uuid} NOT NULL REFERENCES yearbook (id),
  position {int} NOT NULL,
  -- What the law asks for there, or a chapter of one's own.
  subject TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  saved_at {int},
  saved_by TEXT,
  -- Its words are erased when it is taken out; the row stays, so that whoever was writing it is told.
  removed_at {int},
  revision {int} NOT NULL
) {strict};
CREATE INDEX yearbook_chapter_of ON yearbook_chapter (yearbook, position);

-- What a council was asked, and what it answered. No answer is told apart from a favourable one.
CREATE TABLE yearbook_opinion (
  id {uuid} PRIMARY KEY,
  yearbook {uuid} NOT NULL REFERENCES yearbook (id),
  position {int} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('municipal', 'citizen')),
  body TEXT NOT NULL,
  given_on TEXT,
  sense TEXT,
  words TEXT NOT NULL,
  follow_up TEXT NOT NULL,
  revision {int} NOT NULL
) {strict};
CREATE INDEX yearbook_opinion_of ON yearbook_opinion (yearbook, position);

-- The report as it was submitted, then as it was approved: rows that nobody writes again.
CREATE TABLE yearbook_version (
  id {uuid} PRIMARY KEY,
  yearbook {uuid} NOT NULL REFERENCES yearbook (id),
  occasion TEXT NOT NULL CHECK (occasion IN ('submission', 'approval')),
  frozen_at {int} NOT NULL,
  frozen_by TEXT NOT NULL,
  UNIQUE (yearbook, occasion)
) {strict};

CREATE TABLE yearbook_version_chapter (
  id {uuid} PRIMARY KEY,
  version {uuid} NOT NULL REFERENCES yearbook_version (id),
  position {int} NOT NULL,
  subject TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL
) {strict};
CREATE INDEX yearbook_version_chapter_of ON yearbook_version_chapter (version, position);

CREATE TABLE yearbook_version_figure (
  id {uuid} PRIMARY KEY,
  version {uuid} NOT NULL REFERENCES yearbook_version (id),
  position {int} NOT NULL,
  subject TEXT NOT NULL,
  figure_key TEXT NOT NULL,
  label TEXT NOT NULL,
  value TEXT NOT NULL,
  absence TEXT NOT NULL,
  base TEXT NOT NULL,
  source TEXT NOT NULL,
  read_on TEXT NOT NULL,
  path TEXT NOT NULL
) {strict};
CREATE INDEX yearbook_version_figure_of ON yearbook_version_figure (version, position);
