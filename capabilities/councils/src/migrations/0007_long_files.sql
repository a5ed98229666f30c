-- The columns of a file as they are named in it, so that nobody opens a long file again to show them; a list in JSON.
ALTER TABLE pool_file ADD COLUMN headers TEXT;

CREATE INDEX candidate_doubt_second ON candidate_doubt (second);
CREATE INDEX seat_candidate ON seat (candidate);
