-- How many notes and findings telephones added, counted without reading them.
CREATE INDEX note_by_origin ON note (meeting, origin, put_at);
CREATE INDEX finding_by_origin ON finding (meeting, origin, noted_at);
