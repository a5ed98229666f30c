//! What is not restored, and that nothing changes then.

use std::io::{Cursor, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use safekeeping::{Opening, Protection, SafekeepingError, verify_archive};

use crate::scene::{COLOUR, Scene, full, scenes, steps};

async fn refused(target: &Scene, path: &Path) -> String {
    let before = target.all_rows().await;
    let told = target.bring_back(path, &Opening::None).await.expect_err("refused").to_string();
    assert_eq!(before, target.all_rows().await, "{told}");
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_in_use_is_never_written_over() {
    for source in full(40).await {
        let (_, path) = source.save("s.parvis", Protection::None).await.expect("saved");
        let told = refused(&source, &path).await;
        assert!(told.contains("n’est pas vide") && told.contains("lignes dans la table"), "{told}");
        for target in scenes(&steps(), 41).await {
            // Prepared and started, but never used.
            target.raw("INSERT INTO job_schedule (kind, period_start) VALUES ('jobs.housekeeping', 5)").await;
            target.bring_back(&path, &Opening::None).await.expect("an unused instance is as good as none");
        }
        for target in scenes(&[], 42).await {
            target.raw("CREATE TABLE comptes (id INTEGER)").await;
            let told = refused(&target, &path).await;
            assert!(told.contains("table comptes"), "{told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_under_the_same_name_is_not_replaced() {
    let Some(source) = full(43).await.into_iter().next() else { return };
    std::fs::write(source.path("s.parvis"), "précieux").expect("written");
    let told = source.save("s.parvis", Protection::None).await.expect_err("refused");
    assert!(matches!(told, SafekeepingError::AlreadyThere(_)), "{told}");
    assert_eq!(std::fs::read_to_string(source.path("s.parvis")).expect("there"), "précieux");
    let told = source.save("absent/s.parvis", Protection::None).await.expect_err("refused").to_string();
    assert!(told.contains("absent"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_archive_is_never_taken_for_a_whole_one() {
    let Some(source) = full(44).await.into_iter().next() else { return };
    let phrase = "une phrase de passe assez longue";
    let (_, plain) = source.save("s.parvis", Protection::None).await.expect("saved");
    let (_, locked) = source.save("c.parvis", Protection::passphrase(phrase).expect("long")).await.expect("saved");
    for (path, opening, lengths) in [(plain, Opening::None, 40), (locked, Opening::passphrase(phrase), 6)] {
        let bytes = std::fs::read(&path).expect("read");
        let cut = source.path("coupee.parvis");
        for rank in 0..lengths {
            let length = if rank == 0 { bytes.len() - 1 } else { bytes.len() * rank / lengths };
            std::fs::write(&cut, &bytes[..length]).expect("written");
            let told = verify_archive(&cut, &opening).await.expect_err("refused").to_string();
            assert!(told.contains("incomplète") || told.contains("abîmée"), "{length}/{}: {told}", bytes.len());
        }
    }
    let target = &scenes(&[], 45).await[0];
    let told = refused(target, &source.path("coupee.parvis")).await;
    assert!(told.contains("chiffrée"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_flipped_byte_goes_unseen() {
    let Some(source) = full(46).await.into_iter().next() else { return };
    let (_, path) = source.save("s.parvis", Protection::None).await.expect("saved");
    let bytes = std::fs::read(&path).expect("read");
    let flipped = source.path("alteree.parvis");
    for rank in 0..100 {
        // Past the header of the compression, whose date and system mean nothing.
        let place = 10 + (bytes.len() - 10) * rank / 100;
        let mut copy = bytes.clone();
        copy[place] ^= 1 << (rank % 8);
        std::fs::write(&flipped, &copy).expect("written");
        let told = verify_archive(&flipped, &Opening::None).await;
        assert!(told.is_err(), "byte {place} of {}", bytes.len());
    }
}

fn archive(path: &Path, members: &[(&str, &str)]) {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (name, text) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o600);
        tar.append_data(&mut header, name, Cursor::new(text)).expect("member");
    }
    let mut bytes = tar.into_inner().expect("tar").finish().expect("gzip");
    bytes.flush().expect("memory");
    std::fs::write(path, bytes).expect("written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_that_is_not_the_one_of_the_manifest_is_named() {
    let Some(scene) = scenes(&[], 47).await.into_iter().next() else { return };
    let path = scene.path("forgee.parvis");
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let manifest = |rows: u32, extra: &str| {
        format!(
            "{{\"format\":1,\"app_version\":\"1\",\"made_at\":\"x\",\"engine\":\"sqlite\",\"schema\":[{extra}],\
             \"tables\":[{{\"name\":\"note\",\"row_count\":{rows},\"size\":0,\"sha256\":\"{empty}\"}}],\
             \"files\":{{\"count\":0,\"size\":0,\"names_sha256\":\"{empty}\",\"lost\":[]}},\"journal\":null}}"
        )
    };
    let (good, more) = (manifest(0, ""), manifest(2, ""));
    archive(&path, &[("rows/note.jsonl", ""), ("manifest.json", &good)]);
    verify_archive(&path, &Opening::None).await.expect("an empty archive is one");
    let told = async |members: &[(&str, &str)]| {
        archive(&path, members);
        verify_archive(&path, &Opening::None).await.expect_err("refused").to_string()
    };
    for members in [
        &[("rows/note.jsonl", "{}\n"), ("manifest.json", good.as_str())][..],
        &[("rows/note.jsonl", ""), ("manifest.json", more.as_str())],
        &[("manifest.json", good.as_str())],
        &[("rows/note.jsonl", ""), ("rows/note.jsonl", ""), ("manifest.json", good.as_str())],
    ] {
        let sentence = told(members).await;
        assert!(sentence.contains("« rows/note.jsonl »"), "{sentence}");
    }
    let sentence = told(&[("rows/note.jsonl", ""), ("rows/autre.jsonl", ""), ("manifest.json", &good)]).await;
    assert!(sentence.contains("rows/autre.jsonl"), "{sentence}");
    let name = format!("files/{empty}");
    let sentence = told(&[("rows/note.jsonl", ""), (&name, "x"), ("manifest.json", &good)]).await;
    assert!(sentence.contains(&name), "{sentence}");
    let sentence = told(&[("rows/note.jsonl", ""), ("files/etc/passwd", "x"), ("manifest.json", &good)]).await;
    assert!(sentence.contains("passwd"), "{sentence}");
    let sentence = told(&[("rows/note.jsonl", "")]).await;
    assert!(sentence.contains("incomplète"), "{sentence}");
    let sentence = told(&[("manifest.json", "{\"format\": 2, \"nouveau\": true}")]).await;
    assert!(sentence.contains("version plus récente") && sentence.contains("format 2"), "{sentence}");
    std::fs::write(&path, "pas une sauvegarde").expect("written");
    let sentence = verify_archive(&path, &Opening::None).await.expect_err("refused").to_string();
    assert_eq!(sentence, "ce fichier n’est pas une sauvegarde de Parvis");
    let sentence = verify_archive(&scene.path("absente"), &Opening::None).await.expect_err("refused").to_string();
    assert!(sentence.contains("absente"), "{sentence}");

    let step = "{\"name\":\"demain/0001\",\"checksum\":\"0\"}";
    let ahead = manifest(0, step);
    archive(&path, &[("rows/note.jsonl", ""), ("manifest.json", &ahead)]);
    let sentence = refused(&scene, &path).await;
    assert!(sentence.contains("version plus récente") && sentence.contains("demain/0001"), "{sentence}");
    let step = "{\"name\":\"test/0001_note\",\"checksum\":\"0\"}";
    let other = manifest(0, step);
    archive(&path, &[("rows/note.jsonl", ""), ("manifest.json", &other)]);
    let sentence = refused(&scene, &path).await;
    assert!(sentence.contains("test/0001_note du schéma diffère"), "{sentence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_version_is_not_half_saved() {
    for scene in full(48).await {
        let next = [steps(), vec![COLOUR]].concat();
        scene.db().migrate(&next, &scene.outside).await.expect("migrated");
        let told = scene.save("s.parvis", Protection::None).await.expect_err("refused").to_string();
        assert!(told.contains(COLOUR.name), "{told}");
        assert!(!scene.path("s.parvis").exists());
    }
}
