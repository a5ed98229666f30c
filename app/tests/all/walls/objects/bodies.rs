//! What bodies that sit have: the council of the demonstration, its meetings, opinions, referrals, money and publications;
//! and how councils are drawn.

use super::Source::{Id, Is};
use super::{Object, agents, council};

const BODY: &str = "SELECT id FROM assembly WHERE kind = 'council'";
const PLANNED: &str = "SELECT m.id FROM assembly_meeting m JOIN assembly a ON a.id = m.assembly WHERE a.kind = 'council' AND m.state = 'planned' LIMIT 1";
/// Held, its minutes still a draft.
const HELD: &str = "SELECT m.id FROM assembly_meeting m JOIN assembly a ON a.id = m.assembly \
     WHERE a.kind = 'council' AND m.state = 'held' AND m.minutes_state = 'draft' LIMIT 1";
const MEMBER: &str = "SELECT m.id FROM assembly_member m JOIN assembly a ON a.id = m.assembly WHERE a.kind = 'council' AND m.account IS NOT NULL LIMIT 1";
const PAPER: &str = "SELECT id FROM assembly_paper LIMIT 1";
const ASKED: &str = "SELECT id FROM assembly_submission WHERE state = 'open' ORDER BY reference, id LIMIT 1";
const ADOPTED: &str = "SELECT id FROM assembly_submission WHERE state = 'adopted' LIMIT 1";
const ASKED_PAPER: &str = "SELECT id FROM assembly_submission_paper LIMIT 1";
const REFERRED: &str =
    "SELECT id FROM assembly_referral WHERE state IN ('adopted', 'answered') ORDER BY state, id LIMIT 1";
const PREPARED: &str = "SELECT id FROM assembly_referral WHERE state = 'draft' LIMIT 1";
const ANSWERED: &str = "SELECT id FROM assembly_referral WHERE state = 'answered' AND answer_file IS NULL LIMIT 1";
const ANSWERED_WITH: &str = "SELECT id FROM assembly_referral WHERE answer_file IS NOT NULL LIMIT 1";
const LINE: &str = "SELECT id FROM assembly_budget_line WHERE kind = 'expense' ORDER BY id LIMIT 1";
const LINE_WITH: &str = "SELECT id FROM assembly_budget_line WHERE file IS NOT NULL LIMIT 1";
const TRAINING: &str = "SELECT id FROM assembly_training LIMIT 1";
const POST: &str = "SELECT id FROM assembly_post WHERE kind = 'news' LIMIT 1";

const COUNCIL: &str = "SELECT id FROM council LIMIT 1";
const COLLEGE: &str = "SELECT id FROM college WHERE kind = 'residents'";
const DRAW: &str = "SELECT id FROM draw WHERE state = 'prepared'";
const DRAWN: &str = "SELECT id FROM draw WHERE state = 'sealed'";
const CANDIDATE: &str =
    "SELECT c.id FROM candidate c JOIN college o ON o.id = c.college WHERE o.kind = 'residents' ORDER BY c.id LIMIT 1";

/// What a committee that steers decided, and where.
const DECISION: &str = "SELECT id FROM steering_decision ORDER BY year, number, id LIMIT 1";
const STEERED: &str = "SELECT m.id FROM assembly_meeting m JOIN assembly a ON a.id = m.assembly \
     WHERE a.kind = 'steering' AND m.state = 'held' ORDER BY m.held_on, m.id LIMIT 1";
const SIGNATORY: &str = "SELECT id FROM contract_signatory ORDER BY id LIMIT 1";

/// Every object.
pub const ALL: &[Object] = &[
    council("/conseil/{id}", &[Id(BODY)]),
    council("/conseil/convocations/{token}", &[]),
    council("/conseil/avis/{id}", &[Id(ASKED)]),
    council("/conseil/avis/{id}/avis.pdf", &[Id(ADOPTED)]),
    council("/conseil/avis/pieces/{id}", &[Id(ASKED_PAPER)]),
    council("/conseil/budget/{id}", &[Id(LINE)]),
    council("/conseil/budget/{id}/piece", &[Id(LINE_WITH)]),
    council("/conseil/formations/{id}", &[Id(TRAINING)]),
    council("/conseil/papiers/{id}", &[Id(PAPER)]),
    council("/conseil/publications/{id}", &[Id(POST)]),
    council("/conseil/reunions/{id}", &[Id(PLANNED)]),
    council("/conseil/reunions/{id}/compte-rendu", &[Id(HELD)]),
    council("/conseil/reunions/{id}/presences", &[Id(HELD)]),
    council("/conseil/saisines/{id}", &[Id(PREPARED)]),
    council("/conseil/saisines/{id}/suite", &[Id(ANSWERED)]),
    council("/conseil/saisines/{id}/piece", &[Id(ANSWERED_WITH)]),
    agents("/gestion/instances/{id}", &[Id(BODY)]),
    agents("/gestion/membres/{id}", &[Id(MEMBER)]),
    agents("/gestion/reunions/{id}", &[Id(PLANNED)]),
    agents("/gestion/reunions/{id}/compte-rendu", &[Id(HELD)]),
    agents("/gestion/reunions/{id}/presences", &[Id(HELD)]),
    agents("/gestion/papiers/{id}", &[Id(PAPER)]),
    agents("/gestion/avis/{id}", &[Id(ASKED)]),
    agents("/gestion/avis/{id}/avis.pdf", &[Id(ADOPTED)]),
    agents("/gestion/avis/{id}/lecture", &[Id(ADOPTED)]),
    agents("/gestion/avis/pieces/{id}", &[Id(ASKED_PAPER)]),
    agents("/gestion/saisines/{id}", &[Id(REFERRED)]),
    agents("/gestion/saisines/{id}/piece", &[Id(ANSWERED_WITH)]),
    agents("/gestion/budget/{id}", &[Id(LINE)]),
    agents("/gestion/budget/{id}/piece", &[Id(LINE_WITH)]),
    agents("/gestion/formations/{id}", &[Id(TRAINING)]),
    agents("/gestion/publications/{id}", &[Id(POST)]),
    agents("/gestion/pilotage/decisions/{id}", &[Id(DECISION)]),
    agents("/gestion/pilotage/reunions/{id}", &[Id(STEERED)]),
    agents("/gestion/pilotage/signataires/{id}", &[Id(SIGNATORY)]),
    agents("/gestion/conseils/{id}", &[Id(COUNCIL)]),
    agents("/gestion/colleges/{id}", &[Id(COLLEGE)]),
    agents("/gestion/candidats/{id}", &[Id(CANDIDATE)]),
    agents("/gestion/doublons/{id}", &[Id("SELECT id FROM candidate_doubt LIMIT 1")]),
    agents("/gestion/viviers/{id}", &[Id("SELECT id FROM pool_file ORDER BY id LIMIT 1")]),
    agents("/gestion/structures/{id}", &[Id("SELECT id FROM structure ORDER BY id LIMIT 1")]),
    agents("/gestion/sieges/{id}", &[Id("SELECT id FROM seat ORDER BY id LIMIT 1")]),
    agents("/gestion/tirages/{id}", &[Id(DRAW)]),
    agents("/gestion/tirages/{id}/appels", &[Id(DRAWN)]),
    agents("/gestion/tirages/{id}/courriers", &[Id(DRAWN)]),
    agents("/gestion/tirages/{id}/courriers/lots/{lot}", &[Id(DRAWN), Is("1")]),
];
