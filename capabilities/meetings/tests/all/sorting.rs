//! Sorting: moved, merged, split, undone and done again, several people at once; on both databases.

use std::sync::Arc;

use crate::setting::{Setting, arranged, count, migrations, sound};
use database::fetch_all;
use database::testing::{each_database, outside};
use kernel::Uuid;
use web::House;
use web::testing::{Knocker, house};

/// Notes put at each workshop.
async fn with_notes(house: &Arc<House>, knocker: &Knocker, told: &[&[&str]]) -> Setting {
    let set = arranged(house).await;
    for (workshop, notes) in set.workshops.iter().zip(told) {
        let path = format!("/gestion/rencontres/{workshop}/notes");
        let reply = knocker.post("chef", &path, &[("notes", &notes.join("\n")), ("nature", "need")]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    }
    set
}

async fn ids(house: &House, words: &str) -> Vec<String> {
    let mut tx = house.read().await.expect("read");
    let rows: Vec<(Uuid,)> =
        fetch_all!(&mut tx, "SELECT id FROM note WHERE words = $1 ORDER BY seq", words).expect("notes");
    rows.into_iter().map(|(id,)| id.to_string()).collect()
}

async fn group(house: &House, label: &str) -> String {
    let mut tx = house.read().await.expect("read");
    let rows: Vec<(Uuid,)> = fetch_all!(&mut tx, "SELECT id FROM note_group WHERE label = $1", label).expect("groups");
    rows.first().expect("the group").0.to_string()
}

/// Where each note stands: words and the label of its group, those merged left out.
async fn board(knocker: &Knocker, token: &str, path: &str) -> String {
    let page = knocker.get(token, &format!("{path}?format=csv-ouvert")).await;
    assert_eq!(page.status.as_u16(), 200, "{}", page.body);
    page.body
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_are_moved_merged_counted_split_undone_and_done_again() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(51));
        let knocker = Knocker::new(meetings::door(), house.clone());
        let set = with_notes(
            &house,
            &knocker,
            &[&["Des bancs", "Des bancs", "Un médecin"], &["Des bancs"], &["des bancs !"]],
        )
        .await;
        let path = format!("/gestion/tri/{}", set.consultation);

        // Nothing ticked, no group chosen: told, and nothing moved.
        let refused = knocker.post("chef", &format!("{path}/deplacements"), &[("vers", "aucun")]).await;
        assert_eq!(refused.status.as_u16(), 422);
        assert!(refused.body.contains("Cochez au moins une note"), "{}", refused.body);
        let doctor = ids(&house, "Un médecin").await.remove(0);
        let refused = knocker.post("chef", &format!("{path}/deplacements"), &[("note", &doctor), ("vers", "")]).await;
        assert!(refused.body.contains("Choisissez le groupe"), "{}", refused.body);

        // A new group with the doctor in it; the same name is refused.
        let made = knocker.post("chef", &format!("{path}/groupes"), &[("groupe", "Santé"), ("note", &doctor)]).await;
        assert_eq!(made.location, format!("{path}?fait=ajoute"), "{}", made.body);
        assert!(board(&knocker, "chef", &path).await.contains("Santé,Un médecin"));
        let twice = knocker.post("chef", &format!("{path}/groupes"), &[("groupe", "sante")]).await;
        assert!(twice.status.as_u16() == 422 && twice.body.contains("déjà un groupe"), "{}", twice.body);

        // Those that say the same are proposed, and merged keep their count.
        let alike = knocker.get("chef", &format!("{path}/ressemblances")).await.body;
        assert!(alike.contains("mêmes mots") && !alike.contains("Un médecin"), "{alike}");
        let mut benches = ids(&house, "Des bancs").await;
        benches.extend(ids(&house, "des bancs !").await);
        let form: Vec<(&str, &str)> = benches.iter().map(|id| ("note", id.as_str())).collect();
        let merged = knocker.post("chef", &format!("{path}/reunions"), &form).await;
        assert_eq!(merged.status.as_u16(), 303, "{}", merged.body);
        let page = knocker.get("chef", &path).await.body;
        assert!(page.contains("dit 4\u{a0}fois dans 3\u{a0}rencontres"), "{page}");
        assert!(board(&knocker, "chef", &path).await.contains("À trier,Des bancs,4,3"));
        let mut tx = house.read().await.expect("read");
        let told = meetings::facade::sentences(&mut tx, set.consultation).await.expect("sentences");
        drop(tx);
        let told: Vec<(&str, usize, usize, &str)> =
            told.iter().map(|one| (one.words.as_str(), one.times, one.gatherings, one.group.as_str())).collect();
        assert_eq!(told, [("Des bancs", 4, 3, ""), ("Un médecin", 1, 1, "Santé")]);

        // One is split back, then everything is taken back, gesture by gesture, and done again.
        let split = knocker.post("chef", &format!("{path}/separations"), &[("note", &benches[3])]).await;
        assert_eq!(split.status.as_u16(), 303, "{}", split.body);
        let sorted = board(&knocker, "chef", &path).await;
        assert!(sorted.contains("À trier,Des bancs,3,2"), "{sorted}");
        for _ in 0..3 {
            let back = knocker.post("chef", &format!("{path}/annulation"), &[]).await;
            assert_eq!(back.location, format!("{path}?fait=annule"), "{}", back.body);
        }
        let bare = board(&knocker, "chef", &path).await;
        assert!(!bare.contains("Santé") && !bare.contains(",4,3"), "{bare}");
        let nothing = knocker.post("chef", &format!("{path}/annulation"), &[]).await;
        assert!(nothing.status.as_u16() == 422 && nothing.body.contains("aucun geste à annuler"), "{}", nothing.body);
        for _ in 0..3 {
            assert_eq!(knocker.post("chef", &format!("{path}/retablissement"), &[]).await.status.as_u16(), 303);
        }
        assert_eq!(board(&knocker, "chef", &path).await, sorted);

        // The same form sent twice takes back one gesture.
        let key = Uuid::from_u128(77).to_string();
        for _ in 0..2 {
            knocker.post("chef", &format!("{path}/annulation"), &[("cle", &key)]).await;
        }
        assert!(board(&knocker, "chef", &path).await.contains("À trier,Des bancs,4,3"));

        // Taken away by those who read; touched by nobody who may not.
        for format in ["csv", "xlsx", "pdf"] {
            assert_eq!(
                knocker.get("enquete", &format!("{path}?format={format}")).await.status.as_u16(),
                200,
                "{format}"
            );
        }
        for (token, status) in [("elue", 403), ("", 303)] {
            assert_eq!(knocker.get(token, &path).await.status.as_u16(), status, "{token:?}");
        }
        assert_eq!(knocker.get("chef", &format!("/gestion/tri/{}", Uuid::nil())).await.status.as_u16(), 404);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_sort_at_once_and_nobody_takes_back_what_another_wrote_since() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(52));
        let knocker = Knocker::new(meetings::door(), house.clone());
        let set = with_notes(&house, &knocker, &[&["Un banc", "Une fontaine"]]).await;
        let path = format!("/gestion/tri/{}", set.consultation);
        for label in ["Ombre", "Eau"] {
            knocker.post("chef", &format!("{path}/groupes"), &[("groupe", label)]).await;
        }
        let (shade, water) = (group(&house, "Ombre").await, group(&house, "Eau").await);
        let (bench, fountain) = (ids(&house, "Un banc").await.remove(0), ids(&house, "Une fontaine").await.remove(0));
        let both = [("note", bench.as_str()), ("note", fountain.as_str()), ("vers", shade.as_str())];
        knocker.post("chef", &format!("{path}/deplacements"), &both).await;
        let one = [("note", fountain.as_str()), ("vers", water.as_str())];
        knocker.post("enquete", &format!("{path}/deplacements"), &one).await;
        // The project manager takes her gesture back: the fountain stays where the interviewer put it.
        knocker.post("chef", &format!("{path}/annulation"), &[]).await;
        let now = board(&knocker, "chef", &path).await;
        assert!(now.contains("À trier,Un banc") && now.contains("Eau,Une fontaine"), "{now}");
        // And does it again: only the bench moves.
        knocker.post("chef", &format!("{path}/retablissement"), &[]).await;
        let now = board(&knocker, "chef", &path).await;
        assert!(now.contains("Ombre,Un banc") && now.contains("Eau,Une fontaine"), "{now}");

        // Two people correct two fields of one note: both stay, and the history tells.
        let note = format!("{path}/notes/{bench}");
        knocker.post("chef", &note, &[("words", "Un banc à l’ombre")]).await;
        knocker.post("enquete", &note, &[("kind", "idea"), ("audience", "aînés")]).await;
        let page = knocker.get("chef", &note).await.body;
        assert!(page.contains("de «\u{a0}Un banc\u{a0}» à «\u{a0}Un banc à l’ombre\u{a0}»"), "{page}");
        assert!(page.contains("aînés") && page.contains("value=\"idea\" selected"), "{page}");
        let empty = knocker.post("chef", &note, &[("words", "")]).await;
        assert_eq!(empty.status.as_u16(), 422);

        // A group renamed, moved, removed: its notes are to sort again, and come back with it.
        let place = format!("{path}/groupes/{water}");
        assert_eq!(knocker.get("chef", &place).await.status.as_u16(), 200);
        let taken = knocker.post("chef", &format!("{place}/nom"), &[("groupe", "ombre")]).await;
        assert!(taken.status.as_u16() == 422 && taken.body.contains("value=\"ombre\""), "{}", taken.body);
        knocker.post("chef", &format!("{place}/nom"), &[("groupe", "Eau potable")]).await;
        knocker.post("chef", &format!("{place}/place"), &[("vers", "debut")]).await;
        let page = knocker.get("chef", &path).await.body;
        assert!(page.find("Eau potable") < page.find(">Ombre<"), "{page}");
        knocker.post("chef", &format!("{place}/retrait"), &[]).await;
        assert!(board(&knocker, "chef", &path).await.contains("À trier,Une fontaine"));
        knocker.post("chef", &format!("{path}/annulation"), &[]).await;
        assert!(board(&knocker, "chef", &path).await.contains("Eau potable,Une fontaine"));

        // Taken out, a note goes and comes back.
        knocker.post("chef", &format!("{path}/retraits"), &[("note", &fountain)]).await;
        assert!(!board(&knocker, "chef", &path).await.contains("fontaine"));
        knocker.post("chef", &format!("{path}/annulation"), &[]).await;
        assert!(board(&knocker, "chef", &path).await.contains("Une fontaine"));
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn merging_both_ways_at_once_never_goes_round_and_loses_nothing() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(53));
        let knocker = Knocker::new(meetings::door(), house.clone());
        let words: Vec<String> = (0..12).map(|n| format!("Note {n}")).collect();
        let told: Vec<&str> = words.iter().map(String::as_str).collect();
        let set = with_notes(&house, &knocker, &[&told]).await;
        let path = format!("/gestion/tri/{}", set.consultation);
        let mut all = Vec::new();
        for one in &words {
            all.extend(ids(&house, one).await);
        }
        // Four hands take turns wherever one waits.
        let hand = async |hand: usize| {
            let token = ["chef", "enquete"][hand % 2];
            for round in 0..8_usize {
                let (one, two) = ((hand * 5 + round) % 12, (hand * 7 + round * 3 + 1) % 12);
                if one == two {
                    continue;
                }
                let form = [("note", all[one].as_str()), ("note", all[two].as_str())];
                knocker.post(token, &format!("{path}/reunions"), &form).await;
                let gesture = ["annulation", "retablissement", "separations"][round % 3];
                let reply = knocker.post(token, &format!("{path}/{gesture}"), &form[..1]).await;
                assert!(reply.status.as_u16() < 500, "{}", reply.body);
            }
        };
        tokio::join!(hand(0), hand(1), hand(2), hand(3));
        let mut tx = house.read().await.expect("read");
        let told = meetings::facade::sentences(&mut tx, set.consultation).await.expect("sentences");
        assert_eq!(told.iter().map(|one| one.times).sum::<usize>(), 12, "each note is counted once: {told:?}");
        drop(tx);
        assert_eq!(count(&house, "note").await, 12);
        sound(&house).await;
    })
    .await;
}
