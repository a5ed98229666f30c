//! Every form with several fields, sent entirely wrong: each point is told at its field, none waits for another, and
//! everything typed is given back.

use database::fetch_one;
use database::testing::{each_database, outside};
use kernel::Uuid;
use listening::actions::{self, EvidenceText, Kind, Visibility};
use web::House;
use web::testing::{Knocker, Reply, house};

use crate::setting::{ACTOR, arranged, migrations, neighbourhood};

/// An address, what is sent there, the fields that must be told. A choice begins with `?`: it cannot be given back.
type WrongForm<'a> = (String, Vec<(&'a str, &'a str)>, &'a [&'a str]);

const EVIDENCE: [(&str, &str); 7] = [
    ("qui", "Mme Durand au bout du fil"),
    ("propos", "Appelez le 06 12 34 56 78 avant midi"),
    ("canal", "?inconnu"),
    ("document", "?inconnu"),
    ("date-jour", "quarante"),
    ("page", "diapositive huit"),
    ("nature", "?autre"),
];
const GATHERING: [(&str, &str); 10] = [
    ("canal", "?inconnu"),
    ("nombre", "beaucoup"),
    ("quartier", "?inconnu"),
    ("sujet", "Sujet gardé"),
    ("date-mois", "brumaire"),
    ("lieu", "Lieu gardé"),
    ("participants", "12,5"),
    ("document", "?inconnu"),
    ("page", "page gardée"),
    ("note", "Note gardée"),
];
const FIGURE: [(&str, &str); 9] = [
    ("valeur", "trop"),
    ("base", "personne"),
    ("canal", "?inconnu"),
    ("quartier", "?inconnu"),
    ("document", "?inconnu"),
    ("page", "page gardée"),
    ("date-jour", "quarante"),
    ("note", "Note gardée"),
    ("unite", "?autre"),
];
const FIGURE_TOLD: [&str; 9] =
    ["intitule", "valeur", "unite", "base", "base-libelle", "canal", "quartier", "document", "date"];

fn held(path: &str, typed: &[(&str, &str)], told: &[&str], reply: &Reply) {
    assert_eq!(reply.status.as_u16(), 422, "{path}: {}", reply.body);
    for field in told {
        assert!(reply.body.contains(&format!("id=\"erreur-{field}\"")), "{path}, {field}: {}", reply.body);
        for link in [format!("href=\"#champ-{field}\""), format!("id=\"champ-{field}\"")] {
            assert!(reply.body.contains(&link), "{path}, {link}: {}", reply.body);
        }
    }
    for (name, value) in typed.iter().filter(|(_, value)| !value.starts_with('?')) {
        assert!(reply.body.contains(value), "{path}, {name} is given back: {}", reply.body);
    }
}

/// A piece of evidence to correct.
async fn evidence(house: &House, (consultation, need, area): (Uuid, Uuid, Uuid)) -> Uuid {
    let text = EvidenceText {
        need,
        area,
        channel: None,
        gathering: None,
        heard: "des parents d’élèves".into(),
        heard_on: None,
        reported_on: None,
        said: "Il manque des bancs".into(),
        kind: Kind::Need,
        document: None,
        page: String::new(),
        visibility: Visibility::Public,
    };
    let mut tx = house.write().await.expect("a transaction");
    let id =
        actions::record_evidence(&mut tx, &house.outside, &ACTOR, "", (consultation, text)).await.expect("recorded");
    tx.commit().await.expect("kept");
    id
}

async fn counted(house: &House) -> i64 {
    let mut tx = house.read().await.expect("read");
    let (count,): (i64,) = fetch_one!(&mut tx, "SELECT COUNT(*) FROM journal_entry").expect("counted");
    count
}

async fn first(house: &House, table: &str) -> Uuid {
    let mut tx = house.read().await.expect("read");
    let sql = sqlx::AssertSqlSafe(format!("SELECT id FROM {table} ORDER BY position LIMIT 1"));
    let (id,): (Uuid,) = fetch_one!(&mut tx, sql).expect("one row");
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entirely_wrong_form_is_told_in_one_go() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(41));
        let knocker = Knocker::new(listening::door(), house.clone());
        let (consultation, channel, need) = arranged(&house).await;
        let area = neighbourhood(&house).await;
        {
            let mut tx = house.write().await.expect("a transaction");
            actions::add_solution(&mut tx, &house.outside, &ACTOR, "", "Cadre de vie").await.expect("a family");
            tx.commit().await.expect("kept");
        }
        let piece = evidence(&house, (consultation, need, area)).await;
        let (gathering, figure) = (first(&house, "gathering").await, first(&house, "consultation_figure").await);
        let path = |rest: String| format!("/gestion/ecoute/{rest}");
        let forms: Vec<WrongForm<'_>> = vec![
            (
                path("preuves/nouvelle".into()),
                EVIDENCE.to_vec(),
                &[
                    "concertation",
                    "besoin",
                    "quartier",
                    "canal",
                    "document",
                    "qui",
                    "propos",
                    "date",
                    "nature",
                    "visibilite",
                ],
            ),
            (
                path(format!("preuves/{piece}")),
                EVIDENCE.to_vec(),
                &["besoin", "quartier", "canal", "document", "qui", "propos", "date", "nature", "visibilite", "motif"],
            ),
            (
                path("besoins/nouveau".into()),
                vec![("reference", "Été"), ("note", "Note gardée")],
                &["reference", "libelle", "theme", "sensibilite"],
            ),
            (path(format!("besoins/{need}")), vec![("note", "Note gardée")], &["libelle", "theme", "sensibilite"]),
            (
                path("pistes/nouvelle".into()),
                vec![("famille", "?inconnu"), ("etat", "linked"), ("document", "?inconnu")],
                &["reference", "libelle", "famille", "besoin", "document"],
            ),
            (
                path("rencontres/nouvelle".into()),
                GATHERING.to_vec(),
                &["canal", "nombre", "quartier", "date", "participants", "document"],
            ),
            (
                path(format!("rencontres/{gathering}")),
                GATHERING.to_vec(),
                &["canal", "nombre", "quartier", "date", "participants", "document"],
            ),
            (
                path("chiffres/nouveau".into()),
                FIGURE.to_vec(),
                &[
                    "concertation",
                    "intitule",
                    "valeur",
                    "unite",
                    "base",
                    "base-libelle",
                    "canal",
                    "quartier",
                    "document",
                    "date",
                ],
            ),
            (path(format!("chiffres/{figure}")), FIGURE.to_vec(), &FIGURE_TOLD),
            (
                path(format!("couverture/{channel}/{area}")),
                vec![("effectif", "trop"), ("unite", "?autre"), ("base", "personne"), ("note", "Note gardée")],
                &["etat", "effectif", "unite", "base"],
            ),
            (
                path(format!("couverture/{channel}/{area}")),
                vec![("etat", "recorded"), ("base", "personne"), ("note", "Note gardée")],
                &["effectif", "unite", "base", "base-libelle"],
            ),
            (path("concertations/nouvelle".into()), vec![("contrat", "?inconnu")], &["titre", "periode", "contrat"]),
            (
                path(format!("concertations/{consultation}/canaux")),
                vec![("public", "?autre"), ("note", "Note gardée")],
                &["libelle", "public"],
            ),
            (
                path(format!("canaux/{channel}")),
                vec![("public", "?autre"), ("note", "Note gardée")],
                &["libelle", "public"],
            ),
        ];
        let before = counted(&house).await;
        for (path, typed, told) in forms {
            held(&path, &typed, told, &knocker.post("chef", &path, &typed).await);
        }
        assert_eq!(counted(&house).await, before, "nothing was done");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entirely_wrong_form_with_a_file_is_told_in_one_go() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(42));
        let knocker = Knocker::new(listening::door(), house.clone());
        let (new, import) = ("/gestion/ecoute/documents/nouveau", "/gestion/ecoute/import");
        let right =
            [("titre", "Titre"), ("auteur", "Auteur"), ("date-jour", "3"), ("date-mois", "3"), ("date-annee", "2026")];
        assert_eq!(knocker.upload("chef", new, &right, ("fichier", "", b"")).await.status.as_u16(), 303);
        let document = {
            let mut tx = house.read().await.expect("read");
            let (id,): (Uuid,) = fetch_one!(&mut tx, "SELECT id FROM listening_document").expect("one");
            id
        };
        let typed = [("nature", "Nature gardée"), ("date-jour", "quarante")];
        let told = ["titre", "auteur", "date", "fichier"];
        let file = ("fichier", "notes.exe", b"MZ".as_slice());
        for path in [new.to_owned(), format!("/gestion/ecoute/documents/{document}")] {
            held(&path, &typed, &told, &knocker.upload("chef", &path, &typed, file).await);
        }
        let reply = knocker.upload("chef", import, &[("concertation", "?inconnue")], ("fichier", "", b"")).await;
        held(import, &[], &["concertation", "fichier"], &reply);
        let save = "/gestion/ecoute/import/enregistrement";
        let reply = knocker.post("chef", save, &[("concertation", "?inconnue"), ("contenu", "")]).await;
        held(save, &[], &["concertation"], &reply);
    })
    .await;
}
