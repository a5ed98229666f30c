-- The hash of the code that a telephone shows whoever writes with it: she follows her words and takes them back with it.
ALTER TABLE note ADD COLUMN code_hash {bytes};
CREATE INDEX note_by_code ON note (code_hash);
