//! What a fund sets: how often a group is helped, how many residents vote; reminders; what two sessions take at once; the thread.
//! On both databases.

use database::testing::{each_database, outside};
use database::{fetch_all, fetch_one};
use jiff::ToSpan;
use kernel::{Actor, Moment, Outside, Uuid};
use lineage::Kind;
use web::Gatekeeper;
use web::testing::NamedPeople;

use crate::setting::{HOME, Setting, arranged, fund, migrations, project};

/// Sets the fund again, over which some fields change.
async fn set_again(set: &Setting, changes: &[(&str, &str)]) {
    let path = format!("{}/reglages", set.fund);
    let (_, page) = set.read("chef", &path).await;
    let revision = page.split_once("name=\"revision\" value=\"").map_or("", |(_, rest)| rest);
    let revision = revision.split('"').next().unwrap_or_default();
    let fields = [fund(changes), vec![("revision", revision)]].concat();
    let (status, page, _) = set.send("chef", &path, &fields).await;
    assert_eq!(status, 303, "{page}");
}

/// A decision that gives so much, everybody for.
fn given<'a>(votes: &'a [String], amount: &'a str) -> Vec<(&'a str, &'a str)> {
    let ballots = votes.iter().map(|field| (field.as_str(), "for"));
    ballots.chain([("decision", "granted"), ("montant", amount)]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_has_its_number_of_grants_in_a_year() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(241)).await;
        let (status, page, _) = set.send("chef", &format!("{HOME}/nouveau"), &fund(&[("par-groupe", "99")])).await;
        assert!(status == 422 && page.contains("de 0 (sans limite) à 50"), "{page}");
        set_again(&set, &[("par-groupe", "1")]).await;
        let (_, page) = set.read("chef", &set.fund).await;
        assert!(page.contains("1 au plus"), "{page}");
        set.envelope("5000").await;
        let votes = set.committee().await;
        let session = set.session().await;
        let (_, first) = set.file("Fête de la tour", "650").await;
        let (_, second) = set.file("Une autre fête", "300").await;
        let (status, page, _) = set.send("chef", &format!("{session}/projets/{first}"), &given(&votes, "650")).await;
        assert_eq!(status, 303, "{page}");
        // The same group, by the name it gives itself and the telephone it is reached at: said before the vote, refused after.
        let vote = format!("{session}/projets/{second}");
        let (_, page) = set.read("chef", &vote).await;
        assert!(page.contains("Ce groupe a déjà reçu 1 aide de ce fonds en 2026 ; le fonds en permet 1"), "{page}");
        let (status, page, _) = set.send("chef", &vote, &given(&votes, "300")).await;
        assert!(status == 422 && page.contains("une aide de ce fonds cette année, le nombre permis"), "{page}");
        // Another group is helped; and the same one again once the fund sets no limit.
        let area = set.areas[0].to_string();
        let other = [
            ("titre", "Jardin"),
            ("groupe", "Les mains vertes"),
            ("joindre", "mains@exemple.fr"),
            ("quartier", &*area),
        ];
        set.send("", "/fonds/fonds-d-initiatives-locales/demande", &project(&other)).await;
        let mut tx = set.house.read().await.expect("read");
        let sql = "SELECT id FROM fund_project WHERE title = $1";
        let (third,): (Uuid,) = fetch_one!(&mut tx, sql, "Jardin").expect("a project");
        drop(tx);
        let (status, page, _) = set.send("chef", &format!("{session}/projets/{third}"), &given(&votes, "650")).await;
        assert_eq!(status, 303, "{page}");
        set_again(&set, &[("par-groupe", "0")]).await;
        assert_eq!(set.send("chef", &vote, &given(&votes, "300")).await.0, 303);
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn residents_are_more_than_half_of_those_who_vote_or_the_session_says_why() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(242)).await;
        set_again(&set, &[("majorite", "oui")]).await;
        set.envelope("5000").await;
        let votes = set.committee().await;
        let session = set.session().await;
        let (_, page) = set.read("chef", &session).await;
        assert!(page.contains("elle n’est pas atteinte si toutes et tous votent : 2 sur 4"), "{page}");
        let (_, first) = set.file("Fête de la tour", "650").await;
        let (_, second) = set.file("Jardin", "300").await;
        let vote = format!("{session}/projets/{first}");
        // Two residents of four voters are no majority; two of three are.
        let (status, page, _) = set.send("chef", &vote, &given(&votes, "650")).await;
        assert!(status == 422 && page.contains("plus de la moitié des votants : 2 sur 4"), "{page}");
        assert!(page.contains("erreur-derogation") && page.contains("value=\"650\""), "tied to its field: {page}");
        let (status, page, _) = set.send("chef", &vote, &given(&votes[..3], "650")).await;
        assert_eq!(status, 303, "{page}");
        // Or somebody says why: it is kept, and read with the decision.
        let other = format!("{session}/projets/{second}");
        let why = [given(&votes, "300"), vec![("derogation", "Deux habitantes malades")]].concat();
        let (status, page, _) = set.send("chef", &other, &why).await;
        assert_eq!(status, 303, "{page}");
        let (_, page) = set.read("chef", &session).await;
        assert!(page.contains("sans majorité d’habitants (2 sur 4) : Deux habitantes malades"), "{page}");
        assert_eq!(page.matches("sans majorité d’habitants").count(), 1, "the first had its majority: {page}");
        let mut tx = set.house.read().await.expect("read");
        let sql = "SELECT COUNT(*) FROM journal_words WHERE why = 'Deux habitantes malades'";
        let (kept,): (i64,) = fetch_one!(&mut tx, sql).expect("counted");
        assert_eq!(kept, 1, "the journal has the reason");
        drop(tx);
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sessions_at_once_never_pass_the_envelope() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(243)).await;
        set.envelope("1000").await;
        let votes = set.committee().await;
        let (one, two) = (set.session().await, set.session().await);
        assert_ne!(one, two);
        let (_, first) = set.file("Fête de la tour", "650").await;
        let (_, second) = set.file("Jardin", "650").await;
        let (here, there) = (format!("{one}/projets/{first}"), format!("{two}/projets/{second}"));
        let decided = given(&votes, "650");
        let both = tokio::join!(set.send("chef", &here, &decided), set.send("chef", &there, &decided));
        let done = [both.0.0, both.1.0].into_iter().filter(|status| *status == 303).count();
        assert_eq!(done, 1, "{both:?}");
        let refused = if both.0.0 == 303 { &both.1.1 } else { &both.0.1 };
        assert!(refused.contains("L’enveloppe n’a plus que 350 €"), "{refused}");
        let (_, page) = set.read("chef", &set.fund).await;
        assert!(page.contains("350"), "{page}");
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_are_reminded_once_on_working_days_and_agents_call_the_others() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(244)).await;
        set.envelope("5000").await;
        let votes = set.committee().await;
        let session = set.session().await;
        let today = set.today();
        let start = [today.day().to_string(), today.month().to_string(), today.year().to_string()];
        let begins =
            [("debut-jour", &*start[0]), ("debut-mois", &*start[1]), ("debut-annee", &*start[2]), ("demande", "300")];
        let area = set.areas[0].to_string();
        for (title, group, reach) in
            [("Fête", "Les voisins", "voisins@exemple.fr"), ("Jardin", "Mains vertes", "06 39 98 12 34")]
        {
            let own = [("titre", title), ("groupe", group), ("joindre", reach), ("quartier", &*area)];
            let fields = project(&[begins.as_slice(), &own].concat());
            assert_eq!(set.send("", "/fonds/fonds-d-initiatives-locales/demande", &fields).await.0, 200);
        }
        let mut tx = set.house.read().await.expect("read");
        let all: Vec<(Uuid,)> = fetch_all!(&mut tx, "SELECT id FROM fund_project").expect("projects");
        drop(tx);
        for (id,) in &all {
            assert_eq!(set.send("chef", &format!("{session}/projets/{id}"), &given(&votes, "300")).await.0, 303);
        }
        // Sixty days after it begins, or the first working day after: nothing long before, once at each of its days.
        let zone = set.house.settings.zone.clone();
        let (mut mails, actor) = (Vec::new(), Actor::Platform("essai"));
        for days in [1, 49, 50, 58, 59, 64, 65, 90] {
            let at = today.checked_add(days.days()).expect("a day").at(6, 45, 0, 0).to_zoned(zone.clone());
            let at = Outside::told(Moment(at.expect("a moment").timestamp().as_millisecond()), 300 + days as u64);
            let mut tx = set.house.write().await.expect("write");
            let place = ("https://ville.example", "Parvis");
            mails.push(funds::actions::remind(&mut tx, (&at, &zone), place, &actor).await.expect("reminded"));
            tx.commit().await.expect("kept");
        }
        assert_eq!((mails[0], mails.iter().sum::<i64>(), mails[7]), (0, 3, 0), "{mails:?}");
        let mut tx = set.house.read().await.expect("read");
        let (rows, mailed): (i64, i64) = fetch_one!(
            &mut tx,
            "SELECT COUNT(*), CAST(SUM(CASE WHEN is_mailed THEN 1 ELSE 0 END) AS BIGINT) FROM fund_reminder"
        )
        .expect("counted");
        assert_eq!((rows, mailed), (6, 3), "who has a telephone only is called");
        // What an agent finds: who is late, and that she calls.
        let late = set.house.outside.now().plus_days(90);
        let chef = NamedPeople.actor(&set.house, "chef").await.expect("an agent");
        let told = funds::facade::awaited(&mut tx, &chef, late).await.expect("awaited");
        assert!(told.iter().any(|one| one.what.contains("Relancer 2")), "{told:?}");
        drop(tx);
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_thread_goes_from_a_project_to_its_decision_its_payment_and_its_report() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(245)).await;
        set.envelope("2000").await;
        let votes = set.committee().await;
        let session = set.session().await;
        let (_, id) = set.file("Fête de la tour", "650").await;
        let mut tx = set.house.read().await.expect("read");
        assert_eq!(lineage::after(&mut tx, id, 10).await.expect("links"), [], "nothing is given yet");
        drop(tx);
        set.send("chef", &format!("{session}/projets/{id}"), &given(&votes, "650")).await;
        assert_eq!(set.money(id, "versements", "520").await.0, 303);
        let path = format!("{HOME}/projets/{id}");
        let report =
            [("fait", "Une fête"), ("venues", "90"), ("depense", "520"), ("piece", "receipt"), ("legende", "Courses")];
        let (status, page, _) =
            set.upload("chef", &format!("{path}/compte-rendu"), &report, crate::granting::PDF).await;
        assert_eq!(status, 303, "{page}");
        let (status, page, _) = set.send("chef", &format!("{path}/acceptation"), &[("revision", "1")]).await;
        assert_eq!(status, 303, "{page}");
        let mut tx = set.house.read().await.expect("read");
        let links = lineage::after(&mut tx, id, 10).await.expect("links");
        let kinds: Vec<Kind> = links.iter().map(|link| link.to.kind).collect();
        assert_eq!(kinds, [Kind::Decision, Kind::Payment, Kind::Report]);
        for link in links {
            assert_eq!(funds::facade::project_behind(&mut tx, link.to.id).await.expect("read"), Some(id));
        }
        drop(tx);
        set.sound().await;
    })
    .await;
}
