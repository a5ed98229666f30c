-- The fingerprint of the street somebody lives in, so that streets to place are counted without opening who lives there.
ALTER TABLE candidate_person ADD COLUMN street_mark TEXT NOT NULL DEFAULT '';

CREATE INDEX candidate_person_street ON candidate_person (college, street_mark);

-- A pool is counted from this index alone; it answers for the one it takes the place of.
CREATE INDEX candidate_counted ON candidate (college, state, origin, sex, age, area, area_quality, structure);
DROP INDEX candidate_of;

-- How many put themselves forward lately, without looking at a roll.
CREATE INDEX candidate_added ON candidate (college, origin, added_at);
