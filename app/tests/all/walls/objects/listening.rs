//! What residents said: the consultation, its evidence and figures, words, meetings and questionnaires.

use super::Source::{Id, Is};
use super::{Object, agents};

const CONSULTATION: &str = "SELECT id FROM consultation LIMIT 1";
const CHANNEL: &str = "SELECT id FROM channel ORDER BY position LIMIT 1";
const OPEN_SURVEY: &str = "SELECT id FROM survey WHERE state = 'open'";
const CLOSED_SURVEY: &str = "SELECT id FROM survey WHERE code = 'enquete-telephone-2023'";
const MEETING: &str = "SELECT meeting FROM note ORDER BY id LIMIT 1";
const FINDING: &str = "SELECT id FROM finding ORDER BY id LIMIT 1";
const WALK: &str = "SELECT meeting FROM walk_stop ORDER BY id LIMIT 1";

/// Every object.
pub const ALL: &[Object] = &[
    agents("/gestion/ecoute/besoins/{id}", &[Id("SELECT id FROM need WHERE code = 'B01'")]),
    agents("/gestion/ecoute/canaux/{id}", &[Id(CHANNEL)]),
    agents("/gestion/ecoute/chiffres/{id}", &[Id("SELECT id FROM consultation_figure ORDER BY position LIMIT 1")]),
    agents("/gestion/ecoute/concertations/{id}", &[Id(CONSULTATION)]),
    agents(
        "/gestion/ecoute/couverture/{canal}/{quartier}",
        &[Id(CHANNEL), Id("SELECT id FROM neighbourhood ORDER BY position LIMIT 1")],
    ),
    agents("/gestion/ecoute/documents/{id}", &[Id("SELECT id FROM listening_document LIMIT 1")]),
    agents("/gestion/ecoute/pistes/{id}", &[Id("SELECT id FROM proposal ORDER BY position LIMIT 1")]),
    agents(
        "/gestion/ecoute/preuves/{id}",
        &[Id("SELECT id FROM evidence WHERE withdrawn_at IS NULL ORDER BY code LIMIT 1")],
    ),
    agents(
        "/gestion/ecoute/rapports/{id}",
        &[Id("SELECT id FROM report WHERE about = (SELECT id FROM consultation) LIMIT 1")],
    ),
    agents("/gestion/ecoute/rencontres/{id}", &[Id("SELECT id FROM gathering ORDER BY position LIMIT 1")]),
    agents("/gestion/ecoute/retrait/{sorte}/{id}", &[Is("canal"), Id(CHANNEL)]),
    agents("/gestion/paroles/{id}", &[Id("SELECT id FROM verbatim WHERE state = 'accepted' ORDER BY id LIMIT 1")]),
    agents("/gestion/paroles/resultats/{id}", &[Id("SELECT theme FROM coding_theme ORDER BY id LIMIT 1")]),
    agents("/gestion/paroles/themes/{id}", &[Id("SELECT id FROM codebook_theme ORDER BY position LIMIT 1")]),
    agents("/gestion/rencontres/{id}", &[Id(MEETING)]),
    agents("/gestion/rencontres/{id}/marche", &[Id(WALK)]),
    agents("/gestion/rencontres/{id}/constats", &[Id(WALK)]),
    agents("/gestion/rencontres/{id}/arrets", &[Id(WALK)]),
    agents("/gestion/rencontres/{id}/arrets/{arret}", &[Id(WALK), Id("SELECT id FROM walk_stop ORDER BY id LIMIT 1")]),
    agents("/gestion/constats/{id}", &[Id(FINDING)]),
    agents("/gestion/constats/{id}/photo", &[Id("SELECT id FROM finding WHERE photo IS NOT NULL LIMIT 1")]),
    agents("/gestion/constats/{id}/apres", &[Id("SELECT id FROM finding WHERE proof IS NOT NULL LIMIT 1")]),
    agents("/gestion/tri/{id}", &[Id(CONSULTATION)]),
    agents(
        "/gestion/tri/{id}/groupes/{groupe}",
        &[Id(CONSULTATION), Id("SELECT id FROM note_group ORDER BY position LIMIT 1")],
    ),
    agents("/gestion/tri/{id}/notes/{note}", &[Id(CONSULTATION), Id("SELECT id FROM note ORDER BY id LIMIT 1")]),
    agents("/gestion/questionnaires/{id}", &[Id(OPEN_SURVEY)]),
    agents("/gestion/questionnaires/{id}/resultats", &[Id(CLOSED_SURVEY)]),
    agents("/gestion/questionnaires/{id}/resultats/{nom}", &[Id(CLOSED_SURVEY), Is("quartier")]),
    agents("/gestion/questionnaires/{id}/fichiers/{nom}", &[Id(CLOSED_SURVEY), Is("codes.csv")]),
    agents("/gestion/questionnaires/{id}/questions/{nom}", &[Id(OPEN_SURVEY), Is("quartier")]),
    agents("/gestion/fichiers/{id}", &[Id("SELECT id FROM partner_file LIMIT 1")]),
    agents("/gestion/papier/{id}", &[Id("SELECT id FROM paper_batch LIMIT 1")]),
    agents("/gestion/telephone/{id}", &[Id("SELECT id FROM call_list LIMIT 1")]),
];
