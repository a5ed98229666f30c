-- What is measured in neighbourhoods, moved here from the territory: the library of indicators in full, their figures by
-- place, year and part of the population, where figures come from written once.
ALTER TABLE indicator ADD COLUMN formula TEXT NOT NULL DEFAULT '';
-- `up`, `down` or empty: which way is better.
ALTER TABLE indicator ADD COLUMN direction TEXT NOT NULL DEFAULT '';
-- `sex`, `age`, both or none, in that order, separated by a comma.
ALTER TABLE indicator ADD COLUMN axes TEXT NOT NULL DEFAULT '';
ALTER TABLE indicator ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE indicator ADD COLUMN frequency TEXT NOT NULL DEFAULT '';
ALTER TABLE indicator ADD COLUMN baseline {real};
ALTER TABLE indicator ADD COLUMN baseline_year {int};
ALTER TABLE indicator ADD COLUMN target {real};
ALTER TABLE indicator ADD COLUMN target_year {int};
-- Beyond the first a figure deserves to be watched, beyond the second it alerts; which side depends on the direction.
ALTER TABLE indicator ADD COLUMN watch {real};
ALTER TABLE indicator ADD COLUMN alert {real};
ALTER TABLE indicator ADD COLUMN limits TEXT NOT NULL DEFAULT '';
-- `survey`, `households`, `establishments` or empty: below how many units nothing is published.
ALTER TABLE indicator ADD COLUMN secrecy TEXT NOT NULL DEFAULT '';
ALTER TABLE indicator ADD COLUMN revision {int} NOT NULL DEFAULT 1;
CREATE TABLE figure_origin (
    id {serial},
    source TEXT NOT NULL,
    licence TEXT NOT NULL,
    -- Day the file was read, ISO, or empty.
    as_of TEXT NOT NULL,
    UNIQUE (source, licence, as_of)
) {strict};
CREATE TABLE figure (
    -- Code of the perimeter measured, or INSEE code of a commune it is compared with.
    place TEXT NOT NULL,
    indicator TEXT NOT NULL REFERENCES indicator (code),
    -- Part of the population; empty for everybody.
    breakdown TEXT NOT NULL,
    -- Year measured, or published when the source does not say the other.
    year {int} NOT NULL,
    is_measured {bool} NOT NULL,
    edition {int} NOT NULL,
    value {real},
    -- Why there is no value: missing, not_disclosed, not_asked; empty when there is one.
    absence TEXT NOT NULL,
    -- Why a written value is not believed; empty when it is.
    doubt TEXT NOT NULL,
    -- Number of units behind the value, and the share of the largest, in percent, when the source says them.
    units {int},
    largest {real},
    -- Why it is kept from the public: small, dominant, secondary; empty when it is not.
    hidden TEXT NOT NULL,
    origin {int} NOT NULL REFERENCES figure_origin (id),
    PRIMARY KEY (place, indicator, breakdown, year, edition)
) {strict};
CREATE INDEX figure_of_indicator ON figure (indicator, breakdown, year, place);
INSERT INTO figure_origin (source, licence, as_of)
    SELECT source, licence, COALESCE(as_of, '') FROM indicator_value
    UNION SELECT source, '', '' FROM city_value;
INSERT INTO figure (place, indicator, breakdown, year, is_measured, edition, value, absence, doubt, hidden, origin)
    SELECT n.code, v.indicator, '', COALESCE(v.year, v.edition), v.year IS NOT NULL, v.edition, v.value, v.absence, v.doubt, '', o.id
    FROM indicator_value v JOIN neighbourhood_version n ON n.id = v.version
    JOIN figure_origin o ON o.source = v.source AND o.licence = v.licence AND o.as_of = COALESCE(v.as_of, '');
INSERT INTO figure (place, indicator, breakdown, year, is_measured, edition, value, absence, doubt, hidden, origin)
    SELECT c.insee_code, c.indicator, '', c.year, TRUE, c.year, c.value, '', '', '', o.id
    FROM city_value c JOIN figure_origin o ON o.source = c.source AND o.licence = '' AND o.as_of = '';
DROP TABLE indicator_value;
DROP TABLE city_value;
-- A file between its sending and its import.
CREATE TABLE figure_file (
    id {uuid} PRIMARY KEY,
    file_name TEXT NOT NULL,
    content {bytes} NOT NULL,
    options TEXT NOT NULL,
    created_at {int} NOT NULL,
    created_by {uuid},
    job {uuid}
) {strict};
-- Files of figures that waited in the territory wait here: what their columns hold is said again.
INSERT INTO figure_file (id, file_name, content, options, created_at, created_by, job)
    SELECT id, file_name, content, '', created_at, created_by, NULL FROM territory_draft WHERE kind = 'indicateurs';
DELETE FROM territory_draft WHERE kind = 'indicateurs';
