//! A backup made while people write; encrypted; of a base larger than the memory it may take.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use database::{execute, fetch_one};
use kernel::Uuid;
use safekeeping::{Opening, Protection, SafekeepingError, verify_archive};

use crate::scene::{full, scenes, steps};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_made_while_people_write_is_one_moment_of_the_instance() {
    for scene in full(20).await {
        let scene = Arc::new(scene);
        let (is_over, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let mut writers = Vec::new();
        for writer in 0..4_u128 {
            let (scene, is_over, written) = (scene.clone(), is_over.clone(), written.clone());
            writers.push(tokio::spawn(async move {
                let mut rank = 10_000 * (writer + 1);
                while !is_over.load(Ordering::SeqCst) {
                    rank += 1;
                    scene.note(rank, None).await;
                    written.fetch_add(1, Ordering::SeqCst);
                }
            }));
        }
        for round in 0..5 {
            let before = written.load(Ordering::SeqCst);
            while written.load(Ordering::SeqCst) < before + 20 {
                tokio::task::yield_now().await;
            }
            let before = written.load(Ordering::SeqCst);
            let (summary, path) = scene.save(&format!("{round}.parvis"), Protection::None).await.expect("saved");
            let count_of = |name: &str| {
                let table = summary.manifest.tables.iter().find(|table| table.name == name).expect("a table");
                table.row_count
            };
            // 41 notes and 2 files stood before; each act writes one row, one entry, one seal.
            assert!(count_of("note") >= 41 + before, "what was acknowledged before is in it");
            assert_eq!(count_of("journal_entry"), count_of("note") + 2);
            assert_eq!(count_of("journal_seal"), count_of("note") + 2);
            let head = summary.manifest.journal.expect("a journal");
            assert_eq!(u64::try_from(head.seq).expect("positive"), count_of("journal_entry"));
            if let Some(target) = scenes(&[], 21).await.into_iter().next() {
                let restored = target.bring_back(&path, &Opening::None).await.expect("restored");
                assert!(restored.journal.findings.is_empty(), "{:?}", restored.journal.findings);
                let mut tx = target.db().read().await.expect("read");
                let (notes,): (i64,) = fetch_one!(&mut tx, "SELECT COUNT(*) FROM note").expect("counted");
                assert_eq!(u64::try_from(notes).expect("positive"), count_of("note"));
            }
        }
        is_over.store(true, Ordering::SeqCst);
        for writer in writers {
            writer.await.expect("writer");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encrypted_archive_opens_with_its_key_only() {
    let private = "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";
    let public = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";
    let Some(scene) = full(22).await.into_iter().next() else { return };
    let phrase = "Le Viguier, 3 bancs & une fontaine";
    let (_, by_phrase) = scene.save("p.parvis", Protection::passphrase(phrase).expect("long")).await.expect("saved");
    let (_, by_key) = scene.save("k.parvis", Protection::recipients(&[public]).expect("a key")).await.expect("saved");
    for path in [&by_phrase, &by_key] {
        let bytes = std::fs::read(path).expect("read");
        assert!(bytes.starts_with(b"age-encryption.org/v1"));
        let told = verify_archive(path, &Opening::None).await.expect_err("refused");
        assert!(matches!(told, SafekeepingError::KeyNeeded), "{told}");
        let told = verify_archive(path, &Opening::passphrase("Le Viguier, 4 bancs")).await.expect_err("refused");
        assert!(matches!(told, SafekeepingError::WrongKey), "{told}");
    }
    let key = Opening::identities(&format!("# created: 2026\n{private}\n")).expect("a key");
    let told = verify_archive(&by_phrase, &key).await.expect_err("refused");
    assert!(matches!(told, SafekeepingError::WrongKey), "{told}");
    for (path, opening) in [(&by_phrase, Opening::passphrase(&format!("{phrase}\n"))), (&by_key, key)] {
        for target in scenes(&[], 23).await {
            let restored = target.bring_back(path, &opening).await.expect("restored");
            assert_eq!(restored.manifest.files.count, 2);
        }
    }
}

/// Largest resident memory of this process since the last [`forget_peak`], KiB; `None` where it is not told.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn forget_peak() -> bool {
    std::fs::write("/proc/self/clear_refs", "5").is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_stays_flat_however_large_the_database() {
    const ROWS: u128 = 10_000;
    for scene in scenes(&steps(), 24).await {
        let mut tx = scene.db().write().await.expect("begin");
        for rank in 0..ROWS {
            let words: String =
                (0..128).map(|part| format!("{:032x}", (rank * 128 + part) * 0x9e37_79b9_7f4a_7c15)).collect();
            let sql = "INSERT INTO note (id, words, is_open) VALUES ($1, $2, TRUE)";
            execute!(&mut tx, sql, Uuid::from_u128(rank), words).expect("note");
        }
        tx.commit().await.expect("commit");
        if !forget_peak() {
            eprintln!("mémoire non mesurable ici : essai sauté");
            return;
        }
        let before = peak_memory().expect("told");
        let (summary, path) = scene.save("grande.parvis", Protection::None).await.expect("saved");
        let size: u64 = summary.manifest.tables.iter().map(|table| table.size).sum();
        assert!(size > 40_000_000, "{size}");
        verify_archive(&path, &Opening::None).await.expect("sound");
        let grown = peak_memory().expect("told").saturating_sub(before);
        eprintln!("{} : {} Mo de lignes, {} Ko de mémoire en plus", scene.test.name, size / 1_000_000, grown);
        assert!(grown < 24_000, "{}: {grown} KiB more for {size} bytes", scene.test.name);
        assert!(forget_peak());
        let Some(target) = scenes(&[], 25).await.into_iter().find(|target| target.test.name == scene.test.name) else {
            continue;
        };
        let before = peak_memory().expect("told");
        target.bring_back(&path, &Opening::None).await.expect("restored");
        let grown = peak_memory().expect("told").saturating_sub(before);
        eprintln!("{} : {} Ko de mémoire en plus pour rétablir", scene.test.name, grown);
        assert!(grown < 24_000, "{}: {grown} KiB more to restore", scene.test.name);
    }
}
