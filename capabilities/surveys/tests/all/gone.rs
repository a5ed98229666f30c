//! What is purged or taken back is nowhere: no row, no index, no figure kept ready, no byte of the database; and an older backup
//! does not bring it back.

use std::sync::Arc;

use base64::Engine as _;

use crate::setting::{Stage, arranged, given_code, hidden, migrations};
use database::testing::each_database;
use database::{Db, fetch_all};
use jobs::NewJob;
use kernel::Uuid;
use surveys::actions::Live;

/// Somebody answers with a sentence; gives her code.
async fn answers(stage: &Stage, code: &str, said: &str) -> String {
    let page = stage.knocker.get("", &format!("/q/{code}")).await;
    let carried = hidden(&page.body);
    let mut fields: Vec<(&str, &str)> = carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend([
        ("r.quartier", "QN01101N"),
        ("r.de_quoi_faut_il_s", "proprete"),
        ("r.qu_est_ce_qui_changerait", said),
    ]);
    let sent = stage.knocker.post("", &format!("/q/{code}/envoi"), &fields).await;
    assert_eq!(sent.status.as_u16(), 200, "{}", sent.body);
    given_code(&sent.body)
}

/// What a thief could recognise of answers: identifiers, sealed sentences, hashes of codes.
async fn marks(db: &Db) -> Vec<Vec<u8>> {
    let mut tx = db.read().await.expect("read");
    let answers: Vec<(Uuid,)> = fetch_all!(&mut tx, "SELECT id FROM answer").expect("answers");
    let words: Vec<(Uuid, Vec<u8>, Vec<u8>)> =
        fetch_all!(&mut tx, "SELECT id, sealed, code_hash FROM answer_words").expect("words");
    let spent: Vec<(Vec<u8>,)> = fetch_all!(&mut tx, "SELECT marker FROM spent_invitation").expect("marks");
    let parked: Vec<(Vec<u8>,)> = fetch_all!(&mut tx, "SELECT sealed FROM parked_answer").expect("parked");
    let mut all: Vec<Vec<u8>> = answers.into_iter().map(|(id,)| id.as_bytes().to_vec()).collect();
    for (id, sealed, hash) in words {
        all.extend([id.as_bytes().to_vec(), sealed, hash]);
    }
    all.extend(spent.into_iter().chain(parked).map(|(bytes,)| bytes));
    all
}

/// Which of these stand somewhere in the database: as bytes, or written as rows are told.
async fn standing(stage: &Stage, marks: &[Vec<u8>]) -> usize {
    // Each byte as a letter: a text is searched at once, where bytes would be compared one by one.
    let letters = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
    let everything = letters(&stage.everything().await);
    let told = |mark: &[u8]| base64::engine::general_purpose::STANDARD_NO_PAD.encode(mark);
    let stands = |mark: &&Vec<u8>| everything.contains(&letters(mark)) || everything.contains(&told(mark));
    marks.iter().filter(stands).count()
}

async fn worked(stage: &Stage) {
    let live = stage.house.shelves.shelf::<Live>();
    let mut handlers = surveys::handlers(&stage.house.keys, live);
    handlers.extend(corpus::handlers(None));
    let folder = tempfile::tempdir().expect("folder");
    handlers.push(Arc::new(safekeeping::Keeping { folder: folder.path().to_owned() }));
    jobs::testing::worked(&stage.house.db, &stage.house.outside, handlers).await;
    // The ledger of the data folder is written in the same go.
    let marks = stage.count("SELECT COUNT(*) FROM erasure").await;
    let ledger = std::fs::read_to_string(folder.path().join(safekeeping::LEDGER)).unwrap_or_default();
    let lines = ledger.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(i64::try_from(lines).expect("few"), marks);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_questionnaire_purged_at_its_date_leaves_no_byte_behind() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db.clone()).await;
        let path = stage.opened("À purger").await;
        let set = [("titre", "À purger"), ("but", "Préparer"), ("acces", "everyone"), ("jours", "30"), ("age", "15")];
        assert_eq!(stage.does(&path, "reglages", &set).await.status.as_u16(), 303);
        for rank in 0..4 {
            answers(&stage, "a-purger", &format!("Phrase zwertyuiopable {rank}")).await;
        }
        let mut page = stage.knocker.get("", "/q/a-purger").await;
        page = stage.goes_on(&page, "/q/a-purger/suite", &[]).await;
        let aside = [("r.quartier", "QN01102N")];
        assert_eq!(stage.goes_on(&page, "/q/a-purger/plus-tard", &aside).await.status.as_u16(), 200);
        let marks = marks(&db).await;
        assert_eq!(marks.len(), 4 + 3 * 4 + 1);
        assert_eq!(standing(&stage, &marks).await, marks.len(), "they are there before");
        assert_eq!(stage.does(&path, "fermeture", &[]).await.status.as_u16(), 303);

        // An agent reads the figures: they stay ready in memory. Then the day comes, and the purge of the night.
        let later = stage.days_later(&db, 32);
        let figures = later.knocker.get("chef", &format!("{path}/resultats")).await;
        assert_eq!(figures.status.as_u16(), 200, "{}", figures.body);
        assert!(!later.house.shelves.shelf::<Live>().is_empty(), "figures are kept ready");
        let mut tx = later.house.write().await.expect("write");
        jobs::enqueue(&mut tx, &later.house.outside, NewJob::new("surveys.purge", serde_json::json!({})))
            .await
            .expect("queued");
        tx.commit().await.expect("kept");
        worked(&later).await;
        assert!(later.house.shelves.shelf::<Live>().is_empty(), "a purged answer stays in no figure");
        for table in ["answer", "answer_words", "parked_answer", "spent_invitation"] {
            assert_eq!(web::testing::count(&later.house, table).await, 0, "{table}");
        }
        assert_eq!(standing(&later, &marks).await, 0, "something of what was purged remains");
        let told = later.column("SELECT detail FROM journal_words").await.join("\n");
        assert!(told.contains("purge") && !told.contains("zwerty"), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_taken_back_does_not_come_back_with_a_backup() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.opened("Sauvée").await;
        let hers = answers(&stage, "sauvee", "Un banc").await;
        let all = marks(&stage.house.db).await;
        answers(&stage, "sauvee", "Une fontaine").await;
        let folder = tempfile::tempdir().expect("folder");
        let before = folder.path().join("avant.tar.gz");
        stage.saved(&before).await;
        let erased = stage.knocker.post("", "/q/suivi/effacement", &[("cle", &hers)]).await;
        assert!(erased.body.contains("est effacée"), "{}", erased.body);
        worked(&stage).await;
        assert_eq!(standing(&stage, &all).await, 0, "something of what was taken back remains");
        // The hour at which she took it back is kept nowhere.
        let sql = "SELECT COUNT(*) FROM journal_entry e JOIN journal_words w ON w.seq = e.seq \
                   WHERE w.detail LIKE '%effacement par code%' AND e.at % 86400000 <> 0";
        assert_eq!(stage.count(sql).await, 0);
        stage.saved(&folder.path().join("apres.tar.gz")).await;

        let (back, _kept) = stage.brought_back(&before).await;
        assert_eq!(back.count("SELECT COUNT(*) FROM answer").await, 2, "the old backup holds hers");
        // Without the ledger nothing is known of it; with it, her answer and her sentence go, and those of others stay.
        assert_eq!(back.erased_again(&folder.path().join("ailleurs.txt")).await, 0);
        assert_eq!(back.erased_again(&folder.path().join(safekeeping::LEDGER)).await, 2);
        assert_eq!(back.count("SELECT COUNT(*) FROM answer").await, 1);
        assert_eq!(back.count("SELECT COUNT(*) FROM answer_words").await, 1);
        assert_eq!(standing(&back, &all).await, 0, "what was erased came back");
        web::testing::sound(&back.house).await;
    })
    .await;
}
