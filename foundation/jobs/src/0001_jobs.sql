-- Work to be done apart from the page that asked for it, and the mails to be sent.
CREATE TABLE job (
    id {uuid} PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    unique_key TEXT,
    priority {int} NOT NULL,
    run_at {int} NOT NULL,
    attempts {int} NOT NULL,
    max_attempts {int} NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    locked_by TEXT,
    locked_until {int},
    progress_done {int} NOT NULL,
    progress_total {int} NOT NULL,
    progress_text TEXT NOT NULL,
    last_error TEXT,
    created_at {int} NOT NULL,
    finished_at {int},
    is_cancel_asked {bool} NOT NULL,
    requested_by {uuid},
    result TEXT
) {strict};
-- The same work is not queued twice while it waits or runs; jobs without a key are never the same.
CREATE UNIQUE INDEX job_unique ON job (kind, unique_key) WHERE state IN ('waiting', 'running');
CREATE INDEX job_next ON job (state, run_at);
-- The last period each schedule was queued for: one node queues it, the others see that it is done.
CREATE TABLE job_schedule (
    kind TEXT PRIMARY KEY,
    period_start {int} NOT NULL
) {strict};
CREATE TABLE mail (
    id {uuid} PRIMARY KEY,
    kind TEXT NOT NULL,
    to_address TEXT NOT NULL,
    to_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    text_body TEXT NOT NULL,
    message_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'refused', 'uncertain')),
    attempts {int} NOT NULL,
    next_try_at {int} NOT NULL,
    give_up_at {int} NOT NULL,
    purge_at {int} NOT NULL,
    locked_by TEXT,
    locked_until {int},
    handed_at {int},
    sent_at {int},
    last_error TEXT,
    created_at {int} NOT NULL,
    is_purged {bool} NOT NULL
) {strict};
CREATE INDEX mail_next ON mail (state, next_try_at);
