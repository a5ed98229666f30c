//! What associations have: their sheet, applications and agreements. All of it is of Les Passerelles.

use super::Source::{Id, Is, Word};
use super::{Object, agents, association, hers};

const ORGANISATION: &str = "SELECT id FROM organisation WHERE name LIKE '%Les Passerelles'";
/// Its draft.
const DRAFT: &str = "SELECT a.id FROM application a JOIN organisation o ON o.id = a.organisation \
     WHERE o.name LIKE '%Les Passerelles' AND a.state = 'draft' ORDER BY a.created_at LIMIT 1";
/// One it filed, and to which something is missing.
const FILED: &str = "SELECT a.id FROM application a JOIN organisation o ON o.id = a.organisation \
     WHERE o.name LIKE '%Les Passerelles' AND a.stage = 'to_complete' ORDER BY a.number LIMIT 1";
const ITEM: &str = "SELECT i.id FROM completion_item i JOIN completion c ON c.id = i.completion JOIN application a ON a.id = c.application \
     JOIN organisation o ON o.id = a.organisation WHERE o.name LIKE '%Les Passerelles' AND a.stage = 'to_complete' ORDER BY i.id LIMIT 1";
const PAPER: &str =
    "SELECT f.id FROM application_file f JOIN application a ON a.id = f.application WHERE a.state = 'draft' LIMIT 1";
const FILED_PAPER: &str =
    "SELECT f.id FROM application_file f JOIN application a ON a.id = f.application WHERE a.state = 'filed' LIMIT 1";
const PAPER_OF: &str = "SELECT f.application FROM application_file f JOIN application a ON a.id = f.application WHERE a.state = 'filed' LIMIT 1";

const AGREEMENT: &str = "SELECT agreement FROM agreement_report WHERE state = 'accepted' LIMIT 1";
const REPORT: &str = "SELECT id FROM agreement_report WHERE state = 'accepted' LIMIT 1";
const ORDER: &str = "SELECT id FROM repayment LIMIT 1";
const BEGUN_OF: &str = "SELECT agreement FROM agreement_report WHERE state = 'returned' LIMIT 1";
const BEGUN: &str = "SELECT id FROM agreement_report WHERE state = 'returned' LIMIT 1";
const PART: &str = "SELECT p.id FROM report_part p JOIN agreement_report r ON r.id = p.report WHERE r.state = 'returned' ORDER BY p.position LIMIT 1";
const SCANNED: &str = "SELECT v.agreement FROM agreement_scan s JOIN agreement_version v ON v.id = s.version LIMIT 1";
const SCAN: &str = "SELECT id FROM agreement_scan LIMIT 1";

const APPROVAL: &str = "SELECT id FROM organisation_approval ORDER BY id LIMIT 1";
const YEAR: &str = "SELECT y.id FROM organisation_year y JOIN organisation o ON o.id = y.organisation WHERE o.name LIKE '%Les Passerelles' LIMIT 1";
const PERSON: &str = "SELECT p.id FROM organisation_person p JOIN organisation o ON o.id = p.organisation WHERE o.name LIKE '%Les Passerelles' LIMIT 1";
const DOCUMENT: &str = "SELECT d.id FROM organisation_document d JOIN organisation o ON o.id = d.organisation \
     WHERE o.name LIKE '%Les Passerelles' ORDER BY d.id LIMIT 1";
const JOINING: &str = "SELECT id FROM organisation_join WHERE state = 'asked' LIMIT 1";
const MEMBER: &str = "SELECT id FROM account WHERE name = 'Yannick Diallo'";
/// The group it holds.
const CIRCLE: &str =
    "SELECT c.id FROM circle c JOIN organisation o ON o.id = c.owner WHERE o.name LIKE '%Les Passerelles'";
const IN_CIRCLE: &str = "SELECT m.organisation FROM circle_member m JOIN circle c ON c.id = m.circle JOIN organisation o ON o.id = c.owner \
     WHERE o.name LIKE '%Les Passerelles' AND m.state = 'member' AND m.organisation <> c.owner ORDER BY m.since, m.id LIMIT 1";
const SAID_IN_CIRCLE: &str = "SELECT w.id FROM circle_message w JOIN circle c ON c.id = w.circle JOIN organisation o ON o.id = c.owner \
     WHERE o.name LIKE '%Les Passerelles' ORDER BY w.written_at, w.id LIMIT 1";
/// The group it is asked to join.
const ASKED_TO: &str = "SELECT m.circle FROM circle_member m JOIN organisation o ON o.id = m.organisation \
     WHERE o.name LIKE '%Les Passerelles' AND m.state = 'invited' LIMIT 1";
/// Whoever signs for the first association that has an approval.
const APPROVED: &str = "SELECT m.account FROM organisation_approval a JOIN membership m ON m.organisation = a.organisation ORDER BY a.id LIMIT 1";

/// Every object.
pub const ALL: &[Object] = &[
    association("/appels/{address}/dossiers", &[Word("SELECT address FROM call WHERE title LIKE 'Initiatives%'")]),
    association("/dossiers/{id}", &[Id(DRAFT)]),
    association(
        "/dossiers/{id}/budget/{part}/{year}",
        &[
            Id(DRAFT),
            Is("dossier"),
            Word(
                "SELECT CAST(c.year AS TEXT) FROM application a JOIN call c ON c.id = a.call WHERE a.state = 'draft' AND c.title LIKE 'Initiatives%' LIMIT 1",
            ),
        ],
    ),
    association("/dossiers/{id}/complement", &[Id(FILED)]),
    association("/dossiers/{id}/complement/elements/{item}", &[Id(FILED), Id(ITEM)]),
    association("/dossiers/{id}/messages", &[Id(FILED)]),
    association("/dossiers/{id}/pieces/{piece}", &[Id(DRAFT), Id(PAPER)]),
    association("/dossiers/{id}/question/{part}/{key}", &[Id(DRAFT), Is("dossier"), Is("responsable_nom")]),
    association("/dossiers/{id}/recu", &[Id(FILED)]),
    association("/dossiers/{id}/recu.pdf", &[Id(FILED)]),
    association("/dossiers/{id}/suivi", &[Id(FILED)]),
    association("/conventions/{id}", &[Id(AGREEMENT)]),
    association("/conventions/{id}/comptes-rendus/{report}", &[Id(AGREEMENT), Id(REPORT)]),
    association("/conventions/{id}/comptes-rendus/{report}/parties/{part}", &[Id(BEGUN_OF), Id(BEGUN), Id(PART)]),
    association("/conventions/{id}/comptes-rendus/{report}/{kind}", &[Id(AGREEMENT), Id(REPORT), Is("pdf")]),
    association("/conventions/{id}/reversements/{order}", &[Id(AGREEMENT), Id(ORDER)]),
    association("/conventions/{id}/scans/{scan}", &[Id(SCANNED), Id(SCAN)]),
    association("/conventions/{id}/versions/{number}", &[Id(AGREEMENT), Is("0")]),
    hers("/mon-association/agrements/{id}", APPROVED, &[Id(APPROVAL)]),
    association("/mon-association/annees/{id}", &[Id(YEAR)]),
    association(
        "/mon-association/collectes/{id}",
        &[Id(
            "SELECT r.id FROM evaluation_request r JOIN organisation o ON o.id = r.organisation WHERE o.name LIKE '%Les Passerelles' LIMIT 1",
        )],
    ),
    association("/mon-association/demandes/{id}", &[Id(JOINING)]),
    association("/mon-association/personnes/{id}", &[Id(PERSON)]),
    association("/mon-association/pieces/{id}", &[Id(DOCUMENT)]),
    association("/mon-association/groupes/{id}", &[Id(CIRCLE)]),
    association("/mon-association/groupes/{id}/invitation", &[Id(ASKED_TO)]),
    association("/mon-association/groupes/{id}/membres/{organisation}", &[Id(CIRCLE), Id(IN_CIRCLE)]),
    association("/mon-association/groupes/{id}/messages/{message}", &[Id(CIRCLE), Id(SAID_IN_CIRCLE)]),
    association("/mon-association/{id}", &[Id(ORGANISATION)]),
    association("/mon-association/{id}/membres/{account}", &[Id(ORGANISATION), Id(MEMBER)]),
    agents("/gestion/associations/agrements/{id}", &[Id(APPROVAL)]),
    agents("/gestion/associations/annees/{id}", &[Id(YEAR)]),
    agents("/gestion/associations/demandes/{id}", &[Id(JOINING)]),
    agents("/gestion/associations/personnes/{id}", &[Id(PERSON)]),
    agents("/gestion/associations/pieces/{id}", &[Id(DOCUMENT)]),
    agents("/gestion/associations/{id}", &[Id(ORGANISATION)]),
    agents("/gestion/organisations/{id}", &[Id(ORGANISATION)]),
    agents("/gestion/organisations/{id}/membres/{account}", &[Id(ORGANISATION), Id(MEMBER)]),
    agents("/gestion/dossiers/{id}", &[Id(FILED)]),
    agents("/gestion/dossiers/{id}/pieces/{piece}", &[Id(PAPER_OF), Id(FILED_PAPER)]),
    agents("/gestion/conventions/{id}", &[Id(AGREEMENT)]),
    agents("/gestion/conventions/{id}/comptes-rendus/{report}", &[Id(AGREEMENT), Id(REPORT)]),
    agents("/gestion/conventions/{id}/comptes-rendus/{report}/{kind}", &[Id(AGREEMENT), Id(REPORT), Is("pdf")]),
    agents("/gestion/conventions/{id}/reversements/{order}", &[Id(AGREEMENT), Id(ORDER)]),
    agents("/gestion/conventions/{id}/scans/{scan}", &[Id(SCANNED), Id(SCAN)]),
    agents(
        "/gestion/conventions/{id}/signatures/{signature}",
        &[
            Id(
                "SELECT v.agreement FROM agreement_signature s JOIN agreement_version v ON v.id = s.version ORDER BY s.id LIMIT 1",
            ),
            Id("SELECT id FROM agreement_signature ORDER BY id LIMIT 1"),
        ],
    ),
    agents("/gestion/conventions/{id}/versions/{number}", &[Id(AGREEMENT), Is("0")]),
    agents(
        "/gestion/conventions/modeles/{contract}/{payer}",
        &[
            Id("SELECT contract FROM agreement ORDER BY number LIMIT 1"),
            Id("SELECT payer FROM agreement ORDER BY number LIMIT 1"),
        ],
    ),
];
