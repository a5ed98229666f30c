-- Bodies that sit: citizen councils, youth bodies, tables de quartier, maisons du projet; who sits, when they meet.
CREATE TABLE assembly (
  id {uuid} PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('council', 'youth', 'table', 'house')),
  council {uuid} UNIQUE,
  name TEXT NOT NULL,
  purpose TEXT NOT NULL,
  contract {uuid},
  support TEXT NOT NULL,
  organisation {uuid},
  place TEXT NOT NULL,
  charter TEXT NOT NULL,
  starts_on TEXT,
  mandate_months {int} NOT NULL,
  renewal_months {int},
  notice_days {int} NOT NULL,
  quorum_percent {int} NOT NULL,
  reply_days {int} NOT NULL,
  are_minutes_public {bool} NOT NULL,
  created_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE assembly_area (
  id {uuid} PRIMARY KEY,
  assembly {uuid} NOT NULL REFERENCES assembly (id),
  area {uuid} NOT NULL,
  UNIQUE (assembly, area)
) {strict};

-- Somebody who sits. The seat is that of the draw, when there was one.
CREATE TABLE assembly_member (
  id {uuid} PRIMARY KEY,
  assembly {uuid} NOT NULL REFERENCES assembly (id),
  seat {uuid} UNIQUE,
  called_name TEXT NOT NULL,
  email TEXT NOT NULL,
  college TEXT NOT NULL CHECK (college IN ('residents', 'actors', 'none')),
  structure TEXT NOT NULL,
  counted TEXT NOT NULL CHECK (counted IN ('woman', 'man', 'unknown')),
  starts_on TEXT NOT NULL,
  ends_on TEXT,
  is_alternate {bool} NOT NULL,
  leaves_at_half {bool} NOT NULL,
  is_secretary {bool} NOT NULL,
  is_name_public {bool} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('sitting', 'suspended', 'left')),
  state_on TEXT NOT NULL,
  departure TEXT NOT NULL CHECK (departure IN ('', 'resigned', 'moved', 'work', 'structure', 'term', 'absences', 'died', 'other')),
  account {uuid},
  invitation {uuid},
  invited_at {int},
  added_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE assembly_member_change (
  id {uuid} PRIMARY KEY,
  member {uuid} NOT NULL REFERENCES assembly_member (id),
  at {int} NOT NULL,
  state TEXT NOT NULL,
  departure TEXT NOT NULL
) {strict};

-- A meeting of the body, or of another one where it has seats.
CREATE TABLE assembly_meeting (
  id {uuid} PRIMARY KEY,
  assembly {uuid} NOT NULL REFERENCES assembly (id),
  body TEXT NOT NULL CHECK (body IN ('own', 'steering', 'instruction', 'renewal', 'other')),
  title TEXT NOT NULL,
  held_on TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  place TEXT NOT NULL,
  link TEXT NOT NULL,
  agenda TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
  reason TEXT NOT NULL,
  convened_at {int},
  sequence {int} NOT NULL,
  quorum_base {int},
  minutes TEXT NOT NULL,
  minutes_state TEXT NOT NULL CHECK (minutes_state IN ('none', 'draft', 'approved')),
  approved_in {uuid},
  created_at {int} NOT NULL,
  changed_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE assembly_paper (
  id {uuid} PRIMARY KEY,
  meeting {uuid} NOT NULL REFERENCES assembly_meeting (id),
  file {uuid} NOT NULL,
  label TEXT NOT NULL,
  rank {int} NOT NULL,
  added_at {int} NOT NULL
) {strict};

-- A message sent to a member about one version of a meeting: once.
CREATE TABLE assembly_call (
  id {uuid} PRIMARY KEY,
  meeting {uuid} NOT NULL REFERENCES assembly_meeting (id),
  member {uuid} NOT NULL REFERENCES assembly_member (id),
  sequence {int} NOT NULL,
  sent_at {int} NOT NULL,
  UNIQUE (meeting, member, sequence)
) {strict};

CREATE TABLE assembly_attendance (
  id {uuid} PRIMARY KEY,
  meeting {uuid} NOT NULL REFERENCES assembly_meeting (id),
  member {uuid} NOT NULL REFERENCES assembly_member (id),
  answer TEXT NOT NULL CHECK (answer IN ('none', 'comes', 'excused')),
  answered_at {int},
  presence TEXT NOT NULL CHECK (presence IN ('none', 'present', 'excused', 'absent', 'represented')),
  represented_by {uuid},
  UNIQUE (meeting, member)
) {strict};

CREATE INDEX assembly_area_of ON assembly_area (area);
CREATE INDEX assembly_member_of ON assembly_member (assembly, state);
CREATE INDEX assembly_member_account ON assembly_member (account);
CREATE INDEX assembly_member_invitation ON assembly_member (invitation);
CREATE INDEX assembly_member_change_of ON assembly_member_change (member, at);
CREATE INDEX assembly_meeting_of ON assembly_meeting (assembly, held_on);
CREATE INDEX assembly_paper_of ON assembly_paper (meeting, rank);
CREATE INDEX assembly_attendance_member ON assembly_attendance (member);
