//! Walks: stops, findings noted by telephones, followed until they are done, and made evidence; on both databases.

use crate::setting;

use crate::setting::{arranged, count, hidden, migrations, sound};
use database::fetch_all;
use database::testing::{each_database, outside};
use kernel::{Actor, Function, Grant, Moment, Person, Scope, Uuid};
use web::House;
use web::testing::{Knocker, house};

const KEY: &str = "b0000000-0000-4000-8000-000000000001";

/// The smallest picture there is, its device and place written in it as a telephone does (a comment here).
fn photo() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([(x * 6) as u8, (y * 8) as u8, 90]));
    image::DynamicImage::ImageRgb8(picture).write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
    let plain = bytes.into_inner();
    let secret = b"Exif\0\0GPS 43.2130 2.3510 TelephoneDeMarie";
    let length = u16::try_from(secret.len() + 2).expect("short").to_be_bytes();
    // After the two bytes that begin every JPEG: a segment APP1, where telephones write.
    [&plain[..2], &[0xff, 0xe1], &length, secret, &plain[2..]].concat()
}

async fn only(house: &House) -> String {
    let mut tx = house.read().await.expect("read");
    let rows: Vec<(Uuid,)> = fetch_all!(&mut tx, "SELECT id FROM finding").expect("findings");
    assert_eq!(rows.len(), 1);
    rows[0].0.to_string()
}

/// A project manager, as the home of the back office knows her.
fn manager() -> Actor {
    Actor::Person(Person {
        account: Uuid::from_u128(1),
        session: Uuid::from_u128(2),
        name: "Cheffe de projet".into(),
        grants: vec![Grant { function: Function::ProjectManager, scope: Scope::EVERYWHERE }],
        has_second_factor: true,
        acting_for: None,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_goes_from_a_telephone_to_the_proof_that_it_is_done() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(61));
        let knocker = Knocker::new(meetings::door(), house.clone());
        let set = arranged(&house).await;
        let path = format!("/gestion/rencontres/{}", set.workshops[0]);

        // The route.
        let refused = knocker.post("chef", &format!("{path}/arrets"), &[("nouvel-arret", "")]).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("nom de l’arrêt"), "{}", refused.body);
        for label in ["Entrée du parc", "École"] {
            let reply = knocker.post("chef", &format!("{path}/arrets"), &[("nouvel-arret", label)]).await;
            assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        }
        let mut tx = house.read().await.expect("read");
        let stops: Vec<(Uuid,)> = fetch_all!(&mut tx, "SELECT id FROM walk_stop ORDER BY rank").expect("stops");
        drop(tx);
        let school = stops[1].0.to_string();
        let name = format!("nom-{school}");
        let amended = knocker
            .post("chef", &format!("{path}/arrets/{school}"), &[(&name, "Sortie d’école"), ("geste", "avant")])
            .await;
        assert_eq!(amended.status.as_u16(), 303, "{}", amended.body);
        let page = knocker.get("chef", &format!("{path}/marche")).await.body;
        assert!(page.find("Sortie d’école") < page.find("Entrée du parc"), "{page}");

        // A member of the walk, without account, sends a finding with its photograph; twice.
        knocker.post("chef", &format!("{path}/telephones"), &[("pour", "findings")]).await;
        let sheet = knocker.get("chef", &path).await.body;
        let code = sheet
            .split("join-code\">")
            .nth(1)
            .and_then(|rest| rest.split('<').next())
            .expect("a code")
            .replace('-', "");
        let join = format!("/r/{code}/constats");
        let form = [
            ("cle", KEY),
            ("reponse", "cles"),
            ("constat", "Le lampadaire de l’arrêt est cassé"),
            ("arret", &school),
            ("categorie", "lighting"),
            ("gravite", "dangerous"),
            ("latitude", "43.213045"),
            ("longitude", "2.351239"),
        ];
        for _ in 0..2 {
            let reply = knocker.upload("", &join, &form, ("photo", "IMG_1.jpg", &photo())).await;
            assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
            assert!(reply.body.contains(KEY), "{}", reply.body);
        }
        assert_eq!((count(&house, "finding").await, count(&house, "file").await), (1, 1));
        // What is wrong is said on each field, and typed words come back.
        let wrong =
            knocker.upload("", &join, &[("constat", "Un trou"), ("gravite", "x")], ("photo", "virus.exe", b"MZ")).await;
        assert_eq!(wrong.status.as_u16(), 422);
        for told in ["Choisissez de quoi il s’agit", "Choisissez la gravité", "Un trou", "virus.exe"] {
            assert!(wrong.body.contains(told), "{told}: {}", wrong.body);
        }
        // Notes are not what this meeting asks telephones for.
        let notes = knocker.post("", &format!("/r/{code}/notes"), &[("notes", "x")]).await;
        assert_eq!(notes.status.as_u16(), 404);

        let finding = only(&house).await;
        assert_eq!(finding, KEY);
        let sheet = format!("/gestion/constats/{finding}");
        let page = knocker.get("chef", &sheet).await.body;
        assert!(page.contains("43,2130, 2,3510") && page.contains("Sortie d’école"), "the place is rounded: {page}");
        // The photograph shown says neither place nor device.
        let shown = knocker.get("chef", &format!("{sheet}/photo")).await;
        assert_eq!((shown.status.as_u16(), shown.media_type.as_str()), (200, "image/jpeg"));
        assert!(!shown.body.contains("TelephoneDeMarie") && !shown.body.contains("GPS"));
        for (token, status) in [("elue", 403), ("", 303)] {
            assert_eq!(knocker.get(token, &format!("{sheet}/photo")).await.status.as_u16(), status, "{token:?}");
        }

        // Handed on asks to whom; with a past date it is late, and awaits somebody.
        let fields = |who: &'static str, revision: &'static str| {
            [
                ("etat", "handed_on"),
                ("qui-agit", who),
                ("revision", revision),
                ("echeance-jour", "1"),
                ("echeance-mois", "3"),
                ("echeance-annee", "2026"),
            ]
        };
        let refused = knocker.upload("chef", &sheet, &fields("", "1"), ("photo", "", b"")).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("Saisissez qui doit agir"), "{}", refused.body);
        let told = knocker.upload("chef", &sheet, &fields("Éclairage public", "1"), ("photo", "", b"")).await;
        assert_eq!(told.location, format!("{sheet}?fait=enregistre"), "{}", told.body);
        let stale = knocker.upload("chef", &sheet, &fields("Un autre service", "1"), ("photo", "", b"")).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("Un autre service"), "{}", stale.body);
        let list = knocker.get("chef", "/gestion/constats").await.body;
        assert!(list.contains("En retard") && list.contains("Éclairage public"), "{list}");
        assert!(!knocker.get("chef", "/gestion/constats?etat=done").await.body.contains("lampadaire"));
        let mut tx = house.read().await.expect("read");
        let awaited = meetings::facade::awaited(&mut tx, &manager(), house.outside.now()).await.expect("awaited");
        assert!(
            awaited
                .iter()
                .any(|one| one.what.starts_with("Relancer 1")
                    && one.due.is_some_and(|due| due < Moment(1_773_572_400_000))),
            "{awaited:?}"
        );
        assert!(
            meetings::facade::awaited(&mut tx, &Actor::Visitor, house.outside.now()).await.expect("none").is_empty()
        );
        drop(tx);
        for format in ["csv", "xlsx", "pdf"] {
            assert_eq!(
                knocker.get("chef", &format!("/gestion/constats?format={format}")).await.status.as_u16(),
                200,
                "{format}"
            );
        }

        // Done asks for its day and its proof.
        let done = [("etat", "done"), ("qui-agit", "Éclairage public"), ("revision", "2")];
        let refused = knocker.upload("chef", &sheet, &done, ("photo", "", b"")).await;
        assert!(
            refused.body.contains("c’est la preuve") && refused.body.contains("jour où cela a été fait"),
            "{}",
            refused.body
        );
        let dated = [&done[..], &[("fait-le-jour", "10"), ("fait-le-mois", "3"), ("fait-le-annee", "2026")]].concat();
        let told = knocker.upload("chef", &sheet, &dated, ("photo", "apres.jpg", &photo())).await;
        assert_eq!(told.status.as_u16(), 303, "{}", told.body);
        assert_eq!(knocker.get("chef", &format!("{sheet}/apres")).await.status.as_u16(), 200);
        assert!(!knocker.get("chef", "/gestion/constats").await.body.contains("En retard"));
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_lead_to_a_need_and_names_do_not() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(62));
        let knocker = Knocker::new(meetings::door(), house.clone());
        let set = arranged(&house).await;
        let path = format!("/gestion/rencontres/{}/notes", set.workshops[0]);
        knocker.post("chef", &path, &[("notes", "Mme Durand attend un banc"), ("public", "aînés")]).await;
        let board = format!("/gestion/tri/{}", set.consultation);
        let page = knocker.get("chef", &board).await.body;
        assert!(page.contains("Nomme quelqu’un"), "{page}");
        let note =
            page.split("data-note=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a note").to_owned();
        let sheet = format!("{board}/notes/{note}");
        let form = |said: &'static str, area: &'static str| {
            [
                ("besoin", set.need.to_string()),
                ("quartier", area.to_owned()),
                ("qui", "aînés".to_owned()),
                ("propos", said.to_owned()),
            ]
        };
        // A name, and no neighbourhood: both told, nothing recorded.
        let typed = form("Mme Durand attend un banc", "");
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = knocker.post("chef", &format!("{sheet}/preuve"), &typed).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("Choisissez un quartier"), "{}", refused.body);
        let typed = form("Mme Durand attend un banc", "c0000000-0000-4000-8000-000000000001");
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = knocker.post("chef", &format!("{sheet}/preuve"), &typed).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("nommer quelqu’un"), "{}", refused.body);
        assert_eq!(count(&house, "evidence").await, 0);

        // The neighbourhood is there: neutral words become evidence, once.
        let area = setting::neighbourhood(&house).await.to_string();
        let proof = [
            ("besoin", set.need.to_string()),
            ("quartier", area),
            ("qui", "aînés".into()),
            ("propos", "Il manque un banc".into()),
        ];
        let proof: Vec<(&str, &str)> = proof.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let told = knocker.post("chef", &format!("{sheet}/preuve"), &proof).await;
        assert_eq!(told.location, format!("{sheet}?fait=enregistre"), "{}", told.body);
        assert_eq!(knocker.post("chef", &format!("{sheet}/preuve"), &proof).await.status.as_u16(), 409);
        let mut tx = house.read().await.expect("read");
        let rows: Vec<(String, Uuid)> = fetch_all!(&mut tx, "SELECT said, gathering FROM evidence").expect("evidence");
        drop(tx);
        assert_eq!(rows, [("Il manque un banc".to_owned(), set.workshops[0])]);
        // What is evidence stays on the board until the evidence goes.
        let held = knocker.post("chef", &format!("{board}/retraits"), &[("note", &note)]).await;
        assert!(held.status.as_u16() == 422 && held.body.contains("retirez d’abord cette preuve"), "{}", held.body);

        // A finding too.
        let walk = format!("/gestion/rencontres/{}", set.workshops[1]);
        let found = [("constat", "Pas de banc"), ("categorie", "equipment"), ("gravite", "minor")];
        let page = knocker.get("chef", &format!("{walk}/marche")).await.body;
        let key = hidden(&page, "cle");
        let found = [&found[..], &[("cle", key.as_str())]].concat();
        assert_eq!(
            knocker.upload("chef", &format!("{walk}/constats"), &found, ("photo", "", b"")).await.status.as_u16(),
            303
        );
        let told = knocker.post("chef", &format!("/gestion/constats/{}/preuve", only(&house).await), &proof).await;
        assert_eq!(told.status.as_u16(), 303, "{}", told.body);
        assert_eq!(count(&house, "evidence").await, 2);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_is_purged_and_the_rest_stays() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(63));
        let knocker = Knocker::new(meetings::door(), house.clone());
        let set = arranged(&house).await;
        let path = format!("/gestion/rencontres/{}/notes", set.workshops[0]);
        knocker.post("chef", &path, &[("notes", "À garder\nÀ retirer")]).await;
        let board = format!("/gestion/tri/{}", set.consultation);
        let mut tx = house.read().await.expect("read");
        let rows: Vec<(Uuid,)> =
            fetch_all!(&mut tx, "SELECT id FROM note WHERE words = $1", "À retirer").expect("notes");
        drop(tx);
        let gone = rows[0].0.to_string();
        knocker.post("chef", &format!("{board}/retraits"), &[("note", &gone)]).await;
        for (days, notes) in [(300, 2), (400, 1)] {
            let later = kernel::Outside::told(Moment(1_773_572_400_000).plus_days(days), 9);
            let mut tx = house.write().await.expect("write");
            meetings::actions::purge(&mut tx, &later, &Actor::Platform("essai")).await.expect("purged");
            tx.commit().await.expect("kept");
            assert_eq!(count(&house, "note").await, notes, "after {days} days");
        }
        let mut tx = house.read().await.expect("read");
        let known: Vec<(Option<Uuid>,)> = fetch_all!(&mut tx, "SELECT account FROM sorting_act").expect("acts");
        assert!(known.iter().all(|(account,)| account.is_none()), "authors are forgotten: {known:?}");
        drop(tx);
        sound(&house).await;
    })
    .await;
}
