//! Notes taken as they are said, by whoever leads and by telephones; on both databases.

use crate::setting::{arranged, count, hidden, migrations, sound};
use database::testing::{each_database, outside};
use database::{fetch_all, fetch_one};
use web::testing::{Knocker, house};

const KEY: &str = "a0000000-0000-4000-8000-00000000000";

#[tokio::test(flavor = "multi_thread")]
async fn sixty_lines_pasted_are_sixty_notes_and_sending_twice_changes_nothing() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(41));
        let knocker = Knocker::new(meetings::door(), house.clone());
        let set = arranged(&house).await;
        let path = format!("/gestion/rencontres/{}", set.workshops[0]);

        let list = knocker.get("chef", "/gestion/rencontres").await;
        assert!(list.body.contains("Cadre de vie") && list.body.contains(&path), "{}", list.body);
        let page = knocker.get("chef", &path).await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.body);
        let key = hidden(&page.body, "cle");
        let pasted: String = (1..=60).map(|n| format!("- Note {n}\r\n")).collect();
        let form = [
            ("cle", key.as_str()),
            ("notes", &pasted),
            ("nature", "observation"),
            ("quartier", ""),
            ("public", "habitants"),
        ];
        for _ in 0..3 {
            let reply = knocker.post("chef", &format!("{path}/notes"), &form).await;
            assert_eq!(reply.location, format!("{path}?fait=ajoute"), "{}", reply.body);
        }
        assert_eq!(count(&house, "note").await, 60);

        // The kind and the public stay for the next notes.
        let page = knocker.get("chef", &path).await.body;
        assert!(page.contains("60\u{a0}notes") && page.contains("value=\"observation\" selected"), "{page}");
        assert!(page.contains("value=\"habitants\""), "{page}");

        // A line too long gives everything back, and corrected, only what is new is added.
        let long = "x".repeat(501);
        let typed = format!("Une note juste\n{long}");
        let key = hidden(&page, "cle");
        let form =
            [("cle", key.as_str()), ("notes", &typed), ("nature", "idea"), ("quartier", ""), ("public", "habitants")];
        let refused = knocker.post("chef", &format!("{path}/notes"), &form).await;
        assert_eq!(refused.status.as_u16(), 422);
        assert!(refused.body.contains("ligne 2") && refused.body.contains(&long), "{}", refused.body);
        assert_eq!(hidden(&refused.body, "cle"), key, "the same form keeps its key");
        for bad in
            [[("notes", ""), ("quartier", "")], [("notes", "a"), ("quartier", "a0000000-0000-4000-8000-000000000001")]]
        {
            assert_eq!(knocker.post("chef", &format!("{path}/notes"), &bad).await.status.as_u16(), 422, "{bad:?}");
        }
        assert_eq!(count(&house, "note").await, 60);

        // Others do not learn that it is there.
        for (token, status) in [("elue", 403), ("", 401)] {
            assert_eq!(knocker.post(token, &format!("{path}/notes"), &form).await.status.as_u16(), status, "{token:?}");
        }
        assert_eq!(
            knocker.get("chef", "/gestion/rencontres/a0000000-0000-4000-8000-000000000009").await.status.as_u16(),
            404
        );
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_telephone_joins_by_its_code_and_leaves_no_trace_of_itself() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(42));
        let knocker = Knocker::new(meetings::door(), house.clone());
        let set = arranged(&house).await;
        let path = format!("/gestion/rencontres/{}", set.workshops[0]);
        assert_eq!(knocker.get("", "/r/AAAAAA").await.status.as_u16(), 404);

        knocker.post("enquete", &format!("{path}/telephones"), &[("pour", "notes")]).await;
        let page = knocker.get("enquete", &path).await.body;
        let code =
            page.split("join-code\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a code").to_owned();
        assert!(page.contains("<svg role=\"img\""), "the square is drawn: {page}");
        // Typed as people type it.
        let typed = code.to_lowercase().replace('-', " ");
        let found = knocker.get("", &format!("/r?rencontre={}", web::answer::encode(&typed))).await;
        let join = found.location.clone();
        assert_eq!(join, format!("/r/{}", code.replace('-', "")));
        let unknown = knocker.get("", "/r?rencontre=222222").await;
        assert_eq!(unknown.status.as_u16(), 422);
        assert!(unknown.body.contains("Aucune rencontre") && unknown.body.contains("222222"), "{}", unknown.body);

        // Without script: a form, sent twice.
        // A device may keep these pages for whoever holds it: a facilitator signed in is not named on them.
        for path in ["/r", join.as_str()] {
            let hers = knocker.get("chef", path).await.body;
            assert!(hers.contains("Se connecter") && !hers.contains("Se déconnecter"), "{hers}");
        }
        let page = knocker.get("", &join).await.body;
        assert!(
            page.contains("Cadre de vie") && page.contains("ni votre nom") && page.contains("Ni l’heure"),
            "{page}"
        );
        let key = hidden(&page, "cle");
        for _ in 0..2 {
            let form = [("cle", key.as_str()), ("notes", "Des bancs\nUn médecin"), ("nature", "need")];
            let reply = knocker.post("", &format!("{join}/notes"), &form).await;
            assert_eq!(reply.location, format!("{join}?envoye=oui"), "{}", reply.body);
        }
        // With the queue of the device: each note under its own key, the keys come back.
        let (one, two) = (format!("{KEY}1"), format!("{KEY}2"));
        let (name_one, name_two) = (format!("note-{one}"), format!("note-{two}"));
        let both = [
            ("reponse", "cles"),
            ("nature", "idea"),
            (name_one.as_str(), "Une fontaine"),
            (name_two.as_str(), "Des arbres"),
        ];
        for form in [&both[..3], &both[..], &both[..]] {
            let reply = knocker.post("", &format!("{join}/notes"), form).await;
            assert_eq!((reply.status.as_u16(), reply.media_type.as_str()), (200, "application/json"));
            assert!(reply.body.contains(&one), "{}", reply.body);
        }
        assert_eq!(count(&house, "note").await, 4);
        let empty =
            knocker.post("", &format!("{join}/notes"), &[("reponse", "cles"), (name_one.as_str(), " - ")]).await;
        assert_eq!((empty.status.as_u16(), empty.media_type.as_str()), (422, "application/json"));

        // A key of another meeting is never overwritten.
        let other = format!("/gestion/rencontres/{}/notes", set.workshops[1]);
        let stolen = knocker.post("chef", &other, &[("reponse", "cles"), (name_one.as_str(), "Autre chose")]).await;
        assert_eq!(stolen.status.as_u16(), 422, "{}", stolen.body);
        let mut tx = house.read().await.expect("read");
        let sql = "SELECT words FROM note WHERE origin = 'participant'";
        let mut words: Vec<(String,)> = fetch_all!(&mut tx, sql).expect("notes");
        words.sort();
        assert_eq!(words, ["Des arbres", "Des bancs", "Un médecin", "Une fontaine"].map(|one| (one.to_owned(),)));
        // The journal is told of none of them while the meeting goes on.
        let sql = "SELECT COUNT(*) FROM journal_seal s JOIN note n ON n.id = s.row_id";
        let (sealed,): (i64,) = fetch_one!(&mut tx, sql).expect("seals");
        assert_eq!(sealed, 0);
        drop(tx);

        // Closed, the code opens nothing any more; a telephone is not told that it ever did.
        assert_eq!(
            knocker.post("", &format!("{join}/constats"), &[]).await.status.as_u16(),
            409,
            "not a walk, not a file"
        );
        knocker.post("chef", &format!("{path}/telephones/fermeture"), &[]).await;
        for path in [join.clone(), "/r/222222".to_owned()] {
            assert_eq!(knocker.get("", &path).await.status.as_u16(), 404, "{path}");
        }
        assert_eq!(knocker.post("", &format!("{join}/notes"), &both).await.status.as_u16(), 404);
        sound(&house).await;
    })
    .await;
}

/// Notes that come while others are written are written together: none is lost, none is there twice, and who sends a key that
/// is not hers is alone to hear of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_room_full_of_telephones_sends_at_once() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(44));
        let knocker = Knocker::new(meetings::door(), house.clone());
        let set = arranged(&house).await;
        let foreign = format!("note-{KEY}9");
        let elsewhere = format!("/gestion/rencontres/{}/notes", set.workshops[1]);
        let kept = knocker.post("chef", &elsewhere, &[("reponse", "cles"), (foreign.as_str(), "Ailleurs")]).await;
        assert_eq!(kept.status.as_u16(), 200, "{}", kept.body);
        let path = format!("/gestion/rencontres/{}", set.workshops[0]);
        knocker.post("chef", &format!("{path}/telephones"), &[("pour", "notes")]).await;
        let page = knocker.get("chef", &path).await.body;
        let code = page.split("join-code\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a code");
        let sent_to = format!("/r/{}/notes", code.replace('-', ""));

        let send = async |device: u32| {
            for rank in 0..6_u32 {
                let name = format!("note-b0000000-0000-4000-8000-{device:06}{rank:06}");
                let words = format!("Note {rank} du téléphone {device}");
                let form = [("reponse", "cles"), (name.as_str(), words.as_str())];
                // The echo of one sending in two is lost on the way: the device sends again.
                for _ in 0..=rank % 2 {
                    let reply = knocker.post("", &sent_to, &form).await;
                    assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
                    assert!(reply.body.contains(&name["note-".len()..]), "{}", reply.body);
                }
                if rank == 3 && device.is_multiple_of(4) {
                    let stolen = [("reponse", "cles"), (foreign.as_str(), "Prise à d’autres")];
                    assert_eq!(knocker.post("", &sent_to, &stolen).await.status.as_u16(), 422);
                }
            }
        };
        futures_util::future::join_all((0..40).map(send)).await;
        let mut tx = house.read().await.expect("read");
        let sql = "SELECT words FROM note WHERE origin = 'participant' ORDER BY words";
        let words: Vec<(String,)> = fetch_all!(&mut tx, sql).expect("notes");
        let mut expected: Vec<(String,)> = (0..40_u32)
            .flat_map(|device| (0..6_u32).map(move |rank| (format!("Note {rank} du téléphone {device}"),)))
            .collect();
        expected.sort();
        assert_eq!(words.len(), expected.len());
        assert!(expected.iter().all(|one| words.contains(one)));
        let sql = "SELECT COUNT(DISTINCT seq) FROM note WHERE origin = 'participant'";
        let (ranks,): (i64,) = fetch_one!(&mut tx, sql).expect("ranks");
        assert_eq!(ranks, 240, "each has its rank");
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_counted_and_empty_is_not_zero() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(43));
        let knocker = Knocker::new(meetings::door(), house.clone());
        let set = arranged(&house).await;
        let path = format!("/gestion/rencontres/{}/participants", set.workshops[0]);
        let reply =
            knocker.post("chef", &path, &[("age-under-18", "0"), ("age-26-59", "12"), ("sex-women", "9")]).await;
        assert_eq!(reply.location, format!("{path}?fait=enregistre"), "{}", reply.body);
        let page = knocker.get("chef", &path).await.body;
        assert!(page.contains("12 par âge, 9 par sexe"), "{page}");
        let wrong = knocker.post("chef", &path, &[("age-under-18", "trois"), ("age-26-59", "12")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        assert!(wrong.body.contains("value=\"trois\"") && wrong.body.contains("value=\"12\""), "{}", wrong.body);
        knocker.post("chef", &path, &[("age-26-59", "13")]).await;
        let mut tx = house.read().await.expect("read");
        let rows: Vec<(String, i64)> = fetch_all!(&mut tx, "SELECT category, people FROM headcount").expect("counted");
        assert_eq!(rows, [("26-59".to_owned(), 13)]);
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gathering_that_holds_notes_stays() {
    listening::facade::gatherings::tell_gathering_holders(meetings::facade::held);
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(44));
        let knocker = Knocker::new(meetings::door().and(listening::door()), house.clone());
        let set = arranged(&house).await;
        let notes = format!("/gestion/rencontres/{}/notes", set.workshops[0]);
        assert_eq!(knocker.post("chef", &notes, &[("notes", "Des bancs")]).await.status.as_u16(), 303);
        let removal = format!("/gestion/ecoute/retrait/rencontre/{}", set.workshops[0]);
        let refused = knocker.post("chef", &removal, &[("motif", "erreur")]).await;
        assert_eq!(refused.status.as_u16(), 422);
        assert!(refused.body.contains("1\u{a0}note en dépend"), "{}", refused.body);
        let free = format!("/gestion/ecoute/retrait/rencontre/{}", set.workshops[1]);
        assert_eq!(knocker.post("chef", &free, &[("motif", "erreur")]).await.status.as_u16(), 303);
        let mut tx = house.read().await.expect("read");
        let (left,): (i64,) = fetch_one!(&mut tx, "SELECT COUNT(*) FROM gathering").expect("counted");
        assert_eq!(left, 2);
    })
    .await;
}
