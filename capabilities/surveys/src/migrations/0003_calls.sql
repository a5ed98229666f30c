-- People to call. A number is sealed, and goes from its row as soon as there is no reason to call it again; a row then says a
-- neighbourhood and how the call ended, no more. No row says when anybody was called.
CREATE TABLE call_list (
  id {uuid} PRIMARY KEY,
  survey {uuid} NOT NULL REFERENCES survey (id),
  label TEXT NOT NULL,
  most_tries {int} NOT NULL,
  until TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  revision {int} NOT NULL
) {strict};
CREATE INDEX call_list_of ON call_list (survey);

CREATE TABLE call_number (
  id {uuid} PRIMARY KEY,
  list {uuid} NOT NULL REFERENCES call_list (id),
  area {uuid},
  sealed {bytes},
  state TEXT NOT NULL,
  tries {int} NOT NULL,
  call_at {int},
  held_by {uuid},
  held_until {int}
)
-- @sqlite
STRICT, WITHOUT ROWID
-- @both
;
CREATE INDEX call_number_of ON call_number (list);

-- Numbers that were on a list of a questionnaire, under a name only the key of the house can make: listed again, they are told,
-- and nobody is called twice. Written when a list is brought, never after: it says nothing of how a call ended.
CREATE TABLE call_known (
  survey {uuid} NOT NULL,
  marker {bytes} NOT NULL,
  PRIMARY KEY (survey, marker)
)
-- @sqlite
STRICT, WITHOUT ROWID
-- @both
;
