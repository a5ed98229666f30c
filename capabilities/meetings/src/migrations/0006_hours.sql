-- What telephones send lies in the file in the order of keys drawn by lot, never in the order it came.
-- @sqlite
DROP INDEX note_of;
DROP INDEX note_of_meeting;
DROP INDEX note_by_origin;
DROP INDEX note_by_code;
ALTER TABLE note RENAME TO note_before;
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
  put_at {int} NOT NULL,
  verbatim {uuid},
  code_hash {bytes}
) STRICT, WITHOUT ROWID;
INSERT INTO note (id, consultation, meeting, seq, words, area, audience, kind, note_group, merged_into, is_removed, origin,
  evidence, put_at, verbatim, code_hash)
  SELECT id, consultation, meeting, seq, words, area, audience, kind, note_group, merged_into, is_removed, origin, evidence,
  put_at, verbatim, code_hash FROM note_before;
DROP TABLE note_before;
CREATE INDEX note_of ON note (consultation, is_removed, seq);
CREATE INDEX note_of_meeting ON note (meeting, put_at);
CREATE INDEX note_by_origin ON note (meeting, origin, put_at);
CREATE INDEX note_by_code ON note (code_hash);
DROP INDEX finding_of;
DROP INDEX finding_due;
DROP INDEX finding_by_origin;
ALTER TABLE finding RENAME TO finding_before;
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
) STRICT, WITHOUT ROWID;
INSERT INTO finding (id, meeting, stop, seq, words, category, gravity, latitude, longitude, photo, who_acts, due_on, state,
  state_note, done_on, proof, origin, evidence, noted_at, revision)
  SELECT id, meeting, stop, seq, words, category, gravity, latitude, longitude, photo, who_acts, due_on, state, state_note,
  done_on, proof, origin, evidence, noted_at, revision FROM finding_before;
DROP TABLE finding_before;
CREATE INDEX finding_of ON finding (meeting, seq);
CREATE INDEX finding_due ON finding (state, due_on);
CREATE INDEX finding_by_origin ON finding (meeting, origin, noted_at);
-- @both
-- The journal is not told of what a telephone sends when it comes, but all together once the meeting is over: marked until then.
ALTER TABLE note ADD COLUMN untold {bool};
ALTER TABLE finding ADD COLUMN untold {bool};
CREATE INDEX note_untold ON note (meeting) WHERE untold IS NOT NULL;
CREATE INDEX finding_untold ON finding (meeting) WHERE untold IS NOT NULL;
-- A finding sent by a telephone is followed and taken back with a code, like a note.
ALTER TABLE finding ADD COLUMN code_hash {bytes};
CREATE INDEX finding_by_code ON finding (code_hash);
-- How many things telephones added to a meeting in the last minute they did: nothing says which.
CREATE TABLE meeting_pace (
  id {uuid} PRIMARY KEY REFERENCES meeting (id),
  minute {int} NOT NULL,
  added {int} NOT NULL
) {strict};
