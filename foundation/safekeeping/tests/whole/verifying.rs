//! What `verify` says of an instance that somebody, or the disk, has touched.

use std::fs;

use files::LocalVault;
use safekeeping::{Opening, Protection, verify};

use crate::scene::{Scene, full, id, scenes};

async fn said(scene: &Scene) -> (bool, String) {
    let report = verify(scene.instance()).await.expect("verified");
    (report.is_sound(), report.sentences().join("\n"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_instance_is_sound() {
    for scene in full(60).await {
        let report = verify(scene.instance()).await.expect("verified");
        assert!(report.is_sound() && report.findings.is_empty(), "{:?}", report.findings);
        assert_eq!((report.entry_count, report.row_count, report.file_count), (43, 43, 2));
        assert!(report.sentences().contains(&"aucune anomalie".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_changed_removed_or_added_by_hand_are_named() {
    for scene in full(61).await {
        scene.raw("UPDATE note SET words = 'autre' WHERE rank = 7").await;
        scene.raw("DELETE FROM note WHERE rank = 8").await;
        let mut tx = scene.db().write().await.expect("begin");
        let added = id(999);
        database::execute!(&mut tx, "INSERT INTO note (id, words, is_open) VALUES ($1, 'ajoutée', TRUE)", added)
            .expect("added");
        tx.commit().await.expect("commit");
        let (is_sound, told) = said(&scene).await;
        assert!(!is_sound && told.contains("2 anomalies"), "{told}");
        let line = |words: &str, row: &str| told.lines().any(|line| line.contains(words) && line.contains(row));
        assert!(line("modifiée hors de la plateforme", &id(7).to_string()), "{told}");
        assert!(line("a disparu", &id(8).to_string()), "{told}");
        assert!(line("sans acte au journal", &added.to_string()), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_link_of_the_journal_is_named() {
    for scene in full(62).await {
        if scene.test.name == "SQLite" {
            scene.raw("DROP TRIGGER journal_entry_kept").await;
        } else {
            scene.raw("ALTER TABLE journal_entry DISABLE TRIGGER ALL").await;
        }
        scene.raw("UPDATE journal_entry SET act = 'test.forge' WHERE seq = 12").await;
        let (is_sound, told) = said(&scene).await;
        assert!(!is_sound && told.contains("l’entrée 12 du journal"), "{told}");
        assert!(told.contains("1 anomalie"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_missing_altered_or_forgotten_are_told_apart() {
    for scene in full(63).await {
        let (gone, altered) = (scene.keep("disparue").await, scene.keep("altérée").await);
        let place = |file: &files::File| {
            let name = file.content.to_string();
            scene.path("fichiers").join(&name[..2]).join(name)
        };
        fs::remove_file(place(&gone)).expect("removed");
        let mut bytes = fs::read(place(&altered)).expect("read");
        bytes[3] ^= 1;
        fs::write(place(&altered), bytes).expect("written");
        let orphan = scene.path("fichiers").join("00").join("0".repeat(64));
        fs::create_dir_all(orphan.parent().expect("folder")).expect("folder");
        fs::write(orphan, "sans ligne").expect("written");
        let (is_sound, told) = said(&scene).await;
        assert!(!is_sound && told.contains("2 anomalies"), "{told}");
        let line = |words: &str, row: &str| told.lines().any(|line| line.contains(words) && line.contains(row));
        assert!(line("manque dans le dossier", &gone.id.to_string()), "{told}");
        assert!(line("modifié ou abîmé", &altered.id.to_string()), "{told}");
        assert!(line("à savoir", "sans document"), "{told}");

        // What can be saved is, and the rest is named; the restore says it too.
        let (summary, path) = scene.save("s.parvis", Protection::None).await.expect("saved");
        let mut lost = vec![gone.content.to_string(), altered.content.to_string()];
        lost.sort();
        assert_eq!((summary.manifest.files.lost, summary.manifest.files.count), (lost.clone(), 2));
        for target in scenes(&[], 64).await {
            let restored = target.bring_back(&path, &Opening::None).await.expect("restored");
            assert!(restored.sentences().iter().any(|line| line.contains(&lost[0])), "{:?}", restored.sentences());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_not_ours_is_said_not_to_be_saved() {
    for scene in full(65).await {
        scene.raw("CREATE TABLE extraction_2025 (id INTEGER)").await;
        let (is_sound, told) = said(&scene).await;
        assert!(is_sound && told.contains("extraction_2025"), "{told}");
        let (summary, _) = scene.save("s.parvis", Protection::None).await.expect("saved");
        assert_eq!(summary.foreign_tables, ["extraction_2025"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_database_file_is_told() {
    let Some(scene) = full(66).await.into_iter().find(|scene| scene.test.name == "SQLite") else { return };
    let database::Db::Sqlite { path, .. } = scene.db() else { return };
    scene.db().close().await;
    let mut bytes = fs::read(path).expect("read");
    // The middle of the file: pages of rows and indexes.
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 64].fill(0xa5);
    let copy = scene.path("abimee.sqlite");
    fs::write(&copy, bytes).expect("written");
    let db = match database::Db::open(&format!("sqlite:{}", copy.display())).await {
        Ok(db) => db,
        // Where the page belongs to the schema, the file does not even open: it is told too, by its name.
        Err(error) => {
            assert!(error.to_string().contains("abimee.sqlite"), "{error}");
            return;
        }
    };
    let vault = LocalVault::open(&scene.path("fichiers")).expect("vault");
    let instance = safekeeping::Instance { db: &db, vault: &vault, ..scene.instance() };
    match verify(instance).await {
        Ok(report) => assert!(!report.is_sound(), "{:?}", report.sentences()),
        Err(error) => assert!(error.to_string().contains("base de données"), "{error}"),
    }
}
