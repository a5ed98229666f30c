//! A sheet that leaves a need or an objective says why, and the thread keeps it; towns that upgrade keep their needs. On both
//! databases.

use crate::setting;

use crate::setting::{arranged, count, hidden, migrations, new_sheet, opened, plain, sound};
use database::testing::{databases, each_database, outside};
use database::{Migration, execute, fetch_all, fetch_one};
use kernel::Uuid;
use web::testing::{Knocker, house};

#[tokio::test(flavor = "multi_thread")]
async fn leaving_a_need_or_an_objective_asks_why() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(91));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        let (objective, need, stake) = (set.objective.to_string(), set.need.to_string(), set.stake.to_string());
        let mut form = new_sheet("F1", "Nettoyer ensemble");
        form.extend([("operationnel", objective.as_str()), ("besoins", need.as_str())]);
        let path = opened(&knocker, &form).await;
        let sheet: Uuid = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an identifier");
        let edit = format!("{path}/modifier");
        let page = knocker.get("chef", &edit).await.body;
        assert!(page.contains(&format!("value=\"{need}\" checked")), "the need is read from the thread: {page}");
        let revision = hidden(&page, "revision");

        // The same text: nothing is asked. The need dropped without a reason: everything is given back.
        let same = [
            ("reference", "F1"),
            ("titre", "Nettoyer ensemble"),
            ("constat", "Un constat gardé"),
            ("operationnel", objective.as_str()),
            ("strategique", stake.as_str()),
        ];
        let mut without = same.to_vec();
        without.push(("revision", revision.as_str()));
        let mut with = without.clone();
        let entries = count(&house, "journal_entry").await;
        let reply = knocker.post("chef", &edit, &without).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("href=\"#champ-motif-fil\"") && reply.body.contains("id=\"champ-motif-fil\""));
        assert!(reply.body.contains("Un constat gardé") && !reply.body.contains(&format!("value=\"{need}\" checked")));
        let long = "x".repeat(1_001);
        without.push(("motif-fil", long.as_str()));
        let reply = knocker.post("chef", &edit, &without).await;
        assert!(reply.status.as_u16() == 422 && plain(&reply.body).contains("1000 signes au plus"), "{}", reply.body);
        assert_eq!(count(&house, "journal_entry").await, entries, "nothing was done");
        with.push(("besoins", need.as_str()));
        assert_eq!(knocker.post("chef", &edit, &with).await.status.as_u16(), 303, "nothing is left: nothing is asked");

        let revision = hidden(&knocker.get("chef", &edit).await.body, "revision");
        without.retain(|(name, _)| *name != "revision" && *name != "motif-fil");
        without.extend([("revision", revision.as_str()), ("motif-fil", "Le besoin est mieux couvert par F2")]);
        let reply = knocker.post("chef", &edit, &without).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let mut tx = house.read().await.expect("read");
        let broken = lineage::broken(&mut tx, sheet, 10).await.expect("read");
        assert_eq!(broken.len(), 1);
        assert_eq!(broken[0].broken.as_ref().map(|told| told.why.as_str()), Some("Le besoin est mieux couvert par F2"));
        assert_eq!(broken[0].from.id, set.need);
        let sql = "SELECT why FROM journal_words ORDER BY seq DESC LIMIT 1";
        let (why,): (String,) = fetch_one!(&mut tx, sql).expect("read");
        assert_eq!(why, "Le besoin est mieux couvert par F2", "the journal says it too");
        let answered = plan::facade::answer_counts(&mut tx, &[set.need]).await.expect("read");
        assert!(answered.is_empty(), "{answered:?}");
        drop(tx);

        // Another objective is asked about in the same way.
        let revision = hidden(&knocker.get("chef", &edit).await.body, "revision");
        let form = [("reference", "F1"), ("titre", "Nettoyer ensemble"), ("revision", revision.as_str())];
        let reply = knocker.post("chef", &edit, &form).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("champ-motif-fil"), "{}", reply.body);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_need_released_on_the_thread_is_told_to_whoever_edits_the_sheet() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(92));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        let need = set.need.to_string();
        let mut form = new_sheet("F1", "Nettoyer ensemble");
        form.push(("besoins", need.as_str()));
        let path = opened(&knocker, &form).await;
        let sheet: Uuid = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an identifier");
        let edit = format!("{path}/modifier");
        let revision = hidden(&knocker.get("chef", &edit).await.body, "revision");
        let mut tx = house.write().await.expect("begin");
        let link = lineage::before(&mut tx, sheet, 10).await.expect("read").remove(0);
        let why = "Répondu ailleurs";
        plan::facade::release_need(&mut tx, &house.outside, &setting::ACTOR, &link, why).await.expect("released");
        tx.commit().await.expect("kept");
        let form = [("reference", "F1"), ("titre", "Autre"), ("besoins", &need), ("revision", &revision)];
        let reply = knocker.post("chef", &edit, &form).await;
        assert_eq!(reply.status.as_u16(), 409, "the sheet changed meanwhile: {}", reply.body);
        assert!(!knocker.get("chef", &edit).await.body.contains(&format!("value=\"{need}\" checked")));
        sound(&house).await;
    })
    .await;
}

/// Steps of the slice until one of them.
fn steps(until: &str) -> Vec<Migration> {
    let known = plan::MIGRATIONS;
    let end = known.iter().position(|step| step.name == until).expect("a step of that name");
    known[..=end].to_vec()
}

#[tokio::test]
async fn needs_kept_before_are_on_the_thread_after() {
    let before = listening::testing::migrations(&[accounts::MIGRATIONS, &steps("plan/0002_lookups")]);
    for database in databases(&before).await {
        let house = house(database.db.clone(), outside(93));
        let mut tx = house.write().await.expect("begin");
        let areas = listening::testing::neighbourhoods(&mut tx, &house.outside, &["La Conte"]).await;
        let (contract, _) = setting::contract(&mut tx, &house.outside, "essai", &areas).await;
        let need = listening::testing::need(&mut tx, &house.outside, "Des lieux propres").await;
        let (sheet, other, tied) = (Uuid::from_u128(7), Uuid::from_u128(8), Uuid::from_u128(9));
        for (id, code) in [(sheet, "F1"), (other, "F2")] {
            let sql = "INSERT INTO action_sheet (id, contract, code, address, title, finding, aims, description, perimeter, \
                       publics, lead, competence, conditions, transposition, status, status_on, status_source, \
                       status_reason, is_published, changed_at, words, revision) VALUES ($1, $2, $3, $3, 'T', '', '', '', \
                       '', '', '', '', '', '', 'planned', '2026-03-01', 'x', '', TRUE, 1000, '', 1)";
            execute!(&mut tx, sql, id, contract, code).expect("kept");
            let sql = "INSERT INTO sheet_need (id, sheet, need) VALUES ($1, $2, $3)";
            execute!(&mut tx, sql, house.outside.uuid(), id, need).expect("kept");
        }
        // One of them the thread said already; and an act sealed a row of the table that goes.
        let sql = "INSERT INTO lineage_link (id, from_kind, from_id, to_kind, to_id, made_at, made_by, why, broken_at, \
                   broken_by, broken_why) VALUES ($1, 'besoin', $2, 'action', $3, 500, 'x', '', NULL, '', '')";
        execute!(&mut tx, sql, tied, need, sheet).expect("kept");
        let rows: Vec<(Uuid,)> = fetch_all!(&mut tx, "SELECT id FROM sheet_need").expect("read");
        let touched: Vec<(&str, Uuid)> = rows.iter().map(|(id,)| ("sheet_need", *id)).collect();
        let entry = journal::Entry::on("plan.edit", "action_sheet", sheet).touched(&touched);
        journal::record(&mut tx, &house.outside, &setting::ACTOR, entry).await.expect("recorded");
        tx.commit().await.expect("commit");
        database.db.migrate(&migrations(), &outside(94)).await.expect("upgraded");
        let mut tx = house.read().await.expect("read");
        let sql = "SELECT to_id, made_at FROM lineage_link WHERE from_id = $1 AND broken_at IS NULL ORDER BY made_at";
        let links: Vec<(Uuid, i64)> = fetch_all!(&mut tx, sql, need).expect("read");
        assert_eq!(links, [(sheet, 500), (other, 1000)], "{}", database.name);
        assert_eq!(plan::facade::answer_counts(&mut tx, &[need]).await.expect("read"), [(need, 2)]);
        let whole = plan::facade::sheet(&mut tx, other, true).await.expect("read").expect("there");
        assert_eq!(whole.needs, [need]);
        drop(tx);
        sound(&house).await;
    }
}
