-- Who may find an entry, on which contract and where, its day; and its words one by one, so that both databases give
-- the same list in the same order. The slices fill it again once this step is applied: see search_state.
-- @sqlite
DROP TABLE search_words;
-- @both
DROP TABLE search_entry;
CREATE TABLE search_entry (
    position {serial},
    kind TEXT NOT NULL,
    object {uuid} NOT NULL,
    -- The act that opens it; empty: everybody finds it.
    act TEXT NOT NULL,
    contract {uuid},
    organisation {uuid},
    -- As 2026-03-15; empty when it has none.
    day TEXT NOT NULL,
    -- The title as it is sorted.
    sort_key TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    url TEXT NOT NULL,
    UNIQUE (kind, object)
) {strict};
CREATE INDEX search_entry_object ON search_entry (object);
CREATE INDEX search_entry_act ON search_entry (act);
-- Neighbourhoods of an entry. Some open it to whoever may do its act there.
CREATE TABLE search_place (
    entry {int} NOT NULL REFERENCES search_entry (position) ON DELETE CASCADE,
    area {uuid} NOT NULL,
    opens {bool} NOT NULL,
    PRIMARY KEY (entry, area)
) {strict};
CREATE INDEX search_place_area ON search_place (area, entry);
-- One row for each word of an entry. A term is a stem, a space and the word as it was written, in small letters.
CREATE TABLE search_posting (
    term TEXT NOT NULL,
    entry {int} NOT NULL REFERENCES search_entry (position) ON DELETE CASCADE,
    in_title {int} NOT NULL,
    in_text {int} NOT NULL,
    PRIMARY KEY (term, entry)
) {strict};
CREATE INDEX search_posting_entry ON search_posting (entry);
-- Which reading of the slices the index holds.
CREATE TABLE search_state (
    version {int} NOT NULL
) {strict};
INSERT INTO search_state (version) VALUES (0);
-- @postgres
ALTER TABLE search_entry
    ALTER COLUMN kind TYPE TEXT COLLATE "C",
    ALTER COLUMN act TYPE TEXT COLLATE "C",
    ALTER COLUMN day TYPE TEXT COLLATE "C",
    ALTER COLUMN sort_key TYPE TEXT COLLATE "C";
ALTER TABLE search_posting ALTER COLUMN term TYPE TEXT COLLATE "C";
-- @both
