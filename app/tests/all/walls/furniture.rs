//! What the demonstration lacks for every address to name something: made through the doors, by those it belongs to.

use accounts::actions::{Client, Way, enter};
use web::House;
use web::testing::Knocker;

use super::objects::Source::{self, Id, Is, Word};
use super::objects::{filled, value};

/// The smallest file that calls itself a PDF and ends as one.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n\
xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n102\n%%EOF\n";
/// The same with a page in it, blank.
const PAGE: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n\
xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n";
const PICTURE: &[u8] = include_bytes!("../../../../foundation/interface/assets/icon-192.png");

/// Something to make: who, where, what is typed, and the file beside it.
struct Made {
    by: &'static str,
    at: &'static str,
    ids: &'static [Source],
    typed: &'static [(&'static str, Source)],
    file: Option<(&'static str, &'static str, &'static [u8])>,
}

const fn made(
    by: &'static str,
    at: &'static str,
    ids: &'static [Source],
    typed: &'static [(&'static str, Source)],
) -> Made {
    Made { by, at, ids, typed, file: None }
}

const fn sent(
    (by, at, ids): (&'static str, &'static str, &'static [Source]),
    typed: &'static [(&'static str, Source)],
    file: (&'static str, &'static str, &'static [u8]),
) -> Made {
    Made { by, at, ids, typed, file: Some(file) }
}

const DRAFT: Source = Id("SELECT a.id FROM application a JOIN organisation o ON o.id = a.organisation \
     WHERE o.name LIKE '%Les Passerelles' AND a.state = 'draft' LIMIT 1");
const COUNCIL: Source = Id("SELECT id FROM assembly WHERE kind = 'council'");
const CONTRACT: Source = Id("SELECT id FROM contract WHERE code = 'carcassonne-agglo-2024'");
const SURVEY: Source = Id("SELECT id FROM survey WHERE state = 'open'");
const FINDING: Source = Id("SELECT id FROM finding WHERE state = 'under_way' ORDER BY id LIMIT 1");

const PAPERS: &[Made] = &[
    sent(
        ("own-association", "/dossiers/{id}/pieces", &[DRAFT]),
        &[("piece", Is("dossier:autre"))],
        ("fichier", "statuts.pdf", PDF),
    ),
    sent(
        (
            "own-agents",
            "/gestion/conventions/{id}/signatures/scans",
            &[Id("SELECT agreement FROM agreement_report WHERE state = 'accepted' LIMIT 1")],
        ),
        &[],
        ("fichier", "convention.pdf", PDF),
    ),
    sent(
        ("own-agents", "/gestion/numerisations?contrat=carcassonne-agglo-2024", &[]),
        &[],
        ("fichier", "pile.pdf", PAGE),
    ),
    sent(
        ("own-agents", "/gestion/appels/{id}/import", &[Id("SELECT call FROM committee LIMIT 1")]),
        &[],
        ("fichier", "dossiers.csv", "Numéro;Association;Titre\n1;Une association d’ailleurs;Une action\n".as_bytes()),
    ),
    sent(
        (
            "own-agents",
            "/gestion/avis/{id}/pieces",
            &[Id("SELECT id FROM assembly_submission WHERE state = 'open' ORDER BY reference, id LIMIT 1")],
        ),
        &[("papier", Is("Le projet")), ("relue", Is("oui"))],
        ("fichier", "projet.pdf", PDF),
    ),
    sent(
        ("own-council", "/conseil/{id}/budget/nouvelle", &[COUNCIL]),
        &[
            ("sorte", Is("expense")),
            ("libelle", Is("Goûter")),
            ("montant", Is("12")),
            ("date-jour", Is("1")),
            ("date-mois", Is("3")),
            ("date-annee", Is("2026")),
            ("poste", Word("SELECT heading FROM assembly_budget_line WHERE kind = 'expense' ORDER BY id LIMIT 1")),
        ],
        ("fichier", "ticket.pdf", PDF),
    ),
    sent(
        ("own-agents", "/gestion/actions/{id}/fichiers", &[Id("SELECT id FROM action_sheet WHERE code = 'F02'")]),
        &[("nature", Is("document")), ("titre", Is("Compte rendu"))],
        ("fichier", "compte-rendu.pdf", PDF),
    ),
    sent(
        ("own-agents", "/gestion/questionnaires/{id}/appels", &[SURVEY]),
        &[
            ("liste", Is("Adhérents")),
            ("essais", Is("2")),
            ("jusqu-au-jour", Is("1")),
            ("jusqu-au-mois", Is("6")),
            ("jusqu-au-annee", Is("2026")),
        ],
        ("fichier", "numeros.csv", b"Num\xc3\xa9ro\n06 12 34 56 78\n"),
    ),
    sent(
        ("own-agents", "/gestion/questionnaires/{id}/fichier", &[SURVEY]),
        &[],
        ("fichier", "partenaire.csv", b"quartier;age\nQN01101N;30\n"),
    ),
    sent(
        ("own-agents", "/gestion/observatoire/import", &[]),
        &[("source", Is("Ville d’essai")), ("annee", Is("2021"))],
        ("fichier", "valeurs.csv", b"lieu;tp60\nQN01102I;61,2\n"),
    ),
    sent(
        ("own-agents", "/gestion/territoire/import", &[]),
        &[("nature", Is("equipements"))],
        (
            "fichier",
            "equipements.csv",
            b"EQUIP_UID;EQUIP_NOM;EQUIP_LAT;EQUIP_LONG\n11069-99000009-009;Salle;43,2139;2,3675\n",
        ),
    ),
    sent(
        ("own-agents", "/gestion/constats/{id}", &[FINDING]),
        &[
            ("etat", Is("done")),
            ("qui-agit", Is("Éclairage public")),
            ("fait-le-jour", Is("10")),
            ("fait-le-mois", Is("3")),
            ("fait-le-annee", Is("2026")),
            (
                "revision",
                Word("SELECT CAST(revision AS TEXT) FROM finding WHERE state = 'under_way' ORDER BY id LIMIT 1"),
            ),
        ],
        ("photo", "apres.png", PICTURE),
    ),
    sent(
        ("own-agents", "/gestion/rencontres/{id}/constats", &[Id("SELECT meeting FROM walk_stop ORDER BY id LIMIT 1")]),
        &[("constat", Is("Un banc cassé")), ("categorie", Is("equipment")), ("gravite", Is("minor"))],
        ("photo", "banc.png", PICTURE),
    ),
    sent(
        (
            "own-agents",
            "/gestion/fonds/projets/{id}/compte-rendu",
            &[Id("SELECT id FROM fund_project WHERE number = 'M2026-0001'")],
        ),
        &[
            ("fait", Is("Une belle fête")),
            ("venues", Is("90")),
            ("depense", Is("10")),
            ("piece", Is("receipt")),
            ("legende", Is("Le ticket")),
        ],
        ("fichier", "ticket.pdf", PDF),
    ),
    sent(
        (
            "own-agents",
            "/gestion/saisines/{id}/reponse",
            &[Id("SELECT id FROM assembly_referral WHERE state = 'adopted' LIMIT 1")],
        ),
        &[
            ("reponse", Is("Les ascenseurs seront réparés.")),
            ("revision", Word("SELECT CAST(revision AS TEXT) FROM assembly_referral WHERE state = 'adopted' LIMIT 1")),
        ],
        ("fichier", "reponse.pdf", PDF),
    ),
];

const LINES: &[Made] = &[
    made(
        "own-agents",
        "/gestion/contrats/{id}/avenants",
        &[CONTRACT],
        &[
            ("numero", Is("2")),
            ("signe-jour", Is("1")),
            ("signe-mois", Is("3")),
            ("signe-annee", Is("2026")),
            ("changements", Is("Un quartier de plus")),
        ],
    ),
    made(
        "own-agents",
        "/gestion/contrats/signataires/{id}/engagements",
        &[Id("SELECT id FROM contract_signatory ORDER BY position LIMIT 1")],
        &[("nature", Is("expertise")), ("precision", Is("Une urbaniste, un jour par semaine"))],
    ),
    made("own-agents", "/gestion/questionnaires/{id}/papier", &[SURVEY], &[("lot", Is("Fête")), ("version", Is("1"))]),
    made(
        "member",
        "/mon-association/{id}/rejoindre",
        &[Id("SELECT id FROM organisation WHERE name LIKE '%Les Passerelles'")],
        &[("message", Is("Je suis trésorier."))],
    ),
    made(
        "own-agents",
        "/compte/delegations",
        &[],
        &[
            ("email", Is("lucie.armengol@demo.parvis.example")),
            ("debut-jour", Is("15")),
            ("debut-mois", Is("3")),
            ("debut-annee", Is("2026")),
            ("fin-jour", Is("20")),
            ("fin-mois", Is("3")),
            ("fin-annee", Is("2026")),
            ("motif", Is("Congés")),
        ],
    ),
    made(
        "own-agents",
        "/gestion/invitations/nouvelle",
        &[],
        &[("email", Is("invitee@ailleurs.example")), ("fonctions", Is("evaluator"))],
    ),
    made(
        "own-agents",
        "/gestion/ecoute/concertations/{id}/rapport",
        &[Id("SELECT id FROM consultation")],
        &[("version", Is("interne")), ("format", Is("docx")), ("partie", Is("suite"))],
    ),
    made(
        "own-agents",
        "/gestion/contrats/{id}/documents",
        &[CONTRACT],
        &[("genre", Is("suivi")), ("version", Is("interne")), ("format", Is("xlsx"))],
    ),
    made(
        "own-agents",
        "/gestion/programmation/{id}/exports",
        &[Id("SELECT id FROM committee")],
        &[("format", Is("csv"))],
    ),
];

/// Makes everything that is missing; tells what was refused.
pub async fn made_in(house: &House, knocker: &Knocker) -> Vec<String> {
    let mut refused = Vec::new();
    for one in PAPERS.iter().chain(LINES) {
        let mut tx = house.db.read().await.expect("read");
        let path = filled(&mut tx, one.at, one.ids).await.unwrap_or_else(|why| panic!("{why}"));
        let mut typed = Vec::new();
        for (name, source) in one.typed {
            typed.push((*name, value(&mut tx, *source).await.unwrap_or_default()));
        }
        drop(tx);
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let reply = match one.file {
            Some(file) => knocker.upload(one.by, &path, &typed, file).await,
            None => knocker.post(one.by, &path, &typed).await,
        };
        if !matches!(reply.status.as_u16(), 200 | 303) {
            let told =
                reply.body.split("error-summary").nth(1).or(reply.body.split("<main").nth(1)).unwrap_or(&reply.body);
            refused.push(format!("{} {}: {}", one.at, reply.status, told.chars().take(1_200).collect::<String>()));
        }
    }
    refused
}

/// What is there only for a while: somebody signed in, and a job that waits.
pub async fn waiting(house: &House, knocker: &Knocker) {
    let mut tx = house.db.write().await.expect("write");
    let who = value(&mut tx, Id("SELECT id FROM account WHERE name = 'Claire Vidal'")).await.expect("somebody");
    let client = Client { browser: "Essai".to_owned(), network: "127.0.0.1".to_owned(), former_token: None };
    let who = who.parse().expect("an account");
    enter(&mut tx, &house.outside, who, Way::Demonstration, &client).await.expect("signed in");
    let committee = value(&mut tx, Id("SELECT id FROM committee")).await.expect("a committee");
    // A document of an application that is filed.
    let copied = database::execute!(
        &mut tx,
        "INSERT INTO application_file (id, application, project, kind, file, safe_document, label, added_at, added_by, removed_at) \
         SELECT $1, a.id, NULL, f.kind, f.file, NULL, f.label, f.added_at, NULL, NULL FROM application_file f, application a \
         JOIN organisation o ON o.id = a.organisation WHERE o.name LIKE '%Les Passerelles' AND a.stage = 'to_complete' LIMIT 1",
        house.outside.uuid()
    );
    assert_eq!(copied.expect("a document"), 1);
    tx.commit().await.expect("kept");
    let asked =
        knocker.post("own-agents", &format!("/gestion/programmation/{committee}/exports"), &[("format", "csv")]).await;
    assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
}
