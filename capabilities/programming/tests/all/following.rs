//! What services do with what a carrier gives back, with whom they asked, and with what freezes decisions; on both databases,
//! through the doors.

use crate::committee_setting::{HOME, Setting, arranged, hidden, migrations, plain, sound};
use applications::facade as files;
use applications::testing::{ACTOR, Ground, LocalPeople};
use assemblies::actions::assembly::{self, NewAssembly};
use assemblies::actions::{AssemblyTerms, Kind};
use database::testing::{each_database, outside};
use jiff::tz::TimeZone;
use kernel::{Failure, Refusal, Uuid};
use programming::actions::freezing;
use web::House;
use web::testing::Knocker;

/// A house with its call, nothing decided yet.
async fn fresh(db: database::Db, seed: u64) -> (std::sync::Arc<House>, Ground, Knocker) {
    let (house, ground) = applications::testing::house(db, outside(seed)).await;
    let knocker = Knocker::new(programming::door().and(applications::door()), house.clone());
    (house, ground, knocker)
}

fn first_value(page: &str, holds: &str) -> String {
    let all = page.split("name=\"elements\"").skip(1).filter_map(|rest| rest.split_once("value=\""));
    let values = all.filter_map(|(_, rest)| rest.split('"').next()).map(str::to_owned);
    values.into_iter().find(|value| value.contains(holds)).unwrap_or_else(|| panic!("no {holds} in {page}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_checks_find_missing_is_asked_under_names_that_open_and_accepted_when_it_comes() {
    each_database(&migrations(), |db| async move {
        let (house, ground, knocker) = fresh(db, 91).await;
        let file = format!("/gestion/dossiers/{}", ground.application);
        let more = format!("{file}/complement");
        let page = knocker.get("chef", &more).await.body;
        // Everything of the form may be asked: neighbourhoods, budgets, standard questions, sections.
        let project = ground.projects[0].to_string();
        for key in ["devis", "budget", "territoires", "publics", "description", "action"] {
            assert!(page.contains(&format!("value=\"{key}|{project}\"")), "{key}: {page}");
        }
        assert!(page.contains("value=\"rib\"") && page.contains("value=\"budget\""), "{page}");
        let devis = first_value(&page, &project);
        let rib = "rib".to_owned();
        let due = [("echeance-jour", "10"), ("echeance-mois", "4"), ("echeance-annee", "2026")];
        let chosen = [("elements", devis.as_str()), ("elements", rib.as_str()), ("message", "Merci")];
        let asked = knocker.post("chef", &more, &[chosen.as_slice(), &due].concat()).await;
        assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
        let page = plain(&knocker.get("chef", &more).await.body);
        assert!(page.contains("Attendu pour le 10 avril 2026") && !page.contains("Envoyer la demande"), "{page}");
        let early = knocker.post("chef", &format!("{more}/acceptation"), &[("revision", "1")]).await;
        assert!(early.status.as_u16() == 409 && early.body.contains("pas encore répondu"), "{}", early.body);

        // The association marks both, saying why nothing had to change, and sends.
        let complement = format!("/dossiers/{}/complement", ground.application);
        let page = knocker.get("asso-saisie", &complement).await.body;
        let cards = page.split("/complement/elements/").skip(1).filter_map(|rest| rest.split('"').next());
        for item in cards {
            let field = format!("reponse-{item}");
            let marked = knocker
                .post(
                    "asso-saisie",
                    &format!("{complement}/elements/{item}"),
                    &[(&field, "Déjà joint au dossier papier")],
                )
                .await;
            assert_eq!(marked.status.as_u16(), 303, "{}", marked.body);
        }
        let revision = hidden(&knocker.get("asso-signature", &complement).await.body, "revision");
        let sent = knocker.post("asso-signature", &complement, &[("revision", &revision)]).await;
        assert_eq!(sent.status.as_u16(), 303, "{}", sent.body);
        assert!(knocker.get("chef", &file).await.body.contains("Relire le complément reçu"));
        let page = knocker.get("chef", &more).await.body;
        for told in ["Complément reçu", "Le porteur dit", "Déjà joint au dossier papier", "Redemander quelque chose"]
        {
            assert!(plain(&page).contains(told), "{told}: {page}");
        }
        let revision = hidden(&page, "revision");
        let accept = format!("{more}/acceptation");
        for (token, status) in [("financeur-etat", 403), ("asso-signature", 403), ("ailleurs", 404)] {
            let refused = knocker.post(token, &accept, &[("revision", &revision)]).await;
            assert_eq!(refused.status.as_u16(), status, "{token}");
        }
        assert_eq!(knocker.post("chef", &accept, &[("revision", "1")]).await.status.as_u16(), 409, "stale");
        assert_eq!(knocker.post("chef", &accept, &[("revision", &revision)]).await.status.as_u16(), 303);
        assert_eq!(knocker.post("chef", &accept, &[("revision", &revision)]).await.status.as_u16(), 404, "once");

        // Asked once more, then the file is said to be complete: nothing is asked any more.
        let asked = knocker.post("chef", &more, &[chosen.as_slice(), &due].concat()).await;
        assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
        let done = knocker.post("chef", &format!("{file}/complet"), &[("pourquoi", "Vu sur place")]).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        let page = plain(&knocker.get("asso-saisie", &complement).await.body);
        assert!(page.contains("Rien ne vous est demandé."), "{page}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn services_read_everything_a_carrier_said_and_joined() {
    each_database(&migrations(), |db| async move {
        let (_, ground, knocker) = fresh(db, 92).await;
        let file = format!("/gestion/dossiers/{}", ground.application);
        let page = knocker.get("chef", &file).await.body;
        assert!(page.contains(&format!("{file}/messages")) && page.contains(&format!("{file}/archive")), "{page}");
        let zip = knocker.post("chef", &format!("{file}/archive"), &[]).await;
        assert_eq!((zip.status.as_u16(), zip.media_type.as_str()), (200, "application/zip"));
        let carrier = format!("/dossiers/{}/messages", ground.application);
        knocker.post("asso-saisie", &carrier, &[("texte", "Bonjour")]).await;
        assert!(plain(&knocker.get("chef", &file).await.body).contains("1 message non lu"));
    })
    .await;
}

/// A body that meets over the neighbourhoods of the call.
async fn body(house: &House, ground: &Ground) -> Uuid {
    let mut tx = house.write().await.expect("write");
    let terms = AssemblyTerms {
        name: "Table de Grazailles".into(),
        areas: ground.areas.clone(),
        contract: Some(ground.contract),
        ..AssemblyTerms::first(Kind::Table)
    };
    let new = NewAssembly { kind: Kind::Table, council: None, terms };
    let id = assembly::open(&mut tx, &house.outside, &ACTOR, new).await.expect("opened");
    tx.commit().await.expect("kept");
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stays_out_no_longer_opens_what_a_council_was_asked() {
    assemblies::facade::tell_kept_out(files::keeps_out);
    each_database(&migrations(), |db| async move {
        let (house, ground) = applications::testing::house(db, outside(93)).await;
        let knocker = Knocker::new(programming::door().and(assemblies::door()), house.clone());
        let table = body(&house, &ground).await.to_string();
        let ask = format!("/gestion/dossiers/actions/{}/conseil", ground.projects[0]);
        let question = [
            ("instance", table.as_str()),
            ("resume", "Des repas partagés chaque mois."),
            ("questions", "Le lieu convient-il ?"),
            ("echeance-jour", "10"),
            ("echeance-mois", "5"),
            ("echeance-annee", "2026"),
        ];
        let asked = knocker.post("instruction", &ask, &question).await;
        assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
        let list = format!("/gestion/instances/{table}/avis");
        let page = knocker.get("instruction", &list).await.body;
        let id = page.split("/gestion/avis/").nth(1).and_then(|rest| rest.split('"').next()).expect("asked").to_owned();
        let path = format!("/gestion/avis/{id}");
        assert_eq!(knocker.get("instruction", &path).await.status.as_u16(), 200);
        // What its carrier follows names the body and the day, and no agent.
        let mut tx = house.read().await.expect("read");
        let pending = programming::facade::pending(&mut tx, ground.application).await.expect("read");
        drop(tx);
        assert_eq!(pending.len(), 1, "{pending:?}");
        assert!(pending[0].what.contains("Table de Grazailles") && pending[0].project == Some(ground.projects[0]));

        let retreat = format!("/gestion/dossiers/{}/retrait", ground.application);
        let done = knocker.post("instruction", &retreat, &[("raison", "Membre du bureau")]).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        for closed in [path.clone(), format!("{path}/modifier"), format!("{path}/avis.pdf")] {
            assert_eq!(knocker.get("instruction", &closed).await.status.as_u16(), 404, "{closed}");
        }
        for closed in ["retrait", "lecture"] {
            let refused = knocker.post("instruction", &format!("{path}/{closed}"), &[("raison", "x")]).await;
            assert_eq!(refused.status.as_u16(), 404, "{closed}");
        }
        assert!(!knocker.get("instruction", &list).await.body.contains(&path), "the list too");
        assert_eq!(knocker.get("chef", &path).await.status.as_u16(), 200, "the others still do");
        assert!(knocker.get("chef", &list).await.body.contains(&path));
        sound(&house).await;
    })
    .await;
}

/// Decides every line.
async fn decided(set: &Setting) {
    for (token, funding) in [
        ("financeur-etat", 0),
        ("financeur-departement", 1),
        ("financeur-etat", 2),
        ("financeur-departement", 3),
        ("financeur-agglo", 4),
    ] {
        let (status, page) = set.vote(token, funding, "0", &[("decision", "favourable"), ("montant", "3000")]).await;
        assert_eq!(status, 303, "{funding}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn minutes_are_set_before_anything_is_written_and_hold_what_was_decided() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(94)).await;
        let people = LocalPeople(set.ground.clone());
        let leader = people.actor_of("chef");
        decided(&set).await;
        let page = set.knocker.get("chef", &set.at("/releves")).await.body;
        let asked = (None, hidden(&page, "revision").parse().expect("a revision"));
        let (house, zone) = (&set.house, TimeZone::UTC);
        let around = (&house.outside, &zone, "Ville d’essai");
        let mut tx = house.read().await.expect("read");
        let drawn = freezing::draw(&mut tx, around, &leader, set.committee, asked).await.expect("drawn");
        drop(tx);
        let paper = freezing::set(drawn, &house.outside).await.expect("set");
        // Somebody votes otherwise meanwhile: what was set is no longer what was decided.
        let less = [("decision", "partial"), ("montant", "2000")];
        assert_eq!(set.vote("financeur-etat", 0, "1", &less).await.0, 303);
        let mut tx = house.write().await.expect("write");
        let stale = freezing::freeze(&mut tx, around, &leader, set.committee, asked, paper).await;
        assert!(matches!(stale, Err(Failure::Refused(Refusal::Conflict { .. }))), "{stale:?}");
        drop(tx);
        let mut tx = house.read().await.expect("read");
        let drawn = freezing::draw(&mut tx, around, &leader, set.committee, asked).await.expect("drawn");
        drop(tx);
        let paper = freezing::set(drawn, &house.outside).await.expect("set");
        let mut tx = house.write().await.expect("write");
        let number = freezing::freeze(&mut tx, around, &leader, set.committee, asked, paper).await.expect("frozen");
        tx.commit().await.expect("kept");
        assert_eq!(number, 1);
        let file = set.knocker.get("chef", &format!("{HOME}/{}/releves/1", set.committee)).await;
        assert!(file.bytes.starts_with(b"%PDF"), "{}", file.status);
        sound(house).await;
    })
    .await;
}
