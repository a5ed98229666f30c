-- Communes and neighbourhoods, the generations of their zoning, what is measured there and what is found there.
CREATE TABLE commune (
    insee_code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    siren TEXT NOT NULL,
    department TEXT NOT NULL,
    region TEXT NOT NULL,
    -- Rings of longitude and latitude as JSON, simplified, for maps; empty when not known.
    rings TEXT NOT NULL
) {strict};
-- A neighbourhood as people name it, whatever its codes.
CREATE TABLE neighbourhood (
    id {uuid} PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    position {int} NOT NULL,
    -- Other spellings, one a line.
    aliases TEXT NOT NULL,
    revision {int} NOT NULL
) {strict};
CREATE TABLE neighbourhood_commune (
    neighbourhood {uuid} NOT NULL REFERENCES neighbourhood (id),
    insee_code TEXT NOT NULL,
    position {int} NOT NULL,
    PRIMARY KEY (neighbourhood, insee_code)
) {strict};
-- A neighbourhood in one generation of the zoning: code, perimeter, validity.
CREATE TABLE neighbourhood_version (
    id {uuid} PRIMARY KEY,
    neighbourhood {uuid} NOT NULL REFERENCES neighbourhood (id),
    code TEXT NOT NULL UNIQUE,
    generation TEXT NOT NULL,
    valid_from TEXT,
    valid_until TEXT,
    -- Generation the perimeter was drawn for.
    perimeter_generation TEXT NOT NULL,
    -- GeoJSON feature as imported, and its rings simplified for maps.
    perimeter TEXT NOT NULL,
    rings TEXT NOT NULL,
    is_self_intersecting {bool} NOT NULL,
    is_outside_france {bool} NOT NULL,
    area_ha {real},
    source TEXT NOT NULL,
    licence TEXT NOT NULL,
    note TEXT NOT NULL,
    imported_at {int} NOT NULL
) {strict};
CREATE INDEX neighbourhood_version_of ON neighbourhood_version (neighbourhood);
CREATE TABLE correspondence (
    id {uuid} PRIMARY KEY,
    from_code TEXT NOT NULL,
    to_code TEXT NOT NULL,
    relation TEXT NOT NULL,
    -- Share of the former perimeter that lies in the later one, 0 to 1.
    share {real},
    basis TEXT NOT NULL,
    UNIQUE (from_code, to_code)
) {strict};
-- One row, changed with every perimeter: nodes compare it with what they hold in memory.
CREATE TABLE zoning_state (
    id {int} PRIMARY KEY CHECK (id = 1),
    number {int} NOT NULL,
    stamp TEXT NOT NULL
) {strict};
INSERT INTO zoning_state (id, number, stamp) VALUES (1, 0, '');
CREATE TABLE indicator_theme (
    code TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    position {int} NOT NULL
) {strict};
CREATE TABLE indicator (
    code TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    theme TEXT NOT NULL,
    unit TEXT NOT NULL,
    population TEXT NOT NULL,
    producer TEXT NOT NULL,
    definition TEXT NOT NULL,
    part_of TEXT,
    is_of_commune {bool} NOT NULL,
    position {int} NOT NULL
) {strict};
CREATE TABLE indicator_value (
    id {uuid} PRIMARY KEY,
    version {uuid} NOT NULL REFERENCES neighbourhood_version (id),
    indicator TEXT NOT NULL REFERENCES indicator (code),
    year {int},
    edition {int} NOT NULL,
    value {real},
    -- Why there is no value: missing, not_disclosed, not_asked; empty when there is one.
    absence TEXT NOT NULL,
    -- Why a written value is not believed; empty when it is.
    doubt TEXT NOT NULL,
    source TEXT NOT NULL,
    licence TEXT NOT NULL,
    as_of TEXT,
    UNIQUE (version, indicator, edition)
) {strict};
CREATE TABLE city_value (
    id {uuid} PRIMARY KEY,
    insee_code TEXT NOT NULL,
    indicator TEXT NOT NULL REFERENCES indicator (code),
    year {int} NOT NULL,
    value {real} NOT NULL,
    is_same_year {bool} NOT NULL,
    source TEXT NOT NULL,
    UNIQUE (insee_code, indicator, year)
) {strict};
-- Facilities, on the columns of the SCDL schema « équipements ».
CREATE TABLE facility (
    id {uuid} PRIMARY KEY,
    unique_id TEXT NOT NULL UNIQUE,
    body_name TEXT NOT NULL,
    body_siret TEXT NOT NULL,
    theme TEXT NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    house_number TEXT NOT NULL,
    street TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    commune TEXT NOT NULL,
    address_key TEXT NOT NULL,
    building_id TEXT NOT NULL,
    building_type TEXT NOT NULL,
    building_category TEXT NOT NULL,
    latitude {real} NOT NULL,
    longitude {real} NOT NULL,
    opening_hours TEXT NOT NULL,
    telephone TEXT NOT NULL,
    email TEXT NOT NULL,
    website TEXT NOT NULL,
    neighbourhood {uuid} REFERENCES neighbourhood (id),
    quality TEXT NOT NULL,
    source TEXT NOT NULL,
    licence TEXT NOT NULL,
    as_of TEXT
) {strict};
CREATE INDEX facility_neighbourhood ON facility (neighbourhood);
-- Addresses of the national base, to answer « in which neighbourhood is this address? » without asking anybody.
CREATE TABLE address (
    id TEXT PRIMARY KEY,
    lookup_key TEXT NOT NULL,
    street_key TEXT NOT NULL,
    label TEXT NOT NULL,
    postcode TEXT NOT NULL,
    city TEXT NOT NULL,
    city_key TEXT NOT NULL,
    insee_code TEXT NOT NULL,
    longitude {real} NOT NULL,
    latitude {real} NOT NULL,
    stamp TEXT NOT NULL
) {strict};
CREATE INDEX address_lookup ON address (lookup_key);
CREATE INDEX address_street ON address (street_key);
CREATE INDEX address_commune ON address (insee_code);
-- A file between its sending and its import: nothing is lost if the person comes back tomorrow.
CREATE TABLE territory_draft (
    id {uuid} PRIMARY KEY,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    content {bytes} NOT NULL,
    options TEXT NOT NULL,
    created_at {int} NOT NULL,
    created_by {uuid},
    job {uuid}
) {strict};
