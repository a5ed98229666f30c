//! Draws that go on from others: alternates called first, a council completed, its half renewed, letters answered before the
//! draw; each checked by the other program; on both databases.

use crate::setting;

use std::collections::BTreeSet;

use crate::setting::{EARLY, arranged, count, hidden, led, migrations, plain, pool, pool_of, published, sound};
use database::testing::{each_database, outside};
use database::{fetch_all, fetch_one};
use kernel::Uuid;
use web::House;
use web::testing::{Knocker, house};

const BEACON: &str = "9f2c4d1a0b3e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8";

/// A seat: which, its state, its revision, its number, its draw.
pub(crate) type Seat = (Uuid, String, i64, String, Uuid);

pub(crate) async fn seats(house: &House) -> Vec<Seat> {
    let mut tx = house.read().await.expect("read");
    fetch_all!(&mut tx, "SELECT id, state, revision, number, draw FROM seat ORDER BY called_at, rank, id")
        .expect("seats")
}

pub(crate) async fn post(knocker: &Knocker, path: &str, act: &str, form: &[(&str, &str)]) {
    let revision = hidden(&knocker.get("chef", path).await.body, "revision");
    let mut all = form.to_vec();
    all.push(("revision", &revision));
    let reply = knocker.post("chef", &format!("{path}/{act}"), &all).await;
    assert_eq!(reply.status.as_u16(), 303, "{act}: {}", reply.body);
}

pub(crate) async fn sealed(knocker: &Knocker, path: &str, has_beacon: bool) {
    post(knocker, path, "nombre", &[("nombre", "7"), ("nombre-bis", "7"), EARLY]).await;
    if has_beacon {
        post(knocker, path, "balise", &[("balise", BEACON)]).await;
    }
    post(knocker, path, "scelle", &[("temoins", "Deux témoins")]).await;
}

pub(crate) async fn answer(knocker: &Knocker, seat: &Seat, state: &str) {
    let revision = seat.2.to_string();
    let form = [("etat", state), ("voie", "telephone"), ("revision", revision.as_str())];
    let reply = knocker.post("chef", &format!("/gestion/sieges/{}", seat.0), &form).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
}

pub(crate) fn public(path: &str) -> String {
    format!("/tirages/{}", path.rsplit('/').next().unwrap_or_default())
}

pub(crate) async fn verified(knocker: &Knocker, path: &str, told: &str) {
    let page = plain(&knocker.get("", &format!("{}/verification", public(path))).await.body);
    assert!(page.contains("Ce tirage est vérifié.") && page.contains(told), "{told}: {page}");
}

/// Refuses seats until nobody can be called any more, but for the first two, who accept.
pub(crate) async fn exhausted(house: &House, knocker: &Knocker, path: &str) {
    let calls = format!("{path}/appels/remplacements");
    for seat in seats(house).await.iter().take(2) {
        answer(knocker, seat, "accepted").await;
    }
    for _ in 0..20 {
        for seat in seats(house).await.iter().filter(|seat| seat.1 == "to_contact") {
            answer(knocker, seat, "refused").await;
        }
        let page = knocker.post("chef", &calls, &[]).await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.body);
        if page.body.contains("ne peut plus être complété") {
            return;
        }
    }
    panic!("it ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn alternates_are_published_with_the_result_and_called_first() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(41));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 8, 0, &[]).await;
        pool(&house, &set, 60).await;
        let path = published(&house, &knocker, &set, "balls").await;
        let rules = knocker.get("", &format!("{}/fichiers/regles-annoncees.json", public(&path))).await.body;
        assert!(rules.contains("\"suppleants\": 2"), "announced with the rules: {rules}");
        assert!(
            !knocker.get("", &public(&path)).await.body.contains("Suppléants, dans l’ordre"),
            "before chance speaks"
        );
        sealed(&knocker, &path, false).await;
        let mut tx = house.read().await.expect("read");
        let (file,): (Vec<u8>,) =
            fetch_one!(&mut tx, "SELECT content FROM draw_file WHERE name = 'alternates.csv'").expect("alternates");
        drop(tx);
        let text = String::from_utf8(file).expect("text");
        let alternates: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
        assert_eq!(alternates.len(), 2, "{text}");
        let page = knocker.get("", &public(&path)).await.body;
        assert!(page.contains(&format!("<p>{}</p>", alternates.join(", "))), "{page}");

        // Four refuse: alternates who fit come before the rest of the list, in their order; of one who does not, it is told why.
        let calls = format!("{path}/appels/remplacements");
        let called_past = async |before: usize| -> Vec<String> {
            seats(&house).await.into_iter().skip(before).map(|seat| seat.3).collect()
        };
        for seat in &seats(&house).await[..4] {
            answer(&knocker, seat, "refused").await;
        }
        let done = knocker.post("chef", &calls, &[]).await;
        assert_eq!(done.status.as_u16(), 200, "{}", done.body);
        let called = called_past(8).await;
        let (fit, unfit): (Vec<&str>, Vec<&str>) =
            alternates.iter().partition(|one| called.iter().any(|number| number == *one));
        assert!(called.len() == 4 && !fit.is_empty() && called[..fit.len()] == fit[..], "{alternates:?}: {called:?}");
        verified(&knocker, &path, "suppléants sont bien ceux").await;
        let journal = knocker.get("", &format!("{}/fichiers/replacements.jsonl", public(&path))).await.body;
        assert!(journal.contains("passe avant"), "{journal}");
        for one in &unfit {
            let start = format!("{{\"id\":\"{one}\",\"reason\":\"");
            let why = journal.split_once(&start).and_then(|rest| rest.1.split('"').next()).unwrap_or_default();
            assert!(why.contains("même foyer") || why.contains("dépasserait"), "{one}: {journal}");
        }

        // Everybody refuses: nothing stands in the way of those alternates any more, and they come first in turn.
        for seat in seats(&house).await.iter().filter(|seat| seat.1 == "to_contact") {
            answer(&knocker, seat, "refused").await;
        }
        let done = knocker.post("chef", &calls, &[]).await;
        assert_eq!(done.status.as_u16(), 200, "{}", done.body);
        let called = called_past(12).await;
        assert!(called.len() == 8 && called[..unfit.len()] == unfit[..], "{alternates:?}: {called:?}");
        verified(&knocker, &path, "suppléants sont bien ceux").await;
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_council_nobody_can_fill_is_completed_by_another_draw() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(42));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 14).await;
        let list = format!("/gestion/colleges/{}/tirages", set.residents);
        let announce = |kind: &'static str| {
            let mut form = setting::SESSION.to_vec();
            form.extend([("lieu", "Salle"), ("hasard", "balls"), ("raison", "Liste épuisée"), ("nature", kind)]);
            form
        };
        let early = knocker.post("chef", &list, &announce("completion")).await;
        assert!(early.status.as_u16() == 409 && early.body.contains("Personne ne siège encore"), "{}", early.body);
        let unknown = knocker.post("chef", &list, &announce("autre")).await;
        assert!(
            unknown.status.as_u16() == 422 && unknown.body.contains("ce que ce tirage désigne"),
            "{}",
            unknown.body
        );
        let path = published(&house, &knocker, &set, "balls").await;
        sealed(&knocker, &path, false).await;
        let full = knocker.post("chef", &list, &announce("completion")).await;
        assert!(full.body.contains("Il n’y a rien à compléter"), "{}", full.body);
        answer(&knocker, &seats(&house).await[3], "refused").await;
        let waits = knocker.post("chef", &list, &announce("completion")).await;
        assert!(waits.body.contains("Des sièges attendent leur remplacement"), "{}", waits.body);
        exhausted(&house, &knocker, &path).await;
        let sitting: Vec<Seat> = seats(&house).await.into_iter().filter(|seat| seat.1 == "accepted").collect();
        let gone: BTreeSet<String> =
            seats(&house).await.into_iter().filter(|seat| seat.1 == "refused").map(|seat| seat.3).collect();

        // The pool grows; members stay with their numbers, whoever refused does not come back.
        pool_of(&house, &set, 14..60).await;
        let fields = [("hasard", "dice_then_beacon"), ("raison", "Liste épuisée"), ("nature", "completion")];
        let second = led(&house, &knocker, &set, &fields, &["cloture", "loterie"]).await;
        let page = knocker.get("chef", &second).await.body;
        assert!(page.contains("complément") && page.contains("Enregistrer le nombre"), "{page}");
        let blocked = knocker.post("chef", &format!("{path}/appels/remplacements"), &[]).await;
        assert!(blocked.status.as_u16() == 409 && blocked.body.contains("ne donne plus de siège"), "{}", blocked.body);
        sealed(&knocker, &second, true).await;
        let id: Uuid = second.rsplit('/').next().unwrap_or_default().parse().expect("an identifier");
        let after: Vec<Seat> = seats(&house).await.into_iter().filter(|seat| seat.4 == id).collect();
        assert_eq!(after.len(), 4, "{after:?}");
        for seat in &sitting {
            let kept = after.iter().find(|other| other.0 == seat.0).expect("she keeps her seat");
            assert_eq!((&kept.1, &kept.3), (&seat.1, &seat.3));
        }
        assert!(after.iter().all(|seat| !gone.contains(&seat.3)), "{after:?}");
        verified(&knocker, &second, "Ce tirage suit le précédent : 2 personnes restent").await;
        verified(&knocker, &path, "remplacement").await;
        let told = plain(&knocker.get("", &public(&second)).await.body);
        assert!(told.contains("Les membres qui siègent restent") && told.contains("Tirage n° 1"), "{told}");
        assert!(knocker.get("", &public(&path)).await.body.contains("Un autre tirage suit celui-ci"));

        // The first draw is only read from now on; the second one is called from.
        for seat in after.iter().filter(|seat| seat.1 == "to_contact") {
            answer(&knocker, seat, "accepted").await;
        }
        let calls = plain(&knocker.get("chef", &format!("{second}/appels")).await.body);
        assert!(calls.contains("4 sur 4 ont accepté"), "{calls}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_of_a_council_leaves_by_lot_and_is_drawn_again() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(43));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 40).await;
        let path = published(&house, &knocker, &set, "balls").await;
        sealed(&knocker, &path, false).await;
        for seat in &seats(&house).await {
            answer(&knocker, seat, "accepted").await;
        }
        let fields = [("hasard", "dice_then_beacon"), ("raison", "Mi-mandat"), ("nature", "renewal")];
        let leaving = led(&house, &knocker, &set, &fields, &["cloture"]).await;
        let page = plain(&knocker.get("chef", &leaving).await.body);
        assert!(page.contains("de 0 à 999") && !page.contains("Étudier le vivier"), "{page}");
        assert_eq!(knocker.get("", &format!("{}/pourquoi", public(&leaving))).await.status.as_u16(), 404);
        sealed(&knocker, &leaving, true).await;
        let states = |all: &[Seat], state: &str| all.iter().filter(|seat| seat.1 == state).count();
        let all = seats(&house).await;
        assert_eq!((states(&all, "left"), states(&all, "accepted")), (2, 2), "{all:?}");
        let gone: BTreeSet<&String> = all.iter().filter(|seat| seat.1 == "left").map(|seat| &seat.3).collect();
        verified(&knocker, &leaving, "Le renouvellement garde 2 personnes").await;
        let told = knocker.get("", &public(&leaving)).await.body;
        assert!(
            told.contains("Numéros des membres qui partent") && gone.iter().all(|one| told.contains(*one)),
            "{told}"
        );
        let pdf = knocker.get("", &format!("{}/proces-verbal.pdf", public(&leaving))).await;
        assert!(pdf.body.starts_with("%PDF"));
        let calls = knocker.post("chef", &format!("{path}/appels/remplacements"), &[]).await;
        assert!(
            calls.body.contains("Annoncez le tirage qui complète"),
            "leavers are not replaced from the old list: {}",
            calls.body
        );

        let fields = [("hasard", "balls"), ("raison", "Seconde moitié"), ("nature", "completion")];
        let second = led(&house, &knocker, &set, &fields, &["cloture", "loterie"]).await;
        sealed(&knocker, &second, false).await;
        let id: Uuid = second.rsplit('/').next().unwrap_or_default().parse().expect("an identifier");
        let after: Vec<Seat> = seats(&house).await.into_iter().filter(|seat| seat.4 == id).collect();
        assert_eq!((after.len(), states(&after, "accepted")), (4, 2), "{after:?}");
        assert!(after.iter().all(|seat| !gone.contains(&seat.3)), "who left does not come back: {after:?}");
        verified(&knocker, &second, "Ce tirage suit le précédent : 2 personnes restent, 2 n’y reviennent pas").await;
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_drawn_from_a_long_list_and_whoever_answers_makes_the_second_pool() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(44));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 60).await;
        // Nobody put herself forward: the list was brought.
        let mut tx = house.write().await.expect("write");
        database::execute!(&mut tx, "UPDATE candidate SET origin = 'landlord'").expect("brought");
        tx.commit().await.expect("kept");
        let list = format!("/gestion/colleges/{}/tirages", set.residents);
        let mut form = setting::SESSION.to_vec();
        form.extend([("lieu", "Salle"), ("hasard", "balls"), ("nature", "letters"), ("poids-jeunes", "40")]);
        let wrong = knocker.post("chef", &list, &form).await;
        for told in ["combien de courriers", "Ce poids va de 1", "choisissez aussi une valeur publique"] {
            assert!(wrong.status.as_u16() == 422 && wrong.body.contains(told), "{told}: {}", wrong.body);
        }
        let fields =
            [("hasard", "dice_then_beacon"), ("nature", "letters"), ("courriers", "30"), ("poids-jeunes", "2")];
        let first = led(&house, &knocker, &set, &fields, &["cloture"]).await;
        let page = plain(&knocker.get("chef", &first).await.body);
        assert!(page.contains("de 0 à 999") && page.contains("2 fois plus de chances"), "{page}");
        sealed(&knocker, &first, true).await;
        assert_eq!((count(&house, "letter").await, count(&house, "seat").await), (30, 0));
        verified(&knocker, &first, "Les valeurs publiques désignent bien les 30 personnes invitées").await;
        assert_eq!(knocker.get("chef", &format!("{first}/appels")).await.status.as_u16(), 404, "nobody sits yet");

        // A batch leaves, is printed, and answers come by number or by code.
        let letters = format!("{first}/courriers");
        for (token, status) in [("elections", 403), ("", 303)] {
            assert_eq!(knocker.get(token, &letters).await.status.as_u16(), status, "{token:?}");
        }
        for many in ["0", "501", "x"] {
            let refused = knocker.post("chef", &format!("{letters}/lots"), &[("lot", many)]).await;
            assert!(refused.status.as_u16() == 422 && refused.body.contains("Un lot va de 1 à"), "{}", refused.body);
        }
        for many in ["20", "20"] {
            assert_eq!(knocker.post("chef", &format!("{letters}/lots"), &[("lot", many)]).await.status.as_u16(), 303);
        }
        let none = knocker.post("chef", &format!("{letters}/lots"), &[("lot", "5")]).await;
        assert!(none.body.contains("tous sont partis"), "{}", none.body);
        let pdf = knocker.get("chef", &format!("{letters}/lots/2")).await;
        assert!(pdf.media_type == "application/pdf" && pdf.body.starts_with("%PDF"));
        assert!(knocker.get("chef", &format!("{letters}/lots/3")).await.body.contains("Aucun courrier à imprimer"));
        let mut tx = house.read().await.expect("read");
        let all: Vec<(String,)> = fetch_all!(&mut tx, "SELECT number FROM letter ORDER BY rank").expect("letters");
        drop(tx);
        let numbers: Vec<&str> = all.iter().map(|one| one.0.as_str()).collect();
        let (own_number, code) = somebody_invited(&knocker, &public(&first), &numbers).await;
        let numbers: Vec<&str> = numbers.into_iter().filter(|number| *number != own_number).collect();
        let noted = format!("{letters}/reponses");
        let told = format!("{} 9999", numbers[0]);
        let wrong = [("numeros", told.as_str()), ("reponse", "yes"), ("voie", "letter")];
        let refused = knocker.post("chef", &noted, &wrong).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("sous le numéro 9999"), "{}", refused.body);
        assert!(refused.body.contains(&told), "what was typed is given back");
        let yes = numbers[..24].join("\n");
        let form = [("numeros", yes.as_str()), ("reponse", "yes"), ("voie", "letter")];
        assert_eq!(knocker.post("chef", &noted, &form).await.status.as_u16(), 303);
        let form = [("numeros", numbers[25]), ("reponse", "no"), ("voie", "telephone")];
        assert_eq!(knocker.post("chef", &noted, &form).await.status.as_u16(), 303);

        // With the code of her letter, somebody answers herself, and changes her mind.
        let own = format!("{}/reponse", public(&first));
        let wrong = knocker.post("", &own, &[("code", "AAAABBBBCCCC")]).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("Aucun courrier n’a ce code"), "{}", wrong.body);
        for (said, told) in [("non", "Vous ne participez pas"), ("oui", "Vous participez au second tirage")] {
            let reply = knocker.post("", &own, &[("code", &code), ("reponse", said)]).await;
            assert!(reply.status.as_u16() == 200 && reply.body.contains(told), "{}", reply.body);
        }

        // The second draw: those who answered yes, under the same numbers, their chance of being invited counted.
        let fields = [("hasard", "dice_then_beacon"), ("raison", "Second tirage"), ("nature", "answers")];
        let second = led(&house, &knocker, &set, &fields, &["cloture", "loterie"]).await;
        let late = knocker.post("", &own, &[("code", &code), ("reponse", "non")]).await;
        assert!(late.status.as_u16() == 409 && late.body.contains("ne sont plus prises"), "{}", late.body);
        sealed(&knocker, &second, true).await;
        let chosen: Vec<String> = seats(&house).await.into_iter().map(|seat| seat.3).collect();
        assert!(
            chosen.len() == 4 && chosen.iter().all(|one| *one == own_number || numbers[..24].contains(&one.as_str())),
            "{chosen:?}"
        );
        verified(&knocker, &second, "Les valeurs publiques désignent bien les 30 personnes invitées").await;
        let pool = knocker.get("", &format!("{}/fichiers/pool.csv", public(&second))).await.body;
        assert!(
            pool.lines().count() == 26 && pool.lines().next().is_some_and(|head| head.contains("invitation")),
            "{pool}"
        );
        // As the journal knows them again.
        let mut tx = house.write().await.expect("write");
        database::execute!(&mut tx, "UPDATE candidate SET origin = 'paper'").expect("as before");
        tx.commit().await.expect("kept");
        sound(&house).await;
    })
    .await;
}

/// Somebody invited: her number, and the code printed on her letter, which is the one of her receipt in the same draw.
async fn somebody_invited(knocker: &Knocker, public: &str, invited: &[&str]) -> (String, String) {
    for rank in 0..29 {
        let (name, forename) = (format!("Nomdepersonne{}", rank / 2), format!("Prenom{rank}"));
        let street = format!("{} rue des Lilas", rank / 2 + 1);
        let asked = [
            ("nom", name.as_str()),
            ("prenoms", &forename),
            ("naissance-jour", "1"),
            ("naissance-mois", "2"),
            ("naissance-annee", if rank % 3 == 0 { "2004" } else { "1970" }),
            ("rue", &street),
            ("code-postal", "11000"),
        ];
        let page = knocker.post("", &format!("{public}/recu"), &asked).await.body;
        let between = |start: &str, end: char| {
            page.split(start).nth(1).and_then(|rest| rest.split(end).next()).expect("a receipt").to_owned()
        };
        let (number, code) = (between("numéro : ", ' '), between("garder</dt><dd><code>", '<'));
        if invited.contains(&number.as_str()) {
            return (number, code);
        }
    }
    panic!("half of the list is invited");
}
