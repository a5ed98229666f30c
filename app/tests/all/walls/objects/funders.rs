//! What funders and services do with a call: its writing, readings, committee, envelopes and letters.

use super::Source::{Id, Is, Word};
use super::{Object, agents, hers};

/// The call in committee.
const CALL: &str = "SELECT call FROM committee LIMIT 1";
const COMMITTEE: &str = "SELECT id FROM committee LIMIT 1";
/// A project on the table, and one of its fundings.
const PROJECT: &str =
    "SELECT p.id FROM project p JOIN committee_wave_project w ON w.project = p.id ORDER BY p.id LIMIT 1";
const APPLICATION: &str =
    "SELECT p.application FROM project p JOIN committee_wave_project w ON w.project = p.id ORDER BY p.id LIMIT 1";
const FUNDING: &str = "SELECT f.id FROM funding f WHERE f.project = (SELECT p.id FROM project p JOIN committee_wave_project w ON w.project = p.id ORDER BY p.id LIMIT 1) ORDER BY f.id LIMIT 1";
/// A project that is read.
const READ: &str = "SELECT project FROM assessment_reading ORDER BY id LIMIT 1";
const READER: &str = "SELECT reader FROM assessment_reading ORDER BY id LIMIT 1";
const READ_FUNDING: &str = "SELECT f.id FROM funding f WHERE f.project = (SELECT project FROM assessment_reading ORDER BY id LIMIT 1) ORDER BY f.id LIMIT 1";
const OPINION: &str = "SELECT id FROM assessment_opinion WHERE answered_at IS NULL LIMIT 1";
const LIST: &str = "SELECT id FROM list_export WHERE name IS NOT NULL LIMIT 1";

/// Other means of the contract.
const SIGNATORY: &str = "SELECT signatory FROM signatory_organisation ORDER BY id LIMIT 1";
const MEANS_YEAR: &str = "SELECT CAST(MAX(year) AS TEXT) FROM common_law";

/// Every object.
pub const ALL: &[Object] = &[
    agents("/gestion/appels/{id}", &[Id(CALL)]),
    agents("/gestion/imports/{id}", &[Id("SELECT id FROM application_import LIMIT 1")]),
    agents("/gestion/dossiers/actions/{id}", &[Id(READ)]),
    hers("/gestion/dossiers/actions/{id}/lecture", READER, &[Id(READ)]),
    agents("/gestion/dossiers/financements/{id}", &[Id(READ_FUNDING)]),
    agents("/gestion/dossiers/repartition/{id}", &[Id("SELECT id FROM assessment_rule ORDER BY id LIMIT 1")]),
    agents("/gestion/dossiers/ressemblances/{id}", &[Id("SELECT id FROM assessment_near ORDER BY id LIMIT 1")]),
    hers(
        "/gestion/dossiers/vues/{id}",
        "SELECT account FROM assessment_view LIMIT 1",
        &[Id("SELECT id FROM assessment_view LIMIT 1")],
    ),
    hers(
        "/gestion/avis-services/{id}",
        "SELECT asked_of FROM assessment_opinion WHERE answered_at IS NULL LIMIT 1",
        &[Id(OPINION)],
    ),
    agents("/gestion/programmation/{id}", &[Id(COMMITTEE)]),
    agents(
        "/gestion/programmation/{id}/actions/{application}/{project}",
        &[Id(COMMITTEE), Id(APPLICATION), Id(PROJECT)],
    ),
    agents(
        "/gestion/programmation/{id}/courriers/aides/{aid}",
        &[Id(COMMITTEE), Id("SELECT id FROM other_aid ORDER BY position LIMIT 1")],
    ),
    agents(
        "/gestion/programmation/{id}/courriers/lots/{batch}",
        &[Id(COMMITTEE), Id("SELECT id FROM letter_batch LIMIT 1")],
    ),
    agents("/gestion/programmation/{id}/courriers/textes/{decision}", &[Id(COMMITTEE), Is("favourable")]),
    agents(
        "/gestion/programmation/{id}/lignes/{application}/{funding}",
        &[Id(COMMITTEE), Id(APPLICATION), Id(FUNDING)],
    ),
    agents("/gestion/programmation/{id}/releves/{number}", &[Id(COMMITTEE), Is("1")]),
    agents(
        "/gestion/programmation/{id}/scenarios/{scenario}",
        &[Id(COMMITTEE), Id("SELECT id FROM committee_scenario ORDER BY id LIMIT 1")],
    ),
    agents(
        "/gestion/programmation/enveloppes/{id}",
        &[Id("SELECT id FROM envelope WHERE parent IS NULL ORDER BY id LIMIT 1")],
    ),
    agents("/gestion/courriers/{id}", &[Id("SELECT id FROM decision_letter ORDER BY id LIMIT 1")]),
    agents("/gestion/paiements/lots/{id}/{format}", &[Id("SELECT id FROM payment_batch LIMIT 1"), Is("liste")]),
    agents("/gestion/numerisations/{id}", &[Id("SELECT id FROM scan_batch LIMIT 1")]),
    agents("/gestion/moyens/droit-commun/{id}", &[Id("SELECT id FROM common_law ORDER BY id LIMIT 1")]),
    agents("/gestion/moyens/etats/{id}/{annee}", &[Id(SIGNATORY), Word(MEANS_YEAR)]),
    agents("/gestion/moyens/etats/{id}/{annee}/versions/{numero}", &[Id(SIGNATORY), Word(MEANS_YEAR), Is("1")]),
    agents("/gestion/moyens/mecenat/{id}", &[Id("SELECT id FROM sponsorship ORDER BY id LIMIT 1")]),
    agents("/gestion/moyens/mecenat/fonds/{id}", &[Id("SELECT id FROM endowment_fund LIMIT 1")]),
    agents("/gestion/moyens/postes/{id}", &[Id("SELECT id FROM post ORDER BY id LIMIT 1")]),
    agents("/gestion/moyens/signataires/{id}", &[Id("SELECT id FROM signatory_organisation ORDER BY id LIMIT 1")]),
    agents("/gestion/conventions/certificats/{id}", &[Id("SELECT id FROM trusted_certificate LIMIT 1")]),
    hers("/mes-exports/{id}", "SELECT account FROM list_export LIMIT 1", &[Id(LIST)]),
];
