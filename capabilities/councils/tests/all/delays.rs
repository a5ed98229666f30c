//! Delays a draw keeps: from its announcement to its session, from its lottery to its number; panels enough for small chances, and
//! what is written of a college that cannot be filled; on both databases.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::setting::{arranged, hidden, led, migrations, plain, pool, sound, worked};
use database::fetch_one;
use database::testing::{TEST_START, each_database, outside};
use kernel::{Chance, Clock, Moment, Outside};
use web::testing::{Knocker, house};

/// A clock moved by hand.
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

/// The chance of another.
struct Same(Outside);

impl Chance for Same {
    fn fill(&self, buffer: &mut [u8]) {
        buffer.iter_mut().for_each(|byte| [*byte] = self.0.bytes::<1>());
    }
}

fn hand(seed: u64) -> (Arc<Hand>, Outside) {
    let hand = Arc::new(Hand(AtomicI64::new(TEST_START.0)));
    (hand.clone(), Outside::new(hand, Arc::new(Same(outside(seed)))))
}

/// The fields of a day so many days from now.
fn day(now: Moment, days: i64, zone: &jiff::tz::TimeZone) -> [(&'static str, String); 3] {
    let day = now.plus_days(days).day(zone);
    [
        ("seance-jour", day.day().to_string()),
        ("seance-mois", day.month().to_string()),
        ("seance-annee", day.year().to_string()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_published_days_before_the_session_and_the_number_waits_for_its_day() {
    each_database(&migrations(), |db| async move {
        let (hand, clock) = hand(81);
        let house = house(db, clock);
        let zone = house.settings.zone.clone();
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 30).await;
        let now = || Moment(hand.0.load(Ordering::SeqCst));
        let later = |hours: i64| hand.0.fetch_add(hours * 3_600_000, Ordering::SeqCst);
        let list = format!("/gestion/colleges/{}/tirages", set.residents);

        // Six days are not seven; what was typed comes back.
        let short = day(now(), 6, &zone);
        let mut form: Vec<(&str, &str)> = short.iter().map(|(name, value)| (*name, value.as_str())).collect();
        form.extend([("lieu", "Salle des fêtes"), ("hasard", "balls")]);
        let refused = knocker.post("chef", &list, &form).await;
        let told = plain(&refused.body);
        assert!(
            refused.status.as_u16() == 422 && told.contains("Les règles se publient 7 jours avant la séance"),
            "{told}"
        );
        assert!(told.contains("Salle des fêtes"), "{told}");
        let session = day(now(), 7, &zone);
        let fields: Vec<(&str, &str)> = session.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let fields = [fields.as_slice(), &[("hasard", "balls")]].concat();
        let path = led(&house, &knocker, &set, &fields, &["cloture"]).await;
        let public = format!("/tirages/{}", path.rsplit('/').next().unwrap_or_default());
        let rules = knocker.get("", &format!("{public}/fichiers/regles-annoncees.json")).await.body;
        assert!(rules.contains("\"jours_entre_annonce_et_seance\": 7"), "{rules}");
        assert!(rules.contains("\"heures_pour_objecter_entre_loterie_et_nombre\": 48"), "{rules}");
        assert!(
            rules.contains("\"remplacement\": \"les suppléants") && rules.contains("\"jours_de_recours\": 61"),
            "{rules}"
        );

        // Delays announced do not change under a draw.
        let edit = format!("/gestion/conseils/{}/modifier", set.council);
        let page = knocker.get("chef", &edit).await.body;
        let (revision, area) = (hidden(&page, "revision"), set.areas[0].to_string());
        let other = set.areas[1].to_string();
        let mut terms = vec![
            ("nom", "Conseil d’essai"),
            ("quartiers", area.as_str()),
            ("quartiers", other.as_str()),
            ("mandat", "36"),
            ("renouvellement", "18"),
            ("age-minimum", "18"),
            ("age-jeune", "30"),
            ("foyer", "oui"),
            ("recours", "61"),
            ("preavis", "7"),
            ("objections", "0"),
            ("revision", revision.as_str()),
        ];
        let refused = knocker.post("chef", &edit, &terms).await;
        assert!(
            refused.status.as_u16() == 409 && refused.body.contains("Les règles sont publiées"),
            "{}",
            refused.body
        );

        // The lottery comes the day before the session: objections last longer than that.
        later(6 * 24);
        let revision_of = async || hidden(&knocker.get("chef", &path).await.body, "revision");
        let asked = knocker.post("chef", &format!("{path}/loterie"), &[("revision", &revision_of().await)]).await;
        assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
        worked(&house).await;
        let page = plain(&knocker.get("", &public).await.body);
        assert!(page.contains("Objections reçues jusqu’au") && page.contains("48 heures après la loterie"), "{page}");
        assert!(page.contains("Groupes imprimés"), "{page}");
        let number = async |early: &str| {
            let revision = revision_of().await;
            let form = [("nombre", "7"), ("nombre-bis", "7"), ("avance", early), ("revision", revision.as_str())];
            knocker.post("chef", &format!("{path}/nombre"), &form).await
        };
        for hours in [1, 24] {
            later(hours);
            let page = plain(&knocker.get("chef", &path).await.body);
            assert!(page.contains("Pourquoi le nombre est lu plus tôt"), "{page}");
            let refused = number(" ").await;
            let told = plain(&refused.body);
            assert!(refused.status.as_u16() == 422 && told.contains("Le nombre se lit à partir du"), "{told}");
            assert!(told.contains("name=\"nombre\"") && told.contains("value=\"7\""), "what was typed is lost: {told}");
        }
        let long = "x".repeat(501);
        assert_eq!(number(&long).await.status.as_u16(), 422);
        // Once its time has come, nothing is asked, and nothing is published.
        later(24);
        let page = knocker.get("chef", &path).await.body;
        assert!(!page.contains("Pourquoi le nombre est lu plus tôt"), "{page}");
        assert_eq!(number("une raison de trop").await.status.as_u16(), 303);
        let page = knocker.get("", &public).await.body;
        assert!(!page.contains("une raison de trop") && !page.contains("lu plus tôt"), "{page}");
        let revision = revision_of().await;
        let form = [("temoins", "Deux témoins"), ("revision", revision.as_str())];
        assert_eq!(knocker.post("chef", &format!("{path}/scelle"), &form).await.status.as_u16(), 303);

        // A town that sets no delay may hold its session at once; read before its day, a number still asks for a reason.
        let told = |page: &str| {
            let told = plain(page);
            told.split_once("<h2>Étape par étape</h2>").map(|(_, rows)| rows.to_owned()).unwrap_or(told)
        };
        let before = told(&knocker.get("", &public).await.body);
        assert!(before.contains("48 heures après la loterie"), "{before}");
        terms[9].1 = "0";
        assert_eq!(knocker.post("chef", &edit, &terms).await.status.as_u16(), 303);
        let college = format!("/gestion/colleges/{}/modifier", set.residents);
        let revision = hidden(&knocker.get("chef", &college).await.body, "revision");
        let mut seats = vec![("sieges", "6"), ("complementaire", "9"), ("objectif", "leximin"), ("carence", "Autre")];
        seats.extend([("min-sex-woman", "3"), ("max-sex-woman", "3"), ("revision", revision.as_str())]);
        assert_eq!(knocker.post("chef", &college, &seats).await.status.as_u16(), 303);
        // What was announced of the old draw is told as it was, whatever is set since.
        assert_eq!(told(&knocker.get("", &public).await.body), before);
        let page = plain(&knocker.get("chef", &path).await.body);
        assert!(page.contains("48 heures après la loterie") && page.contains("<dt>Sièges</dt><dd>4</dd>"), "{page}");
        let session = day(now(), 1, &zone);
        let fields: Vec<(&str, &str)> = session.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let more = [("hasard", "balls"), ("raison", "Essai d’un autre délai")];
        let path = led(&house, &knocker, &set, &[fields.as_slice(), &more].concat(), &["cloture", "loterie"]).await;
        let revision = hidden(&knocker.get("chef", &path).await.body, "revision");
        let form = [("nombre", "7"), ("nombre-bis", "7"), ("revision", revision.as_str())];
        assert_eq!(knocker.post("chef", &format!("{path}/nombre"), &form).await.status.as_u16(), 422);
        let form =
            [("nombre", "7"), ("nombre-bis", "7"), ("avance", "La salle ferme"), ("revision", revision.as_str())];
        assert_eq!(knocker.post("chef", &format!("{path}/nombre"), &form).await.status.as_u16(), 303);
        let public = format!("/tirages/{}", path.rsplit('/').next().unwrap_or_default());
        let page = knocker.get("", &public).await.body;
        assert!(page.contains("La salle ferme") && !page.contains("Objections reçues"), "{page}");
        let mut tx = house.read().await.expect("read");
        let (why,): (i64,) =
            fetch_one!(&mut tx, "SELECT COUNT(*) FROM journal_words WHERE why = 'La salle ferme'").expect("counted");
        assert_eq!(why, 1, "the journal keeps the reason");
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_college_of_actors_counts_its_young_and_says_what_is_done_when_it_cannot_be_filled() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(82));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 4, &["Écoles", "Sport"]).await;
        let sheet = knocker.get("chef", &format!("/gestion/conseils/{}", set.council)).await.body;
        assert!(plain(&sheet).contains("ses sièges restent vacants"), "the default is told: {sheet}");
        let link = sheet.split("href=\"").filter_map(|rest| rest.split('"').next());
        let edits: Vec<&str> =
            link.filter(|path| path.starts_with("/gestion/colleges/") && path.ends_with("/modifier")).collect();
        let residents = set.residents.to_string();
        let edit = edits.iter().find(|path| !path.contains(&residents)).expect("the college of actors").to_string();
        let structures = format!("/conseils/{}/structures", set.council);
        let open = knocker.get("", &structures).await.body;
        assert_eq!(open.matches("Date de naissance <span class=\"optional\">").count(), 2, "{open}");

        // A quarter of them are young: structures give dates of birth from then on.
        let page = knocker.get("chef", &edit).await.body;
        let revision = hidden(&page, "revision");
        let (schools, sport) = (set.kinds[0].to_string(), set.kinds[1].to_string());
        let kind = |bound: &str, kind: &str| format!("{bound}-kind-{kind}");
        let (a, b, c, d) = (kind("min", &schools), kind("max", &schools), kind("min", &sport), kind("max", &sport));
        let written = "Un type sans candidature laisse ses sièges vacants jusqu’au printemps.";
        let form = [
            ("sieges", "4"),
            ("complementaire", "12"),
            ("objectif", "leximin"),
            ("min-age-young", "1"),
            ("max-age-unknown", "0"),
            ("min-sex-woman", "2"),
            ("max-sex-woman", "2"),
            (a.as_str(), "2"),
            (b.as_str(), "2"),
            (c.as_str(), "2"),
            (d.as_str(), "2"),
            ("carence", written),
            ("revision", revision.as_str()),
        ];
        let amended = knocker.post("chef", &edit, &form).await;
        assert_eq!(amended.status.as_u16(), 303, "{}", amended.body);
        let open = knocker.get("", &structures).await.body;
        assert_eq!(open.matches("Date de naissance <span class=\"optional\">").count(), 1, "{open}");
        let mut person = vec![
            ("structure", "Club de judo"),
            ("type", sport.as_str()),
            ("nom-1", "Durand"),
            ("prenoms-1", "Léa"),
            ("sexe-1", "woman"),
        ];
        let refused = knocker.post("", &structures, &person).await;
        assert!(refused.status.as_u16() == 422, "{}", refused.body);
        assert!(refused.body.contains("l’âge fait partie des quotas de ce collège"), "{}", refused.body);
        person.extend([("naissance-1-jour", "1"), ("naissance-1-mois", "2"), ("naissance-1-annee", "2004")]);
        assert_eq!(knocker.post("", &structures, &person).await.status.as_u16(), 200);

        // The rule is public, sealed with the others, and shown where the draw is impossible.
        let council = plain(&knocker.get("", &format!("/conseils/{}", set.council)).await.body);
        assert!(council.contains(written) && council.contains("moins de 30 ans : 1 au moins"), "{council}");
        let list = edit.replace("/modifier", "/tirages");
        let mut form = crate::setting::SESSION.to_vec();
        form.extend([("lieu", "Salle"), ("hasard", "balls")]);
        let path = knocker.post("chef", &list, &form).await.location;
        let path = path.split('?').next().unwrap_or_default().to_owned();
        worked(&house).await;
        let page = plain(&knocker.get("chef", &path).await.body);
        assert!(page.contains(&format!("Règle de carence publiée : {written}")), "{page}");
        let public = format!("/tirages/{}", path.rsplit('/').next().unwrap_or_default());
        let rules = knocker.get("", &format!("{public}/fichiers/regles-annoncees.json")).await.body;
        assert!(rules.contains(written), "{rules}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_chance_and_who_is_certain_are_told_by_number_before_chance_speaks() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(83));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 30).await;
        // Somebody whose sex is not said: the quota of 0 leaves no chance.
        let mut tx = house.write().await.expect("write");
        let person = councils::actions::Person {
            birth_name: "Nomdepersonneseule".into(),
            forenames: "Prenom".into(),
            birth: councils::actions::Birth::read("01/02/1970").expect("a day"),
            street: "99 rue des Lilas".into(),
            postcode: "11000".into(),
            city: "Carcassonne".into(),
            ..councils::actions::Person::default()
        };
        let new = councils::actions::Newcomer {
            person,
            sex: councils::actions::Sex::Unknown,
            area: Some(set.areas[0]),
            structure: None,
        };
        let around = (&house.outside, &house.keys, &house.settings.zone);
        councils::actions::type_paper(&mut tx, around, &crate::setting::ACTOR, set.residents, new)
            .await
            .expect("typed");
        tx.commit().await.expect("kept");
        let path = led(&house, &knocker, &set, &[("hasard", "balls")], &["cloture", "loterie"]).await;
        let public = format!("/tirages/{}", path.rsplit('/').next().unwrap_or_default());
        let page = plain(&knocker.get("", &public).await.body);
        assert!(page.contains("Aucune chance, ou une place certaine"), "{page}");
        assert!(
            page.contains("1 personne n’a aucune chance, car le quota de « sexe : non renseigné » est de 0."),
            "{page}"
        );
        let pool = knocker.get("", &format!("{public}/fichiers/pool.csv")).await.body;
        let line = pool.lines().find(|line| line.contains("non renseigné")).expect("her line");
        let number = line.split(',').next().expect("a number");
        assert!(page.contains(&format!("est de 0.<br>{number}")), "{number}: {page}");
        assert!(!page.contains("Nomdepersonne"), "{page}");
        sound(&house).await;
    })
    .await;
}
