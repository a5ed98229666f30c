//! What the contract has: its tree, signatories and amendments, its plan of action, its thread; and what is of the whole installation.

use super::Source::{Id, Is, Word};
use super::{Object, agents, hers};

const CONTRACT: &str = "SELECT id FROM contract WHERE code = 'carcassonne-agglo-2024'";
const SHEET: &str = "SELECT id FROM action_sheet WHERE code = 'F02'";
/// What carriers are asked.
const CAMPAIGN: &str = "SELECT id FROM evaluation_campaign LIMIT 1";
/// The annual report that is written.
const REPORT: &str = "SELECT id FROM yearbook WHERE state = 'draft'";
/// A version of the one that is published.
const VERSION: &str = "SELECT id FROM yearbook_version WHERE occasion = 'submission'";
const NEED: &str = "SELECT id FROM need WHERE code = 'B01'";
const GIVER: &str = "SELECT giver FROM delegation LIMIT 1";

/// Every object.
pub const ALL: &[Object] = &[
    agents("/gestion/contrats/{id}", &[Id(CONTRACT)]),
    agents("/gestion/contrats/avenants/{id}", &[Id("SELECT id FROM contract_amendment LIMIT 1")]),
    agents("/gestion/contrats/elements/{id}", &[Id("SELECT id FROM contract_node WHERE code = 'O02'")]),
    agents("/gestion/contrats/engagements/{id}", &[Id("SELECT id FROM contract_commitment LIMIT 1")]),
    agents("/gestion/contrats/gestes/{id}", &[Id("SELECT id FROM contract_change ORDER BY seq DESC LIMIT 1")]),
    agents("/gestion/contrats/niveaux/{id}", &[Id("SELECT id FROM contract_level ORDER BY depth LIMIT 1")]),
    agents("/gestion/contrats/signataires/{id}", &[Id("SELECT id FROM contract_signatory ORDER BY position LIMIT 1")]),
    agents(
        "/gestion/documents/{id}",
        &[Id(
            "SELECT id FROM report WHERE about = (SELECT id FROM contract WHERE code = 'carcassonne-agglo-2024') LIMIT 1",
        )],
    ),
    agents("/gestion/actions/{id}", &[Id(SHEET)]),
    agents("/gestion/actions/{id}/liste/{part}", &[Id(SHEET), Is("etapes")]),
    agents("/gestion/actions/fichiers/{id}", &[Id("SELECT id FROM sheet_file LIMIT 1")]),
    agents("/gestion/actions/pistes/{id}", &[Id("SELECT proposal FROM plan_lead ORDER BY id LIMIT 1")]),
    agents("/gestion/contrats/sections/{id}", &[Id("SELECT id FROM contract_section ORDER BY id LIMIT 1")]),
    agents("/gestion/contrats/{id}/parties/{partie}", &[Id(CONTRACT), Is("diagnostic")]),
    agents("/gestion/rapports-annuels/{id}", &[Id(REPORT)]),
    agents("/gestion/rapports-annuels/{id}/fichiers/{format}", &[Id(REPORT), Is("docx")]),
    agents(
        "/gestion/rapports-annuels/chapitres/{id}",
        &[Id(
            "SELECT c.id FROM yearbook_chapter c JOIN yearbook y ON y.id = c.yearbook WHERE y.state = 'draft' ORDER BY c.position LIMIT 1",
        )],
    ),
    agents("/gestion/rapports-annuels/avis/{id}", &[Id("SELECT id FROM yearbook_opinion ORDER BY position LIMIT 1")]),
    agents("/gestion/rapports-annuels/versions/{id}", &[Id(VERSION)]),
    agents("/gestion/rapports-annuels/versions/{id}/fichiers/{format}", &[Id(VERSION), Is("docx")]),
    agents("/gestion/evaluation/collectes/{id}", &[Id(CAMPAIGN)]),
    agents(
        "/gestion/evaluation/collectes/{id}/questions/{question}",
        &[Id(CAMPAIGN), Id("SELECT id FROM evaluation_ask ORDER BY position LIMIT 1")],
    ),
    agents("/gestion/evaluation/constats/{id}", &[Id("SELECT id FROM evaluation_finding ORDER BY number LIMIT 1")]),
    agents("/gestion/evaluation/lignes/{id}", &[Id("SELECT id FROM evaluation_item ORDER BY position, id LIMIT 1")]),
    agents("/gestion/evaluation/preuves/{id}", &[Id("SELECT id FROM evaluation_evidence ORDER BY id LIMIT 1")]),
    agents("/gestion/evaluation/publics/{id}", &[Id(SHEET)]),
    agents(
        "/gestion/evaluation/recommandations/{id}",
        &[Id("SELECT id FROM evaluation_recommendation ORDER BY number LIMIT 1")],
    ),
    agents(
        "/gestion/argent/{sorte}/{id}",
        &[Is("convention"), Id("SELECT agreement FROM agreement_report WHERE state = 'accepted' LIMIT 1")],
    ),
    agents("/gestion/fil/besoins/{id}", &[Id(NEED)]),
    agents(
        "/gestion/fil/liens/{id}",
        &[Id("SELECT id FROM lineage_link WHERE from_kind = 'besoin' AND to_kind = 'action' ORDER BY id LIMIT 1")],
    ),
    agents("/gestion/fil/{sorte}/{reference}", &[Is("action"), Is("F02")]),
    agents("/gestion/abattement/{id}", &[Id("SELECT agreement FROM abatement_year ORDER BY id LIMIT 1")]),
    agents(
        "/gestion/abattement/{id}/annees/{annee}",
        &[
            Id("SELECT agreement FROM abatement_year ORDER BY id LIMIT 1"),
            Word("SELECT CAST(year AS TEXT) FROM abatement_year ORDER BY id LIMIT 1"),
        ],
    ),
    agents("/gestion/abattement/actions/{id}", &[Id("SELECT id FROM abatement_action ORDER BY id LIMIT 1")]),
    agents(
        "/gestion/abattement/actions/{id}/constats/{lien}",
        &[
            Id("SELECT to_id FROM lineage_link WHERE to_kind = 'action_bailleur' LIMIT 1"),
            Id("SELECT id FROM lineage_link WHERE to_kind = 'action_bailleur' LIMIT 1"),
        ],
    ),
    agents("/gestion/gestion-urbaine/{id}", &[Id("SELECT id FROM urban_management LIMIT 1")]),
    agents(
        "/gestion/gestion-urbaine/actions/{id}",
        &[Id("SELECT id FROM urban_management_action ORDER BY id LIMIT 1")],
    ),
    agents("/gestion/fonds/{id}", &[Id("SELECT id FROM fund WHERE kind = 'micro'")]),
    agents(
        "/gestion/fonds/{id}/membres/{membre}",
        &[
            Id("SELECT id FROM fund WHERE kind = 'micro'"),
            Id(
                "SELECT m.id FROM fund_member m JOIN fund f ON f.id = m.fund WHERE f.kind = 'micro' ORDER BY m.id LIMIT 1",
            ),
        ],
    ),
    agents("/gestion/fonds/projets/{id}", &[Id("SELECT id FROM fund_project WHERE number = 'M2026-0001'")]),
    agents(
        "/gestion/fonds/projets/{id}/pieces/{piece}",
        &[Id("SELECT project FROM fund_piece LIMIT 1"), Id("SELECT id FROM fund_piece LIMIT 1")],
    ),
    agents(
        "/gestion/fonds/seances/{id}",
        &[Id(
            "SELECT s.id FROM fund_session s JOIN fund f ON f.id = s.fund WHERE f.kind = 'micro' AND s.is_closed = 0",
        )],
    ),
    agents(
        "/gestion/fonds/seances/{id}/projets/{projet}",
        &[
            Id(
                "SELECT s.id FROM fund_session s JOIN fund f ON f.id = s.fund WHERE f.kind = 'micro' AND s.is_closed = 0",
            ),
            Id(
                "SELECT p.id FROM fund_project p JOIN fund f ON f.id = p.fund WHERE f.kind = 'micro' AND p.state = 'filed' ORDER BY p.number LIMIT 1",
            ),
        ],
    ),
    agents(
        "/gestion/territoire/correspondances/{id}",
        &[Id("SELECT id FROM correspondence ORDER BY from_code LIMIT 1")],
    ),
    agents("/gestion/observatoire/indicateurs/{reference}", &[Is("tp60")]),
    agents("/gestion/observatoire/imports/{id}", &[Id("SELECT id FROM figure_file LIMIT 1")]),
    agents("/gestion/territoire/imports/{id}", &[Id("SELECT id FROM territory_draft LIMIT 1")]),
    agents("/gestion/territoire/quartiers/{id}", &[Id("SELECT id FROM neighbourhood ORDER BY position LIMIT 1")]),
    agents("/gestion/comptes/{id}", &[Id("SELECT id FROM account WHERE name = 'Yannick Diallo'")]),
    agents("/gestion/comptes/export/{format}", &[Is("csv")]),
    agents(
        "/gestion/comptes/fonctions/{id}",
        &[Id(
            "SELECT f.id FROM account_function f JOIN account a ON a.id = f.account WHERE a.name = 'Yannick Diallo' LIMIT 1",
        )],
    ),
    agents("/gestion/invitations/{id}", &[Id("SELECT id FROM invitation LIMIT 1")]),
    agents("/gestion/courriels/{id}", &[Id("SELECT id FROM mail ORDER BY contract IS NULL, id LIMIT 1")]),
    agents("/gestion/travaux/{id}", &[Id("SELECT id FROM job WHERE state = 'waiting' ORDER BY id LIMIT 1")]),
    hers(
        "/compte/agir-pour/{id}",
        "SELECT receiver FROM delegation LIMIT 1",
        &[Id("SELECT id FROM delegation LIMIT 1")],
    ),
    hers("/compte/connexions/{id}", "SELECT account FROM session LIMIT 1", &[Id("SELECT id FROM session LIMIT 1")]),
    hers("/compte/delegations/{id}", GIVER, &[Id("SELECT id FROM delegation LIMIT 1")]),
];
