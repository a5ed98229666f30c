//! A document to cite with its file: kept, opened by those who may, replaced, removed; on both databases.

use std::sync::Arc;

use database::testing::{each_database, outside};
use database::{fetch_all, fetch_one};
use kernel::Uuid;
use web::House;
use web::testing::{Knocker, house};

use crate::setting::migrations;

const NEW: &str = "/gestion/ecoute/documents/nouveau";
const PDF: &[u8] = b"%PDF-1.7\nun compte rendu";

fn typed<'a>(title: &'a str, readers: &'a str, revision: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("titre", title),
        ("auteur", "Bureau d’essai, pour la ville"),
        ("date-jour", "3"),
        ("date-mois", "3"),
        ("date-annee", "2026"),
        ("acces", readers),
        ("revision", revision),
    ]
}

async fn document(house: &House) -> (Uuid, Option<Uuid>, i64) {
    let mut tx = house.read().await.expect("read");
    fetch_one!(&mut tx, "SELECT id, file, revision FROM listening_document").expect("one document")
}

async fn is_deleted(house: &House, file: Option<Uuid>) -> bool {
    let mut tx = house.read().await.expect("read");
    files::find(&mut tx, file.expect("a file")).await.expect("asked").expect("kept").deleted_at.is_some()
}

fn knocker(house: &Arc<House>) -> Knocker {
    Knocker::new(listening::door(), house.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_and_opened_by_those_who_may() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(21));
        let knocker = knocker(&house);
        let sent = ("fichier", "Compte rendu.pdf", PDF);
        let reply = knocker.upload("chef", NEW, &typed("Retour d’ateliers", "agents", ""), sent).await;
        assert_eq!(reply.location, "/gestion/ecoute/documents?fait=ajoute", "{}", reply.body);
        let (id, file, revision) = document(&house).await;
        assert_eq!(revision, 1);

        let path = format!("/documents/{id}/Compte%20rendu.pdf");
        let list = knocker.get("chef", "/gestion/ecoute/documents").await.body;
        assert!(list.contains(&path) && list.contains("PDF, 24\u{a0}octets"), "{list}");
        let opened = knocker.get("chef", &path).await;
        assert_eq!((opened.status.as_u16(), opened.media_type.as_str()), (200, "application/pdf"));
        assert_eq!(opened.body.as_bytes(), PDF);
        for (who, refused) in [("", true), ("asso", true), ("enquete", false)] {
            let reply = knocker.get(who, &path).await;
            assert_eq!(reply.status.as_u16() == 404, refused, "{who:?}: {}", reply.status);
        }

        // Published: anybody opens it. The file itself did not change.
        let edit = format!("/gestion/ecoute/documents/{id}");
        let reply =
            knocker.upload("chef", &edit, &typed("Retour d’ateliers", "public", "1"), ("fichier", "", b"")).await;
        assert_eq!(reply.location, format!("{edit}?fait=modifie"), "{}", reply.body);
        assert_eq!(document(&house).await, (id, file, 2));
        assert_eq!(knocker.get("", &path).await.body.as_bytes(), PDF);
        assert!(knocker.get("", &format!("/documents/{}/x", Uuid::nil())).await.status.as_u16() == 404);
        assert!(knocker.get("", "/documents/x/y").await.status.as_u16() == 404);

        let mut tx = house.read().await.expect("read");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
        let seals: Vec<(String,)> =
            fetch_all!(&mut tx, "SELECT table_name FROM journal_seal ORDER BY seq, table_name").expect("seals");
        let tables: Vec<&str> = seals.iter().map(|(table,)| table.as_str()).collect();
        assert_eq!(tables, ["file", "listening_document", "listening_document"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_replaced_then_removed_through_the_quarantine() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(22));
        let knocker = knocker(&house);
        let reply = knocker.upload("chef", NEW, &typed("Synthèse", "public", ""), ("fichier", "a.pdf", PDF)).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let (id, first, _) = document(&house).await;
        let edit = format!("/gestion/ecoute/documents/{id}");
        let table = ("fichier", "b.csv", "quartier;nombre\nA;3\n".as_bytes());
        let reply = knocker.upload("chef", &edit, &typed("Synthèse", "public", "1"), table).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let (_, second, _) = document(&house).await;
        assert!(first != second && is_deleted(&house, first).await && !is_deleted(&house, second).await);
        assert_eq!(knocker.get("", &format!("/documents/{id}/b.csv")).await.body, "quartier;nombre\nA;3\n");

        // Somebody still has the page of before.
        let reply =
            knocker.upload("chef", &edit, &typed("Titre périmé", "agents", "1"), ("fichier", "c.pdf", PDF)).await;
        assert_eq!(reply.status.as_u16(), 409);
        assert!(reply.body.contains("Titre périmé"), "{}", reply.body);
        assert_eq!(document(&house).await, (id, second, 2));

        let mut fields = typed("Synthèse", "public", "2");
        fields.push(("retirer", "oui"));
        let reply = knocker.upload("chef", &edit, &fields, ("fichier", "d.pdf", PDF)).await;
        assert_eq!(reply.status.as_u16(), 422, "replaced and removed at once");
        let reply = knocker.upload("chef", &edit, &fields, ("fichier", "", b"")).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        assert_eq!(document(&house).await, (id, None, 3));
        assert!(is_deleted(&house, second).await);
        assert_eq!(knocker.get("chef", &format!("/documents/{id}/b.csv")).await.status.as_u16(), 404);
        let mut tx = house.read().await.expect("read");
        assert!(journal::verify(&mut tx).await.expect("verified").findings.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_file_gives_the_text_back() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(23));
        let knocker = knocker(&house);
        for (name, bytes, sentence) in [
            ("notes.exe", b"MZ".as_slice(), "pas accepté"),
            ("notes.pdf", b"<html>", "malgré son nom"),
            ("notes.pdf", b"", "est vide"),
        ] {
            let reply =
                knocker.upload("chef", NEW, &typed("Un titre gardé", "agents", ""), ("fichier", name, bytes)).await;
            assert_eq!(reply.status.as_u16(), 422, "{name}");
            assert!(reply.body.contains("Un titre gardé") && reply.body.contains(sentence), "{name}: {}", reply.body);
        }
        let reply = knocker.upload("chef", NEW, &typed("", "agents", ""), ("fichier", "notes.exe", b"MZ")).await;
        assert!(reply.body.contains("Saisissez le titre") && reply.body.contains("pas accepté"), "{}", reply.body);
        let too_large = vec![b' '; house.settings.upload_limit_bytes + 1];
        let large = ("fichier", "film.pdf", too_large.as_slice());
        let reply = knocker.upload("chef", NEW, &[("titre", ""), ("auteur", "Un auteur gardé")], large).await;
        assert_eq!(reply.status.as_u16(), 422, "{}", reply.body);
        for told in ["trop volumineux", "Saisissez le titre", "Saisissez la date", "Un auteur gardé"] {
            assert!(reply.body.contains(told), "{told}: {}", reply.body);
        }
        let reply = knocker.upload("chef", "/gestion/ecoute/import", &[("concertation", "")], large).await;
        assert_eq!(reply.status.as_u16(), 422, "{}", reply.body);
        for told in ["trop volumineux", "Choisissez une concertation"] {
            assert!(reply.body.contains(told), "{told}: {}", reply.body);
        }
        let mut tx = house.read().await.expect("read");
        assert!(files::all(&mut tx).await.expect("all").is_empty());
        drop(tx);
        // Without a file, a document is cited all the same; the association may not add one.
        let blank = ("fichier", "", b"".as_slice());
        assert_eq!(knocker.upload("chef", NEW, &typed("Sans fichier", "agents", ""), blank).await.status.as_u16(), 303);
        assert_eq!(knocker.upload("asso", NEW, &typed("Refusé", "agents", ""), blank).await.status.as_u16(), 403);
        assert_eq!(document(&house).await.1, None);
    })
    .await;
}
