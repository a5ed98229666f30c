-- People who work here, the organisations they belong to, what they are charged with, how they enter.
-- Moments are milliseconds since 1970; scopes name contracts and neighbourhoods of other slices, so without references.

CREATE TABLE organisation (
  id {uuid} PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  siret TEXT UNIQUE,
  created_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE account (
  id {uuid} PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  search_key TEXT NOT NULL,
  phone_sealed {bytes},
  password_hash TEXT,
  totp_sealed {bytes},
  totp_confirmed_at {int},
  totp_last_step {int} NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
  is_demonstration {bool} NOT NULL,
  created_at {int} NOT NULL,
  last_sign_in_at {int},
  closed_at {int},
  revision {int} NOT NULL
) {strict};
CREATE INDEX account_by_name ON account (search_key, id);

CREATE TABLE membership (
  id {uuid} PRIMARY KEY,
  account {uuid} NOT NULL REFERENCES account (id),
  organisation {uuid} NOT NULL REFERENCES organisation (id),
  role TEXT NOT NULL,
  created_at {int} NOT NULL,
  UNIQUE (account, organisation)
) {strict};
CREATE INDEX membership_by_organisation ON membership (organisation);

CREATE TABLE account_function (
  id {uuid} PRIMARY KEY,
  account {uuid} NOT NULL REFERENCES account (id),
  function TEXT NOT NULL,
  contract {uuid},
  territory {uuid},
  organisation {uuid} REFERENCES organisation (id),
  since {int} NOT NULL,
  until {int},
  given_by {uuid},
  reason TEXT NOT NULL,
  withdrawn_at {int}
) {strict};
CREATE INDEX account_function_by_account ON account_function (account);

CREATE TABLE invitation (
  id {uuid} PRIMARY KEY,
  token_hash {bytes} NOT NULL UNIQUE,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  functions TEXT NOT NULL,
  contract {uuid},
  territory {uuid},
  organisation {uuid} REFERENCES organisation (id),
  invited_by {uuid},
  created_at {int} NOT NULL,
  expires_at {int} NOT NULL,
  used_at {int},
  revoked_at {int}
) {strict};

CREATE TABLE delegation (
  id {uuid} PRIMARY KEY,
  giver {uuid} NOT NULL REFERENCES account (id),
  receiver {uuid} NOT NULL REFERENCES account (id),
  starts_at {int} NOT NULL,
  ends_at {int} NOT NULL,
  reason TEXT NOT NULL,
  created_at {int} NOT NULL,
  revoked_at {int}
) {strict};
CREATE INDEX delegation_by_receiver ON delegation (receiver);
CREATE INDEX delegation_by_giver ON delegation (giver);

CREATE TABLE session (
  id {uuid} PRIMARY KEY,
  token_hash {bytes} NOT NULL UNIQUE,
  account {uuid} NOT NULL REFERENCES account (id),
  created_at {int} NOT NULL,
  last_seen_at {int} NOT NULL,
  idle_ms {int} NOT NULL,
  expires_at {int} NOT NULL,
  browser TEXT NOT NULL,
  network TEXT NOT NULL,
  second_factor_at {int},
  acting_for {uuid} REFERENCES delegation (id)
) {strict};
CREATE INDEX session_by_account ON session (account);

CREATE TABLE sign_in_request (
  id {uuid} PRIMARY KEY,
  email_key TEXT NOT NULL,
  address TEXT NOT NULL,
  next_path TEXT NOT NULL,
  created_at {int} NOT NULL
) {strict};

CREATE TABLE sign_in_link (
  id {uuid} PRIMARY KEY,
  token_hash {bytes} NOT NULL UNIQUE,
  account {uuid} NOT NULL REFERENCES account (id),
  next_path TEXT NOT NULL,
  created_at {int} NOT NULL,
  expires_at {int} NOT NULL,
  used_at {int}
) {strict};

CREATE TABLE second_factor_setup (
  id {uuid} PRIMARY KEY,
  account {uuid} NOT NULL UNIQUE REFERENCES account (id),
  secret_sealed {bytes} NOT NULL,
  created_at {int} NOT NULL
) {strict};

CREATE TABLE recovery_code (
  id {uuid} PRIMARY KEY,
  account {uuid} NOT NULL REFERENCES account (id),
  code_hash {bytes} NOT NULL,
  used_at {int},
  UNIQUE (account, code_hash)
) {strict};

CREATE TABLE guess (
  id {uuid} PRIMARY KEY,
  counted {bytes} NOT NULL,
  at {int} NOT NULL
) {strict};
CREATE INDEX guess_by_counted ON guess (counted, at);
