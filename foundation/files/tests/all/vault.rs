//! Keeping, deleting, sending again and comparing, on both databases.

use database::testing::{TEST_START, each_database, outside};
use database::{Db, execute};
use files::{
    ContentHash, File, Kind, Limits, LocalVault, QUARANTINE_DAYS, Vault, attach, find, mark_deleted, purge_quarantine,
    receive, reconcile, recover, sweep,
};
use kernel::{Outside, Uuid};

const TEXTS: Limits<'static> = Limits { largest_bytes: 1_000_000, kinds: &[Kind::Txt] };

async fn keep(db: &Db, vault: &LocalVault, outside: &Outside, text: &str) -> File {
    let prepared = receive(vault, "../../mémoire.txt", TEXTS, &mut text.as_bytes()).await.expect("received");
    let mut tx = db.write().await.expect("begin");
    let by = Some(Uuid::from_u128(7));
    let file = attach(&mut tx, vault, outside, prepared, "test.note", by).await.expect("attached");
    tx.commit().await.expect("commit");
    file
}

fn vault() -> (tempfile::TempDir, LocalVault) {
    let folder = tempfile::tempdir().expect("folder");
    let vault = LocalVault::open(folder.path()).expect("vault");
    (folder, vault)
}

async fn is_there(vault: &LocalVault, content: ContentHash) -> bool {
    vault.open(content).await.expect("asked").is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_attached_is_found_and_stands_under_its_hash() {
    each_database(files::MIGRATIONS, |db| async move {
        let (folder, vault) = vault();
        let file = keep(&db, &vault, &outside(2), "bonjour").await;
        assert_eq!(file.content, ContentHash::of(b"bonjour"));
        assert_eq!((file.original_name.as_str(), file.size), ("mémoire.txt", 7));
        let mut tx = db.read().await.expect("read");
        assert_eq!(find(&mut tx, file.id).await.expect("found"), Some(file.clone()));
        assert_eq!(find(&mut tx, Uuid::from_u128(1)).await.expect("asked"), None);
        let name = file.content.to_string();
        let path = folder.path().join(&name[..2]).join(&name);
        assert_eq!(std::fs::read(path).expect("content"), b"bonjour");
        assert_eq!(vault.list().await.expect("listed"), vec![file.content]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deletion_waits_thirty_days_and_spares_what_others_need() {
    each_database(files::MIGRATIONS, |db| async move {
        let (_folder, vault) = vault();
        let outside = outside(3);
        let one = keep(&db, &vault, &outside, "partagé").await;
        let two = keep(&db, &vault, &outside, "partagé").await;
        let alone = keep(&db, &vault, &outside, "seul").await;
        let now = TEST_START.plus_days(10);
        let mut tx = db.write().await.expect("begin");
        for file in [&one, &alone, &two] {
            assert!(mark_deleted(&mut tx, file.id, now).await.expect("marked"));
            assert!(!mark_deleted(&mut tx, file.id, now).await.expect("marked once"));
        }
        assert!(recover(&mut tx, two.id).await.expect("recovered"));
        let early = now.plus_days(QUARANTINE_DAYS).plus_seconds(-1);
        assert!(purge_quarantine(&mut tx, early).await.expect("too early").files.is_empty());
        let purge = purge_quarantine(&mut tx, now.plus_days(QUARANTINE_DAYS)).await.expect("purged");
        let mut gone = vec![one.id, alone.id];
        gone.sort_unstable();
        assert_eq!((purge.files, purge.size), (gone, one.size + alone.size));
        tx.commit().await.expect("commit");
        assert!(is_there(&vault, alone.content).await, "the first step removes no content");
        let done = sweep(&db, &vault).await.expect("swept");
        assert_eq!((done.removed_count, done.kept_count), (1, 1));
        assert!(!is_there(&vault, alone.content).await && is_there(&vault, two.content).await);
        assert_eq!(sweep(&db, &vault).await.expect("swept again").removed_count, 0);
        let mut tx = db.read().await.expect("read");
        assert!(reconcile(&mut tx, &vault).await.expect("compared").is_sound());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_again_what_is_being_removed_never_loses_it() {
    each_database(files::MIGRATIONS, |db| async move {
        let (_folder, vault) = vault();
        let outside = outside(4);
        for round in 0..15_i64 {
            let file = keep(&db, &vault, &outside, "le même texte").await;
            let mut tx = db.write().await.expect("begin");
            mark_deleted(&mut tx, file.id, TEST_START).await.expect("marked");
            purge_quarantine(&mut tx, TEST_START.plus_days(40 + round)).await.expect("purged");
            tx.commit().await.expect("commit");
            let sweeping = tokio::spawn({
                let (db, vault) = (db.clone(), vault.clone());
                async move { sweep(&db, &vault).await.expect("swept") }
            });
            let again = keep(&db, &vault, &outside, "le même texte").await;
            sweeping.await.expect("task");
            assert!(is_there(&vault, again.content).await, "round {round}");
            let mut tx = db.write().await.expect("begin");
            execute!(&mut tx, "DELETE FROM file").expect("cleared");
            tx.commit().await.expect("commit");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_changed_and_orphan_contents_are_named() {
    each_database(files::MIGRATIONS, |db| async move {
        let (folder, vault) = vault();
        let outside = outside(5);
        let good = keep(&db, &vault, &outside, "bon").await;
        let missing = keep(&db, &vault, &outside, "perdu").await;
        let changed = keep(&db, &vault, &outside, "abîmé").await;
        let path = |content: ContentHash| folder.path().join(&content.to_string()[..2]).join(content.to_string());
        std::fs::remove_file(path(missing.content)).expect("removed");
        std::fs::write(path(changed.content), "autre").expect("changed");
        let prepared = receive(&vault, "x.txt", TEXTS, &mut &b"orphelin"[..]).await.expect("received");
        let mut tx = db.write().await.expect("begin");
        let orphan = attach(&mut tx, &vault, &outside, prepared, "test", None).await.expect("attached");
        drop(tx);
        let mut tx = db.read().await.expect("read");
        let report = reconcile(&mut tx, &vault).await.expect("compared");
        assert_eq!(report.checked_count, 3);
        let names = |losses: &[files::Loss]| losses.iter().map(|loss| loss.file).collect::<Vec<_>>();
        assert_eq!(names(&report.missing), vec![missing.id]);
        assert_eq!(names(&report.changed), vec![changed.id]);
        assert_eq!(report.orphans, vec![orphan.content]);
        assert!(!report.is_sound());
        let told = report.sentences().join("\n");
        assert!(told.contains(&missing.id.to_string()) && told.contains(&changed.id.to_string()), "{told}");
        assert!(!told.contains(&good.id.to_string()), "{told}");
    })
    .await;
}

#[test]
fn what_a_stopped_server_left_halfway_is_thrown_away() {
    let (folder, vault) = vault();
    let waiting = folder.path().join("reception");
    std::fs::write(waiting.join("reception-x"), "la moitié d’un fichier").expect("written");
    std::fs::create_dir_all(waiting.join("essai")).expect("folder");
    std::fs::write(waiting.join("essai/neuve.sqlite"), "une base d’un moment").expect("written");
    assert_eq!(vault.empty_waiting_room().expect("emptied"), 2);
    assert_eq!(std::fs::read_dir(waiting).expect("folder").count(), 0);
}
