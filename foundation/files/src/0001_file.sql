-- Attachments. Contents are kept apart, under their SHA-256; a row says what one is and whose.
CREATE TABLE file (
    id {uuid} PRIMARY KEY,
    sha256 TEXT NOT NULL,
    size {int} NOT NULL,
    original_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    purpose TEXT NOT NULL,
    created_at {int} NOT NULL,
    created_by {uuid},
    deleted_at {int},
    thumbnail_sha256 TEXT,
    published_sha256 TEXT,
    published_size {int},
    width {int},
    height {int}
) {strict};
CREATE INDEX file_sha256 ON file (sha256);
CREATE INDEX file_deleted_at ON file (deleted_at);
-- Contents that no row may need any more and that are about to be removed. The row is also the lock between
-- whoever removes a content and whoever sends the same one again.
CREATE TABLE file_removal (
    sha256 TEXT PRIMARY KEY,
    since {int} NOT NULL
) {strict};
