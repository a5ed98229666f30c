//! What tests of writing share: somebody of the association fills in a form.

use database::fetch_all;
use kernel::Uuid;
use web::House;
use web::testing::{Knocker, Reply};

use applications::testing::Ground;
pub use web::testing::{hidden, plain, sound};

/// Begins an application for an association. Gives its address.
pub async fn begun(knocker: &Knocker, ground: &Ground, token: &str, carrier: usize) -> String {
    let organisation = ground.carriers[carrier].to_string();
    let path = format!("/appels/{}/dossiers/nouveau", ground.address);
    let reply = knocker.post(token, &path, &[("organisation", &organisation)]).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    reply.location
}

/// The projects of an application, in order.
pub async fn projects(house: &House, here: &str) -> Vec<Uuid> {
    let id: Uuid = here.rsplit('/').next().expect("an id").parse().expect("an id");
    let mut tx = house.read().await.expect("read");
    let sql = "SELECT id FROM project WHERE application = $1 ORDER BY position";
    let rows: Vec<(Uuid,)> = fetch_all!(&mut tx, sql, id).expect("projects");
    rows.into_iter().map(|(id,)| id).collect()
}

/// Answers a question from the revision its page shows.
pub async fn answer(knocker: &Knocker, token: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
    let page = knocker.get(token, path).await;
    assert_eq!(page.status.as_u16(), 200, "{path}: {}", page.body);
    let revision = hidden(&page.body, "revision");
    let mut all = fields.to_vec();
    all.push(("revision", &revision));
    knocker.post(token, path, &all).await
}

/// Neither opens nor takes what is typed, which it gives back.
pub async fn closed(knocker: &Knocker, token: &str, path: &str, (field, typed): (&str, &str)) {
    let page = knocker.get(token, path).await;
    assert_eq!(page.status.as_u16(), 409, "{path}: {}", page.body);
    assert!(page.body.contains("Ce dossier est déposé"), "{path}: {}", page.body);
    let refused = knocker.post(token, path, &[(field, typed), ("revision", "1")]).await;
    assert_eq!(refused.status.as_u16(), 409, "{path}");
    assert!(refused.body.contains("Ce dossier est déposé") && refused.body.contains(typed), "{path}: {}", refused.body);
}

async fn answered(knocker: &Knocker, token: &str, path: &str, fields: &[(&str, &str)]) {
    let reply = answer(knocker, token, path, fields).await;
    assert_eq!(reply.status.as_u16(), 303, "{path}: {}", reply.body);
}

/// Fills in everything an application of one project asks, in this title.
pub async fn filled(knocker: &Knocker, house: &House, ground: &Ground, (token, here): (&str, &str), title: &str) {
    for (key, value) in [
        ("forme-aide", "Argent"),
        ("frequence", "Première demande"),
        ("nature-demande", "Une ou plusieurs actions"),
        ("annees", "1"),
        ("contact-nom", "Nadia Fabre"),
        ("contact-fonction", "Coordinatrice"),
        ("contact-telephone", "04 68 00 00 00"),
        ("contact-courriel", "nadia@exemple.fr"),
        ("objet", "Aider à se rencontrer."),
    ] {
        answered(knocker, token, &format!("{here}/question/dossier/{key}"), &[("reponse", value)]).await;
    }
    let own = [("c-641", "20 000"), ("c-74etat", "15 000"), ("q-74etat", "Préfecture"), ("c-756", "5 000,00 €")];
    answered(knocker, token, &format!("{here}/budget/dossier/2026"), &own).await;
    for project in projects(house, here).await {
        let at = format!("{here}/question/{project}");
        for (key, value) in [
            ("intitule", title),
            ("objectifs", "Se parler."),
            ("description", "Un repas par mois."),
            ("participation", "Non"),
            ("responsable", "Nadia Fabre"),
            ("evaluation", "Avec les participants."),
        ] {
            answered(knocker, token, &format!("{at}/{key}"), &[("reponse", value)]).await;
        }
        let (node, area) = (ground.nodes[0].to_string(), ground.areas[0].to_string());
        answered(knocker, token, &format!("{at}/objectifs_contrat"), &[("objectifs", &node)]).await;
        answered(knocker, token, &format!("{at}/territoires"), &[("quartiers", &area)]).await;
        let publics = [("p-2026-26-64-women", "25"), ("p-2026-26-64-men", "0")];
        answered(knocker, token, &format!("{at}/publics"), &publics).await;
        let dates = [
            ("debut-jour", "1"),
            ("debut-mois", "9"),
            ("debut-annee", "2026"),
            ("fin-jour", "31"),
            ("fin-mois", "12"),
            ("fin-annee", "2026"),
        ];
        answered(knocker, token, &format!("{at}/dates"), &dates).await;
        let counted = [("compte-1-quoi", "Participants"), ("compte-1-unite", "personnes"), ("compte-1-cible", "40")];
        answered(knocker, token, &format!("{at}/indicateurs"), &counted).await;
        let asked = format!("f-{}", ground.funders[0]);
        let budget = [
            ("c-604", "6 000"),
            ("c-756", "1.000,00"),
            (asked.as_str(), "5 000,00 €"),
            ("c-864", "500"),
            ("c-870", "500"),
        ];
        answered(knocker, token, &format!("{here}/budget/{project}/2026"), &budget).await;
        join(knocker, token, here, &format!("{project}:devis")).await;
    }
    join(knocker, token, here, "dossier:rib").await;
}

/// Joins a document.
pub async fn join(knocker: &Knocker, token: &str, here: &str, piece: &str) {
    let file = ("fichier", "piece.pdf", b"%PDF-1.7 essai".as_slice());
    let reply = knocker.upload(token, &format!("{here}/pieces"), &[("piece", piece)], file).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
}

/// What is attested.
pub const ATTESTED: [(&str, &str); 7] = [
    ("a-jour", "oui"),
    ("sincere", "oui"),
    ("charte", "oui"),
    ("engagement", "oui"),
    ("aides", "non"),
    ("nom", "Léa Martin"),
    ("fonction", "Présidente"),
];
