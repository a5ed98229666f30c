-- What bodies publish in their own voice, every version of it, what authorities answer beside.
CREATE TABLE assembly_post (
  id {uuid} PRIMARY KEY,
  assembly {uuid} NOT NULL REFERENCES assembly (id),
  kind TEXT NOT NULL CHECK (kind IN ('presentation', 'news')),
  title TEXT NOT NULL,
  words TEXT NOT NULL,
  photo {uuid},
  alternative TEXT NOT NULL,
  published_at {int} NOT NULL,
  removed_at {int},
  hidden_at {int},
  hidden_reason TEXT NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE assembly_post_version (
  id {uuid} PRIMARY KEY,
  post {uuid} NOT NULL REFERENCES assembly_post (id),
  title TEXT NOT NULL,
  words TEXT NOT NULL,
  alternative TEXT NOT NULL,
  written_at {int} NOT NULL
) {strict};

CREATE TABLE assembly_post_reply (
  id {uuid} PRIMARY KEY,
  post {uuid} NOT NULL REFERENCES assembly_post (id),
  signature TEXT NOT NULL,
  words TEXT NOT NULL,
  written_at {int} NOT NULL
) {strict};

CREATE UNIQUE INDEX assembly_post_presentation ON assembly_post (assembly) WHERE kind = 'presentation';
CREATE INDEX assembly_post_of ON assembly_post (assembly, published_at);
CREATE INDEX assembly_post_version_of ON assembly_post_version (post, written_at);
CREATE INDEX assembly_post_reply_of ON assembly_post_reply (post, written_at);
