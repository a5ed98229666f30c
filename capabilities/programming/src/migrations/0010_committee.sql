-- Envelopes: what a funder may give for a programme, a territory and a year; an envelope may be cut out of another.
CREATE TABLE envelope (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  funder {uuid} NOT NULL,
  programme TEXT NOT NULL,
  area {uuid},
  year {int} NOT NULL,
  cents {int} NOT NULL,
  delegated_by TEXT NOT NULL,
  parent {uuid} REFERENCES envelope (id),
  is_department {bool} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE envelope_override (
  id {uuid} PRIMARY KEY,
  envelope {uuid} NOT NULL REFERENCES envelope (id),
  funding {uuid} NOT NULL,
  cents {int} NOT NULL,
  reason TEXT NOT NULL,
  at {int} NOT NULL,
  by_name TEXT NOT NULL
) {strict};

-- Funders who meet on what one call received. Frozen once its minutes are made of everything.
CREATE TABLE committee (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  call {uuid} NOT NULL,
  title TEXT NOT NULL,
  held_on TEXT NOT NULL,
  place TEXT NOT NULL,
  chair TEXT NOT NULL,
  present TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'frozen')),
  created_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

-- What a contract sets for its committees; the usual parts hold while there is nothing.
CREATE TABLE committee_setting (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL UNIQUE,
  outside_permille {int} NOT NULL,
  several_permille {int} NOT NULL,
  fragile_employees {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

-- Projects decided one after the other: fragile associations first.
CREATE TABLE committee_wave (
  id {uuid} PRIMARY KEY,
  committee {uuid} NOT NULL REFERENCES committee (id),
  title TEXT NOT NULL,
  position {int} NOT NULL
) {strict};

CREATE TABLE committee_wave_project (
  id {uuid} PRIMARY KEY,
  committee {uuid} NOT NULL REFERENCES committee (id),
  wave {uuid} NOT NULL REFERENCES committee_wave (id),
  project {uuid} NOT NULL,
  UNIQUE (committee, project)
) {strict};

CREATE TABLE committee_minutes (
  id {uuid} PRIMARY KEY,
  committee {uuid} NOT NULL REFERENCES committee (id),
  wave {uuid},
  number {int} NOT NULL,
  held_on TEXT NOT NULL,
  at {int} NOT NULL,
  by_name TEXT NOT NULL,
  name TEXT NOT NULL,
  content {bytes} NOT NULL,
  UNIQUE (committee, number)
) {strict};

-- What is proposed and decided of one funding. No row while nobody said anything.
CREATE TABLE committee_vote (
  id {uuid} PRIMARY KEY,
  committee {uuid} NOT NULL REFERENCES committee (id),
  funding {uuid} NOT NULL,
  proposed_cents {int},
  decision TEXT CHECK (decision IN ('favourable', 'partial', 'conditional', 'postponed', 'refused')),
  cents {int} NOT NULL,
  reason TEXT NOT NULL,
  condition TEXT NOT NULL,
  envelope {uuid} REFERENCES envelope (id),
  minutes {uuid} REFERENCES committee_minutes (id),
  amendments {int} NOT NULL,
  changed_at {int} NOT NULL,
  changed_by TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (committee, funding)
) {strict};

-- Every gesture on a line, in order: what changed, who, when, why.
CREATE TABLE committee_change (
  id {uuid} PRIMARY KEY,
  committee {uuid} NOT NULL REFERENCES committee (id),
  funding {uuid} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('proposal', 'vote', 'amendment')),
  at {int} NOT NULL,
  by_name TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  reason TEXT NOT NULL
) {strict};

CREATE TABLE committee_scenario (
  id {uuid} PRIMARY KEY,
  committee {uuid} NOT NULL REFERENCES committee (id),
  title TEXT NOT NULL,
  recipe TEXT NOT NULL,
  permille {int} NOT NULL,
  created_at {int} NOT NULL,
  by_name TEXT NOT NULL
) {strict};

CREATE TABLE committee_scenario_line (
  id {uuid} PRIMARY KEY,
  scenario {uuid} NOT NULL REFERENCES committee_scenario (id),
  funding {uuid} NOT NULL,
  cents {int} NOT NULL,
  UNIQUE (scenario, funding)
) {strict};

-- Texts of letters of a call, for each decision; the first text of the house while there is none.
CREATE TABLE letter_template (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL,
  decision TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (call, decision)
) {strict};

-- Other aids told to those who are refused.
CREATE TABLE other_aid (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  title TEXT NOT NULL,
  holder TEXT NOT NULL,
  address TEXT NOT NULL,
  position {int} NOT NULL
) {strict};

CREATE TABLE letter_batch (
  id {uuid} PRIMARY KEY,
  committee {uuid} NOT NULL REFERENCES committee (id),
  job {uuid} NOT NULL,
  asked_at {int} NOT NULL,
  by_name TEXT NOT NULL
) {strict};

-- A letter tells an application what one funder decided of some of its lines.
CREATE TABLE decision_letter (
  id {uuid} PRIMARY KEY,
  committee {uuid} NOT NULL REFERENCES committee (id),
  batch {uuid} NOT NULL REFERENCES letter_batch (id),
  application {uuid} NOT NULL,
  call_funder {uuid} NOT NULL,
  decision TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('prepared', 'mailed', 'printed', 'returned')),
  state_at {int} NOT NULL,
  mail {uuid},
  name TEXT NOT NULL,
  content {bytes} NOT NULL,
  revision {int} NOT NULL
) {strict};

-- The lines a letter tells: each decision is told once, and once more each time it is amended.
CREATE TABLE decision_letter_line (
  id {uuid} PRIMARY KEY,
  letter {uuid} NOT NULL REFERENCES decision_letter (id),
  vote {uuid} NOT NULL REFERENCES committee_vote (id),
  round {int} NOT NULL,
  UNIQUE (vote, round)
) {strict};

-- Lists asked for and made, kept for whoever asked: of a committee, or of the files of a call.
CREATE TABLE list_export (
  id {uuid} PRIMARY KEY,
  account {uuid} NOT NULL,
  call {uuid} NOT NULL,
  committee {uuid},
  title TEXT NOT NULL,
  wish TEXT NOT NULL,
  job {uuid} NOT NULL,
  asked_at {int} NOT NULL,
  name TEXT,
  content {bytes}
) {strict};

CREATE INDEX envelope_of ON envelope (contract, year);
CREATE INDEX envelope_override_of ON envelope_override (envelope);
CREATE INDEX committee_of_call ON committee (call);
CREATE INDEX committee_wave_of ON committee_wave (committee, position);
CREATE INDEX committee_vote_of_envelope ON committee_vote (envelope);
CREATE INDEX committee_vote_of_funding ON committee_vote (funding);
CREATE INDEX committee_change_of ON committee_change (committee, at);
CREATE INDEX committee_change_of_funding ON committee_change (funding, at);
CREATE INDEX committee_scenario_of ON committee_scenario (committee);
CREATE INDEX other_aid_of ON other_aid (contract, position);
CREATE INDEX letter_batch_of ON letter_batch (committee);
CREATE INDEX decision_letter_of ON decision_letter (committee);
CREATE INDEX decision_letter_line_of ON decision_letter_line (letter);
CREATE INDEX list_export_of ON list_export (account, asked_at);
