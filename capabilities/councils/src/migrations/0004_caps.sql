-- The greatest chance anybody of a college may have, of a hundred; none when not said.
ALTER TABLE college ADD COLUMN cap_percent {int};
