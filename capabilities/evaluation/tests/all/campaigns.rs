//! What carriers are asked: sent, answered in drafts, reminded, added up; on both databases.

use applications::testing::{ACTOR, LocalPeople};
use database::testing::{each_database, outside};
use evaluation::actions::Replies;
use kernel::{Failure, Outside, Refusal};

use crate::setting::{HOME, Setting, arranged, every, hidden, migrations, path, published, sheet};

const OWN: &str = "/mon-association/collectes";

fn terms(year: &'static str, revision: &'static str) -> [(&'static str, &'static str); 7] {
    [
        ("contrat", "essai"),
        ("annee", year),
        ("titre", "Bilan des actions"),
        ("cloture-jour", "30"),
        ("cloture-mois", "6"),
        ("cloture-annee", "2026"),
        ("revision", revision),
    ]
}

/// A campaign prepared for a year; gives where it is kept.
async fn prepared(set: &Setting, year: &'static str) -> String {
    let (status, page, to) = set.send("chef", &format!("{HOME}/collectes/nouvelle"), &terms(year, "0")).await;
    assert_eq!(status, 303, "{page}");
    path(&to)
}

/// Asks the first association about a sheet; gives where it answers.
async fn asked(set: &Setting, campaign: &str, of: kernel::Uuid, name: &str) -> String {
    let field = format!("porteur-{of}");
    let (status, page, _) = set.send("chef", &format!("{campaign}/porteurs"), &[(&*field, name)]).await;
    assert_eq!(status, 303, "{page}");
    let (_, page) = set.read("asso-saisie", OWN).await;
    every(&page, &format!("{OWN}/")).remove(0)
}

/// Answers to every question of the starter, over which some fields change.
fn replies<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let base = [
        ("q1-f-0-15", "12"),
        ("q1-h-0-15", "30"),
        ("q1-f-16-17", "2"),
        ("q1-h-16-17", "40"),
        ("q1-f-18-25", "0"),
        ("q1-h-18-25", "25"),
        ("q2-none", "oui"),
        ("q3-n", "8"),
        ("q4-none", "oui"),
        ("q5-oui", "1"),
        ("q6-t", "Ils reviennent."),
    ];
    let kept = base.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn carriers_answer_from_what_is_known_and_totals_say_their_base() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(521)).await;
        published(&set).await;
        let lead = "Les Ateliers du Viaduc";
        let (draft, first, other) = (
            sheet(&set, "F1", lead, false).await,
            sheet(&set, "F2", lead, true).await,
            sheet(&set, "F3", "Service jeunesse", true).await,
        );
        let (status, page, _) = set
            .send("chef", &format!("{HOME}/collectes/nouvelle"), &[("contrat", "essai"), ("message", "Gardé")])
            .await;
        assert!(status == 422 && page.contains("Gardé") && page.contains("Saisissez le titre"), "{page}");
        assert!(page.contains("Saisissez le dernier jour") && page.contains("Saisissez l’année"), "{page}");
        let own = prepared(&set, "2025").await;
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("Combien de personnes avez-vous touchées ?"), "questions are offered: {page}");
        let (status, page, _) = set.send("chef", &format!("{own}/questions"), &[("sorte", "x")]).await;
        assert!(status == 422 && page.contains("Dites ce qui est demandé") && page.contains("400 signes"), "{page}");

        // Whoever leads is offered; a name nobody bears is told at its field; drafts are not there.
        let carriers = format!("{own}/porteurs");
        let (_, page) = set.read("chef", &carriers).await;
        assert!(page.contains("value=\"Les Ateliers du Viaduc\"") && !page.contains("F1 Action"), "{page}");
        let (field, second) = (format!("porteur-{first}"), format!("porteur-{other}"));
        let (status, page, _) = set.send("chef", &carriers, &[(&*field, lead), (&*second, "Inconnue")]).await;
        assert!(status == 422 && page.contains("« Inconnue » n’est le nom d’aucune organisation"), "{page}");
        let hidden_sheet = format!("porteur-{draft}");
        let (status, _, _) = set.send("chef", &carriers, &[(&*hidden_sheet, lead)]).await;
        assert_eq!(status, 409, "a draft is not asked about");
        let reply = asked(&set, &own, first, lead).await;
        let fil = [(&*second, "Le Fil Rouge")];
        assert_eq!(set.send("chef", &carriers, &fil).await.0, 303);
        assert_eq!(set.send("chef", &carriers, &fil).await.0, 409, "asked once");
        let (status, page, _) =
            set.send("chef", &format!("{own}/questions"), &[("question", "Et ?"), ("sorte", "text")]).await;
        assert!(status == 409 && page.contains("ne changent plus"), "{page}");

        // The carrier finds the action and its neighbourhoods, keeps a draft, sends.
        let (_, page) = set.read("asso-saisie", &reply).await;
        assert!(page.contains("F2 Action F2") && page.contains("Les Ateliers du Viaduc"), "{page}");
        assert_eq!(set.read("autre-asso", &reply).await.0, 404, "another association");
        assert_eq!(set.read("financeur-etat", &reply).await.0, 403);
        let draft = [("q1-f-0-15", "12"), ("acte", "brouillon"), ("revision", "1")];
        assert_eq!(set.send("asso-saisie", &reply, &draft).await.0, 303);
        let (_, page) = set.read("asso-admin", &reply).await;
        assert!(page.contains("value=\"12\""), "{page}");
        let (status, page, _) = set.send("asso-admin", &reply, &draft).await;
        assert_eq!(status, 409, "somebody else wrote: {page}");
        let wrong = [("q1-f-0-15", "beaucoup"), ("q5-oui", "7"), ("q6-t", "Gardé"), ("revision", "2")];
        let (status, page, _) = set.send("asso-saisie", &reply, &wrong).await;
        assert!(status == 422 && page.contains("value=\"beaucoup\"") && page.contains("Gardé"), "{page}");
        assert!(
            page.contains("Ce doit être un nombre entier") && page.contains("cochez « Nous ne l’avons pas compté »"),
            "{page}"
        );
        assert_eq!(set.send("asso-saisie", &reply, &replies(&[("revision", "2")])).await.0, 303);
        let (status, _, _) = set.send("asso-saisie", &reply, &[("acte", "brouillon"), ("revision", "3")]).await;
        assert_eq!(status, 409, "what was sent does not become a draft");

        // Totals say who answered, who counted; nought, blank and small counts are three things.
        let (_, page) = set.read("chef", &own).await;
        assert!(
            page.contains("1 réponse sur 2") && page.contains("1 réponse reçue sur 2 actions interrogées, dont 1"),
            "{page}"
        );
        assert!(
            page.contains("<span>2</span>") && page.contains("<span>0</span>") && page.contains("non renseigné"),
            "{page}"
        );
        let (_, csv) = set.read("chef", &format!("{own}?format=csv")).await;
        assert!(csv.contains("Femmes, moins de 16 ans") && csv.contains("Ils reviennent."), "{csv}");
        let open = format!("/evaluation/essai/collectes/{}", own.rsplit('/').next().unwrap_or_default());
        assert_eq!(set.read("", &open).await.0, 404);
        let publish = format!("{own}/publication");
        assert_eq!(set.send("instruction", &publish, &[("revision", "1")]).await.0, 403);
        assert_eq!(set.send("chef", &publish, &[("revision", "1")]).await.0, 303);
        let (status, page) = set.read("", &open).await;
        assert!(status == 200 && page.contains("non diffusé") && !page.contains("<span>2</span>"), "{page}");
        assert!(!page.contains("Ils reviennent.") && page.contains("<span>8</span>"), "{page}");
        let (_, page) = set.read("", "/evaluation/essai").await;
        assert!(page.contains(&open), "{page}");

        // The next year, what was said is found again: words to start from, figures to compare with.
        let next = prepared(&set, "2026").await;
        asked(&set, &next, first, lead).await;
        let (_, page) = set.read("asso-saisie", OWN).await;
        let again = every(&page, &format!("{OWN}/")).into_iter().find(|one| *one != reply).expect("another request");
        let (_, page) = set.read("asso-saisie", &again).await;
        assert!(page.contains("En 2025 : 12") && page.contains("En 2025 : oui"), "{page}");
        assert!(page.contains("Ils reviennent.</textarea>") && !page.contains("value=\"12\""), "{page}");
        assert_eq!(hidden(&page, "revision"), "1");
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn carriers_are_reminded_once_and_agents_write_for_who_is_late() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(522)).await;
        let one = sheet(&set, "F1", "Les Ateliers du Viaduc", true).await;
        let own = prepared(&set, "2025").await;
        let reply = asked(&set, &own, one, "Les Ateliers du Viaduc").await;
        let morning = async |day: i64| {
            let later = Outside::told(set.house.outside.now().plus_days(day), 900 + day.unsigned_abs());
            let mut tx = set.house.write().await.expect("write");
            let place = ("https://exemple.org", "Parvis");
            let zone = &set.house.settings.zone;
            evaluation::actions::remind(&mut tx, (&later, zone), place, &ACTOR).await.expect("reminded");
            let (count,): (i64,) =
                database::fetch_one!(&mut tx, "SELECT COUNT(*) FROM evaluation_reminder").expect("counted");
            tx.commit().await.expect("kept");
            count
        };
        let today = set.house.outside.now().day(&set.house.settings.zone);
        let closes: jiff::civil::Date = "2026-06-30".parse().expect("a day");
        let left = i64::from((closes - today).get_days());
        assert_eq!(morning(0).await, 0, "not the day it is asked");
        assert_eq!((morning(1).await, morning(2).await), (1, 1), "once");
        assert_eq!((morning(left - 5).await, morning(left - 4).await), (2, 2), "a week before");
        assert_eq!((morning(left + 1).await, morning(left + 9).await), (3, 3), "once it is late");

        // The carrier no longer answers; an agent writes for it, on the same page.
        let people = LocalPeople(set.ground.clone());
        let id = reply.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a request");
        let late = Outside::told(set.house.outside.now().plus_days(left + 2), 77);
        let write = async |token: &str| {
            let mut tx = set.house.write().await.expect("write");
            let around = (&late, &set.house.settings.zone);
            let which = (id, 1, false);
            let actor = people.actor_of(token);
            let outcome = evaluation::actions::answer_request(&mut tx, around, &actor, which, Replies::new()).await;
            tx.commit().await.expect("kept");
            outcome
        };
        let refused = write("asso-saisie").await;
        assert!(matches!(&refused, Err(Failure::Refused(Refusal::Conflict { .. }))), "{refused:?}");
        assert!(matches!(write("ailleurs").await, Err(Failure::Refused(Refusal::NotFound))));
        assert!(write("instruction").await.is_ok());
        set.sound().await;
    })
    .await;
}
