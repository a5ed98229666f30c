-- Bodies that steer a contract sit here as others do: new kinds, new colleges. A check is not changed in place: a column beside
-- takes the values, then the name.
ALTER TABLE assembly ADD COLUMN nature TEXT NOT NULL DEFAULT 'table'
  CHECK (nature IN ('council', 'youth', 'table', 'house', 'steering', 'technical', 'funders', 'area', 'thematic', 'review'));
UPDATE assembly SET nature = kind;
ALTER TABLE assembly DROP COLUMN kind;
ALTER TABLE assembly RENAME COLUMN nature TO kind;
-- Whether everybody reads what the body decided; not, when empty.
ALTER TABLE assembly ADD COLUMN are_decisions_public {bool};

ALTER TABLE assembly_member ADD COLUMN bench TEXT NOT NULL DEFAULT 'none'
  CHECK (bench IN ('residents', 'actors', 'none', 'state', 'towns', 'regions', 'partners'));
UPDATE assembly_member SET bench = college;
ALTER TABLE assembly_member DROP COLUMN college;
ALTER TABLE assembly_member RENAME COLUMN bench TO college;
-- The signatory somebody speaks for, and the member whose seat a deputy fills.
ALTER TABLE assembly_member ADD COLUMN signatory {uuid};
ALTER TABLE assembly_member ADD COLUMN titular {uuid};

-- What a convocation lets its reader answer with, without account.
ALTER TABLE assembly_call ADD COLUMN token_hash {bytes};
CREATE INDEX assembly_call_token ON assembly_call (token_hash);
CREATE INDEX assembly_member_signatory ON assembly_member (signatory);
