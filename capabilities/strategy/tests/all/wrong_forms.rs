//! Every form of the contract, sent entirely wrong, on both databases: each point is told at its field, none waits for
//! another, and everything typed is given back.

use database::testing::{each_database, outside};
use database::{Migration, fetch_one};
use kernel::{Actor, Uuid};
use strategy::actions::{
    self, ContractTerms, LevelNames, NewLevel, NodeText, Requirement, SignatoryTerms, SignatureStatus, Status,
};
use web::House;
use web::testing::{Knocker, house};

const ACTOR: Actor = Actor::Platform("essai");

fn migrations() -> Vec<Migration> {
    [database::search::MIGRATIONS, journal::MIGRATIONS, jobs::MIGRATIONS, territory::MIGRATIONS, strategy::MIGRATIONS]
        .concat()
}

/// A contract with a level, a node and a signatory; their identifiers in that order.
async fn arranged(house: &House) -> [Uuid; 4] {
    let (mut tx, outside) = (house.write().await.expect("a transaction"), &house.outside);
    let terms = ContractTerms {
        title: "Contrat d’essai".into(),
        starts_on: "2024-03-31".parse().expect("a day"),
        ends_on: "2030-03-30".parse().expect("a day"),
        holder: String::new(),
        review_year: None,
        review_on: None,
        zoning_generation: None,
        status: Status::Proposed,
        source: String::new(),
        note: String::new(),
    };
    let contract = actions::create_contract(&mut tx, outside, &ACTOR, "essai", terms, &[]).await.expect("a contract");
    let names = LevelNames { singular: "Enjeu".into(), plural: "Enjeux".into() };
    let level = NewLevel { depth: 1, names, is_transversal: false };
    let level = actions::add_level(&mut tx, outside, &ACTOR, contract, level).await.expect("a level");
    let text =
        |code: &str| NodeText { code: code.into(), title: "T".into(), summary: String::new(), note: String::new() };
    let node = actions::add_node(&mut tx, outside, &ACTOR, contract, None, (level, text("E1"))).await.expect("a node");
    actions::add_node(&mut tx, outside, &ACTOR, contract, None, (level, text("E2"))).await.expect("another");
    let terms = SignatoryTerms {
        name: "Commune".into(),
        requirement: Requirement::Required,
        status: SignatureStatus::ToConfirm,
        commitment: String::new(),
        legal_basis: String::new(),
    };
    let signatory = actions::add_signatory(&mut tx, outside, &ACTOR, contract, terms).await.expect("a signatory");
    tx.commit().await.expect("kept");
    [contract, level, node, signatory]
}

async fn counted(house: &House) -> i64 {
    let mut tx = house.read().await.expect("read");
    let (count,): (i64,) = fetch_one!(&mut tx, "SELECT COUNT(*) FROM journal_entry").expect("counted");
    count
}

/// An address, what is sent there, the fields that must be told. A choice begins with `?`: it cannot be given back.
type WrongForm<'a> = (String, Vec<(&'a str, &'a str)>, &'a [&'a str]);

#[tokio::test(flavor = "multi_thread")]
async fn an_entirely_wrong_form_is_told_in_one_go() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(61));
        let knocker = Knocker::new(strategy::door(), house.clone());
        let [contract, level, node, signatory] = arranged(&house).await;
        let long = |count: usize| "é".repeat(count);
        let (titles, sources, names) = (long(201), long(401), long(61));
        let terms = |reference: &'static str| {
            vec![
                ("reference", reference),
                ("titre", titles.as_str()),
                ("debut-jour", "quarante"),
                ("fin-mois", "brumaire"),
                ("revision-annee", "bientôt"),
                ("zonage", "nouveau"),
                ("etat", "?autre"),
                ("source", sources.as_str()),
                ("note", "Note gardée"),
            ]
        };
        let told_of_terms = ["titre", "debut", "fin", "revision-annee", "zonage", "etat", "source"];
        let with_reference = [told_of_terms.as_slice(), &["reference"]].concat();
        let texts = [("reference", "E2"), ("resume", &*long(601)), ("note", &*long(2001))]
            .map(|(name, text)| (name, text.to_owned()));
        let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let (commitment, basis) = (long(4001), long(201));
        let signature = vec![
            ("obligation", "?autre"),
            ("etat", "?autre"),
            ("engagement", commitment.as_str()),
            ("base-legale", basis.as_str()),
        ];
        let told_of_signature = ["nom", "obligation", "etat", "engagement", "base-legale"];
        let path = |rest: String| format!("/gestion/contrats/{rest}");
        let forms: Vec<WrongForm<'_>> = vec![
            (path("nouveau".into()), terms("Été gardé"), &with_reference),
            (path("nouveau".into()), terms("essai"), &with_reference),
            (path(format!("{contract}/modifier")), terms(""), &told_of_terms),
            // Readable dates that do not agree: what leans on them is told with the rest.
            (
                path(format!("{contract}/modifier")),
                vec![
                    ("debut-jour", "1"),
                    ("debut-mois", "4"),
                    ("debut-annee", "2024"),
                    ("fin-jour", "1"),
                    ("fin-mois", "4"),
                    ("fin-annee", "2023"),
                    ("revision-annee", "2031"),
                    ("zonage", "12"),
                ],
                &["titre", "fin", "revision-annee", "zonage", "etat"],
            ),
            (
                path(format!("{contract}/niveaux")),
                vec![("profondeur", "?9"), ("pluriel", names.as_str())],
                &["profondeur", "singulier", "pluriel"],
            ),
            (
                path(format!("{contract}/niveaux")),
                vec![("profondeur", "4"), ("pluriel", names.as_str())],
                &["profondeur", "singulier", "pluriel"],
            ),
            (path(format!("niveaux/{level}")), vec![("pluriel", names.as_str())], &["singulier", "pluriel"]),
            (
                path(format!("{contract}/elements")),
                [texts.as_slice(), &[("niveau", "?autre")]].concat(),
                &["niveau", "reference", "intitule", "resume", "note"],
            ),
            (path(format!("elements/{node}")), texts.clone(), &["reference", "intitule", "resume", "note"]),
            (path(format!("{contract}/signataires")), signature.clone(), &told_of_signature),
            (path(format!("signataires/{signatory}")), signature.clone(), &told_of_signature),
        ];
        let before = counted(&house).await;
        for (path, typed, told) in forms {
            let reply = knocker.post("chef", &path, &typed).await;
            assert_eq!(reply.status.as_u16(), 422, "{path}: {}", reply.body);
            for field in told {
                for part in ["id=\"erreur-", "href=\"#champ-", "id=\"champ-"].map(|part| format!("{part}{field}\"")) {
                    assert!(reply.body.contains(&part), "{path}, {part}: {}", reply.body);
                }
            }
            for (name, value) in typed.iter().filter(|(_, value)| !value.starts_with('?')) {
                assert!(reply.body.contains(value), "{path}, {name} is given back: {}", reply.body);
            }
        }
        assert_eq!(counted(&house).await, before, "nothing was done");

        // A date that cannot be read leaves alone what leans on it.
        let typed = [
            ("titre", "T"),
            ("etat", "signed"),
            ("fin-jour", "1"),
            ("fin-mois", "4"),
            ("fin-annee", "2030"),
            ("revision-annee", "2031"),
        ];
        let reply = knocker.post("chef", &path(format!("{contract}/modifier")), &typed).await;
        assert!(
            reply.body.contains("id=\"erreur-debut\"") && !reply.body.contains("id=\"erreur-revision-annee\""),
            "{}",
            reply.body
        );
    })
    .await;
}
