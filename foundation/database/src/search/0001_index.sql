-- What can be found, with its French stems. Filled by the slices, one row an object.
CREATE TABLE search_entry (
    position {serial},
    kind TEXT NOT NULL,
    object {uuid} NOT NULL,
    audience TEXT NOT NULL,
    title TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    url TEXT NOT NULL,
    stems TEXT NOT NULL,
    UNIQUE (kind, object)
) {strict};
-- @sqlite
CREATE VIRTUAL TABLE search_words USING fts5(stems, content='', contentless_delete=1, tokenize='unicode61');
-- @postgres
ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', stems)) STORED;
CREATE INDEX search_entry_words ON search_entry USING GIN (words);
-- @both
