-- What a person decided of a correspondence, apart from what imports propose: a proposal may change with every import, a
-- decision changes by another decision only.
CREATE TABLE correspondence_decision (
    id {uuid} PRIMARY KEY,
    correspondence {uuid} NOT NULL UNIQUE REFERENCES correspondence (id),
    -- `confirmed`, `corrected`, `refused`.
    state TEXT NOT NULL,
    -- What is held for true; what was refused, as it was proposed.
    from_code TEXT NOT NULL,
    to_code TEXT NOT NULL,
    relation TEXT NOT NULL,
    share {real},
    -- What was proposed that day.
    proposed_relation TEXT NOT NULL,
    proposed_share {real},
    reason TEXT NOT NULL,
    decided_at {int} NOT NULL,
    decided_by {uuid},
    revision {int} NOT NULL
) {strict};
CREATE INDEX correspondence_decision_from ON correspondence_decision (from_code);
CREATE INDEX correspondence_decision_to ON correspondence_decision (to_code);
-- The state is said apart from now on.
UPDATE correspondence SET basis = 'D’après le recouvrement des contours.'
WHERE basis = 'Proposé d’après le recouvrement des contours, à confirmer.';
