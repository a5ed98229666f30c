-- Reports are written here, part by part, from what the application foresaw; a paper may still be given instead.
-- `over_cents` is what was paid too much by the rule of the agreement, `released_cents` the part that was not paid yet.
ALTER TABLE agreement_report RENAME TO agreement_report_before;
CREATE TABLE agreement_report (
  id {uuid} PRIMARY KEY,
  agreement {uuid} NOT NULL REFERENCES agreement (id),
  year {int} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('interim', 'final')),
  state TEXT NOT NULL CHECK (state IN ('draft', 'written', 'given', 'returned', 'accepted')),
  file {uuid},
  begun_at {int} NOT NULL,
  begun_by TEXT NOT NULL,
  written_by {uuid},
  written_for {uuid},
  written_name TEXT NOT NULL,
  given_at {int},
  given_by TEXT NOT NULL,
  decided_at {int},
  decided_by TEXT,
  reason TEXT NOT NULL,
  over_cents {int},
  released_cents {int} NOT NULL,
  settled TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (agreement, year, kind)
) {strict};
INSERT INTO agreement_report (id, agreement, year, kind, state, file, begun_at, begun_by, written_name, given_at, given_by,
  decided_at, decided_by, reason, released_cents, settled, revision)
  SELECT id, agreement, year, 'final', state, file, given_at, given_by, given_by, given_at, given_by, decided_at, decided_by,
  reason, 0, '', revision FROM agreement_report_before;
DROP TABLE agreement_report_before;

-- One part of a report about one action. `why` is what an agent asks to correct.
CREATE TABLE report_part (
  id {uuid} PRIMARY KEY,
  report {uuid} NOT NULL REFERENCES agreement_report (id),
  project {uuid} NOT NULL,
  title TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('story', 'accounts', 'publics', 'indicators')),
  chart TEXT NOT NULL,
  position {int} NOT NULL,
  is_done {bool} NOT NULL,
  is_open {bool} NOT NULL,
  why TEXT NOT NULL,
  saved_at {int},
  saved_by TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (report, project, part)
) {strict};

-- A number foreseen and a number done: cents of an account, people of an age and a sex or of a neighbourhood.
CREATE TABLE report_figure (
  id {uuid} PRIMARY KEY,
  part {uuid} NOT NULL REFERENCES report_part (id),
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  planned {int} NOT NULL,
  done {int},
  why TEXT NOT NULL,
  is_own {bool} NOT NULL,
  position {int} NOT NULL,
  UNIQUE (part, position)
) {strict};

-- Words: a question with its answer, an indicator with its target.
CREATE TABLE report_answer (
  id {uuid} PRIMARY KEY,
  part {uuid} NOT NULL REFERENCES report_part (id),
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  planned TEXT NOT NULL,
  value TEXT NOT NULL,
  position {int} NOT NULL,
  UNIQUE (part, position)
) {strict};

-- A reminder is sent once.
CREATE TABLE report_reminder (
  id {uuid} PRIMARY KEY,
  agreement {uuid} NOT NULL REFERENCES agreement (id),
  year {int} NOT NULL,
  day TEXT NOT NULL,
  sent_at {int} NOT NULL,
  UNIQUE (agreement, year, day)
) {strict};

-- Until when a carrier may ask again of a funder in spite of a report that is missing, and why.
CREATE TABLE report_waiver (
  id {uuid} PRIMARY KEY,
  carrier {uuid} NOT NULL,
  contract {uuid} NOT NULL,
  reason TEXT NOT NULL,
  until TEXT NOT NULL,
  made_at {int} NOT NULL,
  by_name TEXT NOT NULL
) {strict};

ALTER TABLE agreement_setting ADD COLUMN gap_percent {int} NOT NULL DEFAULT 20;
ALTER TABLE agreement_setting ADD COLUMN gap_floor_cents {int} NOT NULL DEFAULT 0;
ALTER TABLE agreement_setting ADD COLUMN tolerance_cents {int} NOT NULL DEFAULT 0;
ALTER TABLE agreement_setting ADD COLUMN reminder_days TEXT NOT NULL DEFAULT '20, 10, 3';

CREATE INDEX report_part_of ON report_part (report, position);
CREATE INDEX report_figure_of ON report_figure (part, position);
CREATE INDEX report_answer_of ON report_answer (part, position);
CREATE INDEX report_waiver_of ON report_waiver (carrier);
