-- What is known once of an organisation. The organisation itself, its name and its SIRET, is kept by the accounts: the identifier of
-- a sheet is that of its organisation. Neighbourhoods and objectives are of other slices, so without references.

CREATE TABLE organisation_sheet (
  id {uuid} PRIMARY KEY,
  acronym TEXT NOT NULL,
  legal_form TEXT NOT NULL,
  rna TEXT UNIQUE,
  receipt TEXT NOT NULL,
  register TEXT NOT NULL,
  purpose TEXT NOT NULL,
  identity_revision {int} NOT NULL,
  seat_street TEXT NOT NULL,
  seat_postal TEXT NOT NULL,
  seat_town TEXT NOT NULL,
  mail_address TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL,
  website TEXT NOT NULL,
  contact_revision {int} NOT NULL,
  public_interest {bool},
  public_interest_on TEXT,
  business_tax {bool},
  has_auditor {bool},
  network TEXT NOT NULL,
  legal_members {int},
  relations_revision {int} NOT NULL,
  is_listed {bool} NOT NULL,
  summary TEXT NOT NULL,
  listing_revision {int} NOT NULL,
  created_at {int} NOT NULL,
  verified_at {int}
) {strict};

-- What an organisation is found by: objectives of contracts, neighbourhoods (identifiers), publics (codes).
CREATE TABLE organisation_mark (
  id {uuid} PRIMARY KEY,
  organisation {uuid} NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (organisation, kind, value)
) {strict};
CREATE INDEX organisation_mark_by_value ON organisation_mark (kind, value);

CREATE TABLE organisation_person (
  id {uuid} PRIMARY KEY,
  organisation {uuid} NOT NULL,
  quality TEXT NOT NULL,
  given_name TEXT NOT NULL,
  family_name TEXT NOT NULL,
  role TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL,
  added_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};
CREATE INDEX organisation_person_by_organisation ON organisation_person (organisation);

CREATE TABLE organisation_approval (
  id {uuid} PRIMARY KEY,
  organisation {uuid} NOT NULL,
  label TEXT NOT NULL,
  given_by TEXT NOT NULL,
  given_on TEXT NOT NULL,
  ends_on TEXT
) {strict};
CREATE INDEX organisation_approval_by_organisation ON organisation_approval (organisation);

CREATE TABLE organisation_year (
  id {uuid} PRIMARY KEY,
  organisation {uuid} NOT NULL,
  year {int} NOT NULL,
  volunteers {int},
  civic_service {int},
  employees {int},
  aided_jobs {int},
  full_time_hundredths {int},
  seconded {int},
  members {int},
  charges_cents {int},
  products_cents {int},
  revision {int} NOT NULL,
  UNIQUE (organisation, year)
) {strict};

-- An account that an agent entered serves once it is confirmed: by the association, or by another agent.
CREATE TABLE organisation_bank (
  id {uuid} PRIMARY KEY,
  organisation {uuid} NOT NULL,
  holder TEXT NOT NULL,
  iban_sealed {bytes} NOT NULL,
  head TEXT NOT NULL,
  tail TEXT NOT NULL,
  bic TEXT NOT NULL,
  since {int} NOT NULL,
  entered_by {uuid},
  confirmed_at {int},
  ended_at {int}
) {strict};
CREATE INDEX organisation_bank_by_organisation ON organisation_bank (organisation, since);
CREATE UNIQUE INDEX organisation_bank_one_current ON organisation_bank (organisation)
  WHERE ended_at IS NULL AND confirmed_at IS NOT NULL;
CREATE UNIQUE INDEX organisation_bank_one_waiting ON organisation_bank (organisation)
  WHERE ended_at IS NULL AND confirmed_at IS NULL;

CREATE TABLE organisation_document (
  id {uuid} PRIMARY KEY,
  organisation {uuid} NOT NULL,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  file {uuid} NOT NULL,
  dated TEXT,
  valid_until TEXT,
  added_at {int} NOT NULL,
  added_by TEXT NOT NULL
) {strict};
CREATE INDEX organisation_document_by_organisation ON organisation_document (organisation, kind);

CREATE TABLE commitment_text (
  id {uuid} PRIMARY KEY,
  version TEXT NOT NULL UNIQUE,
  words TEXT NOT NULL,
  published_at {int} NOT NULL
) {strict};

CREATE TABLE organisation_commitment (
  id {uuid} PRIMARY KEY,
  organisation {uuid} NOT NULL,
  version TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  signed_at {int} NOT NULL,
  signed_by {uuid},
  signed_name TEXT NOT NULL,
  quality TEXT NOT NULL
) {strict};
CREATE INDEX organisation_commitment_by_organisation ON organisation_commitment (organisation, signed_at);

CREATE TABLE organisation_join (
  id {uuid} PRIMARY KEY,
  organisation {uuid} NOT NULL,
  account {uuid} NOT NULL,
  words TEXT NOT NULL,
  asked_at {int} NOT NULL,
  state TEXT NOT NULL,
  decided_at {int}
) {strict};
CREATE INDEX organisation_join_by_organisation ON organisation_join (organisation, state);

CREATE TABLE organisation_contact (
  id {uuid} PRIMARY KEY,
  organisation {uuid} NOT NULL,
  sent_at {int} NOT NULL
) {strict};
CREATE INDEX organisation_contact_by_organisation ON organisation_contact (organisation, sent_at);
