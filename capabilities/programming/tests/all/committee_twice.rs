//! What comes twice: a second wave, an amendment, a second committee, two people at the same moment. Each decision is told by
//! one letter, taken by one committee, frozen once. Through the door, on both databases.

use crate::committee_setting::{
    Setting, another, arranged, count, decided, freeze, hidden, letters, migrations, plain, sound, written_to,
};
use applications::facade::FundingState;
use applications::testing::LocalPeople;
use database::fetch_all;
use database::testing::{each_database, outside};
use kernel::{Actor, Uuid};
use programming::actions::committees::make_wave;
use programming::actions::letters::{self as letter_actions, Sender};

async fn states(set: &Setting) -> Vec<FundingState> {
    let mut tx = set.house.read().await.expect("read");
    let all = applications::facade::fundings_of_call(&mut tx, set.ground.call).await.expect("fundings");
    set.ground.fundings.iter().map(|id| all.iter().find(|one| one.id == *id).expect("there").state).collect()
}

/// Puts one project in a wave of its own. Gives the wave.
async fn wave(set: &Setting, title: &str, project: usize) -> String {
    let chef = LocalPeople(set.ground.clone()).actor_of("chef");
    let mut tx = set.house.write().await.expect("write");
    let projects = [set.ground.projects[project]];
    make_wave(&mut tx, &set.house.outside, &chef, set.committee, (title, &projects)).await.expect("a wave");
    tx.commit().await.expect("kept");
    let mut tx = set.house.read().await.expect("read");
    let sql = "SELECT id FROM committee_wave WHERE title = $1";
    let all: Vec<(Uuid,)> = fetch_all!(&mut tx, sql, title).expect("waves");
    all[0].0.to_string()
}

/// Says another day for the committee.
async fn held_on(set: &Setting, day: &str, month: &str) {
    let page = set.knocker.get("chef", &set.at("/modifier")).await.body;
    let revision = hidden(&page, "revision");
    let fields = [
        ("titre", "Comité de mai"),
        ("jour-jour", day),
        ("jour-mois", month),
        ("jour-annee", "2026"),
        ("presents", "Lina Azoulay, préfecture"),
        ("revision", &*revision),
    ];
    let reply = set.knocker.post("chef", &set.at("/modifier"), &fields).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
}

/// The texts of the letters that left, the first first.
async fn mails(set: &Setting) -> Vec<String> {
    let mut tx = set.house.read().await.expect("read");
    let sql = "SELECT text_body FROM mail WHERE kind = 'programming.letter' ORDER BY created_at, id";
    let all: Vec<(String,)> = fetch_all!(&mut tx, sql).expect("mails");
    all.into_iter().map(|(text,)| plain(&text)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wave_and_every_amendment_has_its_letter_with_the_day_it_was_decided() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(101)).await;
        written_to(&set).await;
        let (yes, more) = (
            [("decision", "favourable"), ("montant", "3000")],
            [("decision", "favourable"), ("montant", "3500"), ("motif", "Deux séances de plus")],
        );
        let later = [("decision", "postponed"), ("motif", "Budget à revoir")];
        assert_eq!(set.vote("financeur-etat", 0, "0", &yes).await.0, 303);
        assert_eq!(set.vote("financeur-departement", 1, "0", &later).await.0, 303);
        assert_eq!(set.vote("financeur-etat", 2, "0", &more).await.0, 303);
        assert_eq!(set.vote("financeur-departement", 3, "0", &later).await.0, 303);
        assert_eq!(set.vote("financeur-agglo", 4, "0", &yes).await.0, 303);
        // A first wave in May, with its letters.
        let (first, second) = (wave(&set, "Vague 1", 0).await, wave(&set, "Vague 2", 1).await);
        assert_eq!(freeze(&set, &first).await.0, 303);
        letters(&set).await;
        assert_eq!(count(&set.house, "decision_letter").await, 2, "the State and the department");
        // A second one in June: the same funder decides the same of the other project of the same file.
        held_on(&set, "3", "6").await;
        assert_eq!(freeze(&set, &second).await.0, 303);
        let page = plain(&set.knocker.get("chef", &set.at("/courriers")).await.body);
        assert!(page.contains("3 courriers à préparer"), "{page}");
        letters(&set).await;
        assert_eq!(count(&set.house, "decision_letter").await, 5);
        use FundingState::{Notified, Postponed};
        assert_eq!(states(&set).await, [Notified, Postponed, Notified, Postponed, Notified]);
        let texts = mails(&set).await;
        let of = |words: &[&str]| texts.iter().filter(|text| words.iter().all(|word| text.contains(word))).count();
        assert_eq!(
            of(&["Réuni le 12 mai 2026, le comité « Comité de mai »", "Cuisines du monde (2026)"]),
            2,
            "{texts:?}"
        );
        assert_eq!(of(&["Réuni le 3 juin 2026", "Jardins au pied des tours (2026)"]), 3, "{texts:?}");
        // More than what is asked is not called what is asked.
        assert_eq!(of(&["accord de 3 500 €, pour 3 000 € demandés", "Deux séances de plus"]), 1, "{texts:?}");
        assert_eq!(of(&["le montant demandé"]), 0);
        // What was put off and is amended is told once more, with the same decision or another.
        let again = [("decision", "postponed"), ("motif", "Pièce attendue"), ("motif-amendement", "Relu")];
        let given = [("decision", "partial"), ("montant", "100"), ("motif-amendement", "Budget revu")];
        assert_eq!(set.vote("financeur-departement", 1, "2", &again).await.0, 303);
        assert_eq!(set.vote("financeur-departement", 3, "2", &given).await.0, 303);
        letters(&set).await;
        assert_eq!(states(&set).await, [Notified, Postponed, Notified, Notified, Notified]);
        assert_eq!(count(&set.house, "decision_letter").await, 7);
        let none = set.knocker.post("chef", &set.at("/courriers"), &[]).await;
        assert_ne!(none.status.as_u16(), 303, "nothing is left to tell: {}", none.body);
        sound(&set.house).await;
    })
    .await;
}

fn sender() -> Sender {
    let settings = web::testing::settings();
    Sender { zone: settings.zone, town: settings.site.town, public_url: settings.public_url }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_no_longer_tells_what_is_decided_is_not_sent() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(102)).await;
        written_to(&set).await;
        decided(&set).await;
        assert_eq!(freeze(&set, "").await.0, 303);
        assert_eq!(set.knocker.post("chef", &set.at("/courriers"), &[]).await.status.as_u16(), 303);
        // The papers are set, then the State amends its first line before they are kept.
        let (actor, outside) = (Actor::Platform("essai"), &set.house.outside);
        let mut tx = set.house.read().await.expect("read");
        let batches: Vec<(Uuid,)> = fetch_all!(&mut tx, "SELECT id FROM letter_batch").expect("batches");
        let (committee, keys) = letter_actions::left_to_make(&mut tx, &actor, batches[0].0).await.expect("left");
        let papers = letter_actions::papers(&mut tx, &sender(), outside, &actor, committee, &keys).await.expect("set");
        drop(tx);
        let less = [("decision", "partial"), ("montant", "2000"), ("motif-amendement", "Erreur de saisie")];
        assert_eq!(set.vote("financeur-etat", 0, "2", &less).await.0, 303);
        let mut kept = 0;
        for paper in papers {
            let mut tx = set.house.write().await.expect("write");
            let which = (committee, batches[0].0);
            let is_new = letter_actions::keep_letter(&mut tx, (outside, &sender()), &actor, which, paper).await;
            kept += usize::from(is_new.expect("kept"));
            tx.commit().await.expect("kept");
        }
        use FundingState::{Notified, Partial, Postponed};
        assert_eq!((kept, states(&set).await[0]), (4, Partial), "amended still, told not yet");
        let told = mails(&set).await;
        assert!(told.len() == 4 && told.iter().all(|text| !text.contains("accord de 3 000 €")), "{told:?}");
        // The job makes it anew, with what is decided now.
        crate::committee_setting::worked(&set).await;
        assert_eq!(states(&set).await, [Notified, Notified, Notified, Postponed, Notified]);
        let told = mails(&set).await;
        let amended = told.iter().filter(|text| text.contains("accord partiel de 2 000 €, pour 3 000 € demandés"));
        assert_eq!((told.len(), amended.count()), (5, 1), "{told:?}");
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_committee_takes_up_what_was_put_off_and_nothing_else() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(103)).await;
        decided(&set).await;
        assert_eq!(freeze(&set, "").await.0, 303);
        let second = another(&set, "Comité d’automne").await;
        // A line that the first committee decided is told, and not decided again; even to refuse it.
        for (token, funding, fields) in [
            ("financeur-etat", 0, vec![("decision", "refused"), ("motif", "Plus d’argent")]),
            ("financeur-departement", 1, vec![("decision", "partial"), ("montant", "100")]),
        ] {
            let (status, page) = second.vote(token, funding, "0", &fields).await;
            assert!(status == 422 && page.contains("décidée au comité du 12 mai 2026 (« Comité de mai »)"), "{page}");
        }
        let line = plain(&second.knocker.get("financeur-etat", &second.line(0)).await.body);
        assert!(
            line.contains("elle ne change que là, par amendement") && !line.contains("Enregistrer le vote"),
            "{line}"
        );
        let board = plain(&second.knocker.get("chef", &second.at("")).await.body);
        assert_eq!(board.matches("décidé au comité du 12 mai 2026").count(), 4, "{board}");
        let left = plain(&second.knocker.get("chef", &second.at("?decision=a_decider")).await.body);
        assert!(left.contains("1 action sur 2"), "{left}");
        // Only what was put off is awaited; freezing asks for nothing more.
        let (status, page) = freeze(&second, "").await;
        assert!(status == 422 && page.contains("1 demande n’a pas encore de décision"), "{status} {page}");
        let yes = [("decision", "favourable"), ("montant", "3000")];
        assert_eq!(second.vote("financeur-departement", 3, "0", &yes).await.0, 303);
        // Meanwhile the first committee no longer amends it.
        let amended = [("decision", "refused"), ("motif", "Non"), ("motif-amendement", "Non")];
        let (status, page) = set.vote("financeur-departement", 3, "2", &amended).await;
        assert!(status == 422 && page.contains("déjà accordée au comité du 12 mai 2026"), "{status} {page}");
        let (status, page) = freeze(&second, "").await;
        assert_eq!(status, 303, "{page}");
        use FundingState::{Conditional, Partial, Refused, Voted};
        assert_eq!(states(&set).await, [Voted, Refused, Partial, Voted, Conditional]);
        // The first does not say any more that it was put off.
        let page = plain(&set.knocker.get("chef", &set.at("/courriers")).await.body);
        assert!(page.contains("4 courriers à préparer"), "{page}");
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_who_freeze_or_vote_at_the_same_moment_are_told_so() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(104)).await;
        decided(&set).await;
        let page = set.knocker.get("chef", &set.at("/releves")).await.body;
        let fields = [("vague", ""), ("revision", &*hidden(&page, "revision"))];
        let path = set.at("/releves");
        let less = [("decision", "partial"), ("montant", "2000")];
        let (one, other, vote) = tokio::join!(
            set.knocker.post("chef", &path, &fields),
            set.knocker.post("chef", &path, &fields),
            set.vote("financeur-etat", 0, "1", &less)
        );
        let statuses = [one.status.as_u16(), other.status.as_u16()];
        assert!(statuses.iter().all(|status| [303, 409, 422].contains(status)), "{statuses:?} {}", other.body);
        assert!(statuses.iter().filter(|status| **status == 303).count() <= 1, "{statuses:?}");
        assert!([303, 409, 422].contains(&vote.0), "{} {}", vote.0, vote.1);
        if !statuses.contains(&303) {
            assert_eq!(freeze(&set, "").await.0, 303, "once everybody is done");
        }
        assert_eq!(count(&set.house, "committee_minutes").await, 1);
        // What is frozen is what the minutes tell: the file says the same.
        let mut tx = set.house.read().await.expect("read");
        let sql = "SELECT v.cents, f.decided_cents FROM committee_vote v JOIN funding f ON f.id = v.funding \
                   WHERE v.minutes IS NOT NULL AND v.cents > 0";
        let all: Vec<(i64, Option<i64>)> = fetch_all!(&mut tx, sql).expect("votes");
        assert!(all.len() == 3 && all.iter().all(|(voted, told)| Some(*voted) == *told), "{all:?}");
        drop(tx);
        sound(&set.house).await;
    })
    .await;
}
