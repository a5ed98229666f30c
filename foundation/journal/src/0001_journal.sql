-- Append-only, hash-chained record of every act. The words of an entry stand apart, salted, so that they
-- can be erased on request without breaking the chain.
CREATE TABLE journal_head (
    id {int} PRIMARY KEY CHECK (id = 1),
    seq {int} NOT NULL,
    hash TEXT NOT NULL
) {strict};
INSERT INTO journal_head (id, seq, hash) VALUES (1, 0, '');
CREATE TABLE journal_entry (
    seq {int} PRIMARY KEY,
    at {int} NOT NULL,
    actor_account {uuid},
    act TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object {uuid},
    words_hash TEXT NOT NULL,
    seals_hash TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) {strict};
CREATE INDEX journal_entry_object ON journal_entry (object_kind, object);
CREATE TABLE journal_words (
    seq {int} PRIMARY KEY REFERENCES journal_entry (seq),
    salt TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    why TEXT NOT NULL,
    detail TEXT NOT NULL
) {strict};
-- What each row looked like when an act last touched it: how a change made behind the platform's back is found.
CREATE TABLE journal_seal (
    id {serial},
    seq {int} NOT NULL REFERENCES journal_entry (seq),
    table_name TEXT NOT NULL,
    row_id {uuid} NOT NULL,
    fingerprint TEXT NOT NULL
) {strict};
CREATE INDEX journal_seal_row ON journal_seal (table_name, row_id);
-- @sqlite
CREATE TRIGGER journal_entry_kept BEFORE UPDATE ON journal_entry BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_entry_kept_too BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_seal_kept BEFORE UPDATE ON journal_seal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_seal_kept_too BEFORE DELETE ON journal_seal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- @postgres
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$;
CREATE TRIGGER journal_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER journal_seal_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_seal FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
-- @both
