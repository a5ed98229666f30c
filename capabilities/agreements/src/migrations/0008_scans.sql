-- What a printed paper is named by in the corner of its pages: one more each time a version is put on paper. The last one of
-- a version is the paper that is signed.
CREATE TABLE agreement_mark (
  id {uuid} PRIMARY KEY,
  version {uuid} NOT NULL REFERENCES agreement_version (id),
  code TEXT NOT NULL UNIQUE,
  pages {int} NOT NULL,
  made_at {int} NOT NULL
) {strict};

-- A pile of scanned pages given in one file; the same file is given once to a contract.
CREATE TABLE scan_batch (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  file {uuid} NOT NULL,
  content TEXT NOT NULL,
  name TEXT NOT NULL,
  pages {int} NOT NULL,
  job {uuid} NOT NULL,
  asked_at {int} NOT NULL,
  account {uuid},
  by_name TEXT NOT NULL,
  UNIQUE (contract, content)
) {strict};

-- What was read on each page: nothing is said of where it goes, which is worked out each time it is shown.
CREATE TABLE scan_page (
  id {uuid} PRIMARY KEY,
  batch {uuid} NOT NULL REFERENCES scan_batch (id),
  position {int} NOT NULL,
  reading TEXT NOT NULL CHECK (reading IN ('read', 'nothing', 'several')),
  code TEXT,
  page {int},
  UNIQUE (batch, position)
) {strict};

-- Authorities a contract trusts to say who signs a file.
CREATE TABLE trusted_certificate (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  fingerprint TEXT NOT NULL,
  content {bytes} NOT NULL,
  added_at {int} NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (contract, fingerprint)
) {strict};

CREATE INDEX agreement_mark_of ON agreement_mark (version);
CREATE INDEX scan_batch_of ON scan_batch (contract, asked_at);
CREATE INDEX scan_page_of ON scan_page (batch);
