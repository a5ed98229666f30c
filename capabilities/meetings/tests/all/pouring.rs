//! From the board to the corpus: each note once, with its place, its month and its count; on both databases.

use crate::setting::{arranged, count, migrations, neighbourhood, sound};
use database::testing::{each_database, outside};
use database::{execute, fetch_all};
use kernel::{Actor, Uuid};
use listening::actions::{self, ChannelText, GatheringText, Heard};
use web::House;
use web::testing::{Knocker, house};

/// What the corpus holds: gathering, neighbourhood, public, month, count, words; in order.
type Held = (Option<Uuid>, Option<Uuid>, String, Option<String>, i64, String);

async fn held(house: &House) -> Vec<Held> {
    let mut tx = house.read().await.expect("read");
    let sql = "SELECT gathering, area, audience, month, times_said, masked FROM verbatim ORDER BY masked, times_said";
    fetch_all!(&mut tx, sql).expect("verbatims")
}

async fn ids(house: &House, words: &str) -> Vec<String> {
    let mut tx = house.read().await.expect("read");
    let rows: Vec<(Uuid,)> =
        fetch_all!(&mut tx, "SELECT id FROM note WHERE words = $1 ORDER BY seq", words).expect("notes");
    rows.into_iter().map(|(id,)| id.to_string()).collect()
}

/// A workshop on a known day, in a neighbourhood.
async fn dated(house: &House, consultation: Uuid, area: Uuid, held_on: &str) -> Uuid {
    let mut tx = house.write().await.expect("write");
    let text = ChannelText { label: "Marches".into(), hears: Heard::Residents, note: String::new() };
    let actor = Actor::Platform("essai");
    let channel =
        actions::add_channel(&mut tx, &house.outside, &actor, (consultation, ""), text).await.expect("channel");
    let text = GatheringText {
        channel,
        area: Some(area),
        topic: "Autour du parc".into(),
        times: 1,
        held_on: held_on.parse().ok(),
        place: String::new(),
        participants: None,
        document: None,
        page: String::new(),
        note: String::new(),
    };
    let made = actions::add_gathering(&mut tx, &house.outside, &actor, text).await.expect("gathering");
    tx.commit().await.expect("kept");
    made
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_go_once_with_place_month_and_count_and_later_merges_join_them() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(61));
        let knocker = Knocker::new(meetings::door().and(corpus::door()), house.clone());
        let set = arranged(&house).await;
        let area = neighbourhood(&house).await;
        let walk = dated(&house, set.consultation, area, "2026-02-10").await;
        let take = async |gathering: Uuid, notes: &str, public: &str| {
            let path = format!("/gestion/rencontres/{gathering}/notes");
            let fields = [("notes", notes), ("nature", "need"), ("public", public)];
            let reply = knocker.post("chef", &path, &fields).await;
            assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        };
        take(set.workshops[0], "Des bancs\nUn médecin\nMme Durand au 06 12 34 56 78 attend un bus", "").await;
        take(set.workshops[1], "Des bancs !", "").await;
        take(walk, "des bancs\nUn trottoir défoncé", "parents").await;
        let path = format!("/gestion/tri/{}", set.consultation);
        let merge = async |words: &[&str]| {
            let mut notes = Vec::new();
            for one in words {
                notes.extend(ids(&house, one).await);
            }
            let form: Vec<(&str, &str)> = notes.iter().map(|id| ("note", id.as_str())).collect();
            assert_eq!(knocker.post("chef", &format!("{path}/reunions"), &form).await.status.as_u16(), 303);
        };
        merge(&["Des bancs", "Des bancs !"]).await;

        // What remains is told; somebody who only reads pours nothing.
        let page = knocker.get("chef", &format!("{path}/corpus")).await.body;
        assert!(page.contains("0\u{a0}note sur 6 au corpus") || page.contains("0\u{a0}notes sur 6"), "{page}");
        assert!(page.contains("5\u{a0}phrases restent à verser"), "{page}");
        for who in ["", "asso", "elue"] {
            let reply = knocker.post(who, &format!("{path}/corpus"), &[]).await;
            assert!(reply.status.as_u16() == 401 || reply.status.as_u16() == 403, "{who}: {}", reply.status);
        }
        assert_eq!(count(&house, "verbatim").await, 0);

        // One gathering first, then everything, then everything again.
        let one = [("rencontre", walk.to_string())];
        let fields: Vec<(&str, &str)> = one.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(knocker.post("chef", &format!("{path}/corpus"), &fields).await.status.as_u16(), 303);
        assert_eq!(count(&house, "verbatim").await, 2);
        for _ in 0..2 {
            let reply = knocker.post("chef", &format!("{path}/corpus"), &[("rencontre", "")]).await;
            assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        }
        let told = held(&house).await;
        let plain: Vec<(&str, i64)> = told.iter().map(|row| (row.5.as_str(), row.4)).collect();
        assert_eq!(plain.len(), 5, "{plain:?}");
        assert!(plain.contains(&("Des bancs", 2)) && plain.contains(&("des bancs", 1)), "{plain:?}");
        assert!(!plain.iter().any(|(words, _)| words.contains("Durand") || words.contains("06 12")), "{plain:?}");
        let seen = told.iter().find(|row| row.5 == "Un trottoir défoncé").expect("the walk's");
        let expected = (Some(walk), Some(area), "parents".to_owned(), Some("2026-02".to_owned()), 1);
        assert_eq!((seen.0, seen.1, seen.2.clone(), seen.3.clone(), seen.4), expected);
        let page = knocker.get("chef", &format!("{path}/corpus")).await.body;
        assert!(page.contains("6\u{a0}notes sur 6 au corpus") && page.contains("Tout est versé"), "{page}");

        // A note that came later and is merged joins the sentence that went, once.
        take(set.workshops[2], "Un docteur", "").await;
        merge(&["Un médecin", "Un docteur"]).await;
        let page = knocker.get("chef", &format!("{path}/corpus")).await.body;
        assert!(page.contains("1\u{a0}phrase reste à verser"), "{page}");
        for _ in 0..2 {
            assert_eq!(knocker.post("chef", &format!("{path}/corpus"), &[]).await.status.as_u16(), 303);
        }
        let told = held(&house).await;
        let doctor: Vec<i64> = told.iter().filter(|row| row.5 == "Un médecin").map(|row| row.4).collect();
        assert_eq!((told.len(), doctor), (5, vec![2]));

        // The note says where it went.
        let note = ids(&house, "Un docteur").await.remove(0);
        let page = knocker.get("chef", &format!("{path}/notes/{note}")).await.body;
        assert!(page.contains("versée aux paroles"), "{page}");

        // Words taken back do not come back with a note merged later.
        let mut tx = house.write().await.expect("write");
        execute!(
            &mut tx,
            "DELETE FROM verbatim_raw WHERE id IN (SELECT id FROM verbatim WHERE masked = $1)",
            "Un trottoir défoncé"
        )
        .expect("raw");
        execute!(&mut tx, "DELETE FROM verbatim WHERE masked = $1", "Un trottoir défoncé").expect("gone");
        tx.commit().await.expect("kept");
        take(walk, "Un trottoir abîmé", "").await;
        merge(&["Un trottoir défoncé", "Un trottoir abîmé"]).await;
        assert_eq!(knocker.post("chef", &format!("{path}/corpus"), &[]).await.status.as_u16(), 303);
        assert_eq!(held(&house).await.len(), 4);
        let page = knocker.get("chef", &format!("{path}/corpus")).await.body;
        assert!(page.contains("Tout est versé"), "{page}");
        let mut tx = house.read().await.expect("read");
        let acts: Vec<(String,)> =
            fetch_all!(&mut tx, "SELECT detail FROM journal_words WHERE detail LIKE '%versé au corpus%'")
                .expect("journal");
        assert_eq!(acts.len(), 4, "{acts:?}");
        assert!(!acts.iter().any(|(detail,)| detail.contains("banc") || detail.contains("trottoir")), "{acts:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_to_come_is_told_and_nothing_goes() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(62));
        let knocker = Knocker::new(meetings::door().and(corpus::door()), house.clone());
        let set = arranged(&house).await;
        let area = neighbourhood(&house).await;
        let walk = dated(&house, set.consultation, area, "2061-02-10").await;
        let path = format!("/gestion/rencontres/{walk}/notes");
        let reply = knocker.post("chef", &path, &[("notes", "Un banc"), ("nature", "need")]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let reply = knocker.post("chef", &format!("/gestion/tri/{}/corpus", set.consultation), &[]).await;
        assert_eq!(reply.status.as_u16(), 422, "{}", reply.body);
        assert!(reply.body.contains("Autour du parc") && reply.body.contains("Le mois est à venir"), "{}", reply.body);
        assert_eq!(count(&house, "verbatim").await, 0);
        sound(&house).await;
    })
    .await;
}
