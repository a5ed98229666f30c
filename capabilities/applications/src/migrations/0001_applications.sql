-- Calls for projects: what is asked, by whom, until when. `terms` is what is being written; what applicants see is
-- the last version.
CREATE TABLE call (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  address TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  year {int} NOT NULL,
  summary TEXT NOT NULL,
  framework TEXT NOT NULL,
  zone TEXT NOT NULL,
  opens_at {int},
  closes_at {int},
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
  version {int} NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL,
  silence_months {int} NOT NULL,
  withdrawn_reason TEXT NOT NULL,
  copied_from {uuid},
  terms TEXT NOT NULL,
  created_at {int} NOT NULL,
  changed_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

-- What applicants saw at one moment: an application keeps the version it began with.
CREATE TABLE call_version (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL REFERENCES call (id),
  number {int} NOT NULL,
  published_at {int} NOT NULL,
  published_by {uuid},
  note TEXT NOT NULL,
  terms TEXT NOT NULL,
  UNIQUE (call, number)
) {strict};

CREATE TABLE call_priority (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL REFERENCES call (id),
  node {uuid} NOT NULL,
  UNIQUE (call, node)
) {strict};

CREATE TABLE call_area (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL REFERENCES call (id),
  area {uuid} NOT NULL,
  UNIQUE (call, area)
) {strict};

-- A funder taking part. The ceiling is in thousandths of what a project costs.
CREATE TABLE call_funder (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL REFERENCES call (id),
  organisation {uuid},
  name TEXT NOT NULL,
  programme TEXT NOT NULL,
  looks_at TEXT NOT NULL,
  ceiling_permille {int},
  floor_cents {int},
  position {int} NOT NULL
) {strict};

CREATE TABLE call_step (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL REFERENCES call (id),
  kind TEXT NOT NULL CHECK (kind IN ('completeness', 'assessment', 'opinions', 'committee', 'deliberation', 'notification')),
  due_on TEXT NOT NULL,
  is_computed {bool} NOT NULL,
  UNIQUE (call, kind)
) {strict};

CREATE TABLE call_file (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL REFERENCES call (id),
  file {uuid} NOT NULL,
  label TEXT NOT NULL,
  position {int} NOT NULL,
  added_at {int} NOT NULL
) {strict};

-- The last number given in a year.
CREATE TABLE application_counter (
  id {uuid} PRIMARY KEY,
  year {int} NOT NULL UNIQUE,
  last {int} NOT NULL
) {strict};

-- What one organisation asks at one call, for one or several projects. `typed_by` is the agent or mediator who
-- types for the carrier, who confirms.
CREATE TABLE application (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL REFERENCES call (id),
  call_version {uuid} NOT NULL REFERENCES call_version (id),
  organisation {uuid} NOT NULL,
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('draft', 'filed', 'withdrawn')),
  stage TEXT NOT NULL CHECK (stage IN ('none', 'filed', 'to_complete', 'complete', 'inadmissible', 'assessed', 'decided', 'notified')),
  stage_at {int} NOT NULL,
  years {int} NOT NULL,
  first_year {int} NOT NULL,
  created_at {int} NOT NULL,
  created_by {uuid},
  filed_at {int},
  filed_by {uuid},
  filed_by_name TEXT NOT NULL,
  late_reason TEXT NOT NULL,
  late_until {int},
  typed_by {uuid},
  confirmed_at {int},
  withdrawn_reason TEXT NOT NULL,
  renewed_from {uuid},
  revision {int} NOT NULL
) {strict};

-- One action of an application.
CREATE TABLE project (
  id {uuid} PRIMARY KEY,
  application {uuid} NOT NULL REFERENCES application (id),
  position {int} NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('new', 'renewed')),
  renewed_from {uuid},
  starts_on TEXT,
  ends_on TEXT,
  state TEXT NOT NULL CHECK (state IN ('active', 'to_revise', 'withdrawn')),
  revision {int} NOT NULL
) {strict};

-- One answer to one question, with its own revision: saved as soon as it is typed.
CREATE TABLE application_answer (
  id {uuid} PRIMARY KEY,
  application {uuid} NOT NULL REFERENCES application (id),
  project {uuid} REFERENCES project (id),
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  saved_at {int} NOT NULL,
  saved_by {uuid},
  saved_by_name TEXT NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE project_node (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL REFERENCES project (id),
  node {uuid} NOT NULL,
  is_main {bool} NOT NULL,
  UNIQUE (project, node)
) {strict};

-- Where a project takes place. The share is in thousandths of its cost.
CREATE TABLE project_area (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL REFERENCES project (id),
  area {uuid} NOT NULL,
  address TEXT NOT NULL,
  quality TEXT NOT NULL CHECK (quality IN ('', 'sure', 'probable', 'unknown')),
  share {int} NOT NULL,
  UNIQUE (project, area)
) {strict};

CREATE TABLE project_public (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL REFERENCES project (id),
  year {int} NOT NULL,
  age TEXT NOT NULL,
  sex TEXT NOT NULL CHECK (sex IN ('women', 'men', 'all')),
  people {int} NOT NULL,
  UNIQUE (project, year, age, sex)
) {strict};

CREATE TABLE project_indicator (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL REFERENCES project (id),
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  unit TEXT NOT NULL,
  target TEXT NOT NULL,
  position {int} NOT NULL
) {strict};

CREATE TABLE project_mean (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL REFERENCES project (id),
  kind TEXT NOT NULL CHECK (kind IN ('material', 'volunteers', 'employees', 'providers', 'premises', 'other')),
  label TEXT NOT NULL,
  people {int},
  work_permille {int},
  position {int} NOT NULL
) {strict};

-- A line of a budget somebody typed: of a project, or of the carrier. The amounts asked of the funders of the call
-- are the fundings.
CREATE TABLE budget_line (
  id {uuid} PRIMARY KEY,
  application {uuid} NOT NULL REFERENCES application (id),
  project {uuid} REFERENCES project (id),
  year {int} NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('charge', 'product', 'kind_charge', 'kind_product')),
  account TEXT NOT NULL,
  label TEXT NOT NULL,
  cents {int} NOT NULL,
  position {int} NOT NULL
) {strict};

-- What one project asks of one funder for one year, and what became of it.
CREATE TABLE funding (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL REFERENCES project (id),
  call_funder {uuid} NOT NULL REFERENCES call_funder (id),
  year {int} NOT NULL,
  nature TEXT NOT NULL CHECK (nature IN ('common_law', 'specific')),
  asked_cents {int} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'complete', 'inadmissible', 'admissible', 'assessed', 'proposed', 'voted', 'partial', 'conditional', 'postponed', 'refused', 'notified', 'withdrawn')),
  decision TEXT NOT NULL CHECK (decision IN ('', 'inadmissible', 'voted', 'partial', 'conditional', 'postponed', 'refused')),
  decided_cents {int},
  decided_at {int},
  note TEXT NOT NULL,
  state_at {int} NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (project, call_funder, year, nature)
) {strict};

CREATE TABLE application_file (
  id {uuid} PRIMARY KEY,
  application {uuid} NOT NULL REFERENCES application (id),
  project {uuid} REFERENCES project (id),
  kind TEXT NOT NULL,
  file {uuid} NOT NULL,
  safe_document {uuid},
  label TEXT NOT NULL,
  added_at {int} NOT NULL,
  added_by {uuid},
  removed_at {int}
) {strict};

-- The timeline: what happened to an application, one of its projects or one of its fundings.
CREATE TABLE application_event (
  id {uuid} PRIMARY KEY,
  application {uuid} NOT NULL REFERENCES application (id),
  project {uuid},
  funding {uuid},
  kind TEXT NOT NULL,
  at {int} NOT NULL,
  by_name TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('carrier', 'agents', 'platform')),
  note TEXT NOT NULL,
  is_shown {bool} NOT NULL
) {strict};

CREATE TABLE application_message (
  id {uuid} PRIMARY KEY,
  application {uuid} NOT NULL REFERENCES application (id),
  side TEXT NOT NULL CHECK (side IN ('carrier', 'agents', 'platform')),
  author {uuid},
  author_name TEXT NOT NULL,
  text TEXT NOT NULL,
  at {int} NOT NULL,
  read_at {int}
) {strict};

-- What is asked of the carrier after filing; only what is named can be changed.
CREATE TABLE completion (
  id {uuid} PRIMARY KEY,
  application {uuid} NOT NULL REFERENCES application (id),
  asked_at {int} NOT NULL,
  asked_by {uuid},
  asked_by_name TEXT NOT NULL,
  due_on TEXT NOT NULL,
  note TEXT NOT NULL,
  answered_at {int},
  closed_at {int},
  revision {int} NOT NULL
) {strict};

CREATE TABLE completion_item (
  id {uuid} PRIMARY KEY,
  completion {uuid} NOT NULL REFERENCES completion (id),
  project {uuid},
  key TEXT NOT NULL,
  why TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'accepted')),
  reply TEXT NOT NULL,
  answered_at {int}
) {strict};

-- Somebody who must not read: an application, or whatever one organisation asks.
CREATE TABLE recusal (
  id {uuid} PRIMARY KEY,
  account {uuid} NOT NULL,
  application {uuid},
  organisation {uuid},
  reason TEXT NOT NULL,
  declared_at {int} NOT NULL,
  declared_by {uuid}
) {strict};

-- A file of applications that come from elsewhere: held while it is tried, then brought by a job. Sealed, erased after a while.
CREATE TABLE application_import (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL REFERENCES call (id),
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  sealed {bytes},
  line_count {int} NOT NULL,
  mapping TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('held', 'running', 'stopped', 'done')),
  told TEXT NOT NULL,
  job {uuid},
  sent_at {int} NOT NULL,
  sent_by {uuid},
  revision {int} NOT NULL
) {strict};

-- What an application, or one of its projects, is called where it comes from: the same file twice makes nothing twice.
CREATE TABLE application_origin (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL REFERENCES call (id),
  reference TEXT NOT NULL,
  label TEXT NOT NULL,
  application {uuid} NOT NULL REFERENCES application (id),
  project {uuid} REFERENCES project (id),
  UNIQUE (call, reference)
) {strict};

CREATE INDEX call_of ON call (contract, year);
CREATE INDEX call_funder_of ON call_funder (call, position);
CREATE INDEX call_funder_organisation ON call_funder (organisation);
CREATE INDEX call_file_of ON call_file (call, position);
CREATE INDEX application_of_call ON application (call, state);
CREATE INDEX application_of_organisation ON application (organisation, created_at);
-- One draft of an organisation at a call: two people who start at the same moment write the same one.
CREATE UNIQUE INDEX application_one_draft ON application (call, organisation) WHERE state = 'draft';
CREATE UNIQUE INDEX application_answer_one ON application_answer (application, key, COALESCE(project, application));
CREATE INDEX application_answer_of_project ON application_answer (project);
CREATE INDEX project_of ON project (application, position);
CREATE INDEX project_node_of ON project_node (node);
CREATE INDEX project_area_of ON project_area (area);
CREATE INDEX project_indicator_of ON project_indicator (project, position);
CREATE INDEX project_mean_of ON project_mean (project, position);
CREATE INDEX budget_line_of ON budget_line (application, project, year, position);
CREATE INDEX budget_line_of_project ON budget_line (project, side);
CREATE INDEX funding_of_funder ON funding (call_funder, state);
CREATE INDEX application_file_of ON application_file (application, kind);
CREATE INDEX application_file_of_project ON application_file (project);
CREATE INDEX application_event_of ON application_event (application, at);
CREATE INDEX application_message_of ON application_message (application, at);
CREATE INDEX application_message_unread ON application_message (side, application) WHERE read_at IS NULL;
CREATE INDEX completion_of ON completion (application, asked_at);
CREATE INDEX completion_waiting ON completion (application) WHERE closed_at IS NULL;
CREATE INDEX completion_item_of ON completion_item (completion);
CREATE INDEX application_import_of ON application_import (call, sent_at);
CREATE INDEX application_origin_of ON application_origin (application);
CREATE INDEX application_origin_of_project ON application_origin (project);
CREATE INDEX recusal_of ON recusal (account);
CREATE INDEX recusal_application ON recusal (application);
CREATE INDEX recusal_organisation ON recusal (organisation);
