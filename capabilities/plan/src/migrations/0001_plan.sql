-- The plan of action: sheets with what hangs on them, leads studied twice, followers by electronic mail.
CREATE TABLE action_sheet (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  code TEXT NOT NULL,
  address TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  finding TEXT NOT NULL,
  strategic {uuid},
  operational {uuid},
  aims TEXT NOT NULL,
  description TEXT NOT NULL,
  perimeter TEXT NOT NULL,
  publics TEXT NOT NULL,
  lead TEXT NOT NULL,
  competence TEXT NOT NULL,
  term TEXT CHECK (term IN ('short', 'medium', 'long')),
  starts_on TEXT,
  ends_on TEXT,
  involvement TEXT CHECK (involvement IN ('information', 'consultation', 'concertation', 'joint_design', 'held_by_residents')),
  conditions TEXT NOT NULL,
  transposition TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('planned', 'under_way', 'done', 'suspended', 'abandoned')),
  status_on TEXT NOT NULL,
  status_source TEXT NOT NULL,
  status_reason TEXT NOT NULL,
  is_published {bool} NOT NULL,
  published_at {int},
  changed_at {int} NOT NULL,
  words TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (contract, code)
) {strict};

CREATE TABLE sheet_area (
  id {uuid} PRIMARY KEY,
  sheet {uuid} NOT NULL REFERENCES action_sheet (id),
  area {uuid} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('planned', 'under_way', 'done', 'suspended', 'abandoned')),
  note TEXT NOT NULL,
  position {int} NOT NULL,
  UNIQUE (sheet, area)
) {strict};

CREATE TABLE sheet_lens (
  id {uuid} PRIMARY KEY,
  sheet {uuid} NOT NULL REFERENCES action_sheet (id),
  lens TEXT NOT NULL,
  UNIQUE (sheet, lens)
) {strict};

CREATE TABLE sheet_need (
  id {uuid} PRIMARY KEY,
  sheet {uuid} NOT NULL REFERENCES action_sheet (id),
  need {uuid} NOT NULL,
  UNIQUE (sheet, need)
) {strict};

CREATE TABLE sheet_partner (
  id {uuid} PRIMARY KEY,
  sheet {uuid} NOT NULL REFERENCES action_sheet (id),
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  position {int} NOT NULL
) {strict};

CREATE TABLE sheet_mean (
  id {uuid} PRIMARY KEY,
  sheet {uuid} NOT NULL REFERENCES action_sheet (id),
  year {int} NOT NULL,
  nature TEXT NOT NULL CHECK (nature IN ('common_law', 'specific')),
  use_of TEXT NOT NULL CHECK (use_of IN ('operating', 'investment')),
  funder TEXT NOT NULL,
  planned_cents {int},
  actual_cents {int},
  planned_fte {real},
  actual_fte {real},
  note TEXT NOT NULL,
  position {int} NOT NULL
) {strict};

CREATE TABLE sheet_step (
  id {uuid} PRIMARY KEY,
  sheet {uuid} NOT NULL REFERENCES action_sheet (id),
  title TEXT NOT NULL,
  owner TEXT NOT NULL,
  due_on TEXT,
  done_on TEXT,
  position {int} NOT NULL
) {strict};

CREATE TABLE sheet_indicator (
  id {uuid} PRIMARY KEY,
  sheet {uuid} NOT NULL REFERENCES action_sheet (id),
  kind TEXT NOT NULL CHECK (kind IN ('follow_up', 'result')),
  label TEXT NOT NULL,
  unit TEXT NOT NULL,
  baseline {real},
  target {real},
  position {int} NOT NULL
) {strict};

CREATE TABLE sheet_measure (
  id {uuid} PRIMARY KEY,
  indicator {uuid} NOT NULL REFERENCES sheet_indicator (id),
  year {int} NOT NULL,
  value {real} NOT NULL,
  UNIQUE (indicator, year)
) {strict};

CREATE TABLE sheet_link (
  id {uuid} PRIMARY KEY,
  sheet {uuid} NOT NULL REFERENCES action_sheet (id),
  other {uuid} REFERENCES action_sheet (id),
  elsewhere TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('completes', 'depends_on', 'precedes', 'replaces', 'see_also')),
  position {int} NOT NULL
) {strict};

CREATE TABLE sheet_status (
  id {uuid} PRIMARY KEY,
  sheet {uuid} NOT NULL REFERENCES action_sheet (id),
  status TEXT NOT NULL,
  since TEXT NOT NULL,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  said_at {int} NOT NULL,
  said_by TEXT NOT NULL
) {strict};

CREATE TABLE sheet_file (
  id {uuid} PRIMARY KEY,
  sheet {uuid} NOT NULL REFERENCES action_sheet (id),
  file {uuid} NOT NULL REFERENCES file (id),
  title TEXT NOT NULL,
  is_photo {bool} NOT NULL,
  is_public {bool} NOT NULL,
  added_at {int} NOT NULL
) {strict};

CREATE TABLE sheet_comment (
  id {uuid} PRIMARY KEY,
  sheet {uuid} NOT NULL REFERENCES action_sheet (id),
  author {uuid},
  author_name TEXT NOT NULL,
  body TEXT NOT NULL,
  is_shared {bool} NOT NULL,
  said_at {int} NOT NULL
) {strict};

CREATE TABLE plan_lead (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  proposal {uuid} NOT NULL,
  coverage TEXT NOT NULL CHECK (coverage IN ('programme', 'common_law', 'nobody')),
  coverage_note TEXT NOT NULL,
  is_crossed {bool} NOT NULL,
  crossing_note TEXT NOT NULL,
  sheet {uuid} REFERENCES action_sheet (id),
  revision {int} NOT NULL,
  UNIQUE (contract, proposal)
) {strict};

CREATE TABLE plan_lead_crossing (
  id {uuid} PRIMARY KEY,
  lead {uuid} NOT NULL REFERENCES plan_lead (id),
  strategy TEXT NOT NULL,
  UNIQUE (lead, strategy)
) {strict};

-- Strategies of the territory that a contract adds to those everybody knows.
CREATE TABLE plan_strategy (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  label TEXT NOT NULL,
  position {int} NOT NULL,
  UNIQUE (contract, label)
) {strict};

CREATE TABLE plan_follower (
  id {uuid} PRIMARY KEY,
  email TEXT NOT NULL,
  target_kind TEXT NOT NULL CHECK (target_kind IN ('contract', 'area', 'node', 'sheet')),
  target {uuid} NOT NULL,
  key_hash {bytes} NOT NULL UNIQUE,
  asked_at {int} NOT NULL,
  confirmed_at {int},
  told_until {int} NOT NULL,
  UNIQUE (email, target)
) {strict};

CREATE INDEX action_sheet_public ON action_sheet (is_published, address);
CREATE INDEX action_sheet_of ON action_sheet (contract, address);
CREATE INDEX action_sheet_operational ON action_sheet (operational);
CREATE INDEX action_sheet_strategic ON action_sheet (strategic);
CREATE INDEX action_sheet_changed ON action_sheet (is_published, changed_at);
CREATE INDEX sheet_area_of ON sheet_area (area, sheet);
CREATE INDEX sheet_lens_of ON sheet_lens (lens, sheet);
CREATE INDEX sheet_need_of ON sheet_need (need, sheet);
CREATE INDEX sheet_partner_of ON sheet_partner (sheet, position);
CREATE INDEX sheet_mean_of ON sheet_mean (sheet, position);
CREATE INDEX sheet_step_of ON sheet_step (sheet, position);
CREATE INDEX sheet_indicator_of ON sheet_indicator (sheet, position);
CREATE INDEX sheet_link_of ON sheet_link (sheet, position);
CREATE INDEX sheet_link_to ON sheet_link (other);
CREATE INDEX sheet_status_of ON sheet_status (sheet, said_at);
CREATE INDEX sheet_status_at ON sheet_status (said_at);
CREATE INDEX sheet_file_of ON sheet_file (sheet, added_at);
CREATE INDEX sheet_comment_of ON sheet_comment (sheet, said_at);
CREATE INDEX plan_lead_sheet ON plan_lead (sheet);
CREATE INDEX plan_follower_asked ON plan_follower (confirmed_at, asked_at);
