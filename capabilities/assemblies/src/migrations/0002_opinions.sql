-- What bodies are asked their opinion on, and how they made it up.
CREATE TABLE assembly_submission (
  id {uuid} PRIMARY KEY,
  assembly {uuid} NOT NULL REFERENCES assembly (id),
  reference TEXT NOT NULL,
  title TEXT NOT NULL,
  organisation {uuid},
  applicant TEXT NOT NULL,
  summary TEXT NOT NULL,
  amount_cents {int},
  questions TEXT NOT NULL,
  due_on TEXT NOT NULL,
  submitted_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'adopted', 'withdrawn')),
  reason TEXT NOT NULL,
  rapporteur {uuid} REFERENCES assembly_member (id),
  draft_sense TEXT NOT NULL CHECK (draft_sense IN ('', 'favourable', 'reserves', 'unfavourable', 'none')),
  draft TEXT NOT NULL,
  number {int},
  way TEXT NOT NULL CHECK (way IN ('', 'meeting', 'written')),
  meeting {uuid} REFERENCES assembly_meeting (id),
  adopted_on TEXT,
  in_favour {int} NOT NULL,
  against {int} NOT NULL,
  abstention {int} NOT NULL,
  base {int} NOT NULL,
  recused {int} NOT NULL,
  is_public {bool} NOT NULL,
  received_at {int},
  created_at {int} NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (assembly, number)
) {strict};

CREATE TABLE assembly_submission_area (
  id {uuid} PRIMARY KEY,
  submission {uuid} NOT NULL REFERENCES assembly_submission (id),
  area {uuid} NOT NULL,
  UNIQUE (submission, area)
) {strict};

CREATE TABLE assembly_submission_paper (
  id {uuid} PRIMARY KEY,
  submission {uuid} NOT NULL REFERENCES assembly_submission (id),
  file {uuid} NOT NULL,
  label TEXT NOT NULL,
  rank {int} NOT NULL,
  added_at {int} NOT NULL
) {strict};

-- What one member thinks, which counts for nothing by itself: the body decides.
CREATE TABLE assembly_voice (
  id {uuid} PRIMARY KEY,
  submission {uuid} NOT NULL REFERENCES assembly_submission (id),
  member {uuid} NOT NULL REFERENCES assembly_member (id),
  sense TEXT NOT NULL CHECK (sense IN ('favourable', 'reserves', 'unfavourable', 'none')),
  words TEXT NOT NULL,
  given_at {int} NOT NULL,
  UNIQUE (submission, member)
) {strict};

CREATE TABLE assembly_comment (
  id {uuid} PRIMARY KEY,
  submission {uuid} NOT NULL REFERENCES assembly_submission (id),
  member {uuid} NOT NULL REFERENCES assembly_member (id),
  words TEXT NOT NULL,
  written_at {int} NOT NULL
) {strict};

-- Who stays out of a deliberation, and why.
CREATE TABLE assembly_recusal (
  id {uuid} PRIMARY KEY,
  submission {uuid} NOT NULL REFERENCES assembly_submission (id),
  member {uuid} NOT NULL REFERENCES assembly_member (id),
  cause TEXT NOT NULL CHECK (cause IN ('organisation', 'structure', 'declared')),
  since {int} NOT NULL,
  UNIQUE (submission, member)
) {strict};

-- The last number given in a body, for each series.
CREATE TABLE assembly_number (
  id {uuid} PRIMARY KEY,
  assembly {uuid} NOT NULL REFERENCES assembly (id),
  series TEXT NOT NULL CHECK (series IN ('opinion', 'referral')),
  last {int} NOT NULL,
  UNIQUE (assembly, series)
) {strict};

CREATE INDEX assembly_submission_of ON assembly_submission (assembly, due_on);
CREATE INDEX assembly_submission_reference ON assembly_submission (reference);
CREATE INDEX assembly_submission_paper_of ON assembly_submission_paper (submission, rank);
CREATE INDEX assembly_voice_member ON assembly_voice (member);
CREATE INDEX assembly_comment_of ON assembly_comment (submission, written_at);
CREATE INDEX assembly_comment_member ON assembly_comment (member);
CREATE INDEX assembly_recusal_member ON assembly_recusal (member);
