-- Citizen councils: how they are made up, who may be drawn, draws, and whoever sits.
CREATE TABLE council (
  id {uuid} PRIMARY KEY,
  contract {uuid},
  name TEXT NOT NULL,
  purpose TEXT NOT NULL,
  starts_on TEXT,
  mandate_months {int} NOT NULL,
  renewal_months {int},
  least_age {int} NOT NULL,
  young_age {int} NOT NULL,
  one_per_household {bool} NOT NULL,
  support TEXT NOT NULL,
  budget_cents {int},
  place TEXT NOT NULL,
  charter TEXT NOT NULL,
  candidacies_until TEXT,
  appeal_days {int} NOT NULL,
  created_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE council_area (
  id {uuid} PRIMARY KEY,
  council {uuid} NOT NULL REFERENCES council (id),
  area {uuid} NOT NULL,
  UNIQUE (council, area)
) {strict};

CREATE TABLE college (
  id {uuid} PRIMARY KEY,
  council {uuid} NOT NULL REFERENCES council (id),
  kind TEXT NOT NULL CHECK (kind IN ('residents', 'actors')),
  seats {int} NOT NULL,
  reserves {int} NOT NULL,
  objective TEXT NOT NULL CHECK (objective IN ('leximin', 'maximin', 'nash')),
  panels {int} NOT NULL,
  mixed_pairs {bool} NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (council, kind)
) {strict};

CREATE TABLE structure_kind (
  id {uuid} PRIMARY KEY,
  council {uuid} NOT NULL REFERENCES council (id),
  rank {int} NOT NULL,
  label TEXT NOT NULL
) {strict};

-- A quota of a college. The value is a stable word, or the identifier of a neighbourhood or of a kind of structure.
CREATE TABLE college_quota (
  id {uuid} PRIMARY KEY,
  college {uuid} NOT NULL REFERENCES college (id),
  feature TEXT NOT NULL CHECK (feature IN ('sex', 'age', 'area', 'origin', 'kind')),
  value TEXT NOT NULL,
  low {int} NOT NULL,
  high {int} NOT NULL,
  UNIQUE (college, feature, value)
) {strict};

CREATE TABLE structure (
  id {uuid} PRIMARY KEY,
  council {uuid} NOT NULL REFERENCES council (id),
  kind {uuid} NOT NULL REFERENCES structure_kind (id),
  name TEXT NOT NULL,
  area {uuid},
  is_local {bool} NOT NULL,
  is_linked {bool} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('received', 'admitted', 'refused')),
  reason TEXT NOT NULL,
  received_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

-- Somebody who may be drawn, as the draw knows her: no name, no address.
CREATE TABLE candidate (
  id {uuid} PRIMARY KEY,
  college {uuid} NOT NULL REFERENCES college (id),
  origin TEXT NOT NULL CHECK (origin IN ('roll', 'landlord', 'volunteer', 'paper', 'actor')),
  source {uuid},
  line {int},
  sex TEXT NOT NULL CHECK (sex IN ('woman', 'man', 'unknown')),
  age TEXT NOT NULL CHECK (age IN ('young', 'older', 'unknown', 'minor')),
  area {uuid},
  area_quality TEXT NOT NULL CHECK (area_quality IN ('sure', 'probable', 'unknown', 'outside', 'by_hand')),
  structure {uuid} REFERENCES structure (id),
  household TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('kept', 'set_aside', 'withdrawn', 'merged')),
  reason TEXT NOT NULL,
  merged_into {uuid},
  added_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

-- Who she is. The purge empties this table of everybody who was not drawn.
CREATE TABLE candidate_person (
  id {uuid} PRIMARY KEY REFERENCES candidate (id),
  college {uuid} NOT NULL,
  sealed {bytes} NOT NULL,
  identity_mark TEXT NOT NULL,
  name_mark TEXT NOT NULL,
  address_mark TEXT NOT NULL
) {strict};

CREATE TABLE candidate_doubt (
  id {uuid} PRIMARY KEY,
  college {uuid} NOT NULL REFERENCES college (id),
  first {uuid} NOT NULL REFERENCES candidate (id),
  second {uuid} NOT NULL REFERENCES candidate (id),
  alike TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('open', 'merged', 'distinct')),
  UNIQUE (first, second)
) {strict};

CREATE TABLE pool_file (
  id {uuid} PRIMARY KEY,
  college {uuid} NOT NULL REFERENCES college (id),
  origin TEXT NOT NULL CHECK (origin IN ('roll', 'landlord', 'volunteer', 'paper')),
  name TEXT NOT NULL,
  account {uuid} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('held', 'importing', 'imported')),
  line_count {int} NOT NULL,
  format TEXT NOT NULL,
  mapping TEXT NOT NULL,
  report TEXT NOT NULL,
  received_at {int} NOT NULL,
  expires_at {int} NOT NULL
) {strict};

-- The file itself, sealed in pieces, gone as soon as it is imported or given up.
CREATE TABLE pool_file_piece (
  id {uuid} PRIMARY KEY,
  file {uuid} NOT NULL REFERENCES pool_file (id),
  rank {int} NOT NULL,
  sealed {bytes} NOT NULL
) {strict};

CREATE TABLE draw (
  id {uuid} PRIMARY KEY,
  college {uuid} NOT NULL REFERENCES college (id),
  rank {int} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('prepared', 'frozen', 'published', 'drawn', 'sealed', 'abandoned')),
  reason TEXT NOT NULL,
  session_on TEXT NOT NULL,
  session_place TEXT NOT NULL,
  chance TEXT NOT NULL CHECK (chance IN ('dice_then_beacon', 'balls')),
  beacon_source TEXT NOT NULL,
  rules_hash TEXT NOT NULL,
  announced_at {int} NOT NULL,
  working TEXT NOT NULL CHECK (working IN ('', 'freezing', 'publishing')),
  problem TEXT NOT NULL,
  people {int} NOT NULL,
  root TEXT NOT NULL,
  frozen_at {int},
  fingerprint TEXT NOT NULL,
  published_at {int},
  dice {int},
  dice_at {int},
  beacon TEXT NOT NULL,
  drawn_at {int},
  panel {int},
  witnesses TEXT NOT NULL,
  sealed_at {int},
  appeal_until TEXT,
  purged_at {int},
  purge_certificate TEXT NOT NULL,
  abandon_reason TEXT NOT NULL,
  compared TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (college, rank)
) {strict};

-- Somebody of a frozen pool: her number in the draw, and what leads to it from her receipt.
CREATE TABLE draw_entry (
  id {uuid} PRIMARY KEY,
  draw {uuid} NOT NULL REFERENCES draw (id),
  candidate {uuid} NOT NULL REFERENCES candidate (id),
  number TEXT NOT NULL,
  rank {int} NOT NULL,
  receipt_mark TEXT NOT NULL,
  recorded TEXT NOT NULL,
  UNIQUE (draw, number)
) {strict};

CREATE TABLE draw_file (
  id {uuid} PRIMARY KEY,
  draw {uuid} NOT NULL REFERENCES draw (id),
  name TEXT NOT NULL,
  content {bytes} NOT NULL,
  UNIQUE (draw, name)
) {strict};

-- Whoever was called to sit, after the seal.
CREATE TABLE seat (
  id {uuid} PRIMARY KEY,
  draw {uuid} NOT NULL REFERENCES draw (id),
  college {uuid} NOT NULL REFERENCES college (id),
  candidate {uuid} NOT NULL REFERENCES candidate (id),
  number TEXT NOT NULL,
  rank {int} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('to_contact', 'sent', 'reminded', 'accepted', 'refused', 'no_answer', 'moved', 'left')),
  state_on TEXT NOT NULL,
  note TEXT NOT NULL,
  replaces {uuid},
  is_name_public {bool} NOT NULL,
  called_at {int} NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (draw, number)
) {strict};

CREATE TABLE seat_change (
  id {uuid} PRIMARY KEY,
  seat {uuid} NOT NULL REFERENCES seat (id),
  at {int} NOT NULL,
  state TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('letter', 'email', 'telephone', 'visit', 'none')),
  note TEXT NOT NULL
) {strict};

CREATE INDEX council_area_of ON council_area (area);
CREATE INDEX structure_of ON structure (council, state);
CREATE INDEX candidate_of ON candidate (college, state);
CREATE INDEX candidate_person_identity ON candidate_person (college, identity_mark);
CREATE INDEX candidate_person_name ON candidate_person (college, name_mark);
CREATE INDEX candidate_doubt_of ON candidate_doubt (college, decision);
CREATE INDEX pool_file_piece_of ON pool_file_piece (file, rank);
CREATE INDEX draw_of ON draw (college, rank);
CREATE INDEX draw_entry_of ON draw_entry (draw, rank);
CREATE INDEX draw_entry_receipt ON draw_entry (receipt_mark);
CREATE INDEX draw_entry_candidate ON draw_entry (candidate);
CREATE INDEX seat_of ON seat (college, state);
CREATE INDEX seat_change_of ON seat_change (seat, at);
