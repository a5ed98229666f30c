-- Who was listened to, where and how; what they said; what is counted. The matrix is not here: it is computed.
CREATE TABLE listening_document (
  id {uuid} PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  author TEXT NOT NULL,
  dated TEXT NOT NULL,
  file {uuid} REFERENCES file (id),
  is_published {bool} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE consultation (
  id {uuid} PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  contract {uuid},
  title TEXT NOT NULL,
  period_label TEXT NOT NULL,
  ended_by TEXT,
  position {int} NOT NULL
) {strict};

CREATE TABLE channel (
  id {uuid} PRIMARY KEY,
  consultation {uuid} NOT NULL REFERENCES consultation (id),
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  hears TEXT NOT NULL CHECK (hears IN ('residents', 'young_people', 'professionals')),
  note TEXT NOT NULL,
  position {int} NOT NULL,
  UNIQUE (consultation, code)
) {strict};

CREATE TABLE gathering (
  id {uuid} PRIMARY KEY,
  channel {uuid} NOT NULL REFERENCES channel (id),
  area {uuid},
  topic TEXT NOT NULL,
  times {int} NOT NULL,
  held_on TEXT,
  place TEXT NOT NULL,
  participants {int},
  document {uuid} REFERENCES listening_document (id),
  page TEXT NOT NULL,
  note TEXT NOT NULL,
  position {int} NOT NULL
) {strict};

CREATE TABLE coverage (
  id {uuid} PRIMARY KEY,
  channel {uuid} NOT NULL REFERENCES channel (id),
  area {uuid} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('recorded', 'not_asked', 'distribution_unknown')),
  value {real},
  unit TEXT CHECK (unit IN ('gatherings', 'people', 'answers', 'percent')),
  base {int},
  base_label TEXT NOT NULL,
  note TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (channel, area)
) {strict};

CREATE TABLE need_theme (
  id {uuid} PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  position {int} NOT NULL
) {strict};

CREATE TABLE solution_theme (
  id {uuid} PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  position {int} NOT NULL
) {strict};

CREATE TABLE theme_answer (
  id {uuid} PRIMARY KEY,
  need_theme {uuid} NOT NULL REFERENCES need_theme (id),
  solution_theme {uuid} NOT NULL REFERENCES solution_theme (id),
  UNIQUE (need_theme, solution_theme)
) {strict};

CREATE TABLE need (
  id {uuid} PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  theme {uuid} NOT NULL REFERENCES need_theme (id),
  sensitivity TEXT CHECK (sensitivity IN ('reprisals', 'trafficking', 'violence', 'vulnerable_people')),
  note TEXT NOT NULL,
  position {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE evidence (
  id {uuid} PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  consultation {uuid} NOT NULL REFERENCES consultation (id),
  need {uuid} NOT NULL REFERENCES need (id),
  area {uuid} NOT NULL,
  channel {uuid} REFERENCES channel (id),
  gathering {uuid} REFERENCES gathering (id),
  heard TEXT NOT NULL,
  heard_on TEXT,
  reported_on TEXT,
  said TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('need', 'observation', 'idea')),
  document {uuid} REFERENCES listening_document (id),
  page TEXT NOT NULL,
  visibility TEXT NOT NULL CHECK (visibility IN ('public', 'agents')),
  withdrawn_at {int},
  withdrawn_why TEXT NOT NULL,
  recorded_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE consultation_figure (
  id {uuid} PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  consultation {uuid} NOT NULL REFERENCES consultation (id),
  channel {uuid} REFERENCES channel (id),
  area {uuid},
  label TEXT NOT NULL,
  value {real} NOT NULL,
  unit TEXT NOT NULL CHECK (unit IN ('gatherings', 'people', 'answers', 'percent')),
  base {int},
  base_label TEXT NOT NULL,
  document {uuid} REFERENCES listening_document (id),
  page TEXT NOT NULL,
  reported_on TEXT,
  note TEXT NOT NULL,
  position {int} NOT NULL
) {strict};

CREATE TABLE figure_comparison (
  id {uuid} PRIMARY KEY,
  consultation {uuid} NOT NULL REFERENCES consultation (id),
  title TEXT NOT NULL,
  rule TEXT NOT NULL CHECK (rule IN ('equal', 'sum', 'total')),
  explanation TEXT NOT NULL,
  position {int} NOT NULL
) {strict};

CREATE TABLE compared_figure (
  id {uuid} PRIMARY KEY,
  comparison {uuid} NOT NULL REFERENCES figure_comparison (id),
  figure {uuid} NOT NULL REFERENCES consultation_figure (id),
  position {int} NOT NULL,
  UNIQUE (comparison, figure)
) {strict};

CREATE INDEX evidence_of_cell ON evidence (need, area, withdrawn_at);
CREATE INDEX evidence_of_area ON evidence (area, need);
CREATE INDEX evidence_recorded ON evidence (recorded_at);
CREATE INDEX figure_of ON consultation_figure (consultation, position);
CREATE INDEX compared_of ON compared_figure (comparison, position);
CREATE INDEX gathering_of ON gathering (channel, position);
