//! Channels, gatherings and figures corrected: found from the page of the consultation, given back when somebody was
//! faster, told in the journal as they were and as they are; on both databases, and on rows of the version before.

use database::testing::{each_database, outside};
use database::{Migration, execute, fetch_one};
use journal::Entry;
use kernel::Uuid;
use web::House;
use web::testing::{Knocker, house};

use crate::setting::{ACTOR, arranged, migrations};

/// The first row of a table with its words and its revision.
async fn first(house: &House, sql: &'static str) -> (Uuid, String, i64) {
    let mut tx = house.read().await.expect("read");
    fetch_one!(&mut tx, sql).expect("one row")
}

const CHANNEL: &str = "SELECT id, label, COALESCE(revision, 1) FROM channel";
const GATHERING: &str = "SELECT id, topic, COALESCE(revision, 1) FROM gathering";
const FIGURE: &str = "SELECT id, label, COALESCE(revision, 1) FROM consultation_figure ORDER BY position LIMIT 1";

/// A list of addresses, what finds the row, the field of its words, what else is typed.
type CorrectedForm<'a> = (&'a str, &'static str, &'a str, Vec<(&'a str, &'a str)>);

async fn last_detail(house: &House) -> String {
    let mut tx = house.read().await.expect("read");
    let sql = "SELECT detail FROM journal_words ORDER BY seq DESC LIMIT 1";
    let (detail,): (String,) = fetch_one!(&mut tx, sql).expect("an entry");
    detail
}

#[tokio::test(flavor = "multi_thread")]
async fn each_is_corrected_unless_somebody_was_faster() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(51));
        let knocker = Knocker::new(listening::door(), house.clone());
        let (consultation, channel, _) = arranged(&house).await;
        let sheet = format!("/gestion/ecoute/concertations/{consultation}");
        let own = channel.to_string();
        let forms: [CorrectedForm<'_>; 3] = [
            ("canaux", CHANNEL, "libelle", vec![("public", "young_people"), ("note", "Lus deux fois")]),
            (
                "rencontres",
                GATHERING,
                "sujet",
                vec![
                    ("canal", &own),
                    ("nombre", "2"),
                    ("participants", "14"),
                    ("date-jour", "3"),
                    ("date-mois", "3"),
                    ("date-annee", "2026"),
                ],
            ),
            (
                "chiffres",
                FIGURE,
                "intitule",
                vec![
                    ("valeur", "42,5"),
                    ("unite", "percent"),
                    ("base", "158"),
                    ("base-libelle", "personnes jointes"),
                    ("canal", &own),
                ],
            ),
        ];
        for (list, sql, field, mut typed) in forms {
            let (id, before, revision) = first(&house, sql).await;
            assert_eq!(revision, 1, "{list}");
            let path = format!("/gestion/ecoute/{list}/{id}");
            let page = knocker.get("chef", &sheet).await.body;
            assert!(page.contains(&format!("href=\"{path}\">Corriger")), "{list}: {page}");
            let filled = knocker.get("chef", &path).await.body;
            assert!(filled.contains(&before) && filled.contains("name=\"revision\" value=\"1\""), "{list}: {filled}");
            typed.extend([(field, "Mieux dit"), ("revision", "1")]);
            let reply = knocker.post("chef", &path, &typed).await;
            assert_eq!(reply.location, format!("{sheet}?fait=modifie"), "{list}: {}", reply.body);
            assert_eq!(first(&house, sql).await, (id, "Mieux dit".to_owned(), 2), "{list}");
            let detail = last_detail(&house).await;
            let read: serde_json::Value = serde_json::from_str(&detail).expect("JSON");
            assert!(read["avant"].to_string().contains(&before), "{detail}");
            assert!(read["apres"].to_string().contains("Mieux dit"), "{detail}");
            for (name, value) in &typed {
                let page = knocker.get("chef", &path).await.body;
                let kept = if *name == "revision" { "2" } else { value };
                assert!(page.contains(kept), "{list}, {name}: {page}");
            }

            // Somebody else still has the page of before.
            typed.retain(|(name, _)| *name != field);
            typed.push((field, "Écrit trop tard"));
            let reply = knocker.post("enquete", &path, &typed).await;
            assert_eq!(reply.status.as_u16(), 409, "{list}: {}", reply.body);
            assert!(reply.body.contains("Écrit trop tard"), "{list}: {}", reply.body);
            assert_eq!(first(&house, sql).await, (id, "Mieux dit".to_owned(), 2), "{list}");

            for (token, status) in [("elue", 403), ("", 303)] {
                assert_eq!(knocker.get(token, &path).await.status.as_u16(), status, "{list}, {token:?}");
                let reply = knocker.post(token, &path, &typed).await;
                assert!(reply.status.is_client_error(), "{list}, {token:?}: {}", reply.status);
            }
            let nothing = format!("/gestion/ecoute/{list}/{}", Uuid::nil());
            assert_eq!(knocker.get("chef", &nothing).await.status.as_u16(), 404, "{list}");
            assert_eq!(knocker.post("chef", &nothing, &typed).await.status.as_u16(), 404, "{list}");
        }
        let page = knocker.get("chef", &sheet).await.body;
        assert!(page.contains("Mieux dit, 3\u{a0}mars\u{a0}2026"), "{page}");
        assert_eq!(first(&house, FIGURE).await.2, 2, "what was refused changed nothing");
        let mut tx = house.read().await.expect("read");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gathering_stays_in_its_consultation() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(52));
        let knocker = Knocker::new(listening::door(), house.clone());
        arranged(&house).await;
        let (id, before, _) = first(&house, GATHERING).await;
        let elsewhere = {
            use listening::actions::{ChannelText, Heard, NewConsultation, add_channel, open_consultation};
            let mut tx = house.write().await.expect("a transaction");
            let new = NewConsultation {
                code: String::new(),
                contract: None,
                title: "Une autre".into(),
                period_label: "Juin 2026".into(),
                ended_by: None,
            };
            let other = open_consultation(&mut tx, &house.outside, &ACTOR, new).await.expect("opened");
            let text = ChannelText { label: "Marches".into(), hears: Heard::Residents, note: String::new() };
            let channel = add_channel(&mut tx, &house.outside, &ACTOR, (other, ""), text).await.expect("a channel");
            tx.commit().await.expect("kept");
            channel.to_string()
        };
        let path = format!("/gestion/ecoute/rencontres/{id}");
        assert!(!knocker.get("chef", &path).await.body.contains(&elsewhere), "it is not offered");
        let typed = [("canal", elsewhere.as_str()), ("nombre", "1"), ("sujet", "Déplacé"), ("revision", "1")];
        let reply = knocker.post("chef", &path, &typed).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("Choisissez un canal de cette concertation"), "{}", reply.body);
        assert_eq!(first(&house, GATHERING).await, (id, before, 1));
    })
    .await;
}

/// The schema of the version before, then a channel sealed by an act of that version.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_version_before_left_is_unchanged_and_can_be_corrected() {
    let released: Vec<Migration> =
        migrations().into_iter().filter(|one| one.name != "listening/0002_corrections").collect();
    assert_eq!(released.len() + 1, migrations().len());
    each_database(&released, |db| async move {
        let outside = outside(53);
        let (consultation, channel) = (outside.uuid(), outside.uuid());
        let mut tx = db.write().await.expect("a transaction");
        let sql = "INSERT INTO consultation (id, code, title, period_label, position) VALUES ($1, 'c', 'Concertation', 'Mars', 1)";
        execute!(&mut tx, sql, consultation).expect("a consultation");
        let sql = "INSERT INTO channel (id, consultation, code, label, hears, note, position) \
                   VALUES ($1, $2, 'a', 'Ateliers', 'residents', '', 1)";
        execute!(&mut tx, sql, channel, consultation).expect("a channel");
        let touched = [("consultation", consultation), ("channel", channel)];
        let entry = Entry::on("listening.lead", "channel", channel).touched(&touched);
        journal::record(&mut tx, &outside, &ACTOR, entry).await.expect("recorded");
        tx.commit().await.expect("kept");

        db.migrate(&migrations(), &outside).await.expect("migrated");
        let house = house(db, outside);
        let mut tx = house.read().await.expect("read");
        assert_eq!(journal::verify(&mut tx).await.expect("verified").findings, []);
        drop(tx);
        let knocker = Knocker::new(listening::door(), house.clone());
        let path = format!("/gestion/ecoute/canaux/{channel}");
        let typed = [("libelle", "Ateliers et marches"), ("public", "residents"), ("revision", "1")];
        assert_eq!(knocker.post("chef", &path, &typed).await.status.as_u16(), 303);
        assert_eq!(first(&house, CHANNEL).await, (channel, "Ateliers et marches".to_owned(), 2));
        let mut tx = house.read().await.expect("read");
        assert_eq!(journal::verify(&mut tx).await.expect("verified").findings, []);
    })
    .await;
}
