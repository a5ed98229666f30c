-- Who signs a version, in which order: one after the other.
CREATE TABLE agreement_signature (
  id {uuid} PRIMARY KEY,
  version {uuid} NOT NULL REFERENCES agreement_version (id),
  position {int} NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('carrier', 'funder', 'other')),
  who TEXT NOT NULL,
  sent_on TEXT,
  signed_on TEXT,
  noted_by TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (version, position)
) {strict};

-- Papers signed by hand or not, given back.
CREATE TABLE agreement_scan (
  id {uuid} PRIMARY KEY,
  version {uuid} NOT NULL REFERENCES agreement_version (id),
  file {uuid} NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('carrier', 'funder', 'other')),
  at {int} NOT NULL,
  by_name TEXT NOT NULL
) {strict};

CREATE INDEX agreement_scan_of ON agreement_scan (version);
