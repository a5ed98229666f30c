//! Those drawn are called until the council is complete, or nobody is left; then everybody else is erased; on both databases.

use crate::setting;

use crate::setting::{EARLY, arranged, count, hidden, migrations, plain, pool, published, sound};
use database::testing::{each_database, outside};
use database::{fetch_all, fetch_one};
use kernel::{Actor, Moment, Outside, Uuid};
use web::House;
use web::testing::{Knocker, house};

async fn seats(house: &House) -> Vec<(Uuid, String, i64, String)> {
    let mut tx = house.read().await.expect("read");
    fetch_all!(&mut tx, "SELECT id, state, revision, number FROM seat ORDER BY rank").expect("seats")
}

async fn sealed(house: &House, knocker: &Knocker, set: &setting::Setting) -> String {
    let path = published(house, knocker, set, "balls").await;
    let revision = hidden(&knocker.get("chef", &path).await.body, "revision");
    let form = [("nombre", "7"), ("nombre-bis", "7"), EARLY, ("revision", revision.as_str())];
    assert_eq!(knocker.post("chef", &format!("{path}/nombre"), &form).await.status.as_u16(), 303);
    let revision = hidden(&knocker.get("chef", &path).await.body, "revision");
    let form = [("temoins", "Deux témoins"), ("revision", revision.as_str())];
    assert_eq!(knocker.post("chef", &format!("{path}/scelle"), &form).await.status.as_u16(), 303);
    path
}

async fn answer(knocker: &Knocker, seat: &(Uuid, String, i64, String), state: &str, is_public: bool) -> u16 {
    let revision = seat.2.to_string();
    let mut form = vec![("etat", state), ("voie", "telephone"), ("revision", revision.as_str())];
    if is_public {
        form.push(("nom-public", "oui"));
    }
    knocker.post("chef", &format!("/gestion/sieges/{}", seat.0), &form).await.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_council_is_called_until_it_is_complete() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(31));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 30).await;
        let path = sealed(&house, &knocker, &set).await;
        let calls = format!("{path}/appels");
        let page = knocker.get("chef", &calls).await;
        assert!(page.status.as_u16() == 200 && page.body.contains("NOMDEPERSONNE"), "{}", page.body);
        // Who does not call reads no name.
        for (token, status) in [("elections", 403), ("elue", 403), ("", 303)] {
            assert_eq!(knocker.get(token, &calls).await.status.as_u16(), status, "{token:?}");
        }
        let letters = knocker.get("chef", &format!("{calls}/courriers.pdf")).await;
        assert!(letters.media_type == "application/pdf" && letters.body.starts_with("%PDF"));
        let none = knocker.get("chef", &format!("{calls}/relances.pdf")).await;
        assert!(none.body.contains("Aucun courrier à imprimer"), "{}", none.body);
        assert_eq!(knocker.post("chef", &format!("{calls}/courriels"), &[]).await.status.as_u16(), 303);
        assert_eq!(count(&house, "mail").await, 4);
        assert_eq!(
            knocker.post("chef", &format!("{calls}/courriers"), &[("courrier", "relance")]).await.status.as_u16(),
            303
        );
        let all = seats(&house).await;
        assert!(all.iter().all(|seat| seat.1 == "reminded"), "{all:?}");

        // Two accept, one of them with her name; one refuses, one moved: the next two are computed and told.
        assert_eq!(answer(&knocker, &all[0], "accepted", true).await, 303);
        assert_eq!(answer(&knocker, &all[0], "accepted", true).await, 409, "somebody noted it before");
        assert_eq!(answer(&knocker, &all[1], "accepted", false).await, 303);
        assert_eq!(answer(&knocker, &all[2], "sent", false).await, 422, "one does not go back");
        assert_eq!(answer(&knocker, &all[2], "refused", false).await, 303);
        assert_eq!(answer(&knocker, &all[3], "moved", false).await, 303);
        let replaced = knocker.post("chef", &format!("{calls}/remplacements"), &[]).await;
        assert_eq!(replaced.status.as_u16(), 200, "{}", replaced.body);
        let again = knocker.post("chef", &format!("{calls}/remplacements"), &[]).await;
        assert!(again.body.contains("Aucun siège n’est à pourvoir"), "{}", again.body);
        let all = seats(&house).await;
        assert_eq!(all.len(), 6, "{all:?}");
        for seat in &all[4..] {
            assert_eq!(answer(&knocker, seat, "accepted", false).await, 303);
        }
        let late = seats(&house).await;
        assert_eq!(answer(&knocker, &late[3], "accepted", false).await, 422, "her seat was given");
        let page = knocker.get("chef", &calls).await.body;
        assert!(page.contains("4 sur 4 ont accepté"), "{page}");
        let sheet = knocker.get_bytes("chef", &format!("{calls}/membres.xlsx")).await;
        assert!(sheet.starts_with(b"PK"));
        // Published: the one name agreed to.
        let public = knocker.get("", &format!("/conseils/{}", set.council)).await.body;
        assert_eq!(public.matches("NOMDEPERSONNE").count(), 1, "{public}");
        assert!(plain(&public).contains("3 membres dont le nom n’est pas publié"), "{public}");
        // The dossier with its replacements still verifies.
        let id = path.rsplit('/').next().unwrap_or_default();
        let checked = knocker.get("", &format!("/tirages/{id}/verification")).await.body;
        assert!(checked.contains("Ce tirage est vérifié.") && checked.contains("remplacement"), "{checked}");
        sound(&house).await;

        // Once appeals are over, everybody else is erased, with a certificate.
        let people = count(&house, "candidate_person").await;
        let later = |days| Outside::told(Moment(house.outside.now().0).plus_days(days), 5);
        for (days, draws) in [(30, 0), (70, 1), (71, 0)] {
            let mut tx = house.write().await.expect("write");
            let actor = Actor::Platform("essai");
            let gone = councils::actions::purge(&mut tx, &later(days), &actor).await.expect("purged");
            tx.commit().await.expect("kept");
            assert_eq!(gone.draws, draws, "after {days} days");
        }
        // Seats and the twelve first of the complementary list stay.
        let mut tx = house.read().await.expect("read");
        let (reserves,): (i64,) = fetch_one!(&mut tx, "SELECT reserves FROM college").expect("a college");
        drop(tx);
        let left = count(&house, "candidate_person").await;
        assert!(reserves == 12 && left < people && (14..=18).contains(&left), "{left} of {people}");
        let public = knocker.get("", &format!("/tirages/{id}")).await.body;
        assert!(plain(&public).contains("ont été effacées après la fin du recours"), "{public}");
        let checked = knocker.get("", &format!("/tirages/{id}/verification")).await.body;
        assert!(checked.contains("Ce tirage est vérifié."));
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_go_on_until_nobody_is_left_and_it_is_told() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(32));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 14).await;
        let path = sealed(&house, &knocker, &set).await;
        let calls = format!("{path}/appels");
        let mut rounds = 0;
        let told = loop {
            for seat in seats(&house).await.iter().filter(|seat| seat.1 == "to_contact") {
                assert_eq!(answer(&knocker, seat, "refused", false).await, 303);
            }
            let page = knocker.post("chef", &format!("{calls}/remplacements"), &[]).await;
            assert_eq!(page.status.as_u16(), 200, "{}", page.body);
            if page.body.contains("ne peut plus être complété") {
                break page.body;
            }
            rounds += 1;
            assert!(rounds < 14, "it ends");
        };
        assert!(rounds >= 1 && told.contains("Personne du vivier ne permet plus"), "{told}");
        let id = path.rsplit('/').next().unwrap_or_default();
        let checked = knocker.get("", &format!("/tirages/{id}/verification")).await.body;
        assert!(checked.contains("Ce tirage est vérifié."), "{checked}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pool_nobody_draws_from_is_erased_after_a_year() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(33));
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 6).await;
        for (days, left) in [(300, 6), (366, 0)] {
            let later = Outside::told(Moment(house.outside.now().0).plus_days(days), 5);
            let mut tx = house.write().await.expect("write");
            councils::actions::purge(&mut tx, &later, &Actor::Platform("essai")).await.expect("purged");
            tx.commit().await.expect("kept");
            assert_eq!(count(&house, "candidate_person").await, left, "after {days} days");
        }
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_prefect_recognises_a_council_step_by_step() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(37));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 30).await;
        let path = format!("/gestion/conseils/{}/reconnaissance", set.council);
        let step = |step: &'static str, year: &'static str, reference: &'static str| {
            [
                ("etape", step),
                ("jour-jour", "2"),
                ("jour-mois", "1"),
                ("jour-annee", year),
                ("reference", reference),
                ("note", "Sans suite"),
            ]
        };
        // Everything wrong is told at once, and what was typed is given back.
        let wrong = knocker.post("prefecture", &path, &[("etape", "autre"), ("note", "Une note gardée")]).await;
        assert_eq!(wrong.status.as_u16(), 422, "{}", wrong.body);
        for told in ["Choisissez l’étape", "Une note gardée"] {
            assert!(wrong.body.contains(told), "{told}: {}", wrong.body);
        }
        let early = plain(&knocker.post("chef", &path, &step("recognised", "2000", "")).await.body);
        assert!(
            early.contains("Indiquez le numéro de l’arrêté") && early.contains("Notez d’abord la transmission"),
            "{early}"
        );
        let to_come = knocker.post("chef", &path, &step("list_sent", "2027", "")).await;
        assert!(to_come.status.as_u16() == 422 && to_come.body.contains("Ce jour est à venir"), "{}", to_come.body);
        for (token, status) in [("", 401), ("elections", 403), ("elue", 403)] {
            assert_eq!(
                knocker.post(token, &path, &step("list_sent", "2001", "")).await.status.as_u16(),
                status,
                "{token}"
            );
        }
        assert_eq!(count(&house, "recognition_step").await, 0);

        // The list leaves, then the decree; what was noted before it is refused.
        assert_eq!(knocker.post("chef", &path, &step("list_sent", "2001", "C 12")).await.status.as_u16(), 303);
        let before = knocker.post("prefecture", &path, &step("recognised", "2000", "A 3")).await;
        assert!(before.body.contains("ne peut pas précéder la liste"), "{}", before.body);
        let public = format!("/conseils/{}", set.council);
        assert!(!knocker.get("", &public).await.body.contains("Arrêté préfectoral"));
        assert_eq!(knocker.post("prefecture", &path, &step("recognised", "2002", "A 3")).await.status.as_u16(), 303);
        let told = plain(&knocker.get("", &public).await.body);
        assert!(told.contains("Arrêté préfectoral n° A 3 du 2 janvier 2002") && !told.contains("Sans suite"), "{told}");
        let page = plain(&knocker.get("elue", &path).await.body);
        assert!(page.contains("C 12") && !page.contains("Noter cette étape"), "{page}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_people_are_called_fifty_a_page() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(38));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 56, 0, &[]).await;
        pool(&house, &set, 130).await;
        let path = sealed(&house, &knocker, &set).await;
        let calls = format!("{path}/appels");
        let all = seats(&house).await;
        assert_eq!(all.len(), 56);
        let begun = std::time::Instant::now();
        let first = knocker.get("chef", &calls).await.body;
        eprintln!("calls: {:.2} s, {} bytes", begun.elapsed().as_secs_f64(), first.len());
        assert!(first.len() < 50_000, "{} bytes", first.len());
        let links = |page: &str| page.matches("/gestion/sieges/").count();
        assert!(links(&first) == 50 && first.contains("Page suivante"), "{first}");
        let last = knocker.get("chef", &format!("{calls}?page=2")).await.body;
        assert!(links(&last) == 6 && last.contains(&all[55].3) && !last.contains("Page suivante"), "{last}");

        // Somebody who answered is found by where she stands.
        assert_eq!(answer(&knocker, &all[52], "accepted", false).await, 303);
        let accepted = knocker.get("chef", &format!("{calls}?etat=accepted")).await.body;
        assert!(links(&accepted) == 1 && accepted.contains(&all[52].3), "{accepted}");
        let waiting = knocker.get("chef", &format!("{calls}?etat=to_contact")).await.body;
        assert!(links(&waiting) == 50 && waiting.contains("etat=to_contact&#38;page=2"), "{waiting}");
        let unknown = knocker.get("chef", &format!("{calls}?etat=autre&page=900")).await.body;
        assert_eq!(links(&unknown), 6, "the last page: {unknown}");

        // All their letters at once.
        let begun = std::time::Instant::now();
        let letters = knocker.get("chef", &format!("{calls}/courriers.pdf")).await;
        eprintln!("55 letters: {:.1} s, {} bytes", begun.elapsed().as_secs_f64(), letters.body.len());
        assert!(letters.media_type == "application/pdf" && letters.body.starts_with("%PDF"));
        let noted = knocker.post("chef", &format!("{calls}/courriers"), &[("courrier", "premier")]).await;
        assert_eq!(noted.status.as_u16(), 303, "{}", noted.body);
        assert_eq!(seats(&house).await.iter().filter(|seat| seat.1 == "sent").count(), 55);
        assert_eq!(knocker.post("chef", &format!("{calls}/courriels"), &[]).await.status.as_u16(), 303);
        assert_eq!(count(&house, "mail").await, 55);
        sound(&house).await;
    })
    .await;
}
