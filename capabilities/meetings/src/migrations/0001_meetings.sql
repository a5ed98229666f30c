-- What is captured at a gathering: notes, how they are sorted, how many people of which category, walks and findings.
CREATE TABLE meeting (
  id {uuid} PRIMARY KEY REFERENCES gathering (id),
  consultation {uuid} NOT NULL,
  join_code TEXT UNIQUE,
  invites TEXT NOT NULL CHECK (invites IN ('notes', 'findings')),
  open_until {int},
  area {uuid},
  audience TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('need', 'observation', 'idea', 'action')),
  revision {int} NOT NULL
) {strict};

CREATE TABLE headcount (
  id {uuid} PRIMARY KEY,
  meeting {uuid} NOT NULL REFERENCES meeting (id),
  dimension TEXT NOT NULL CHECK (dimension IN ('age', 'sex', 'public')),
  category TEXT NOT NULL,
  people {int} NOT NULL,
  UNIQUE (meeting, dimension, category)
) {strict};

CREATE TABLE sorting (
  id {uuid} PRIMARY KEY,
  last_seq {int} NOT NULL
) {strict};

CREATE TABLE note_group (
  id {uuid} PRIMARY KEY,
  consultation {uuid} NOT NULL REFERENCES sorting (id),
  label TEXT NOT NULL,
  position {int} NOT NULL,
  is_removed {bool} NOT NULL
) {strict};

CREATE TABLE note (
  id {uuid} PRIMARY KEY,
  consultation {uuid} NOT NULL REFERENCES sorting (id),
  meeting {uuid} NOT NULL REFERENCES meeting (id),
  seq {int} NOT NULL,
  words TEXT NOT NULL,
  area {uuid},
  audience TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('need', 'observation', 'idea', 'action')),
  note_group {uuid} REFERENCES note_group (id),
  merged_into {uuid},
  is_removed {bool} NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('team', 'participant')),
  evidence {uuid},
  put_at {int} NOT NULL
) {strict};

CREATE TABLE sorting_act (
  id {uuid} PRIMARY KEY,
  consultation {uuid} NOT NULL REFERENCES sorting (id),
  seq {int} NOT NULL,
  at {int} NOT NULL,
  account {uuid},
  kind TEXT NOT NULL CHECK (kind IN ('done', 'undone', 'redone')),
  reverses {uuid},
  label TEXT NOT NULL,
  UNIQUE (consultation, seq)
) {strict};

CREATE TABLE sorting_change (
  id {uuid} PRIMARY KEY,
  act {uuid} NOT NULL REFERENCES sorting_act (id),
  rank {int} NOT NULL,
  target TEXT NOT NULL CHECK (target IN ('note', 'group')),
  target_id {uuid} NOT NULL,
  field TEXT NOT NULL,
  before_value TEXT NOT NULL,
  after_value TEXT NOT NULL
) {strict};

CREATE TABLE walk_stop (
  id {uuid} PRIMARY KEY,
  meeting {uuid} NOT NULL REFERENCES meeting (id),
  rank {int} NOT NULL,
  label TEXT NOT NULL,
  is_removed {bool} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE finding (
  id {uuid} PRIMARY KEY,
  meeting {uuid} NOT NULL REFERENCES meeting (id),
  stop {uuid} REFERENCES walk_stop (id),
  seq {int} NOT NULL,
  words TEXT NOT NULL,
  category TEXT NOT NULL,
  gravity TEXT NOT NULL CHECK (gravity IN ('minor', 'serious', 'dangerous')),
  latitude {real},
  longitude {real},
  photo {uuid} REFERENCES file (id),
  who_acts TEXT NOT NULL,
  due_on TEXT,
  state TEXT NOT NULL CHECK (state IN ('noted', 'handed_on', 'under_way', 'done', 'dropped')),
  state_note TEXT NOT NULL,
  done_on TEXT,
  proof {uuid} REFERENCES file (id),
  origin TEXT NOT NULL CHECK (origin IN ('team', 'participant')),
  evidence {uuid},
  noted_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE INDEX note_of ON note (consultation, is_removed, seq);
CREATE INDEX note_of_meeting ON note (meeting, put_at);
CREATE INDEX sorting_change_of ON sorting_change (act, rank);
CREATE INDEX sorting_change_on ON sorting_change (target_id);
CREATE INDEX finding_of ON finding (meeting, seq);
CREATE INDEX finding_due ON finding (state, due_on);
CREATE INDEX stop_of ON walk_stop (meeting, rank);
