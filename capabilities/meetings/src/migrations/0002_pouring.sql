-- The sentence of the corpus that carries a note, once it was poured there.
ALTER TABLE note ADD COLUMN verbatim {uuid};
