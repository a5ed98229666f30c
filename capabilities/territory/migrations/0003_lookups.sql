-- Names in force and one figure of every neighbourhood are asked by most pages: they stand in an index, apart from perimeters
-- and from the other figures.
CREATE INDEX neighbourhood_version_named ON neighbourhood_version (valid_until, generation, valid_from, neighbourhood, id, code);
CREATE INDEX indicator_value_of ON indicator_value (indicator, doubt, version, edition, year, value);
