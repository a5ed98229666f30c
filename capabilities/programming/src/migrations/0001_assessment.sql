-- Who reads what: rules of a call that send projects to readers.
CREATE TABLE assessment_rule (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL,
  area {uuid},
  node {uuid},
  call_funder {uuid},
  reader {uuid} NOT NULL,
  created_at {int} NOT NULL,
  created_by {uuid}
) {strict};

-- One reading of one project by one person: a draft until it is given.
CREATE TABLE assessment_reading (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL,
  application {uuid} NOT NULL,
  call {uuid} NOT NULL,
  reader {uuid} NOT NULL,
  came TEXT NOT NULL CHECK (came IN ('rule', 'hand', 'own')),
  assigned_at {int} NOT NULL,
  assigned_by {uuid},
  sense TEXT NOT NULL CHECK (sense IN ('', 'favourable', 'reserves', 'postpone', 'unfavourable')),
  words TEXT NOT NULL,
  given_at {int},
  revision {int} NOT NULL,
  UNIQUE (project, reader)
) {strict};

CREATE TABLE assessment_score (
  id {uuid} PRIMARY KEY,
  reading {uuid} NOT NULL REFERENCES assessment_reading (id),
  criterion TEXT NOT NULL,
  points {int},
  reason TEXT NOT NULL,
  UNIQUE (reading, criterion)
) {strict};

-- The opinion of a service: asked of a person there, until a day.
CREATE TABLE assessment_opinion (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL,
  application {uuid} NOT NULL,
  service TEXT NOT NULL,
  asked_of {uuid} NOT NULL,
  question TEXT NOT NULL,
  due_on TEXT NOT NULL,
  asked_at {int} NOT NULL,
  asked_by {uuid},
  sense TEXT NOT NULL CHECK (sense IN ('', 'favourable', 'reserves', 'postpone', 'unfavourable')),
  words TEXT NOT NULL,
  answered_at {int},
  revision {int} NOT NULL
) {strict};

-- A list somebody comes back to: an address under a name.
CREATE TABLE assessment_view (
  id {uuid} PRIMARY KEY,
  account {uuid} NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  created_at {int} NOT NULL
) {strict};

-- Projects of a call nearly alike; somebody may say that it is nothing.
CREATE TABLE assessment_near (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL,
  one {uuid} NOT NULL,
  other {uuid} NOT NULL,
  alike_permille {int} NOT NULL,
  is_same_carrier {bool} NOT NULL,
  found_at {int} NOT NULL,
  set_aside_at {int},
  set_aside_by {uuid},
  set_aside_why TEXT NOT NULL,
  UNIQUE (one, other)
) {strict};

-- When projects of a call were last compared, and on how many.
CREATE TABLE assessment_comparison (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL UNIQUE,
  compared_at {int} NOT NULL,
  projects {int} NOT NULL
) {strict};

-- Days promised from filing to each step, and how figures are told.
CREATE TABLE assessment_promise (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL UNIQUE,
  complete_days {int} NOT NULL,
  decided_days {int} NOT NULL,
  notified_days {int} NOT NULL,
  alert_days {int} NOT NULL,
  smallest_base {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

-- Who was told that a delay comes to its end: once for each step.
CREATE TABLE assessment_alert (
  id {uuid} PRIMARY KEY,
  application {uuid} NOT NULL,
  account {uuid} NOT NULL,
  stage TEXT NOT NULL,
  told_at {int} NOT NULL,
  UNIQUE (application, account, stage)
) {strict};

CREATE INDEX assessment_rule_of ON assessment_rule (call);
CREATE INDEX assessment_reading_of_call ON assessment_reading (call);
CREATE INDEX assessment_reading_of_reader ON assessment_reading (reader, given_at);
CREATE INDEX assessment_reading_of_application ON assessment_reading (application);
CREATE INDEX assessment_opinion_of ON assessment_opinion (application);
CREATE INDEX assessment_opinion_asked ON assessment_opinion (asked_of, answered_at);
CREATE INDEX assessment_view_of ON assessment_view (account);
CREATE INDEX assessment_near_of ON assessment_near (call);
